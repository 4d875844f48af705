"""The brake: many links that go bad at once are held for a person."""

import pytest

from followworthy.domain.brake import Brake, Flip
from followworthy.domain.values import Verdict


def flips(number: int, before: Verdict = Verdict.ALIVE, after: Verdict = Verdict.FAILING) -> list[Flip]:
    return [
        Flip("x7k2m9qd", "Odile Fennwick", f"https://odile.example/{at}", before, after, "") for at in range(number)
    ]


@pytest.mark.parametrize(("number", "alive", "held"), [(5, 0, False), (6, 0, True), (6, 119, True), (6, 120, False)])
def test_more_than_five_and_more_than_a_twentieth_of_the_alive_links_are_held(
    number: int, alive: int, held: bool
) -> None:
    assert Brake().holds(flips(number), alive) is held


@pytest.mark.parametrize("after", [Verdict.MOVED, Verdict.FAILING, Verdict.GONE])
def test_all_that_is_bad_counts(after: Verdict) -> None:
    assert Brake().holds(flips(6, after=after), 0)


def test_links_that_revive_are_never_held() -> None:
    assert not Brake().holds(flips(600, Verdict.FAILING, Verdict.ALIVE), 0)


def test_what_was_believed_before_is_no_flip() -> None:
    assert not Brake().holds(flips(600, Verdict.GONE, Verdict.GONE), 0)


def test_both_thresholds_can_be_set() -> None:
    assert Brake(least=1).holds(flips(2), 0)
    assert not Brake(share=0.5).holds(flips(50), 100)
