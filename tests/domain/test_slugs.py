"""Ids made from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.slugs import free_slug, slug


@pytest.mark.parametrize(
    ("name", "made"),
    [("Job Search Experts", "job-search-experts"), ("Élan & Søn", "elan-son"), ("日本", "list"), ("--", "list")],
)
def test_an_id_is_made_of_the_letters_of_a_name(name: str, made: str) -> None:
    assert slug(name) == made


def test_of_two_alike_the_second_gets_a_number() -> None:
    assert free_slug("Sales", {"sales", "sales-2"}) == "sales-3"


@given(st.text())
def test_an_id_is_short_plain_and_never_empty(name: str) -> None:
    made = slug(name)
    assert 1 <= len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
