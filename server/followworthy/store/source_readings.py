"""When each source was last read, and what came of it. What is due, and what a reading brings, others know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.store.tables import SourceReadingRow


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source's last reading: how many people were new and gone; or, as `trouble`, why it could not be read."""

    source_id: str
    at: datetime
    new: int = 0
    gone: int = 0
    trouble: str = ""


def remember(session: Session, reading: SourceReading) -> None:
    """Keep a reading, in the place of the one before."""
    row = SourceReadingRow(source_id=reading.source_id, at=reading.at)
    row.new, row.gone, row.trouble = reading.new, reading.gone, reading.trouble
    session.merge(row)
    session.flush()


def by_source(session: Session) -> dict[str, SourceReading]:
    """Give every source's last reading, by the source's id."""
    rows = session.scalars(select(SourceReadingRow))
    return {row.source_id: SourceReading(row.source_id, row.at, row.new, row.gone, row.trouble) for row in rows}
