"""The simulated web in small: what `make bench-truth` shows over ten years and two thousand links."""

import pytest

from tests.bench.truth import peers
from tests.bench.truth.__main__ import judged, line
from tests.bench.truth.ours import Ours
from tests.bench.truth.score import Ledger, Score, score
from tests.bench.truth.web import PROFILES, Disturbance, Life, Meets, Web, web

NOBODY = Score(false=0, missed=0, deaths=1, notice=20.0, worst=20.0, late=14.0, late_soft=0.0, latest=15.0, requests=9)


@pytest.mark.parametrize("seed", [4, 9])
def test_no_living_link_is_called_gone_and_no_death_is_missed(seed: int) -> None:
    simulated = web(seed, 120)
    found = score(simulated, Ours(simulated).play())
    assert judged(found, 0) == []  # where a site's links are few, a lie flips the one that is looked at; none is buried


def test_a_week_in_which_a_site_answers_404_to_everything_flips_nothing() -> None:
    lives = tuple(Life(f"https://{PROFILES}/in/p{at}", PROFILES, ()) for at in range(40))
    simulated = Web(lives, (Disturbance(PROFILES, 100, 107, Meets.NOT_FOUND),))
    ours = Ours(simulated)
    assert score(simulated, ours.play()).false == ours.flipped_by_lies == 0


def test_one_strike_invents_deaths_where_a_site_is_walled() -> None:
    simulated = Web((Life("https://x.example/1", "x.example", ()),), (Disturbance("", 100, 110, Meets.REFUSED),))
    assert score(simulated, peers.play(simulated, peers.one_strike, 7)).false == 1


def test_a_deletion_is_called_within_the_days_that_three_looks_take() -> None:
    life = Life("https://x.example/1", "x.example", ((500, Meets.NOT_FOUND),), 500)
    found = score(Web((life,), ()), Ours(Web((life,), ())).play())
    assert (found.false, found.missed, found.deaths) == (0, 0, 1)
    assert 14 <= found.late <= 17


def test_calls_are_held_against_the_truth() -> None:
    dies, lives = Life("d", "x.example", ((10, Meets.DELETED),), 10), Life("a", "x.example", ())
    ledger = Ledger()
    ledger.first["d"] = 12
    ledger.call(dies, 26, dead=True)
    ledger.call(lives, 30, dead=True)
    found = score(Web((dies, lives), (Disturbance("x.example", 13, 15, Meets.TROUBLE),)), ledger)
    assert (found.false, found.missed, found.deaths, found.notice) == (1, 0, 1, 16)
    assert (found.late, found.latest) == (12, 14)  # on two of those days the site told nothing


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"false": 1}, "1 living links were called gone."),
        ({"missed": 2}, "2 deaths were never noticed."),
        ({"late": 21.5}, "what answers 404 or 410 was called gone after 21.5 days, 21 wanted."),
        ({"late_soft": 46.0}, "what answers otherwise was called gone after 46.0 days, 45 wanted."),
    ],
)
def test_a_missed_target_is_told(wrong: dict[str, float], said: str) -> None:
    values = {name: getattr(NOBODY, name) for name in Score.__slots__} | wrong
    assert judged(Score(**values), 0) == [said]


def test_a_policy_is_told_in_one_line() -> None:
    assert line("Followworthy", NOBODY).split() == [
        "Followworthy",
        "0",
        "0",
        "1",
        "20.0",
        "20.0",
        "14.0",
        "0.0",
        "15.0",
        "9",
    ]
