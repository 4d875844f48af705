"""Audit runs: when, how far, how each ended; and the hosts that rest. The looks themselves are `checks`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, defer

from followworthy.store.tables import AuditRunRow, CheckRow, StoppedHostRow

RunState = Literal["running", "finished", "interrupted", "no network", "cancelled", "held", "thrown away"]
SETTLED = ("finished", "cancelled", "held", "thrown away")
"""The states of runs whose looks were judged already, or wait for a person."""


@dataclass(frozen=True, slots=True)
class AuditRun:
    """One audit run: when, how many links were due and looked at, what they met, how it ended, in one sentence.

    `report` is what its page shows beyond that (hosts, flips, controls, what was not looked at and why);
    None where it was not asked for.
    """

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    due: int
    counts: Mapping[str, int]
    said: str
    done: int = 0
    cancel_asked: bool = False
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoppedHost:
    """A host that put up a wall: how often in a row, and until when it rests."""

    host: str
    stops: int
    until: datetime


def begin(session: Session, due: int, now: datetime) -> int:
    """Open a run; one that a killed process left open is closed as interrupted."""
    left = update(AuditRunRow).where(AuditRunRow.state == "running")
    session.execute(left.values(state="interrupted", said="The process was stopped in the middle."))
    row = AuditRunRow(started_at=now, state="running", due=due, done=0, counts={}, said="", report={})
    session.add(row)
    session.flush()
    return row.id


def running(session: Session) -> AuditRun | None:
    """Give the run that is under way."""
    row = session.scalar(select(AuditRunRow).where(AuditRunRow.state == "running"))
    return _run(row, row.report) if row else None


def progress(session: Session, run_id: int, met: Mapping[str, int]) -> AuditRun:
    """Add what was met to a run, and give it as it stands: whoever shares it adds their part."""
    row = session.get_one(AuditRunRow, run_id)
    row.counts = dict(Counter(row.counts) + Counter(met))
    row.done = sum(row.counts.values())
    return _run(row, None)


def ask_cancel(session: Session, run_id: int) -> bool:
    """Ask a run to stop; tell whether it was still under way."""
    asked = (
        update(AuditRunRow).where(AuditRunRow.id == run_id, AuditRunRow.state == "running").values(cancel_asked=True)
    )
    return bool(cast("Any", session.execute(asked)).rowcount)


def end(
    session: Session,
    run_id: int,
    state: RunState,
    counts: Mapping[str, int],
    said: str,
    now: datetime,
    report: Mapping[str, Any] | None = None,
) -> AuditRun:
    """Close a run with what it met, and give it."""
    row = session.get_one(AuditRunRow, run_id)
    row.state, row.counts, row.said, row.finished_at = state, dict(counts), said, now
    row.done = sum(counts.values())
    row.report = dict(report or row.report)
    return _run(row, row.report)


def keep_report(session: Session, run_id: int, report: Mapping[str, Any]) -> None:
    """Replace what a run's page shows."""
    session.get_one(AuditRunRow, run_id).report = dict(report)


def decided(session: Session, run_id: int, state: RunState, said: str) -> None:
    """Note what a person decided about a held run."""
    row = session.get_one(AuditRunRow, run_id)
    row.state, row.said = state, said


def get(session: Session, run_id: int) -> AuditRun | None:
    """Give one run, None if there is none of that number."""
    row = session.get(AuditRunRow, run_id)
    return _run(row, row.report) if row else None


def get_one(session: Session, run_id: int) -> AuditRun:
    """Give one run that is there."""
    row = session.get_one(AuditRunRow, run_id)
    return _run(row, row.report)


def latest(session: Session, limit: int = 20) -> list[AuditRun]:
    """Give the latest runs, newest first, without their reports: those may be long."""
    rows = select(AuditRunRow).options(defer(AuditRunRow.report, raiseload=True)).order_by(AuditRunRow.id.desc())
    return [_run(row, None) for row in session.scalars(rows.limit(limit))]


def reports_since(session: Session, since: datetime) -> list[Mapping[str, Any]]:
    """Give the reports of the runs that began after a moment."""
    return list(session.scalars(select(AuditRunRow.report).where(AuditRunRow.started_at > since)))


def held(session: Session) -> list[AuditRun]:
    """Give the runs that wait for a person, oldest first."""
    rows = select(AuditRunRow).where(AuditRunRow.state == "held").order_by(AuditRunRow.id)
    return [_run(row, row.report) for row in session.scalars(rows)]


def first_unsettled(session: Session) -> int:
    """Give the lowest number that a run can have whose looks were not judged yet."""
    last = select(func.coalesce(func.max(AuditRunRow.id), 0)).where(AuditRunRow.state.in_(SETTLED))
    return session.execute(last).scalar_one() + 1


def looked_at_unsettled(session: Session) -> dict[str, set[str]]:
    """Give what was looked at since the last run whose looks were judged: expert id -> urls."""
    rows = select(CheckRow.expert_id, CheckRow.url).where(CheckRow.run_id >= first_unsettled(session)).distinct()
    looked: dict[str, set[str]] = {}
    for expert_id, url in session.execute(rows):
        looked.setdefault(expert_id, set()).add(url)
    return looked


def resting(session: Session, now: datetime) -> dict[str, datetime]:
    """Give the hosts that rest, and until when."""
    rows = select(StoppedHostRow.host, StoppedHostRow.until).where(StoppedHostRow.until > now)
    return {row.host: row.until for row in session.execute(rows)}


def stops(session: Session, host: str) -> int:
    """Give how many walls in a row a host put up."""
    row = session.get(StoppedHostRow, host)
    return row.stops if row else 0


def stop_host(session: Session, stopped: StoppedHost) -> None:
    """Let a host rest."""
    session.merge(StoppedHostRow(host=stopped.host, stops=stopped.stops, until=stopped.until))


def forgive_hosts(session: Session, hosts: Iterable[str]) -> None:
    """Forget the walls of hosts that answered again."""
    session.execute(delete(StoppedHostRow).where(StoppedHostRow.host.in_(list(hosts))))


def _run(row: AuditRunRow, report: Mapping[str, Any] | None) -> AuditRun:
    state = cast("RunState", row.state)
    return AuditRun(
        row.id,
        row.started_at,
        row.finished_at,
        state,
        row.due,
        row.counts,
        row.said,
        row.done,
        row.cancel_asked,
        report,
    )
