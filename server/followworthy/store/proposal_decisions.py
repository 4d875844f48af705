"""Decisions of the review queue as they were made: many at once, a curator's latest, and the way back of rejections.

One decision is what one curator decided in one moment. What it changed in the catalog is a Revision's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from followworthy.store import proposals
from followworthy.store.proposals import Proposal, ProposalState
from followworthy.store.tables import ProposalRow
from followworthy.store.tables.base import UtcDateTime


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: whose, when, of how many proposals, how; the first one's id and name; its revision, if any."""

    by: str
    at: datetime
    number: int
    state: str
    first: int
    name: str
    revision: int | None


def decide_many(
    session: Session, became: Mapping[int, str | None], state: ProposalState, by: str, now: datetime, number: int | None
) -> None:
    """Note one decision about many proposals, each with the expert that it `became`; `number` is the revision's."""
    values = {"state": state, "decided_by": by, "decided_at": now, "decided_in": number}
    undecided = {"reopened_in": None, "decision": None}
    rows = [{"id": one, "became": expert_id, **values, **undecided} for one, expert_id in became.items()]
    if rows:
        session.execute(update(ProposalRow), rows)
        session.expire_all()


def latest(session: Session, by: str) -> Decided | None:
    """Give what a curator decided last and nobody has undone, or None."""
    at = session.scalar(
        select(func.max(ProposalRow.decided_at, type_=UtcDateTime())).where(ProposalRow.decided_by == by)
    )
    return _decided(session, by, at) if at else None


def at(session: Session, by: str, moment: datetime) -> Decided | None:
    """Give what a curator decided in that moment, None if that was undone."""
    return _decided(session, by, moment)


def rejections(session: Session, limit: int) -> list[Decided]:
    """Give the latest rejections, the latest first; those of one moment are one."""
    together = (ProposalRow.decided_by, ProposalRow.decided_at)
    rows = (
        select(*together, func.count(), func.min(ProposalRow.id))
        .where(ProposalRow.state == "rejected", ProposalRow.decided_in.is_(None))
        .group_by(*together)
        .order_by(ProposalRow.decided_at.desc())
        .limit(limit)
    )
    found = session.execute(rows).all()
    named = select(ProposalRow.id, ProposalRow.name).where(ProposalRow.id.in_([first for *_, first in found]))
    names = {row.id: row.name for row in session.execute(named)}
    return [
        Decided(by, at, number, "rejected", first, names[first], None)
        for by, at, number, first in found
        if by is not None and at is not None
    ]


def put_back(session: Session, by: str, at: datetime) -> list[Proposal]:
    """Put back into the queue what a curator decided in that moment without a revision; give it as it was."""
    rows = list(session.scalars(select(ProposalRow).where(*_then(by, at), ProposalRow.decided_in.is_(None))))
    were = proposals.records(session, rows)
    for row in rows:
        proposals.put_back(row)
    session.flush()
    return were


def others_in(session: Session, revision: int, but_import: int) -> set[str]:
    """Give the experts whom the revision also decided about for another import, or for none."""
    rows = select(ProposalRow.became, ProposalRow.import_id).where(ProposalRow.decided_in == revision)
    return {became for became, import_id in session.execute(rows) if became and import_id != but_import}


def _then(by: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return ProposalRow.decided_by == by, ProposalRow.decided_at == at, ProposalRow.state != "waiting"


def _decided(session: Session, by: str, at: datetime) -> Decided | None:
    number = session.scalar(select(func.count()).where(*_then(by, at))) or 0
    row = session.scalar(select(ProposalRow).where(*_then(by, at)).order_by(ProposalRow.id).limit(1))
    return Decided(by, at, number, row.state, row.id, row.name, row.decided_in) if row else None
