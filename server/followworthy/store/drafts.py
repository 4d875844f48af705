"""Drafts: documents that curators brought to the import page, and how far reading each is. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from followworthy.domain.records import Document
from followworthy.store.tables import DraftRow

DraftState = Literal["reading", "ready", "failed", "queued"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One document of one curator; `reading` is what was found, `said` why nothing was.

    `pages` were read so far; `beat_at` is the last sign of life of whoever reads; `import_id` the batch it became.
    """

    id: int
    curator_id: int
    state: DraftState
    place: str
    said: str
    pages: int
    reading: Document | None
    source_id: str | None
    import_id: int | None
    began_at: datetime
    beat_at: datetime


def begin(session: Session, curator_id: int, place: str, source_id: str | None, now: datetime) -> int:
    """Note that a document is to be read; give the draft's number."""
    row = DraftRow(curator_id=curator_id, state="reading", place=place, said="", pages=0, source_id=source_id)
    row.began_at = row.beat_at = now
    session.add(row)
    session.flush()
    return row.id


def beat(session: Session, draft_id: int, pages: int, now: datetime) -> None:
    """Note that reading goes on."""
    session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(pages=pages, beat_at=now))


def read(session: Session, draft_id: int, reading: Document, now: datetime) -> None:
    """Keep what a document says."""
    _set(session, draft_id, state="ready", reading=reading, beat_at=now)


def fail(session: Session, draft_id: int, said: str, now: datetime) -> None:
    """Keep why a document says nothing."""
    _set(session, draft_id, state="failed", said=said, beat_at=now)


def queued(session: Session, draft_id: int, import_id: int | None, said: str) -> None:
    """Note what became of a draft; what it said is kept with the proposals."""
    _set(session, draft_id, state="queued", import_id=import_id, said=said, reading=None)


def throw_away(session: Session, draft_id: int) -> None:
    """Drop a draft."""
    session.execute(delete(DraftRow).where(DraftRow.id == draft_id))


def drop_old(session: Session, before: datetime) -> int:
    """Drop drafts that were begun before a moment; give how many."""
    old = session.scalars(select(DraftRow.id).where(DraftRow.began_at < before)).all()
    session.execute(delete(DraftRow).where(DraftRow.id.in_(old)))
    return len(old)


def get(session: Session, draft_id: int) -> Draft | None:
    """Give a draft, or None."""
    row = session.get(DraftRow, draft_id)
    return _draft(row) if row else None


def of_curator(session: Session, curator_id: int, limit: int = 10) -> Sequence[Draft]:
    """Give a curator's latest drafts, without what they say."""
    mine = select(DraftRow).where(DraftRow.curator_id == curator_id).order_by(DraftRow.id.desc()).limit(limit)
    return [_draft(row) for row in session.scalars(mine)]


def _set(session: Session, draft_id: int, **values: object) -> None:
    session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(values))


def _draft(row: DraftRow) -> Draft:
    return Draft(
        id=row.id,
        curator_id=row.curator_id,
        state=cast("DraftState", row.state),
        place=row.place,
        said=row.said,
        pages=row.pages,
        reading=row.reading,
        source_id=row.source_id,
        import_id=row.import_id,
        began_at=row.began_at,
        beat_at=row.beat_at,
    )
