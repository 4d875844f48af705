"""How the schedule's jobs went: written down when they begin and end, so that a missed turn is made up for, and said.

What a job does is its own service's matter; when it runs is the scheduler's.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta

from followworthy.domain.jobs import turn
from followworthy.errors import BusyError, FollowworthyError
from followworthy.events import tell
from followworthy.store import Database, jobs

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)
INTERRUPTED = "It was interrupted."


def turns(database: Database, intervals: Mapping[str, timedelta], soon: Mapping[str, datetime]) -> dict[str, datetime]:
    """Remember which jobs there are, and give when each runs after this start; `soon` is when a missed one does.

    A job that began and never ended was interrupted, unless another schedule is at it: that is noted, too.
    """
    with database.writing() as session:
        known = jobs.expect(session, intervals)
        found = {one.name: turn(one, soon[one.name]) for one in known}
        for name, at in found.items():
            jobs.set_next(session, name, at)
        for one in known:
            if one.under_way and one.began_at and _is_free(database, one.name):
                jobs.end(session, one.name, one.began_at, INTERRUPTED, succeeded=False)
    return found


def kept(database: Database, name: str, work: Callable[[], str], clock: Clock) -> Callable[[], None]:
    """Give the work with its beginning and its end written down; what another schedule does is left to that one."""

    def run() -> None:
        with ExitStack() as stack:
            try:
                stack.enter_context(_alone(database, name))
            except BusyError:
                return
            began = clock()
            with database.writing() as session:
                jobs.begin(session, name, began)
            said, succeeded = _tried(work)
            with database.writing() as session:
                jobs.end(session, name, clock(), said, succeeded=succeeded)
            _tell(name, "" if succeeded else said, (clock() - began).total_seconds())

    return run


def failed(database: Database, name: str, problem: BaseException | None, now: datetime) -> None:
    """Write down that a job could not begin, or ended with what nobody foresaw; the log holds the rest."""
    said = str(problem) if isinstance(problem, FollowworthyError) else f"A defect: {type(problem).__name__}: {problem}"
    with database.writing() as session:
        jobs.end(session, name, now, said, succeeded=False)
    _tell(name, said)


def _tell(name: str, trouble: str, seconds: float = 0.0) -> None:
    """Tell the log how a job ended. What it did may name people, whom an erasure could not take out of a log."""
    level, ended = (logging.ERROR, "failed") if trouble else (logging.INFO, "done")
    tell(log, level, "job", trouble, job=name, ended=ended, seconds=seconds)


def _tried(work: Callable[[], str]) -> tuple[str, bool]:
    """Do it; give what it says, and whether it succeeded. What somebody does by hand just now is no failure."""
    try:
        return work(), True
    except BusyError as busy:
        return str(busy), True
    except FollowworthyError as error:
        return str(error), False


def _is_free(database: Database, name: str) -> bool:
    try:
        with _alone(database, name):
            return True
    except BusyError:
        return False


def _alone(database: Database, name: str) -> AbstractContextManager[None]:
    return database.alone(f"job-{name}", f"Another schedule does {name}.")
