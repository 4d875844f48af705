"""The clock: APScheduler says which job runs when. What a job does, and how it went, is the services' matter.

Jobs live in memory (an APScheduler 3 job store cannot be shared); the database holds what is due.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.blocking import BlockingScheduler

from followworthy.services import keeping_jobs
from followworthy.store import Database

DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
"""A machine that slept through many turns makes up for them with one, however late."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work that is done again and again; `work` gives one sentence about what it did.

    `soon` after a start it runs for the first time, or when its turn was missed. `help_out` is what we do instead while
    another schedule does it; nothing, as a rule.
    """

    name: str
    every: timedelta
    soon: timedelta
    work: Callable[[], str]
    help_out: Callable[[], str] | None = None


def schedule(database: Database, jobs: Sequence[Job], clock: Callable[[], datetime]) -> BlockingScheduler:
    """Give a scheduler, not started yet, that runs each job in its turn and remembers how it went."""
    scheduler = BlockingScheduler(timezone=UTC, job_defaults=DEFAULTS)
    started = clock()
    intervals = {one.name: one.every for one in jobs}
    turns = keeping_jobs.turns(database, intervals, {one.name: started + one.soon for one in jobs})
    for job in jobs:
        work = keeping_jobs.kept(database, job.name, job.work, clock, help_out=job.help_out)
        seconds = job.every.total_seconds()
        scheduler.add_job(work, "interval", seconds=seconds, next_run_time=turns[job.name], id=job.name)
    scheduler.add_listener(
        lambda event: keeping_jobs.failed(database, event.job_id, event.exception, clock()), EVENT_JOB_ERROR
    )
    return scheduler
