"""The brake: many links that go bad at once are held for a person."""

from collections import Counter

import pytest

from followworthy.domain.brake import Brake, Flip
from followworthy.domain.values import Verdict


def flips(number: int, before: Verdict = Verdict.ALIVE, after: Verdict = Verdict.FAILING, host: str = "") -> list[Flip]:
    urls = (f"https://{host or f'p{at}.example'}/{at}" for at in range(number))
    return [Flip("x7k2m9qd", "Odile Fennwick", url, before, after, "") for url in urls]


def held(given: list[Flip], alive: int = 0, brake: Brake | None = None, **answered: int) -> int:
    before = Counter({"others.example": alive})
    return len((brake or Brake()).held(given, before, Counter({f"{host}.example": n for host, n in answered.items()})))


@pytest.mark.parametrize(("number", "alive", "expected"), [(5, 0, 0), (6, 0, 6), (6, 119, 6), (6, 120, 0)])
def test_more_than_five_and_more_than_a_twentieth_of_the_alive_links_are_held(
    number: int, alive: int, expected: int
) -> None:
    assert held(flips(number), alive) == expected


@pytest.mark.parametrize("after", [Verdict.MOVED, Verdict.FAILING, Verdict.GONE])
def test_all_that_is_bad_counts(after: Verdict) -> None:
    assert held(flips(6, after=after)) == 6


def test_links_that_revive_are_never_held() -> None:
    assert held(flips(600, Verdict.FAILING, Verdict.ALIVE)) == 0


def test_what_was_believed_before_is_no_flip() -> None:
    assert held(flips(600, Verdict.GONE, Verdict.GONE)) == 0


def test_a_host_where_nearly_all_goes_bad_at_once_is_held_and_the_others_are_not() -> None:
    given = [*flips(3, host="one.example"), *flips(2)]
    assert held(given, 10_000) == 3
    assert held(given, 10_000, one=2) == 3
    assert held(given, 10_000, one=3) == 0


def test_of_a_host_with_a_crowd_of_links_nothing_passes_unless_as_many_answered() -> None:
    crowd = Counter({"one.example": 60, "others.example": 10_000})
    for number in (1, 2):
        given = flips(number, host="one.example")
        assert len(Brake().held(given, crowd, Counter())) == number
        assert not Brake().held(given, crowd, Counter({"one.example": number}))


def test_what_was_failing_before_is_not_held_for_its_hosts_sake() -> None:
    given = flips(3, Verdict.FAILING, Verdict.GONE, host="one.example")
    assert held(given, 10_000) == 0


def test_two_of_one_host_may_be_true() -> None:
    assert held(flips(2, host="one.example"), 10_000) == 0


def test_all_thresholds_can_be_set() -> None:
    assert held(flips(2), brake=Brake(least=1)) == 2
    assert held(flips(50), 100, Brake(share=0.5)) == 0
    assert held(flips(4, host="one.example"), 10_000, Brake(of_host=9)) == 0
