"""The extension's bench: what it calls missed, and whose time it counts."""

import pytest

from tests.bench.extension import TARGETS, judged, table
from tests.bench.own_time import stretches

GOOD = {name: target.most for name, target in TARGETS.items()}


def test_what_is_as_wanted_is_not_missed() -> None:
    assert judged(GOOD, strict=True) == []


@pytest.mark.parametrize("count", [4_999, 5_001])
def test_a_count_has_to_be_exact_on_every_machine(count: int) -> None:
    [missed] = judged({**GOOD, "first scan: links visited": count}, strict=False)
    assert missed.startswith("first scan: links visited: ")


def test_milliseconds_are_told_and_judged_only_when_asked() -> None:
    slow = {**GOOD, "500 cards one by one: own time": 31.0}
    assert any(line.endswith("OVER") for line in table(slow))
    assert judged(slow, strict=False) == []
    assert len(judged(slow, strict=True)) == 1


def test_what_was_not_measured_is_missed() -> None:
    assert "first scan: links visited: not measured" in judged({}, strict=False)


def test_time_is_ours_where_a_function_of_ours_is_on_the_stack() -> None:
    def node(number: int, url: str, *children: int) -> dict[str, object]:
        return {"id": number, "callFrame": {"url": url}, "children": list(children)}

    profile = {
        "nodes": [
            node(1, "", 2, 4),
            node(2, "chrome-extension://x/content/links.js", 3),
            node(3, ""),
            node(4, "https://www.site/"),
        ],
        "samples": [1, 2, 3, 4, 3, 1],
        "timeDeltas": [0, 200, 300, 400, 500, 90_000],
    }
    assert [round(one, 3) for one in stretches(profile)] == [0.7, 1.0]
