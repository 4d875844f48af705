"""Which links a curator is asked to open this week."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.eyes import EyesRules, week
from followworthy.domain.values import Outcome, Watched
from tests.conftest import MOMENT

DAY = timedelta(days=1)
RULES = EyesRules()
WALLED = Watched(1, "bcdfghjk", "Odile Fennwick", "https://www.linkedin.com/in/odile", "in/odile", walled=True)


def ago(days: float) -> datetime:
    return MOMENT - timedelta(days=days)


def named(name: str, **more: object) -> Watched:
    return replace(WALLED, name=name, url=f"https://www.linkedin.com/in/{name}", **more)  # type: ignore[arg-type]


def asked(*links: Watched, looks: tuple[datetime, ...] = ()) -> list[str]:
    return [one.name for one in week(links, looks, MOMENT, RULES).now]


def test_a_walled_link_that_nobody_spoke_of_is_asked_for() -> None:
    assert asked(WALLED) == ["Odile Fennwick"]


def test_a_link_that_programs_may_look_at_is_not() -> None:
    assert asked(replace(WALLED, walled=False)) == []


@pytest.mark.parametrize(("days", "wanted"), [(1, False), (89.9, False), (90, True), (400, True)])
def test_words_of_the_experts_own_site_hold_for_90_days(days: float, wanted: bool) -> None:
    assert bool(asked(replace(WALLED, vouched_at=ago(days)))) is wanted


@pytest.mark.parametrize(("days", "wanted"), [(1, False), (179.9, False), (180, True)])
def test_what_a_curator_saw_holds_for_180_days(days: float, wanted: bool) -> None:
    seen = replace(WALLED, curator_at=ago(days), curator_met=Outcome.ANSWERED, evidence_at=ago(days))
    assert bool(asked(seen)) is wanted


@pytest.mark.parametrize(("days", "wanted"), [(1, False), (6.9, False), (7, True)])
def test_what_a_curator_did_not_find_is_asked_for_again_after_a_week(days: float, wanted: bool) -> None:
    lost = replace(WALLED, curator_at=ago(days), curator_met=Outcome.MISSING, evidence_at=ago(days))
    assert bool(asked(lost)) is wanted


def test_the_oldest_evidence_comes_first_and_never_before_all() -> None:
    links = (
        named("late", evidence_at=ago(200)),
        named("early", evidence_at=ago(400)),
        named("vouched", vouched_at=ago(100), evidence_at=ago(900)),
        named("never"),
    )
    assert asked(*links) == ["never", "early", "late", "vouched"]


def test_at_most_ten_a_week_are_asked_for() -> None:
    found = week([named(f"p{number:02}") for number in range(25)], [], MOMENT, RULES)
    assert (len(found.now), found.later, found.given) == (10, 15, 0)


def test_looks_already_given_this_week_leave_less_room() -> None:
    links = [named(f"p{number:02}") for number in range(25)]
    assert len(asked(*links, looks=(ago(1), ago(2), ago(6.9), ago(7), ago(30)))) == 7


def test_a_full_week_says_when_there_is_room_again() -> None:
    looks = [ago(number / 2) for number in range(1, 13)]
    found = week([WALLED], looks, MOMENT, RULES)
    assert (found.now, found.later, found.given) == ((), 1, 12)
    assert found.next_at == ago(5) + 7 * DAY


def test_a_week_with_nothing_left_promises_nothing() -> None:
    assert week([], [ago(1)] * 12, MOMENT, RULES).next_at is None


@given(
    st.lists(st.integers(0, 400).map(lambda days: named(f"p{days}", evidence_at=ago(days)) if days else WALLED)),
    st.lists(st.integers(0, 5_000).map(lambda hours: MOMENT - timedelta(hours=hours))),
)
def test_no_week_ever_asks_for_more_than_its_room(links: list[Watched], looks: list[datetime]) -> None:
    found = week(links, looks, MOMENT, RULES)
    assert len(found.now) + sum(at > MOMENT - 7 * DAY for at in looks) <= max(RULES.a_week, found.given)
    assert len(found.now) + found.later <= len(links)
    assert found.next_at is None or found.next_at > MOMENT
