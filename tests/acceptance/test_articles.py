"""The article that started it all, against what people found in it."""

import json
from pathlib import Path

import pytest

from followworthy.domain.article import read_article
from followworthy.domain.values import Reading

pytestmark = pytest.mark.acceptance

FIRST = "01-seed-lifehack-50"
Person = dict[str, str | int | None]


@pytest.fixture
def reading(shared: Path) -> Reading:
    return read_article((shared / "articles" / f"{FIRST}.txt").read_text(encoding="utf-8"))


@pytest.fixture
def truth(shared: Path) -> list[Person]:
    people: list[Person] = json.loads((shared / "articles" / f"{FIRST}.truth.json").read_text(encoding="utf-8"))[
        "people"
    ]
    return people


def test_everybody_is_named_as_the_article_writes_it(reading: Reading, truth: list[Person]) -> None:
    assert [(one.rank, one.name, one.kind, one.category) for one in reading.claims] == [
        (one["rank"], one["name"], one["kind"], one["category"]) for one in truth
    ]


def test_fifty_are_ranked_from_1_to_50_in_six_categories(reading: Reading) -> None:
    assert [one.rank for one in reading.claims] == list(range(1, 51))
    assert len({one.category for one in reading.claims}) == 6


def test_the_title_is_the_lists_and_not_the_page_befores(reading: Reading) -> None:
    assert (reading.title or "").startswith("50 Great People To Follow")


def test_a_claim_stands_on_the_line_it_says(reading: Reading, shared: Path) -> None:
    lines = (shared / "articles" / f"{FIRST}.txt").read_text(encoding="utf-8").splitlines()
    for one in reading.claims:
        number = int(one.where.split(",")[0].removeprefix("line "))
        assert lines[number - 1].startswith(f"{one.rank}.")
