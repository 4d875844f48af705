"""Checks by number, to thin them out. Which can go, `cleaning` decides."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from followworthy.domain.values import Check, Outcome
from followworthy.store.tables import CheckRow

AT_ONCE = 500
"""So many numbers in one statement: databases bound how many they take."""


def links_with_many(session: Session, before: datetime, more_than: int) -> list[tuple[str, str]]:
    """Give the links, as (expert id, url), with more than so many checks before a moment."""
    columns = CheckRow.expert_id, CheckRow.url
    grouped = select(*columns).where(CheckRow.at < before).group_by(*columns).having(func.count() > more_than)
    return [(row.expert_id, row.url) for row in session.execute(grouped)]


def numbered(session: Session, expert_id: str, url: str) -> list[tuple[int, Check]]:
    """Give all checks of a link that count, with their numbers, oldest first."""
    mine = select(CheckRow).where(CheckRow.expert_id == expert_id, CheckRow.url == url, CheckRow.void.is_(False))
    rows = session.scalars(mine.order_by(CheckRow.at, CheckRow.id))
    return [
        (row.id, Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)) for row in rows
    ]


def drop(session: Session, numbers: Sequence[int]) -> int:
    """Drop some checks; give how many."""
    for first in range(0, len(numbers), AT_ONCE):
        session.execute(delete(CheckRow).where(CheckRow.id.in_(numbers[first : first + AT_ONCE])))
    return len(numbers)


def drop_void(session: Session, before: datetime) -> int:
    """Drop the checks from before a moment that do not count; give how many."""
    numbers = session.scalars(select(CheckRow.id).where(CheckRow.void.is_(True), CheckRow.at < before))
    return drop(session, list(numbers))
