"""Checks and audit runs: the silent evidence. Nothing here changes what is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from followworthy.domain.values import Check, Outcome
from followworthy.store.tables import AuditRunRow, CheckRow, ExpertRow, LinkRow

RunState = Literal["running", "finished", "interrupted", "no network"]


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link whose turn to be looked at has come."""

    expert_id: str
    name: str
    url: str
    key: str | None


@dataclass(frozen=True, slots=True)
class AuditRun:
    """One audit run: when, how many links were due, what they met, how it ended, said in one sentence."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    due: int
    counts: Mapping[str, int]
    said: str


def due(session: Session, now: datetime) -> list[DueLink]:
    """Give the published current links whose turn has come: never looked at first, then the longest overdue."""
    wanted = (
        select(ExpertRow.id, ExpertRow.name, LinkRow.url, LinkRow.key)
        .join(LinkRow.expert)
        .where(ExpertRow.withdrawn.is_(False), LinkRow.status == "current")
        .where(or_(LinkRow.next_check_at.is_(None), LinkRow.next_check_at <= now))
        .order_by(LinkRow.next_check_at.is_not(None), LinkRow.next_check_at, LinkRow.id)
    )
    return [DueLink(*row) for row in session.execute(wanted)]


def of_link(session: Session, expert_id: str, url: str) -> list[Check]:
    """Give all checks of one link that count, oldest first."""
    mine = select(CheckRow).where(CheckRow.expert_id == expert_id, CheckRow.url == url, CheckRow.void.is_(False))
    rows = mine.order_by(CheckRow.at, CheckRow.id)
    return [_check(row) for row in session.scalars(rows)]


def latest(session: Session) -> dict[tuple[str, str], Check]:
    """Give the latest check of every link that has one, by (expert id, url)."""
    newest = select(func.max(CheckRow.id)).group_by(CheckRow.expert_id, CheckRow.url)
    rows = session.scalars(select(CheckRow).where(CheckRow.id.in_(newest)))
    return {(row.expert_id, row.url): _check(row) for row in rows}


def record(session: Session, link: DueLink, check: Check, run_id: int | None) -> None:
    """Keep one check."""
    session.add(
        CheckRow(
            expert_id=link.expert_id,
            url=link.url,
            at=check.at,
            witness=check.witness,
            outcome=check.outcome,
            because=check.because,
            weak=check.weak,
            moved_to=check.moved_to,
            run_id=run_id,
        )
    )
    session.flush()


def set_next_check(session: Session, link: DueLink, at: datetime) -> None:
    """Say when the link's turn comes again."""
    mine = (LinkRow.expert_id == link.expert_id, LinkRow.url == link.url)
    session.execute(update(LinkRow).where(*mine).values(next_check_at=at))


def begin_run(session: Session, due_count: int, now: datetime) -> int:
    """Open a run; one that a killed process left open is closed as interrupted."""
    left = update(AuditRunRow).where(AuditRunRow.state == "running")
    session.execute(left.values(state="interrupted", said="The process was stopped in the middle."))
    row = AuditRunRow(started_at=now, state="running", due=due_count, counts={}, said="")
    session.add(row)
    session.flush()
    return row.id


def end_run(
    session: Session, run_id: int, state: RunState, counts: Mapping[str, int], said: str, now: datetime
) -> None:
    """Close a run with what it met."""
    row = session.get_one(AuditRunRow, run_id)
    row.state, row.counts, row.said, row.finished_at = state, dict(counts), said, now


def run(session: Session, run_id: int) -> AuditRun:
    """Give one run."""
    return _run(session.get_one(AuditRunRow, run_id))


def runs(session: Session, limit: int = 20) -> list[AuditRun]:
    """Give the latest runs, newest first."""
    return [_run(row) for row in session.scalars(select(AuditRunRow).order_by(AuditRunRow.id.desc()).limit(limit))]


def outcomes(session: Session, urls: Iterable[str]) -> dict[str, set[Outcome]]:
    """Give, for each of the urls that was ever looked at, what it met."""
    rows = select(CheckRow.url, CheckRow.outcome).where(CheckRow.url.in_(list(urls))).distinct()
    met: dict[str, set[Outcome]] = {}
    for url, outcome in session.execute(rows):
        met.setdefault(url, set()).add(Outcome(outcome))
    return met


def looked_at_since_last_finished(session: Session) -> dict[str, set[str]]:
    """Give what was looked at since the last finished run: expert id -> urls."""
    finished = select(func.coalesce(func.max(AuditRunRow.id), 0)).where(AuditRunRow.state == "finished")
    rows = select(CheckRow.expert_id, CheckRow.url).where(CheckRow.run_id > finished.scalar_subquery()).distinct()
    looked: dict[str, set[str]] = {}
    for expert_id, url in session.execute(rows):
        looked.setdefault(expert_id, set()).add(url)
    return looked


def _check(row: CheckRow) -> Check:
    return Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)


def _run(row: AuditRunRow) -> AuditRun:
    state = cast("RunState", row.state)
    return AuditRun(row.id, row.started_at, row.finished_at, state, row.due, row.counts, row.said)
