"""Scrubbing one person out of the tables: history, queue, batches, looks, reports. Their opt-out and tombstone stay.

The history keeps its numbers: a change of theirs becomes one of a nameless tombstone, so that what it changed of others
can still be undone. Other people's records are not touched, only found (`left`).
"""

from typing import Any

from sqlalchemy import JSON, String, Text, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from followworthy.domain.mentions import Mentions
from followworthy.domain.records import OF_ONE_EXPERT, Document, Expert
from followworthy.store import about, link_facts
from followworthy.store.about import Person
from followworthy.store.tables import (
    AuditRunRow,
    Base,
    CheckRow,
    DraftRow,
    HostTurnRow,
    ImportRow,
    JobRow,
    LinkLeaseRow,
    LinkRow,
    LoadedFileRow,
    OpenedLinkRow,
    ProposalRow,
    ReviewRow,
    RevisionRow,
    SourceReadingRow,
    SourceRow,
)

FREE_TEXT: tuple[InstrumentedAttribute[Any], ...] = (
    RevisionRow.why,
    ImportRow.place,
    ImportRow.people,
    ImportRow.gone,
    AuditRunRow.said,
    AuditRunRow.report,
    JobRow.said,
    SourceReadingRow.trouble,
    DraftRow.place,
    DraftRow.said,
    DraftRow.reading,
    CheckRow.because,
)
"""Where names stand in passing, and are taken out."""
BY_EXPERT: tuple[InstrumentedAttribute[str], ...] = (
    CheckRow.expert_id,
    OpenedLinkRow.expert_id,
    ReviewRow.expert_id,
)
"""What is about one expert alone, and goes."""
HOSTS: tuple[InstrumentedAttribute[str], ...] = (LinkLeaseRow.host, HostTurnRow.host)
"""What audit workers noted of hosts: no audit runs while somebody is erased, so nobody misses it."""


def mentions(session: Session, who: Person) -> Mentions:
    """Give what finds somebody in texts; a host that others have, too, is not theirs."""
    others = select(LinkRow.url).where(LinkRow.kind == "homepage", LinkRow.expert_id.not_in(who.ids))
    shared = {url.partition("://")[2].partition("/")[0].removeprefix("www.") for url in session.scalars(others)}
    return Mentions(who.names, who.urls, who.ids, shared)


def scrub(session: Session, who: Person, found: Mentions) -> None:
    """Take somebody out of every table."""
    about.take_out(session, who, waiting=False)
    for change in about.changes(session, who.ids):
        change.before, change.after = _nameless(change.before), _nameless(change.after)
    for column in BY_EXPERT:
        session.execute(delete(column.class_).where(column.in_(who.ids)))
    mine = (LoadedFileRow.entity == "expert", LoadedFileRow.entity_id.in_(who.ids))
    session.execute(delete(LoadedFileRow).where(*mine))
    redirected = select(CheckRow).where(CheckRow.moved_to.is_not(None))
    there = [one for one in session.scalars(redirected) if found.in_text(one.moved_to or "")]
    for look in there:
        session.delete(look)
    link_facts.settle_all(session, [(one.expert_id, one.url) for one in there])
    for column in FREE_TEXT:
        _scrub_column(session, column, found)
    for host in HOSTS:
        theirs = [one for one in session.scalars(select(host).distinct()) if found.within(one)]
        session.execute(delete(host.class_).where(host.in_(theirs)))
    session.flush()
    of_one = [SourceRow.id.startswith(beginning, autoescape=True) for beginning in OF_ONE_EXPERT]
    for condition in of_one:
        session.execute(delete(SourceRow).where(condition, SourceRow.id.not_in(select(ProposalRow.source_id))))


def left(session: Session, found: Mentions) -> dict[str, int]:
    """Count the rows that still name somebody, by table: other people's records, lists, curators."""
    counted = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | Text | JSON)]
        rows = session.execute(select(*columns)).all() if columns else ()
        number = sum(1 for row in rows if any(map(found.within, row)))
        if number:
            counted[table.name] = number
    return counted


def _scrub_column(session: Session, column: InstrumentedAttribute[Any], found: Mentions) -> None:
    for row in session.scalars(select(column.class_).where(column.is_not(None))):
        value = getattr(row, column.key)
        if value and found.within(value):
            setattr(row, column.key, found.without(value))


def _nameless(document: Document | None) -> Document | None:
    if document is None:
        return None
    return Expert(document["id"], document["kind"], "", withdrawn=True).document()
