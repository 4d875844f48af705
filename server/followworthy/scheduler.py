"""The clock: APScheduler says which service runs when; what a job does is the services' matter.

Jobs live in memory (an APScheduler 3 job store cannot be shared); the database holds what is due.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler

FIRST_AUDIT = timedelta(seconds=10)
"""So soon after the start the first audit runs: a newcomer sees it within two minutes."""
FIRST_REREADING = timedelta(minutes=1)
EVERY = timedelta(hours=1)
"""Each job looks so often whether anything is due; the database knows how long ago it was done."""

Job = Callable[[], object]


def schedule(now: datetime, *, audit: Job | None = None, reread: Job | None = None) -> BlockingScheduler:
    """Give a scheduler, not started yet, that runs each job given shortly after `now` and then every hour."""
    scheduler = BlockingScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    for name, job, first in (("audit", audit, FIRST_AUDIT), ("reread", reread, FIRST_REREADING)):
        if job is not None:
            scheduler.add_job(job, "interval", seconds=EVERY.total_seconds(), next_run_time=now + first, id=name)
    return scheduler
