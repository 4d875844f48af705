"""Is this somebody we know?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.matching import Known, match, normalise_name
from followworthy.domain.values import Claim, Match

ODILE = Known(
    "bcdfghjk",
    "Odile Fennwick",
    frozenset({"in/odile-fennwick"}),
    frozenset({"https://www.fennwick.example/"}),
    frozenset({"Job search"}),
)
NO_ADDRESS = Known("bcdfghjm", "Odile Fennwick", homepages=ODILE.homepages, categories=ODILE.categories)


def test_the_same_key_is_the_same_expert_under_any_spelling() -> None:
    claim = Claim("O. Fennwick", linkedin_url="http://uk.linkedin.com/in/Odile-Fennwick/details/skills")
    assert match([claim], [ODILE]) == Match("same", ODILE.expert_id, ("LinkedIn address",), ("name",))


def test_a_name_alone_is_only_possible() -> None:
    assert match([Claim("Odile Fennwick")], [NO_ADDRESS]).level == "possible"


@pytest.mark.parametrize(
    ("claim", "mark"),
    [
        (Claim("Dr. Odile Fennwick", links=("http://fennwick.example",)), "homepage"),
        (Claim("odile fennwick", category="JOB SEARCH"), "category"),
    ],
)
def test_a_name_and_another_mark_are_probable(claim: Claim, mark: str) -> None:
    assert match([claim], [NO_ADDRESS]) == Match("probable", NO_ADDRESS.expert_id, ("name", mark))


def test_pages_that_differ_in_the_case_of_their_path_are_two() -> None:
    known = Known("x", "Odile Fennwick", homepages=frozenset({"https://People.example/Odile"}))
    assert match([Claim("Odile Fennwick", links=("https://people.example/Odile",))], [known]).level == "probable"
    assert match([Claim("Odile Fennwick", links=("https://people.example/odile",))], [known]).level == "possible"


def test_what_is_no_address_is_no_common_homepage() -> None:
    known = Known("x", "Odile Fennwick", homepages=frozenset({"mailto:desk@fennwick.example"}))
    assert match([Claim("Odile Fennwick", links=("tel:0123",))], [known]).level == "possible"


def test_a_namesake_with_an_address_of_their_own_is_never_more_than_possible() -> None:
    claim = Claim("Odile Fennwick", category="Job search", linkedin_url="https://www.linkedin.com/in/odile-fennwick-2")
    found = match([claim], [ODILE])
    assert (found.level, found.differs) == ("possible", ("LinkedIn address",))


def test_an_opaque_or_derived_address_decides_nothing() -> None:
    for address in ("/pub/odile-fennwick/24/605/730", "/in/ACoAAADk_dwBHKhINVENTED"):
        claim = Claim("Else", linkedin_url=f"https://www.linkedin.com{address}")
        known = Known("x", "Odile", frozenset({"in/odile-fennwick-73060524", "in/ACoAAADk_dwBHKhINVENTED"}))
        assert match([claim], [known]).level == "new"


def test_somebody_else_is_new() -> None:
    assert match([Claim("Wendel Aspinall")], [ODILE]) == Match("new")
    assert match([Claim("Wendel Aspinall")], []) == Match("new")


def test_the_surest_of_several_wins() -> None:
    claim = Claim("Odile Fennwick", linkedin_url="https://www.linkedin.com/in/odile-fennwick")
    assert match([claim], [NO_ADDRESS, ODILE]).expert_id == ODILE.expert_id


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Dr. Márla  O’Hårte (she/her)", "marla oharte"),
        ("Prof. Dr. Jean-Luc d'Arc", "jean luc darc"),
        ("RITA J. KING 🌟", "rita j king"),
        ("Dr", "dr"),
    ],
)
def test_names_are_compared_without_what_varies(written: str, compared: str) -> None:
    assert normalise_name(written) == compared


@given(st.text(max_size=40))
def test_a_compared_name_compares_to_itself(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)
