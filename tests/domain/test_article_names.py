"""Whom one entry of a list names."""

import pytest

from followworthy.domain.article import read_article
from followworthy.domain.article.names import find_name


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("Rita K. Ashgrove connects science and art.", "Rita K. Ashgrove"),
        ("Customers are everything and Tobin Shaw focuses on them.", "Tobin Shaw"),
        ("Who else better than Odile Fennwick, Founder of Plain Hiring Institute.", "Odile Fennwick"),
        ("Jean-Luc O'Hara, CEO of Aha! Labs Inc. writes.", "Jean-Luc O'Hara"),
        ("Ørjan Ågård: fjords", "Ørjan Ågård"),
        ("НИНА СВЕТ — редактор", "НИНА СВЕТ"),
        ("Follow Odile Fennwick for advice.", "Odile Fennwick"),
        ("CEO Odile Fennwick writes daily.", "Odile Fennwick"),
        ("Read Montcalm is a photographer.", "Read Montcalm"),
        ("J.R.R. Ashgrove writes.", "J.R.R. Ashgrove"),
        ("Tobin “Red” Ashgrove paints.", "Tobin “Red” Ashgrove"),
        ("Tobin Ashgrove, aka Old Tobin, is a gardener.", "Tobin Ashgrove"),
    ],
)
def test_a_name_is_found_where_it_stands(entry: str, name: str) -> None:
    found = find_name(entry)
    assert found is not None
    assert found.name == name


def test_a_name_that_a_line_of_its_own_sets_apart_ends_with_the_line() -> None:
    text = "".join(f"{rank}. Odile Fennwick\nHiring Without Guesswork\n\n" for rank in (1, 2, 3))
    assert {one.name for one in read_article(text).claims} == {"Odile Fennwick"}


@pytest.mark.parametrize(
    "entry",
    ["Be confident.", "Ask more questions.", "always be yourself", "", "42", "The Harbour Letter is a paper."],
)
def test_an_entry_about_nobody_names_nobody(entry: str) -> None:
    assert find_name(entry) is None
