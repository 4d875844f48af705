"""When a person last reviewed each expert: by a change that they signed, or by saying that all still holds."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from followworthy.store import experts
from followworthy.store.tables import ChangeRow, ExpertRow, ReviewRow, RevisionRow
from followworthy.store.tables.base import UtcDateTime


def confirm(session: Session, expert_id: str, by: str, now: datetime) -> None:
    """Keep that somebody says the expert's recommendations still hold."""
    session.merge(ReviewRow(expert_id=expert_id, at=now, by=by))
    experts.note_review(session, expert_id, now)


def forget(session: Session, expert_id: str, at: datetime) -> None:
    """Take back what somebody said of an expert in that moment."""
    session.execute(delete(ReviewRow).where(ReviewRow.expert_id == expert_id, ReviewRow.at == at))


def latest(session: Session, but: str) -> dict[str, datetime]:
    """Give when each published expert was last reviewed; changes signed by `but` are no reviews."""
    newest = func.max(RevisionRow.at, type_=UtcDateTime())
    mine = (ChangeRow.entity == "expert", RevisionRow.by != but)
    changed = (
        select(ChangeRow.entity_id, newest)
        .join(ChangeRow.revision)
        .join(ExpertRow, ExpertRow.id == ChangeRow.entity_id)
        .where(*mine, ExpertRow.withdrawn.is_(False))
        .group_by(ChangeRow.entity_id)
    )
    found: dict[str, datetime] = {row[0]: row[1] for row in session.execute(changed)}
    for row in session.scalars(select(ReviewRow)):
        if row.expert_id in found:
            found[row.expert_id] = max(found[row.expert_id], row.at)
    return found
