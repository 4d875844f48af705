"""How the catalog stands, counted: verdicts of its LinkedIn links day by day, and what covers each category.

What the numbers mean, and which of them are shown, is told elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session

from followworthy.domain.values import Verdict
from followworthy.store.link_facts import SITE
from followworthy.store.tables import CategoryRow, ExpertRow, HealthDayRow, LinkRow, RecommendationRow, SourceRow

ADDRESSES = (LinkRow.published.is_(True), LinkRow.kind == "linkedin")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One category: how many experts, and how many of them have what.

    A confirmed address, an address that nobody has met, one publisher alone who recommends them, no review since a
    moment, no address.
    """

    category_id: str
    name: str
    people: int
    confirmed: int
    unseen: int
    one_list: int
    expired: int
    addressless: int


def verdicts(session: Session) -> dict[str, int]:
    """Count the published current LinkedIn links by verdict."""
    rows = select(LinkRow.verdict, func.count()).where(*ADDRESSES, LinkRow.status == "current")
    return dict(session.execute(rows.group_by(LinkRow.verdict)).all())


def keep_day(session: Session, day: date, counts: Mapping[str, int]) -> None:
    """Keep how a day was, in the place of what was kept of it before."""
    session.merge(HealthDayRow(day=day.isoformat(), counts=dict(counts)))


def days(session: Session, since: date) -> dict[date, dict[str, int]]:
    """Give the days that were kept from one on."""
    rows = session.scalars(select(HealthDayRow).where(HealthDayRow.day >= since.isoformat()))
    return {date.fromisoformat(row.day): row.counts for row in rows}


def coverage(session: Session, reviewed_since: datetime) -> list[Coverage]:
    """Count what covers each category, in their order, in one statement."""
    listed = select(RecommendationRow.category_id, RecommendationRow.expert_id).distinct().subquery()
    address, single = _addresses(), _single()

    def number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(ExpertRow.id).filter(*conditions)

    counted = (
        select(CategoryRow.id, CategoryRow.name, number(ExpertRow.id.is_not(None)))
        .add_columns(number(address.c.confirmed == 1), number(address.c.unseen == 1))
        .add_columns(number(single.c.expert_id.is_not(None)), number(ExpertRow.reviewed_at < reviewed_since))
        .add_columns(number(address.c.expert_id.is_(None)))
        .outerjoin(listed, listed.c.category_id == CategoryRow.id)
        .outerjoin(ExpertRow, (ExpertRow.id == listed.c.expert_id) & ExpertRow.withdrawn.is_(False))
        .outerjoin(address, address.c.expert_id == ExpertRow.id)
        .outerjoin(single, single.c.expert_id == ExpertRow.id)
        .group_by(CategoryRow.id, CategoryRow.name, CategoryRow.position)
        .order_by(CategoryRow.position, CategoryRow.name)
    )
    return [Coverage(*row) for row in session.execute(counted)]


def _addresses() -> Subquery:
    """Ask of each addressed expert whether a current address is confirmed, and whether nobody has met one."""
    current = LinkRow.status == "current"
    unmet = current & (LinkRow.seen_by.is_(None) | (LinkRow.seen_by == SITE))

    def any_of(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
        return func.max(case((condition, 1), else_=0)).label(name)

    confirmed = any_of(current & (LinkRow.verdict == str(Verdict.ALIVE)), "confirmed")
    of_each = select(LinkRow.expert_id, confirmed, any_of(unmet, "unseen")).where(*ADDRESSES)
    return of_each.group_by(LinkRow.expert_id).subquery()


def _single() -> Subquery:
    """Ask for the experts whom one publisher alone recommends; a source without a publisher stands for itself."""
    publisher = func.coalesce(SourceRow.publisher, SourceRow.id)
    of_each = select(RecommendationRow.expert_id).join(SourceRow, SourceRow.id == RecommendationRow.source_id)
    of_each = of_each.group_by(RecommendationRow.expert_id)
    return of_each.having(func.min(publisher) == func.max(publisher)).subquery()
