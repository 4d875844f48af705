"""No regular expression of the domain blows up: its steps are counted, not its seconds."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from followworthy import domain
from tests.hostile.documents import dice_for
from tests.hostile.patterns import patterns
from tests.hostile.steps import Engine, nodes_of, pieces, steps

SOURCES = "\n".join(one.read_text(encoding="utf-8") for one in Path(domain.__path__[0]).rglob("*.py"))
ANCHORED = {"match", "fullmatch"}
TIMES = 24
CUT = {"followworthy.domain.page_marks.NOBODY_HERE"}
"""These are matched against texts that were cut short before, and may take their square."""
LINEAR, SQUARE = 2.6, 5.2
"""A text twice as long takes twice the steps; what a short one costs anyway lies above."""


@pytest.fixture(autouse=True)
def deep() -> Iterator[None]:
    """The counting engine goes as deep as its text is long."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def anchored(name: str) -> bool:
    """Whether the expression is only ever matched from a text's beginning."""
    short = name.rpartition(".")[2]
    uses = set(re.findall(rf"\b{short}\.(match|fullmatch|search|sub|subn|split|findall|finditer)\(", SOURCES))
    return bool(uses) and uses <= ANCHORED


def attacks(pattern: "re.Pattern[str]") -> Iterator[tuple[str, str, str]]:
    """What comes before, what is repeated, what comes behind: made of what the expression looks for."""
    dice = dice_for(pattern.pattern)
    there = pieces(pattern) or ("a",)
    units = [*there, *("".join(dice.choices(there, k=dice.randint(2, 4))) for _ in range(30))]
    for unit in units:
        yield "", unit, ""
        yield "".join(dice.choices(there, k=3)), unit, dice.choice((*there, "\0"))


@pytest.mark.parametrize("name", patterns())
def test_an_expression_takes_steps_as_the_text_is_long(name: str) -> None:
    pattern, whole = patterns()[name], anchored(name)
    most = SQUARE if name in CUT else LINEAR
    for before, unit, behind in attacks(pattern):
        short = steps(pattern, before + unit * TIMES + behind, whole=whole)
        long = steps(pattern, before + unit * 2 * TIMES + behind, whole=whole)
        assert long < most * short, (before, unit, behind)


def test_what_is_cut_short_is_there() -> None:
    assert patterns().keys() >= CUT


@pytest.mark.parametrize(
    ("expression", "text"),
    [(r"(?:a+)+b", "a"), (r"(?:a|a)*b", "a"), (r"\s*<", " "), (r"a*a*b", "a"), (r"(?:\w+\s?)+!", "a ")],
)
def test_the_counting_engine_sees_an_expression_blow_up(expression: str, text: str) -> None:
    pattern = re.compile(expression)
    assert steps(pattern, text * 16) > 3 * steps(pattern, text * 8)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (r"(?:^|[-_ ])(?:nav|menu)s?(?:$|[-_ ])", "top-menus x"),
        (r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()]+)\)", "see [a](http://x) and"),
        (r"(?i)\bsign[ -]?(in|up)\b", "please SIGN-UP now"),
        (r"(\d{1,4})[.)]\s+(?=\S)(?!x)", "12. Odile"),
        (r"a+?b|[^a]\W\S", "caab"),
    ],
)
def test_the_counting_engine_finds_what_re_finds(expression: str, text: str) -> None:
    pattern = re.compile(expression)
    assert ends(pattern, text) == [one.end() for one in pattern.finditer(text)]


def ends(pattern: "re.Pattern[str]", text: str) -> list[int]:
    engine, nodes = Engine(text.lower() if pattern.flags & re.IGNORECASE else text), nodes_of(pattern)
    found, at = [], 0
    while at <= len(text):
        end = engine.end(nodes, at)
        found += [end] if end >= 0 else []
        at = max(end, at + 1)
    return found
