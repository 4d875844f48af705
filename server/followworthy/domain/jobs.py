"""When a job of the schedule runs after a start, and when to say aloud that it does not run or fails. Pure."""

from collections.abc import Iterable
from datetime import datetime

from followworthy.domain.values import JobRun

MISSED = 2
"""A job that has not run for so many of its intervals is late."""

EARLY = 0.1
"""By so much of its interval a turn may come early: clocks differ, and a busy machine begins late."""


def is_late(job: JobRun, now: datetime) -> bool:
    """Tell whether it has not run for twice its interval."""
    if _is_ahead(job, now):
        return True
    last = job.began_at or (job.next_at and job.next_at - job.every)
    return last is not None and now - last > MISSED * job.every


def late(jobs: Iterable[JobRun], now: datetime) -> list[str]:
    """Give the names of the jobs that are late."""
    return [one.name for one in jobs if is_late(one, now)]


def failing(jobs: Iterable[JobRun]) -> list[str]:
    """Give the names of the jobs that failed the last time."""
    return [one.name for one in jobs if one.succeeded is False]


def is_taken(job: JobRun, now: datetime) -> bool:
    """Tell whether its turn is over: somebody, here or in another schedule, began it within this interval."""
    began = None if _is_ahead(job, now) else job.began_at
    return began is not None and now < began + (1 - EARLY) * job.every


def turn(job: JobRun, soon: datetime) -> datetime:
    """Give when it runs after a start: in turn, or `soon` where its turn was missed while nobody was here."""
    return max(soon, job.began_at + job.every) if job.began_at and not _is_ahead(job, soon) else soon


def _is_ahead(job: JobRun, now: datetime) -> bool:
    """Tell whether it began in what is still the future: then a clock was wrong, and that says nothing of its turn."""
    return job.began_at is not None and job.began_at > now + EARLY * job.every
