"""From checks to a verdict: when a link is buried, revived, moved, and when we look again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.values import Check, Judgement, Outcome, Verdict
from followworthy.domain.verdict import Rules, is_stale, judge

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EXACT = Rules(jitter=0)
NEUTRAL = (Outcome.WALLED, Outcome.FAILED, Outcome.VOUCHED)


def looks(*met: tuple[float, str] | tuple[float, str, str]) -> list[Check]:
    """Checks by (day, outcome): `weak` is a weak `missing`, `person` a curator's, a third word a redirect's end."""
    return [_look(day, *what) for day, *what in met]


def _look(day: float, what: str, to: str = "") -> Check:
    outcome = Outcome.MISSING if what in ("weak", "person") else Outcome(what)
    moved_to = to or "https://bea.example/" if outcome is Outcome.REDIRECTED else None
    witness = "curator" if what == "person" else "auditor"
    return Check(START + timedelta(days=day), outcome, "So it was.", witness, weak=what == "weak", moved_to=moved_to)


def judged(checks: Sequence[Check], rules: Rules = EXACT) -> Judgement:
    return judge(checks, checks[-1].at if checks else START, "ann", rules)


def wait(checks: Sequence[Check], rules: Rules = EXACT) -> timedelta:
    return judged(checks, rules).next_check_at - checks[-1].at


def test_a_link_nobody_looked_at_is_unconfirmed_and_due_now() -> None:
    assert judge([], START, "ann") == Judgement(Verdict.UNCONFIRMED, "Nobody has looked yet.", START)


def test_an_answer_makes_a_link_alive_and_confirms_the_month() -> None:
    found = judged(looks((0, "answered")))
    assert (found.verdict, found.confirmed) == (Verdict.ALIVE, "2026-03")
    assert found.because == "It answered on 1 March 2026."


@pytest.mark.parametrize("outcome", NEUTRAL)
def test_a_neutral_look_confirms_nothing(outcome: Outcome) -> None:
    found = judged(looks((0, outcome)))
    assert (found.verdict, found.confirmed) == (Verdict.UNCONFIRMED, None)
    assert found.because == "Not confirmed yet. So it was."


@pytest.mark.parametrize("before", [(), ((0, "answered"),)])
def test_missing_once_is_failing(before: tuple[tuple[float, str], ...]) -> None:
    found = judged(looks(*before, (1, "missing")))
    assert found.verdict is Verdict.FAILING
    assert found.because == "Not there since 2 March 2026, in 1 look."


def test_three_missing_over_two_weeks_are_gone() -> None:
    found = judged(looks((0, "missing"), (7, "missing"), (14, "missing")))
    assert found.verdict is Verdict.GONE
    assert found.because == "Not there since 1 March 2026, in 3 looks."


def test_two_missing_are_never_gone() -> None:
    assert judged(looks((0, "missing"), (400, "missing"))).verdict is Verdict.FAILING


def test_many_missing_in_less_than_two_weeks_are_not_gone() -> None:
    assert judged(looks(*[(day, "missing") for day in range(14)])).verdict is Verdict.FAILING


def test_looks_less_than_a_day_apart_count_once() -> None:
    assert judged(looks((0, "missing"), (13.5, "missing"), (14.2, "missing"))).verdict is Verdict.FAILING


def test_neutral_looks_do_not_interrupt_a_row_of_missing() -> None:
    checks = looks((0, "missing"), (3, "walled"), (7, "missing"), (8, "failed"), (9, "vouched"), (14, "missing"))
    assert judged(checks).verdict is Verdict.GONE


def test_an_answer_in_between_begins_the_row_anew() -> None:
    checks = looks((0, "missing"), (7, "missing"), (8, "answered"), (14, "missing"), (20, "missing"))
    assert judged(checks).verdict is Verdict.FAILING


def test_a_redirect_in_between_begins_the_row_anew() -> None:
    checks = looks((0, "missing"), (7, "missing"), (8, "redirected"), (14, "missing"), (20, "missing"))
    assert judged(checks).verdict is Verdict.FAILING


def test_weak_evidence_alone_never_buries() -> None:
    assert judged(looks(*[(day * 7, "weak") for day in range(20)])).verdict is Verdict.FAILING


def test_weak_evidence_neither_counts_nor_interrupts() -> None:
    row = [(0.0, "missing"), (3.0, "weak"), (7.0, "missing"), (9.0, "weak")]
    assert judged(looks(*row)).verdict is Verdict.FAILING
    assert judged(looks(*row, (14, "missing"))).verdict is Verdict.GONE


def test_weak_evidence_buries_after_four_looks_over_ten_days_with_a_persons_yes() -> None:
    assert judged(looks((0, "weak"), (4, "weak"), (8, "weak"), (11, "person"))).verdict is Verdict.GONE


def test_a_persons_yes_alone_buries_nobody() -> None:
    assert judged(looks((0, "person"))).verdict is Verdict.FAILING


def test_three_looks_with_a_persons_yes_are_too_few() -> None:
    assert judged(looks((0, "weak"), (6, "weak"), (12, "person"))).verdict is Verdict.FAILING


def test_four_looks_in_less_than_ten_days_are_too_soon() -> None:
    assert judged(looks((0, "weak"), (2, "weak"), (4, "weak"), (9, "person"))).verdict is Verdict.FAILING


def test_gone_stays_gone_until_it_answers() -> None:
    gone = [(0.0, "missing"), (7.0, "missing"), (14.0, "missing")]
    assert judged(looks(*gone, (44, "missing"), (45, "walled"), (46, "weak"))).verdict is Verdict.GONE
    assert judged(looks(*gone, (44, "answered"))).verdict is Verdict.ALIVE


def test_one_redirect_changes_nothing() -> None:
    assert judged(looks((0, "redirected"))).verdict is Verdict.UNCONFIRMED
    assert judged(looks((0, "answered"), (7, "redirected"))).verdict is Verdict.ALIVE


def test_two_redirects_three_days_apart_are_a_move() -> None:
    found = judged(looks((0, "redirected"), (3, "redirected")))
    assert found.verdict is Verdict.MOVED
    assert found.because == "It leads for good to https://bea.example/, since 1 March 2026."


def test_two_redirects_less_than_three_days_apart_are_no_move_yet() -> None:
    assert judged(looks((0, "redirected"), (2.9, "redirected"))).verdict is Verdict.UNCONFIRMED


def test_redirects_to_different_places_are_no_move() -> None:
    checks = looks((0, "redirected", "https://bea.example/"), (4, "redirected", "https://cyd.example/"))
    assert judged(checks).verdict is Verdict.UNCONFIRMED


def test_a_moved_link_that_is_missing_is_failing() -> None:
    assert judged(looks((0, "redirected"), (3, "redirected"), (9, "missing"))).verdict is Verdict.FAILING


def test_a_living_link_is_looked_at_less_and_less_often() -> None:
    days = [wait(looks(*[(day, "answered") for day in range(count)])) / timedelta(days=1) for count in range(1, 7)]
    assert days == [7, 10.5, 15.75, 23.625, 30, 30]


def test_a_failing_link_is_looked_at_after_one_two_four_and_then_every_seven_days() -> None:
    days = [wait(looks(*[(day, "missing") for day in range(count)])).days for count in range(1, 7)]
    assert days == [1, 2, 4, 7, 7, 7]


@given(st.text(max_size=9))
def test_a_missing_link_is_buried_within_eighteen_days_whatever_the_jitter(salt: str) -> None:
    checks = looks((0, "missing"))
    while judge(checks, checks[-1].at, salt).verdict is not Verdict.GONE:
        turn = judge(checks, checks[-1].at, salt).next_check_at
        checks.append(Check(turn, Outcome.MISSING, "So it was."))
    assert checks[-1].at - START < timedelta(days=18)


@given(st.text(max_size=9), st.integers(1, 4))
def test_weak_evidence_before_does_not_put_off_the_day_of_burial(salt: str, weak: int) -> None:
    checks = looks(*[(day, "weak") for day in range(weak)], (weak, "missing"))
    while judge(checks, checks[-1].at, salt).verdict is not Verdict.GONE:
        turn = judge(checks, checks[-1].at, salt).next_check_at
        checks.append(Check(turn, Outcome.MISSING, "So it was."))
    assert checks[-1].at - checks[weak].at < timedelta(days=18)


def test_a_gone_link_is_looked_at_after_thirty_and_then_every_ninety_days() -> None:
    gone = [(0.0, "missing"), (7.0, "missing"), (14.0, "missing")]
    assert wait(looks(*gone)).days == 30
    assert wait(looks(*gone, (44, "missing"))).days == 90
    assert wait(looks(*gone, (44, "missing"), (134, "missing"))).days == 90


def test_a_failed_look_is_repeated_after_6_24_and_72_hours() -> None:
    hours = [wait(looks(*[(day, "failed") for day in range(count)])) / timedelta(hours=1) for count in range(1, 6)]
    assert hours == [6, 24, 72, 72, 72]


def test_a_wall_is_left_alone_for_7_days_doubling_to_60() -> None:
    days = [wait(looks(*[(day, "walled") for day in range(count)])).days for count in range(1, 7)]
    assert days == [7, 14, 28, 56, 60, 60]


def test_a_first_redirect_is_looked_at_again_when_it_can_count() -> None:
    assert wait(looks((0, "answered"), (7, "redirected"))).days == 3


def test_a_moved_link_waits_for_its_repair() -> None:
    assert wait(looks((0, "redirected"), (3, "redirected"))).days == 30


def test_vouching_does_not_put_off_the_next_look() -> None:
    assert judged(looks((0, "answered"), (2, "vouched"))).next_check_at == START + timedelta(days=7)


def test_a_missed_look_is_due_now_once() -> None:
    late = START + timedelta(days=99)
    assert judge(looks((0, "answered")), late, "ann", EXACT).next_check_at == late


def test_the_first_looks_can_be_spread_by_hash() -> None:
    rules = Rules(first_within=timedelta(days=10))
    first = [judge([], START, f"link {number}", rules).next_check_at - START for number in range(200)]
    assert all(timedelta(0) <= one < timedelta(days=10) for one in first)
    assert sum(one < timedelta(days=5) for one in first) in range(70, 131)


def test_every_threshold_can_be_set() -> None:
    strict = Rules(gone_looks=2, gone_over=timedelta(days=2))
    assert judged(looks((0, "missing"), (2, "missing")), strict).verdict is Verdict.GONE


SALTS = st.text(max_size=20)
STEPS = st.lists(
    st.tuples(
        st.floats(0.01, 20),
        st.sampled_from(["answered", "redirected", "missing", "weak", "walled", "failed", "vouched"]),
        st.sampled_from(["", "https://cyd.example/"]),
    ),
    max_size=30,
)


ASKED = st.lists(
    st.tuples(
        st.floats(0.01, 20),
        st.sampled_from(["answered", "redirected", "missing", "weak", "person", "walled", "failed", "vouched"]),
        st.sampled_from(["", "https://cyd.example/"]),
    ),
    max_size=30,
)
"""Histories in which a person looked, too."""
WAITS = st.timedeltas(timedelta(hours=1), timedelta(days=3650))
RULES = st.builds(
    Rules,
    gone_looks=st.integers(1, 100),
    gone_apart=st.timedeltas(timedelta(0), timedelta(days=3650)),
    gone_over=st.timedeltas(timedelta(0), timedelta(days=3650)),
    weak_looks=st.integers(1, 100),
    moved_looks=st.integers(1, 100),
    alive_first=WAITS,
    alive_growth=st.floats(1, 10),
    alive_longest=WAITS,
    walled_longest=WAITS,
    walled_growth=st.floats(1, 10),
    failing_waits=st.lists(WAITS, min_size=1, max_size=4).map(tuple),
    jitter=st.floats(0, 0.5),
)
"""All that audit.toml admits."""


def history(steps: Sequence[tuple[float, str, str]]) -> list[Check]:
    day, checks = 0.0, []
    for after, what, to in steps:
        day += after
        checks.append(_look(day, what, to))
    return checks


@given(steps=STEPS)
def test_neutral_looks_never_change_a_verdict(steps: list[tuple[float, str, str]]) -> None:
    checks = history(steps)
    speaking = [check for check in checks if check.outcome not in NEUTRAL]
    assert judged(checks).verdict is judged(speaking).verdict
    assert judged(checks).confirmed == judged(speaking).confirmed


@given(steps=STEPS)
def test_one_answer_always_revives(steps: list[tuple[float, str, str]]) -> None:
    found = judged(history([*steps, (1.0, "answered", "")]))
    assert found.verdict is Verdict.ALIVE
    assert found.confirmed is not None


@given(steps=STEPS.filter(lambda steps: sum(after for after, _, _ in steps) - steps[0][0] < 13.99 if steps else True))
def test_nobody_is_gone_in_under_fourteen_days(steps: list[tuple[float, str, str]]) -> None:
    assert judged(history(steps)).verdict is not Verdict.GONE


@given(steps=ASKED)
def test_with_a_persons_yes_nobody_is_gone_in_under_ten_days(steps: list[tuple[float, str, str]]) -> None:
    checks = history(steps)
    if judged(checks).verdict is Verdict.GONE:
        row = since_the_last_answer(checks)
        assert row[-1].at - row[0].at >= timedelta(days=10)
        assert len(row) >= 3


@given(steps=ASKED)
def test_weak_evidence_alone_never_buries_whatever_its_number(steps: list[tuple[float, str, str]]) -> None:
    unseen = [
        check for check in history(steps) if check.witness != "curator" and (check.weak or check.outcome != "missing")
    ]
    assert judged(unseen).verdict is not Verdict.GONE


@given(steps=ASKED, salt=SALTS, after=st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_the_next_look_is_never_in_the_past(steps: list[tuple[float, str, str]], salt: str, after: timedelta) -> None:
    checks = history(steps)
    now = (checks[-1].at if checks else START) + after
    assert judge(checks, now, salt).next_check_at >= now


@given(steps=ASKED, salt=SALTS, rules=RULES)
def test_whatever_the_thresholds_there_is_a_next_look_and_one_answer_revives(
    steps: list[tuple[float, str, str]], salt: str, rules: Rules
) -> None:
    checks = history([*steps, (1.0, "answered", "")])
    found = judge(checks, checks[-1].at, salt, rules)
    assert found.verdict is Verdict.ALIVE
    assert found.next_check_at >= checks[-1].at + timedelta(minutes=30)
    assert judge(checks[:-1], START, salt, rules).next_check_at >= START


def since_the_last_answer(checks: list[Check]) -> list[Check]:
    """The missing looks since the last one that answered."""
    answered = [number for number, check in enumerate(checks) if check.outcome is Outcome.ANSWERED]
    since = checks[answered[-1] + 1 :] if answered else checks
    return [check for check in since if check.outcome is Outcome.MISSING]


@given(steps=STEPS)
def test_nobody_is_gone_without_three_strong_looks_since_the_last_answer(steps: list[tuple[float, str, str]]) -> None:
    checks = history(steps)
    if judged(checks).verdict is Verdict.GONE:
        assert len([check for check in since_the_last_answer(checks) if not check.weak]) >= 3


@given(steps=STEPS, salt=SALTS)
def test_the_same_checks_give_the_same_judgement(steps: list[tuple[float, str, str]], salt: str) -> None:
    checks = history(steps)
    assert judge(checks, START, salt) == judge(tuple(checks), START, salt)


@given(steps=STEPS.filter(bool), salt=SALTS)
def test_jitter_moves_the_next_look_by_at_most_fifteen_percent(steps: list[tuple[float, str, str]], salt: str) -> None:
    checks = history(steps)
    looked = [check for check in checks if check.outcome is not Outcome.VOUCHED]
    if not looked or judge(checks, START, salt).verdict is Verdict.FAILING:  # that one waits for the day of burial
        return
    last = looked[-1].at
    exact = judge(checks, last, salt, EXACT).next_check_at - last
    swayed = judge(checks, last, salt).next_check_at - last
    assert 0.849 * exact <= swayed <= 1.151 * exact


@given(salt=SALTS, days=st.lists(st.just(1), max_size=8))
def test_the_next_look_at_a_failing_link_is_never_too_early_to_count(salt: str, days: list[int]) -> None:
    checks = looks(*[(day, "missing") for day in range(len(days) + 1)])
    assert wait_with(checks, salt) >= Rules().gone_apart


@given(salt=SALTS)
def test_the_second_look_at_a_redirect_is_never_too_early_to_count(salt: str) -> None:
    assert wait_with(looks((0, "redirected")), salt) >= Rules().moved_apart


def wait_with(checks: Sequence[Check], salt: str) -> timedelta:
    return judge(checks, checks[-1].at, salt).next_check_at - checks[-1].at


@pytest.mark.parametrize("met", ["answered", "missing", "redirected"])
@pytest.mark.parametrize(("days", "stale"), [(89.9, False), (90, True)])
def test_a_link_without_evidence_for_90_days_is_stale(met: str, days: float, stale: bool) -> None:
    checks = looks((0, met), (days - 1, "failed"), (days - 1, "walled"), (days - 1, "vouched"))
    assert is_stale(checks, START + timedelta(days=days), EXACT) is stale


def test_a_link_that_gave_no_evidence_since_its_first_look_is_stale_too() -> None:
    checks = looks((0, "failed"), (80, "failed"))
    assert [is_stale(checks, START + timedelta(days=days), EXACT) for days in (89, 90)] == [False, True]


def test_a_link_that_nobody_looked_at_waits_for_its_turn_and_is_not_stale() -> None:
    assert not is_stale([], START, EXACT)
