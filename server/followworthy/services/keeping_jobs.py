"""How the schedule's jobs went: written down when they begin and end, so that a missed turn is made up for, and said.

What a job does is its own service's matter; when it runs is the scheduler's.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta

from followworthy.domain.jobs import turn
from followworthy.errors import BusyError, FollowworthyError
from followworthy.store import Database, jobs

Clock = Callable[[], datetime]


def turns(database: Database, intervals: Mapping[str, timedelta], soon: Mapping[str, datetime]) -> dict[str, datetime]:
    """Remember which jobs there are, and give when each runs after this start; `soon` is when a missed one does."""
    with database.writing() as session:
        found = {one.name: turn(one, soon[one.name]) for one in jobs.expect(session, intervals)}
        for name, at in found.items():
            jobs.set_next(session, name, at)
    return found


def kept(database: Database, name: str, work: Callable[[], str], clock: Clock) -> Callable[[], None]:
    """Give the work with its beginning and its end written down; what another schedule does is left to that one."""

    def run() -> None:
        with ExitStack() as stack:
            try:
                stack.enter_context(database.alone(f"job-{name}", f"Another schedule does {name}."))
            except BusyError:
                return
            with database.writing() as session:
                jobs.begin(session, name, clock())
            said = work()
            with database.writing() as session:
                jobs.end(session, name, clock(), said, succeeded=True)

    return run


def failed(database: Database, name: str, problem: BaseException | None, now: datetime) -> None:
    """Write down why a job failed."""
    said = str(problem) if isinstance(problem, FollowworthyError) else f"A defect: {type(problem).__name__}: {problem}"
    with database.writing() as session:
        jobs.end(session, name, now, said, succeeded=False)
