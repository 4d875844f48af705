"""The changes of one expert, and what they were at a revision. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from followworthy.domain.records import Document
from followworthy.store.revisions import Change, Past
from followworthy.store.tables import ChangeRow

EXPERT = "expert"


def latest(session: Session, expert_id: str, most: int) -> list[Past]:
    """Give the latest revisions that changed an expert, newest first, each with that expert's change alone."""
    mine = (ChangeRow.entity == EXPERT, ChangeRow.entity_id == expert_id)
    rows = select(ChangeRow).where(*mine).options(joinedload(ChangeRow.revision))
    found = session.scalars(rows.order_by(ChangeRow.number.desc(), ChangeRow.id.desc()).limit(most))
    return [_past(row) for row in found]


def as_of(session: Session, expert_id: str, revision: int) -> Document | None:
    """Give what an expert was after that revision; None for nobody yet."""
    mine = (ChangeRow.entity == EXPERT, ChangeRow.entity_id == expert_id, ChangeRow.number <= revision)
    row = session.scalar(select(ChangeRow).where(*mine).order_by(ChangeRow.number.desc(), ChangeRow.id.desc()).limit(1))
    return row.after if row else None


def _past(row: ChangeRow) -> Past:
    signed = row.revision
    change = Change(row.entity, row.entity_id, row.before, row.after)
    return Past(signed.number, signed.at, signed.by, signed.why, signed.undoes, (change,))
