"""Which job runs when."""

from datetime import datetime, timedelta

from followworthy.scheduler import schedule


def nothing() -> None:
    """A job."""


def test_each_job_runs_soon_after_the_start_and_then_every_hour(now: datetime) -> None:
    jobs = {job.id: job for job in schedule(now, audit=nothing, reread=nothing).get_jobs()}
    assert {name: job.next_run_time - now for name, job in jobs.items()} == {
        "audit": timedelta(seconds=10),
        "reread": timedelta(minutes=1),
    }
    assert {job.trigger.interval for job in jobs.values()} == {timedelta(hours=1)}


def test_a_job_that_is_switched_off_is_not_there(now: datetime) -> None:
    assert [job.id for job in schedule(now, reread=nothing).get_jobs()] == ["reread"]
