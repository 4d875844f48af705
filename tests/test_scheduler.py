"""Which job runs when, and what is remembered of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.base import run_job
from apscheduler.schedulers.base import BaseScheduler

from followworthy.domain.jobs import is_late, late
from followworthy.domain.values import JobRun
from followworthy.errors import BusyError, FetchError
from followworthy.scheduler import Job, schedule
from followworthy.store import Database, jobs

HOUR, SOON = timedelta(hours=1), timedelta(minutes=1)


def job(work: Callable[[], str] = lambda: "Done.", name: str = "audit") -> Job:
    return Job(name, HOUR, SOON, work)


def run(scheduler: BaseScheduler, name: str = "audit") -> None:
    """Do what the clock would do, now: run a job, and tell the listeners when it fails."""
    planned = scheduler.get_job(name)
    assert planned is not None
    try:
        planned.func()
    except ZeroDivisionError as error:
        listener, _ = scheduler._listeners[0]
        listener(JobExecutionEvent(EVENT_JOB_ERROR, name, "default", planned.next_run_time, exception=error))


def of(db: Database, name: str = "audit") -> JobRun:
    with db.reading() as session:
        return next(one for one in jobs.listed(session) if one.name == name)


def test_a_job_runs_soon_after_the_first_start_and_then_in_its_interval(db: Database, now: datetime) -> None:
    (planned,) = schedule(db, [job()], lambda: now).get_jobs()
    assert planned.next_run_time == now + SOON
    assert planned.trigger.interval == HOUR


def test_a_job_that_was_due_while_nobody_was_here_runs_soon_after_the_next_start(db: Database, now: datetime) -> None:
    run(schedule(db, [job()], lambda: now))
    for hours, turn in ((0.5, now + HOUR), (30, now + 30 * HOUR + SOON)):
        later = now + hours * HOUR
        (planned,) = schedule(db, [job()], lambda later=later: later).get_jobs()
        assert planned.next_run_time == turn


def test_how_a_job_went_is_remembered(db: Database, now: datetime) -> None:
    run(schedule(db, [job(lambda: "Looked at nothing.")], lambda: now))
    assert of(db) == JobRun("audit", HOUR, now, now, True, "Looked at nothing.", now + HOUR)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (FetchError("Nobody answered."), "Nobody answered."),
        (ZeroDivisionError("none"), "A defect: ZeroDivisionError: none"),
    ],
    ids=["foreseen", "unforeseen"],
)
def test_a_job_that_fails_is_remembered_with_its_reason(
    db: Database, now: datetime, problem: Exception, said: str
) -> None:
    def fails() -> str:
        raise problem

    run(schedule(db, [job(fails)], lambda: now))
    assert (of(db).succeeded, of(db).said) == (False, said)


def test_what_another_schedule_does_is_left_to_it(db: Database, now: datetime) -> None:
    scheduler = schedule(db, [job(lambda: pytest.fail("done twice"))], lambda: now)
    with db.alone("job-audit", "Busy."):
        run(scheduler)
    assert of(db).began_at is None


def test_where_several_can_do_it_together_another_schedules_job_is_helped_with(db: Database, now: datetime) -> None:
    helped: list[str] = []

    def help_out() -> str:
        helped.append("helped")
        return "A part of it."

    shared = Job("audit", HOUR, SOON, lambda: pytest.fail("done twice"), help_out)
    scheduler = schedule(db, [shared], lambda: now)
    with db.alone("job-audit", "Busy."):
        run(scheduler)
    assert (helped, of(db).began_at, of(db).said) == (["helped"], None, "")


def test_what_somebody_does_by_hand_just_now_is_no_failure(db: Database, now: datetime) -> None:
    def busy() -> str:
        raise BusyError("An audit runs already.")

    run(schedule(db, [job(busy)], lambda: now))
    assert (of(db).succeeded, of(db).said) == (True, "An audit runs already.")


def test_a_turn_that_was_slept_through_is_made_up_for_however_late(db: Database, now: datetime) -> None:
    scheduler = schedule(db, [job()], lambda: now)
    BaseScheduler.start(scheduler, paused=True)
    (planned,) = scheduler.get_jobs()
    run_job(planned, "default", [datetime(2000, 1, 1, tzinfo=UTC)], "apscheduler")
    BaseScheduler.shutdown(scheduler)
    assert of(db).succeeded


def test_a_job_that_was_killed_was_interrupted(db: Database, now: datetime) -> None:
    schedule(db, [job()], lambda: now)
    with db.writing() as session:
        jobs.begin(session, "audit", now)
    with db.alone("job-audit", "Busy."):
        schedule(db, [job()], lambda: now)
        assert of(db).under_way
    schedule(db, [job()], lambda: now)
    assert (of(db).under_way, of(db).succeeded, of(db).said) == (False, False, "It was interrupted.")


def test_a_job_that_is_switched_off_is_forgotten(db: Database, now: datetime) -> None:
    schedule(db, [job(), job(name="backup")], lambda: now)
    schedule(db, [job(name="backup")], lambda: now)
    with db.reading() as session:
        assert [one.name for one in jobs.listed(session)] == ["backup"]


@pytest.mark.parametrize(("hours", "missed"), [(2, False), (2.1, True)])
def test_a_job_that_did_not_run_for_twice_its_interval_is_late(now: datetime, hours: float, missed: bool) -> None:
    ran = JobRun("audit", HOUR, began_at=now)
    assert is_late(ran, now + hours * HOUR) is missed
    never = JobRun("audit", HOUR, next_at=now + HOUR)
    assert late([never], now + hours * HOUR) == (["audit"] if missed else [])
