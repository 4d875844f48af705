"""Hostile documents, small and few enough for every run: no defect, and no more steps than the document is long."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followworthy.domain.article import read_article
from followworthy.errors import ArticleError
from tests.hostile.documents import KINDS, dice_for, hostile
from tests.hostile.reading import BASE, read
from tests.hostile.running import main
from tests.hostile.units import CHARACTERS, FLAT, MARKS, NESTED

SMALL = 4_000
TIMES = 100
LINEAR = 2.3
BEGINNINGS = ("<!doctype html>", "<!doctype html><ul>", "", "1. ")


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_no_document_breaks_a_reader(number: int) -> None:
    read(hostile(number, SMALL))


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_a_document_is_made_of_its_number_alone(kind: int) -> None:
    assert hostile(kind, SMALL) == hostile(kind, SMALL) != hostile(kind + len(KINDS), SMALL)


class Steps:
    """Counts the lines that run in the domain, and the calls of everybody else."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, _event: str, _: Any) -> "Steps | None":
        self.count += 1
        return self if "/domain/" in frame.f_code.co_filename.replace("\\", "/") else None


def steps(document: str) -> int:
    counted, before = Steps(), sys.gettrace()
    sys.settrace(counted)
    try:
        read_article(document, BASE)
    except ArticleError:
        pass
    finally:
        sys.settrace(before)
    return counted.count


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("units", [NESTED, FLAT, MARKS, CHARACTERS], ids=["nested", "flat", "marks", "characters"])
def test_reading_takes_steps_as_the_document_is_long(units: tuple[str, ...], beginning: str) -> None:
    for unit in dice_for(beginning).sample(units, min(len(units), 30)):
        short, long = steps(beginning + unit * TIMES), steps(beginning + unit * TIMES * 2)
        assert long < LINEAR * short, unit


def test_the_counter_counts() -> None:
    assert 0 < steps("1. Odile Fennwick writes.\n") < steps("1. Odile Fennwick writes.\n" * 9)


def test_the_runner_reads_them_all_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "2", "--first", "11"]) == 0
    assert capsys.readouterr().out.startswith("2 documents, ")


def test_the_runner_names_what_takes_too_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.hostile.running.MOST_SECONDS", -1.0)
    assert main(["--count", "1"]) == 1
    assert "Broken: no.     0 nested" in capsys.readouterr().out
