"""What was seen of links, across experts: which no program may look at, which went bad, what curators saw.

Reads, and voids a curator's look that is taken back; what looks amount to is the domain's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from followworthy.domain.values import Check, Outcome, Verdict, Watched
from followworthy.store import link_facts
from followworthy.store.link_facts import CURATOR
from followworthy.store.parts import parts
from followworthy.store.tables import ChangeRow, CheckRow, ExpertRow, LinkRow, RevisionRow

CURRENT = (LinkRow.published.is_(True), LinkRow.status == "current")
"""The published current links."""


@dataclass(frozen=True, slots=True)
class Look:
    """A curator's look at a link, with whose link it is."""

    id: int
    expert_id: str
    name: str
    url: str
    check: Check


@dataclass(frozen=True, slots=True)
class Silence:
    """Before which moments a link's latest words lie if a curator is to be asked, by whose they are.

    `vouched` for its expert's own site, `missing` for a curator who did not find it, `seen` for any other look of one.
    """

    vouched: datetime
    missing: datetime
    seen: datetime


def watched(session: Session) -> list[Watched]:
    """Give the published current links whose latest look by a program met a wall, and when they were spoken of."""
    return [_watched(row) for row in session.execute(_walled())]


def wanted(session: Session, silence: Silence, most: int) -> list[Watched]:
    """Give those of which nobody spoke for so long, at most so many, those that were never spoken of first."""
    spoken = case(
        (or_(LinkRow.evidence_at.is_(None), LinkRow.vouched_at > LinkRow.evidence_at), LinkRow.vouched_at),
        else_=LinkRow.evidence_at,
    )
    rows = _walled().where(*_silent(silence)).order_by(spoken.is_not(None), spoken, ExpertRow.name_key, LinkRow.url)
    return [_watched(row) for row in session.execute(rows.limit(most))]


def count_wanted(session: Session, silence: Silence, most: int | None = None) -> int:
    """Count those of which nobody spoke for so long, up to `most`."""
    some = select(LinkRow.id).where(*CURRENT, LinkRow.walled.is_(True), *_silent(silence)).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def troubled(session: Session, verdicts: Sequence[Verdict], silent_since: datetime) -> set[tuple[str, str]]:
    """Give (expert id, url) of the published current links with such a verdict, or without evidence since then.

    With those where the latest evidence is that a curator was led elsewhere.
    """
    led = and_(LinkRow.curator_met == Outcome.REDIRECTED, LinkRow.curator_at == LinkRow.evidence_at)
    silent = func.coalesce(LinkRow.evidence_at, LinkRow.first_at) <= silent_since
    rows = select(LinkRow.expert_id, LinkRow.url).where(*CURRENT)
    rows = rows.where(or_(LinkRow.verdict.in_(list(verdicts)), silent, led))
    return {(expert_id, url) for expert_id, url in session.execute(rows)}


def tally(session: Session) -> list[tuple[str, str | None, bool, int]]:
    """Count the published current links by kind, by who met them (None: nobody), and by whether they are walled."""
    of = (LinkRow.kind, LinkRow.seen_by, LinkRow.walled)
    rows = select(*of, func.count()).where(*CURRENT).group_by(*of)
    return [(kind, seen_by, bool(walled), number) for kind, seen_by, walled, number in session.execute(rows)]


def latest_id(session: Session) -> int:
    """Give the number of the latest look of all, 0 if there is none."""
    return session.scalar(select(func.max(CheckRow.id))) or 0


def of_curators(session: Session, since: datetime) -> list[Look]:
    """Give the curators' looks after that time which were not taken back, the latest first."""
    return _of_curators(session, CheckRow.at > since)


def of_curators_after(session: Session, look_id: int) -> list[Look]:
    """Give the curators' looks that were kept after that one and not taken back, the latest first."""
    return _of_curators(session, CheckRow.id > look_id)


