"""What the public page of one expert needs beside the record: its history, its sources, the last review. No lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.domain.records import Document, Source
from followworthy.store.tables import ChangeRow, ReviewRow, RevisionRow, SourceRow


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of an expert: its number, when, by whom, and what they were after it."""

    number: int
    at: datetime
    by: str
    after: Document | None


def turns(session: Session, expert_id: str) -> list[Turn]:
    """Give every change of an expert, oldest first."""
    rows = select(RevisionRow.number, RevisionRow.at, RevisionRow.by, ChangeRow.after).join(ChangeRow.revision)
    mine = (ChangeRow.entity == "expert", ChangeRow.entity_id == expert_id)
    return [Turn(*row) for row in session.execute(rows.where(*mine).order_by(ChangeRow.id))]


def reviewed_at(session: Session, expert_id: str) -> datetime | None:
    """Give when somebody last said that all still holds, without changing anything; None if nobody did."""
    return session.scalar(select(ReviewRow.at).where(ReviewRow.expert_id == expert_id))


def sources(session: Session, ids: Collection[str]) -> dict[str, Source]:
    """Give the sources of these ids."""
    rows = session.scalars(select(SourceRow).where(SourceRow.id.in_(ids)))
    return {row.id: Source(row.id, row.title, row.publisher, row.url, row.date, row.reread) for row in rows}
