"""Controls: what a host says of a good and of an impossible address tells whether its other answers mean anything."""

import pytest

from followworthy.domain.controls import blind, distrust, impossible
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.values import Outcome

GOOD = "https://www.linkedin.com/in/odile-fennwick/?trk=x"


def test_the_impossible_address_is_another_one_in_the_same_place() -> None:
    made = impossible(GOOD, "run 7")
    assert made.startswith("https://www.linkedin.com/in/zz-")
    assert parse_profile_url(made).kind == "profile"
    assert len({impossible(GOOD, f"run {number}") for number in range(100)}) == 100


@pytest.mark.parametrize("good", [Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.WALLED, Outcome.FAILED])
@pytest.mark.parametrize("impossible_one", [Outcome.MISSING, Outcome.WALLED, Outcome.FAILED])
def test_controls_that_meet_what_they_should_or_a_wall_leave_the_evidence_standing(
    good: Outcome, impossible_one: Outcome
) -> None:
    assert distrust(good, impossible_one) == ""


def test_a_host_that_misses_a_good_address_is_not_believed() -> None:
    assert distrust(Outcome.MISSING, Outcome.MISSING).startswith("The address known to be good")


@pytest.mark.parametrize("impossible_one", [Outcome.ANSWERED, Outcome.REDIRECTED])
def test_a_host_that_answers_anything_is_not_believed(impossible_one: Outcome) -> None:
    assert distrust(Outcome.ANSWERED, impossible_one).startswith("An address that cannot exist")


def test_a_host_that_shows_its_good_address_to_nobody_is_not_worth_more_looks() -> None:
    assert [bool(blind(one)) for one in Outcome] == [one is Outcome.WALLED for one in Outcome]
