"""Checks: the silent evidence, and which links are due. Nothing here changes what is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, true, update
from sqlalchemy.orm import Session

from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.store import link_facts
from followworthy.store.tables import CheckRow, ExpertRow, LinkRow
from followworthy.store.tables.base import UtcDateTime

PUBLISHED = (ExpertRow.withdrawn.is_(False), LinkRow.status == "current")
AT_ONCE = 500
"""Of so many experts one statement asks."""
MOST_LOOKS = 400
"""So far back one expert's latest looks are gone through."""
COLUMNS = (CheckRow.at, CheckRow.outcome, CheckRow.because, CheckRow.witness, CheckRow.weak, CheckRow.moved_to)


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link whose turn to be looked at has come: whose it is, and since when it is due (None: never looked at).

    `verdict` is what we believe of it before. `lease`: where several workers share a run, what the right to look at it
    is known by.
    """

    expert_id: str
    name: str
    url: str
    key: str | None
    link_id: int = 0
    due_at: datetime | None = None
    verdict: str = Verdict.UNCONFIRMED
    lease: str = ""


def due(session: Session, now: datetime, most: int = 1000, after: DueLink | None = None) -> list[DueLink]:
    """Give the published current links whose turn has come: never looked at first, then the longest overdue.

    At most so many, those that come `after` another one; the index on (status, next_check_at) gives them in order.
    """
    found: list[DueLink] = []
    if after is None or after.due_at is None:
        never = LinkRow.next_check_at.is_(None), LinkRow.id > (after.link_id if after else 0)
        found = _due(session, never, (LinkRow.id,), most)
        after = None
    if len(found) < most:
        beyond = _later_than(after) if after else true()
        overdue = LinkRow.next_check_at <= now, beyond
        found += _due(session, overdue, (LinkRow.next_check_at, LinkRow.id), most - len(found))
    return found


def urls_believed(session: Session, verdict: Verdict) -> list[str]:
    """Give the published current addresses of which we believe this."""
    wanted = select(LinkRow.url).join(LinkRow.expert).where(*PUBLISHED, LinkRow.verdict == str(verdict))
    return list(session.scalars(wanted))


def count_due(session: Session, now: datetime) -> int:
    """Give how many links are due."""
    turn = or_(LinkRow.next_check_at.is_(None), LinkRow.next_check_at <= now)
    counted = select(func.count()).select_from(LinkRow).join(LinkRow.expert).where(*PUBLISHED, turn)
    return session.execute(counted).scalar_one()


def next_turn(session: Session, now: datetime) -> datetime | None:
    """Give when the next link comes due that is not due yet."""
    later = select(func.min(LinkRow.next_check_at, type_=UtcDateTime())).join(LinkRow.expert)
    return session.execute(later.where(*PUBLISHED, LinkRow.next_check_at > now)).scalar()


def _due(session: Session, conditions: tuple[Any, ...], order: tuple[Any, ...], most: int) -> list[DueLink]:
    link = (LinkRow.url, LinkRow.key, LinkRow.id, LinkRow.next_check_at, LinkRow.verdict)
    wanted = select(ExpertRow.id, ExpertRow.name, *link).join(LinkRow.expert).where(*PUBLISHED, *conditions)
    return [DueLink(*row) for row in session.execute(wanted.order_by(*order).limit(most))]


def _later_than(link: DueLink) -> Any:
    at = link.due_at
    return and_(LinkRow.next_check_at >= at, or_(LinkRow.next_check_at > at, LinkRow.id > link.link_id))


def of_link(session: Session, expert_id: str, url: str) -> list[Check]:
    """Give all checks of one link that count, oldest first."""
    mine = select(CheckRow).where(CheckRow.expert_id == expert_id, CheckRow.url == url, CheckRow.void.is_(False))
    rows = mine.order_by(CheckRow.at, CheckRow.id)
    return [_check(row) for row in session.scalars(rows)]


def of_links(session: Session, links: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Check]]:
    """Give all checks of some links that count, oldest first, by (expert id, url): so many as one statement takes."""
    found: dict[tuple[str, str], list[Check]] = {link: [] for link in links}
    # By expert, and the pairs sorted out here: asked for pairs, SQLite reads the whole table.
    theirs = CheckRow.expert_id.in_({expert_id for expert_id, _ in found})
    rows = select(*COLUMNS, CheckRow.expert_id, CheckRow.url).where(CheckRow.void.is_(False), theirs)
    for row in session.execute(rows.order_by(CheckRow.at, CheckRow.id)):
        if (row.expert_id, row.url) in found:
            check = Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)
            found[row.expert_id, row.url].append(check)
    return found


def latest(session: Session) -> dict[tuple[str, str], Check]:
    """Give the latest check of every link that has one, by (expert id, url)."""
    newest = select(func.max(CheckRow.id)).group_by(CheckRow.expert_id, CheckRow.url)
    rows = session.scalars(select(CheckRow).where(CheckRow.id.in_(newest)))
    return {(row.expert_id, row.url): _check(row) for row in rows}


def record(session: Session, link: DueLink, check: Check, run_id: int | None) -> None:
    """Keep one check."""
    session.add(CheckRow(**_row(link, check, run_id)))
    session.flush()
    link_facts.settle(session, link.expert_id, link.url)


def record_all(session: Session, looks: Sequence[tuple[DueLink, Check, datetime]], run_id: int) -> None:
    """Keep many checks of a run, and when each link's turn comes again."""
    if not looks:
        return
    rows = [_row(link, check, run_id) for link, check, _ in looks]
    connection = session.connection()
    connection.execute(insert(CheckRow.__table__), rows)  # type: ignore[arg-type]
    turns = update(LinkRow.__table__).where(LinkRow.__table__.c.id == bindparam("of"))  # type: ignore[arg-type]
    moments = [{"of": link.link_id, "at": at} for link, _, at in looks]
    connection.execute(turns.values(next_check_at=bindparam("at")), moments)
    link_facts.settle_all(session, [(link.expert_id, link.url) for link, _, _ in looks])


