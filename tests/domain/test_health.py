"""Which days or weeks a picture of the catalog's health shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.health import history, ticks

TODAY = date(2026, 11, 25)
"""A Wednesday."""
DAY = timedelta(days=1)
NOW = {"alive": 5, "unconfirmed": 4, "moved": 2, "failing": 1, "gone": 1}


def test_a_catalog_without_a_past_has_one_column() -> None:
    told = history({}, TODAY, NOW)
    assert [(one.day, one.bands) for one in told.columns] == [(TODAY, (5, 4, 3, 1))]
    assert not told.weekly


def test_moved_and_not_answering_are_one_band_and_none_is_lost() -> None:
    assert history({}, TODAY, NOW).columns[0].total == sum(NOW.values())


def test_while_nothing_is_older_than_twelve_days_each_day_is_a_column() -> None:
    noted = {TODAY - at * DAY: {"alive": at} for at in range(1, 12)}
    told = history(noted, TODAY, NOW)
    assert len(told.columns) == 12
    assert told.columns[0].bands == (11, 0, 0, 0)
    assert not told.weekly


def test_later_each_week_is_a_column_as_it_was_on_its_last_day() -> None:
    noted = {TODAY - at * DAY: {"alive": at} for at in range(1, 100)}
    told = history(noted, TODAY, NOW)
    assert told.weekly
    assert [one.day for one in told.columns][-2:] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert len(told.columns) == 12
    assert told.columns[-2].bands == (3, 0, 0, 0)
    assert told.now == (5, 4, 3, 1)


def test_what_was_not_noted_stays_empty() -> None:
    told = history({TODAY - 3 * DAY: {"alive": 1}}, TODAY, NOW)
    assert [one.bands is None for one in told.columns] == [False, True, True, False]


def test_what_is_now_counts_before_what_was_noted_today() -> None:
    assert history({TODAY: {"alive": 1}}, TODAY, NOW).now == (5, 4, 3, 1)


def test_a_note_of_tomorrow_is_not_shown() -> None:
    assert history({TODAY + DAY: {"alive": 1}}, TODAY, NOW).columns[-1].day == TODAY


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (43, 40), (50, 40), (51, 100), (10_000, 10_000)])
def test_an_axis_ends_with_a_round_number_near_the_most(most: int, top: int) -> None:
    assert ticks(most)[-1] == top


@given(st.integers(min_value=1, max_value=10**7))
def test_columns_never_tower_over_the_axis(most: int) -> None:
    bottom, half, top = ticks(most)
    assert (bottom, 2 * half) == (0, top)
    assert top >= 0.8 * most
