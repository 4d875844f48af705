"""When a job of the schedule runs, also where a clock was wrong."""

from datetime import datetime, timedelta

from followworthy.domain.jobs import is_late, is_taken, turn
from followworthy.domain.values import JobRun

DAY, SOON = timedelta(days=1), timedelta(seconds=50)


def job(began_at: datetime | None) -> JobRun:
    return JobRun("backup", DAY, began_at, began_at, True, "Done.", began_at and began_at + DAY)


def test_a_turn_is_taken_until_the_next_one(now: datetime) -> None:
    assert is_taken(job(now - DAY / 2), now)
    assert not is_taken(job(now - DAY), now)
    assert not is_taken(job(None), now)


def test_clocks_that_differ_a_little_take_a_turn_all_the_same(now: datetime) -> None:
    assert is_taken(job(now + timedelta(minutes=1)), now)
    assert not is_late(job(now + timedelta(minutes=1)), now)


def test_a_clock_that_was_far_ahead_once_silences_nothing(now: datetime) -> None:
    ahead = job(now + 300 * DAY)
    assert not is_taken(ahead, now)
    assert turn(ahead, now + SOON) == now + SOON
    assert is_late(ahead, now)
