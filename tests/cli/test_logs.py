"""The two looks of the log."""

import json
import logging
from collections.abc import Iterator

import pytest

from followworthy.cli import logs
from followworthy.events import tell

log = logging.getLogger("followworthy.tested")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave logging as it was: it belongs to the whole process."""
    root, ours = logging.getLogger(), logging.getLogger("followworthy")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers.clear()
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def lines(kind: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    logs.set_up(kind)
    tell(log, logging.INFO, "signed in", curator="Nadia")
    tell(log, logging.ERROR, "job", "The disk\nis full.", job="backup", seconds=0.5)
    try:
        sum([1]) / 0  # a defect
    except ZeroDivisionError as error:
        tell(log, logging.ERROR, "defect", defect=(type(error), error, error.__traceback__))
    logging.getLogger("somebody.else").warning("said %s", "this")
    logging.getLogger("somebody.else").info("chatter")
    return capsys.readouterr().err.splitlines()


def test_json_is_one_line_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    told = [json.loads(line) for line in lines("json", capsys)]
    assert [one["event"] for one in told] == ["signed in", "job", "defect", "log"]
    assert told[0]["curator"] == "Nadia"
    assert (told[1]["said"], told[1]["job"], told[1]["seconds"]) == ("The disk\nis full.", "backup", 0.5)
    assert "ZeroDivisionError: division" in told[2]["defect"]
    assert told[3]["said"] == "said this"
    assert all(one["at"].endswith("Z") and one["level"] and one["from"] for one in told)


def test_text_is_what_went_wrong_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines("text", capsys)
    assert told[0].endswith("Z ERROR job: The disk is full. job=backup seconds=0.5")
    assert told[-1].endswith("Z WARNING said this")
    assert "ZeroDivisionError: division" in told[-2]
    assert "Nadia" not in " ".join(told)
