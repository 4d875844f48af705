"""What hangs on an expert besides the record, handed over to whom they were merged into, and back again.

Checks and proposals are moved, and each move is kept. What the records say is `merging`'s and `undoing`'s business.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from followworthy.store import link_facts
from followworthy.store.tables import CheckRow, ExpertRow, LinkRow, MovedRow, ProposalRow

MOVED: dict[str, type[CheckRow] | type[ProposalRow]] = {"check": CheckRow, "proposal": ProposalRow}
FARTHEST = 20
"""So many merges in a row are followed."""


def join(session: Session, loser: str, winner: str) -> None:
    """Let the loser's checks and proposals count for the winner."""
    session.execute(delete(MovedRow).where(MovedRow.loser == loser, MovedRow.winner == winner))
    for entity, row in MOVED.items():
        mine = select(literal(loser), literal(winner), literal(entity), row.id).where(row.expert_id == loser)
        session.execute(insert(MovedRow).from_select(["loser", "winner", "entity", "row_id"], mine))
        session.execute(update(row).where(row.expert_id == loser).values(expert_id=winner))
    link_facts.settle_experts(session, (loser, winner))
    session.expire_all()


def split(session: Session, loser: str, winner: str, urls: Collection[str]) -> None:
    """Give back what was moved, and what was met since at the `urls` that are the loser's alone again."""
    for entity, row in MOVED.items():
        moved = (MovedRow.loser == loser, MovedRow.winner == winner, MovedRow.entity == entity)
        mine = row.id.in_(select(MovedRow.row_id).where(*moved))
        session.execute(update(row).where(row.expert_id == winner, mine).values(expert_id=loser))
    since = (CheckRow.expert_id == winner, CheckRow.url.in_(urls))
    session.execute(update(CheckRow).where(*since).values(expert_id=loser))
    session.execute(delete(MovedRow).where(MovedRow.loser == loser, MovedRow.winner == winner))
    link_facts.settle_experts(session, (loser, winner))
    session.expire_all()


def stands_for(session: Session, expert_id: str) -> str | None:
    """Give the id of whom a double was merged into, over several merges; None for who was not merged."""
    found, at = None, expert_id
    for _ in range(FARTHEST):
        further = session.scalar(select(ExpertRow.merged_into).where(ExpertRow.id == at))
        if further is None:
            break
        found = at = further
    return found


def turns(session: Session, expert_id: str) -> dict[str, datetime | None]:
    """Give when each of an expert's addresses is looked at next, by url."""
    rows = session.execute(select(LinkRow.url, LinkRow.next_check_at).where(LinkRow.expert_id == expert_id))
    return dict(iter(rows))


def take_turns(session: Session, expert_id: str, turns: dict[str, Any]) -> None:
    """Say when an expert's addresses are looked at next, by url."""
    for url, at in turns.items():
        mine = (LinkRow.expert_id == expert_id, LinkRow.url == url)
        session.execute(update(LinkRow).where(*mine).values(next_check_at=at))
