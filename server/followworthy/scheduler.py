"""The clock: APScheduler says which service runs when; what a job does is the services' matter.

Jobs live in memory (an APScheduler 3 job store cannot be shared); the database holds what is due.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler

FIRST_AUDIT = timedelta(seconds=10)
"""So soon after the start the first audit runs: a newcomer sees it within two minutes."""
AUDIT_EVERY = timedelta(hours=1)


def schedule(audit: Callable[[], object], now: datetime) -> BlockingScheduler:
    """Give a scheduler, not started yet, that runs `audit` shortly after `now` and then every hour."""
    scheduler = BlockingScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    scheduler.add_job(
        audit, "interval", seconds=AUDIT_EVERY.total_seconds(), next_run_time=now + FIRST_AUDIT, id="audit"
    )
    return scheduler
