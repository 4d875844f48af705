"""Where a text names somebody, and the same without that."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.mentions import ERASED, Mentions

ODILE = Mentions(
    ["Odile Fennwick"],
    ["https://www.linkedin.com/in/odile-fennwick-7", "https://www.fennwick.example/", "https://team.example/odile"],
    ["bcdfghjk"],
    {"team.example"},
)


@pytest.mark.parametrize(
    "text",
    [
        "accepted Odile Fennwick, from Forty Voices",
        "ODILE  FENNWICK",
        "Odile M. Fennwick",
        "Fennwick, Odile",
        "experts/odile-fennwick.toml",
        "odile_fennwick.html",
        "https://uk.linkedin.com/in/odile-fennwick-7/details",
        "search=Odile%20Fennwick&limit=5",
        "search=Odile+Fennwick",
        "http://fennwick.example/about",
        "https://www.team.example/odile",
    ],
)
def test_a_name_is_found_however_it_stands(text: str) -> None:
    assert ODILE.in_text(text)
    assert not ODILE.in_text(str(ODILE.without(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Odile Marsh",
        "the Fennwick family",
        "Codile Fennwicks",
        "linkedin.com/in/fennwick-7",
        "https://team.example/",
        "https://notfennwick.example",
        "",
    ],
)
def test_others_are_not_found(text: str) -> None:
    assert not ODILE.in_text(text)
    assert ODILE.without(text) == text


def test_a_short_slug_counts_only_as_an_address() -> None:
    short = Mentions([], ["https://www.linkedin.com/in/liz"], [], ())
    assert short.in_text("linkedin.com/in/liz")
    assert not short.in_text("Liz said so")


def test_a_report_loses_what_names_them_and_keeps_the_rest() -> None:
    report = {
        "flips": [{"expert_id": "bcdfghjk", "name": "x"}, {"expert_id": "other", "name": "Tobin"}],
        "hosts": [{"host": "fennwick.example", "counts": {"answered": 1}}, {"host": "b.example", "counts": {}}],
        "by": {"in/odile-fennwick-7": ["Odile", "d"], "in/tobin": ["Tobin", "d"]},
        "said": "met Odile Fennwick and Tobin",
        "since": 3,
        "none": None,
    }
    assert ODILE.within(report)
    assert ODILE.without(report) == {
        "flips": [{"expert_id": "other", "name": "Tobin"}],
        "hosts": [{"host": "b.example", "counts": {}}],
        "by": {"in/tobin": ["Tobin", "d"]},
        "said": f"met {ERASED} and Tobin",
        "since": 3,
        "none": None,
    }


def test_bytes_of_a_database_are_read_without_blanks_between_texts() -> None:
    assert ODILE.in_bytes(b"\x00bcdfghjkpersonOdile FennwickWrites\x01")
    assert not ODILE.in_bytes(b"\x00bcdfghjmpersonTobin Ashgrove\x01")
    assert Mentions(["J\u00fcrgen M\u00fcller"], [], [], ()).in_bytes(b'{"name": "J\\u00fcrgen M\\u00fcller"}')


def test_whose_name_is_short_may_stand_in_any_bytes() -> None:
    assert Mentions(["Li"], [], [], ()).in_bytes(b"anything")


def test_nobody_is_named_anywhere() -> None:
    nobody = Mentions([], [], [], ())
    assert not nobody.in_text("anything")
    assert nobody.without({"a": ["b"]}) == {"a": ["b"]}


@given(st.text(min_size=1, max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_text_without_somebody_does_not_name_them(name: str, before: str, after: str) -> None:
    found = Mentions([name], [], [], ())
    for text in (f"{before} {name} {after}", f"{before} {quote(name)} {after}"):
        without = str(found.without(text))
        assert without == ERASED or not found.in_text(without)