def get(session: Session, look_id: int) -> Look | None:
    """Give a curator's look that was not taken back, or None."""
    row = session.get(CheckRow, look_id)
    if row is None or row.void or row.witness != CURATOR:
        return None
    return _look(row, session.get_one(ExpertRow, row.expert_id).name)


def words_of_sites(session: Session) -> list[tuple[str, str]]:
    """Give (expert id, what was said) of the words that experts' own sites and items had for addresses."""
    rows = select(CheckRow.expert_id, CheckRow.because).where(CheckRow.outcome == Outcome.VOUCHED).distinct()
    return [(expert_id, because) for expert_id, because in session.execute(rows.where(CheckRow.void.is_(False)))]


def void(session: Session, expert_id: str, at: datetime, *, taken_back: bool = True) -> list[str]:
    """Take back what a curator saw of an expert's links at that moment, or let it count again; give the urls."""
    mine = (CheckRow.witness == CURATOR, CheckRow.expert_id == expert_id, CheckRow.at == at)
    session.execute(update(CheckRow).where(*mine).values(void=taken_back))
    urls = list(session.scalars(select(CheckRow.url).where(*mine)))
    link_facts.settle_all(session, [(expert_id, url) for url in urls])
    return urls


def seen_at(session: Session, expert_ids: Sequence[str], at: datetime) -> list[str]:
    """Give those of the experts of whose links a curator saw something at that moment."""
    found: set[str] = set()
    for some in parts(expert_ids):
        mine = (CheckRow.expert_id.in_(some), CheckRow.witness == CURATOR, CheckRow.at == at)
        found.update(session.scalars(select(CheckRow.expert_id).where(*mine)))
    return sorted(found)


def revision_at(session: Session, expert_id: str, at: datetime) -> int | None:
    """Give the number of the change that was made of an expert at that very moment, or None."""
    mine = (ChangeRow.entity == "expert", ChangeRow.entity_id == expert_id, RevisionRow.at == at)
    return session.scalar(select(func.max(ChangeRow.number)).join(ChangeRow.revision).where(*mine))


def _walled() -> Select[Any]:
    link = (LinkRow.id, LinkRow.expert_id, ExpertRow.name, LinkRow.url, LinkRow.key, LinkRow.walled)
    facts = (LinkRow.evidence_at, LinkRow.vouched_at, LinkRow.curator_at, LinkRow.curator_met)
    rows: Select[Any] = select(*link, *facts)  # type: ignore[assignment]
    return rows.join(ExpertRow, ExpertRow.id == LinkRow.expert_id).where(*CURRENT, LinkRow.walled.is_(True))


def _silent(silence: Silence) -> tuple[ColumnElement[bool], ...]:
    lost = and_(LinkRow.curator_met == Outcome.MISSING, LinkRow.curator_at <= silence.missing)
    return (
        or_(LinkRow.vouched_at.is_(None), LinkRow.vouched_at <= silence.vouched),
        or_(LinkRow.curator_at.is_(None), LinkRow.curator_at <= silence.seen, lost),
    )


def _watched(row: Row[Any]) -> Watched:
    whose = (row.id, row.expert_id, row.name, row.url, row.key, row.walled)
    met = Outcome(row.curator_met) if row.curator_met else None
    return Watched(*whose, row.evidence_at, row.vouched_at, row.curator_at, met)


def _of_curators(session: Session, which: ColumnElement[bool]) -> list[Look]:
    rows = select(CheckRow, ExpertRow.name).join(ExpertRow, ExpertRow.id == CheckRow.expert_id)
    rows = rows.where(CheckRow.witness == CURATOR, CheckRow.void.is_(False), which)
    return [_look(row, name) for row, name in session.execute(rows.order_by(CheckRow.at.desc(), CheckRow.id))]


def _look(row: CheckRow, name: str) -> Look:
    found = Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)
    return Look(row.id, row.expert_id, name, row.url, found)