def void(session: Session, run_id: int, links: Iterable[tuple[str, str]], since: int | None = None) -> None:
    """Throw the evidence of a run about some links away, given as (expert id, url); they are due at once.

    `since` is the number of an earlier run from which on it is thrown away.
    """
    for expert_id, url in links:
        met = CheckRow.run_id.between(run_id if since is None else since, run_id)
        mine = (met, CheckRow.expert_id == expert_id, CheckRow.url == url)
        session.execute(update(CheckRow).where(*mine).values(void=True))
        session.execute(
            update(LinkRow).where(LinkRow.expert_id == expert_id, LinkRow.url == url).values(next_check_at=None)
        )
        link_facts.settle(session, expert_id, url)


def urls_looked_at_since(session: Session, since: datetime, part: str) -> list[str]:
    """Give the addresses that hold a text and that programs looked at since a moment, each as often as it was."""
    mine = (CheckRow.at > since, CheckRow.run_id.is_not(None), CheckRow.url.contains(part, autoescape=True))
    return list(session.scalars(select(CheckRow.url).where(*mine)))


def met_in(session: Session, run_id: int) -> list[tuple[str, str, int]]:
    """Give what the looks of a run met, thrown away or not: each address, outcome, and how often."""
    met = select(CheckRow.url, CheckRow.outcome, func.count()).where(CheckRow.run_id == run_id)
    return [
        (url, outcome, many) for url, outcome, many in session.execute(met.group_by(CheckRow.url, CheckRow.outcome))
    ]


def set_next_check(session: Session, link: DueLink, at: datetime) -> None:
    """Say when the link's turn comes again."""
    mine = (LinkRow.expert_id == link.expert_id, LinkRow.url == link.url)
    session.execute(update(LinkRow).where(*mine).values(next_check_at=at))


def make_due(session: Session, expert_ids: Sequence[str]) -> int:
    """Let the turn of all current addresses of some published experts come at once; count them."""
    number = 0
    for first in range(0, len(expert_ids), AT_ONCE):
        theirs = select(ExpertRow.id).where(ExpertRow.withdrawn.is_(False))
        theirs = theirs.where(ExpertRow.id.in_(expert_ids[first : first + AT_ONCE]))
        mine = (LinkRow.status == "current", LinkRow.expert_id.in_(theirs))
        number += session.scalar(select(func.count()).select_from(LinkRow).where(*mine)) or 0
        session.execute(update(LinkRow).where(*mine).values(next_check_at=None))
    return number


def latest_of(session: Session, expert_id: str, each: int) -> dict[str, list[Check]]:
    """Give the latest looks at each address of one expert that count, at most so many, newest first, by url."""
    found: dict[str, list[Check]] = {}
    rows = select(CheckRow).where(CheckRow.expert_id == expert_id, CheckRow.void.is_(False))
    for row in session.scalars(rows.order_by(CheckRow.at.desc(), CheckRow.id.desc()).limit(MOST_LOOKS)):
        mine = found.setdefault(row.url, [])
        mine += [_check(row)] if len(mine) < each else []
    return found


def outcomes(session: Session, urls: Iterable[str]) -> dict[str, set[Outcome]]:
    """Give, for each of the urls that was ever looked at, what it met."""
    rows = select(CheckRow.url, CheckRow.outcome).where(CheckRow.url.in_(list(urls))).distinct()
    met: dict[str, set[Outcome]] = {}
    for url, outcome in session.execute(rows):
        met.setdefault(url, set()).add(Outcome(outcome))
    return met


def _row(link: DueLink, check: Check, run_id: int | None) -> dict[str, Any]:
    return {
        "expert_id": link.expert_id,
        "url": link.url,
        "at": check.at,
        "witness": check.witness,
        "outcome": str(check.outcome),
        "because": check.because,
        "weak": check.weak,
        "moved_to": check.moved_to,
        "run_id": run_id,
    }


def _check(row: CheckRow) -> Check:
    return Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)
