"""How the schedule's jobs went: written down when they begin and end, so that a missed turn is made up for, and said.

What a job does is its own service's matter; when it runs is the scheduler's.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat

from followworthy.domain.jobs import is_taken, turn
from followworthy.errors import BusyError, FollowworthyError, StoreError
from followworthy.events import tell
from followworthy.store import Database, Session, jobs

Clock = Callable[[], datetime]
Pause = Callable[[float], object]
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""So many seconds lie between two tries to write how a job ended; the last number again and again."""
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


def kept(
    database: Database,
    name: str,
    work: Callable[[], str],
    clock: Clock,
    pause: Pause = time.sleep,
    *,
    help_out: Callable[[], str] | None = None,
) -> Callable[[], None]:
    """Give the work with its beginning and its end written down; what another schedule does is left to that one.

    Where several can do it together we `help_out`; what is written down of the job is the other one's.
    """

    def run() -> None:
        said, began = "", clock()
        try:
            with _alone(database, name):
                if not _taken(database, name, began):
                    return
                said, succeeded = _tried(work)
                _noted(
                    database,
                    partial(jobs.end, name=name, now=clock(), said=said, succeeded=succeeded, began=began),
                    pause,
                )
                _tell(name, "" if succeeded else said, (clock() - began).total_seconds())
        except BusyError:
            if help_out is not None:
                log.info("Helped out with %s: %s", name, _tried(help_out)[0])
        except FollowworthyError as error:
            reason = f"{said} {error}".strip()
            _noted(
                database, partial(jobs.end, name=name, now=clock(), said=reason, succeeded=False, began=began), pause
            )
            _tell(name, reason, (clock() - began).total_seconds())

    return run


def failed(
    database: Database, name: str, problem: BaseException | None, now: datetime, pause: Pause = time.sleep
) -> None:
    """Write down that a job ended with what nobody foresaw; the log holds the rest."""
    said = f"A defect: {type(problem).__name__}: {problem}"
    _noted(database, lambda session: jobs.end(session, name, now, said, succeeded=False), pause)
    _tell(name, said)


def _taken(database: Database, name: str, now: datetime) -> bool:
    """Take a job's turn, and write down that it begins; False if another schedule has had this one."""
    with database.writing() as session:
        job = jobs.get(session, name)
        if job is not None and is_taken(job, now):
            return False
        jobs.begin(session, name, now)
        return True


def _noted(database: Database, note: Callable[[Session], None], pause: Pause) -> None:
    """Write down how a job ended, however long the database is away: what was done must not be lost silently."""
    for seconds in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            with database.writing() as session:
                note(session)
        except StoreError as error:
            log.warning("How a job ended is kept until the database can be written: %s", error)
            pause(seconds)
        else:
            return


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
