"""Who came to the catalog last: the published experts by the change that first published them. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from followworthy.domain.records import Expert
from followworthy.store import experts
from followworthy.store.expert_pages import ORDER
from followworthy.store.tables import ChangeRow, ExpertRow, RevisionRow


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A published expert: since when they are in the catalog, and when they last changed."""

    expert: Expert
    since: datetime
    changed: datetime


def latest(session: Session, most: int) -> list[Newcomer]:
    """Give those who came last, the newest first; whoever was withdrawn and came again keeps their first day."""
    first = func.min(ChangeRow.number)
    theirs = select(ExpertRow.id, ExpertRow.revision, first).join(ChangeRow, ChangeRow.entity_id == ExpertRow.id)
    published = theirs.where(ChangeRow.entity == "expert", ExpertRow.withdrawn.is_(False)).group_by(ExpertRow.id)
    rows = session.execute(published.order_by(first.desc(), *ORDER).limit(most)).all()
    numbers = {number for _, *two in rows for number in two}
    moments = dict(
        iter(session.execute(select(RevisionRow.number, RevisionRow.at).where(RevisionRow.number.in_(numbers))))
    )
    whole = experts.several(session, [expert_id for expert_id, *_ in rows])
    return [Newcomer(whole[expert_id], moments[came], moments[latest]) for expert_id, latest, came in rows]
