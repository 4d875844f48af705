"""What waits for curators, counted: proposals by where they came from, and lists that could not be read. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from followworthy.domain.records import OF_ONE_EXPERT
from followworthy.store.proposals import ProposalKind
from followworthy.store.tables import ImportRow, ProposalRow, SourceReadingRow, SourceRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many proposals of one kind from one place: an import, a source, or (neither) experts' own sites.

    `since` is when the oldest came, `latest` when the newest did, `first` the number of the first one.
    """

    import_id: int | None
    source_id: str | None
    kind: ProposalKind
    number: int
    since: datetime
    latest: datetime
    first: int


def by_origin(session: Session) -> list[Waiting]:
    """Count what waits for review, in one statement, the newest import first."""
    own = or_(*(ProposalRow.source_id.startswith(one, autoescape=True) for one in OF_ONE_EXPERT))
    of = (case((own, None), else_=ProposalRow.import_id), case((own, None), else_=ProposalRow.source_id))
    since, latest = func.min(ProposalRow.created_at), func.max(ProposalRow.created_at)
    counted = select(*of, ProposalRow.kind, func.count(), since, latest, func.min(ProposalRow.id))
    counted = counted.where(ProposalRow.state == "waiting").group_by(*of, ProposalRow.kind)
    found = [
        Waiting(batch, source, cast("ProposalKind", kind), *rest)
        for batch, source, kind, *rest in session.execute(counted)
    ]
    return sorted(found, key=lambda one: (-(one.import_id or 0), one.source_id or "", one.kind))


def titles(session: Session, source_ids: list[str]) -> dict[str, str]:
    """Give the titles of some sources."""
    rows = select(SourceRow.id, SourceRow.title).where(SourceRow.id.in_(source_ids))
    return dict(session.execute(rows).all())


def brought_at(session: Session, import_ids: list[int]) -> dict[int, datetime]:
    """Give when some imports happened."""
    rows = select(ImportRow.id, ImportRow.at).where(ImportRow.id.in_(import_ids))
    return dict(session.execute(rows).all())


def unread(session: Session) -> tuple[int, datetime | None, datetime | None]:
    """Count the lists that could not be read the last time, and give when the first and the last try of those was."""
    first, last = func.min(SourceReadingRow.at), func.max(SourceReadingRow.at)
    row = session.execute(select(func.count(), first, last).where(SourceReadingRow.trouble != "")).one()
    return row[0], row[1], row[2]
