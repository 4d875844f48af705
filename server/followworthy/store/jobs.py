"""The schedule's jobs as rows: which there are, and how each last went. What they do, and when, is told elsewhere."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from followworthy.domain.values import JobRun
from followworthy.store.tables import JobRow


def expect(session: Session, intervals: Mapping[str, timedelta]) -> list[JobRun]:
    """Remember which jobs there are from now on, forget all others, and give them as they last went."""
    session.execute(delete(JobRow).where(JobRow.name.not_in(list(intervals))))
    for name, every in intervals.items():
        row = session.get(JobRow, name) or JobRow(name=name, every=0, said="")
        row.every = int(every.total_seconds())
        session.add(row)
    session.flush()
    return listed(session)


def set_next(session: Session, name: str, at: datetime) -> None:
    """Say when a job runs next."""
    session.get_one(JobRow, name).next_at = at


def begin(session: Session, name: str, now: datetime) -> None:
    """Note that a job begins."""
    row = session.get(JobRow, name)
    if row is not None:
        row.began_at, row.next_at = now, now + timedelta(seconds=row.every)


def end(
    session: Session, name: str, now: datetime, said: str, *, succeeded: bool, began: datetime | None = None
) -> None:
    """Note how a job ended; nothing if another schedule has begun it again since `began`."""
    row = session.get(JobRow, name)
    if row is None or (began and row.began_at and row.began_at > began):
        return
    row.ended_at, row.said, row.succeeded = now, said, succeeded


def get(session: Session, name: str) -> JobRun | None:
    """Give one job, None if there is none of that name."""
    row = session.get(JobRow, name)
    return _job(row) if row else None


def listed(session: Session) -> list[JobRun]:
    """Give all jobs, by name."""
    return [_job(row) for row in session.scalars(select(JobRow).order_by(JobRow.name))]


def _job(row: JobRow) -> JobRun:
    every = timedelta(seconds=row.every)
    return JobRun(row.name, every, row.began_at, row.ended_at, row.succeeded, row.said, row.next_at)
