"""The audit's bench: what it calls missed."""

from typing import Any

import pytest

from tests.bench.audit import RACES, Race, judged


def race(name: str) -> Race:
    return next(one for one in RACES if one.name == name)


def runs(links: int, **others: float) -> dict[str, list[dict[str, Any]]]:
    ours = {"wall": 1, "rss_mb": 50, "conns": 12, "hit": links, "timed_out": False, "span": 1.85, "min_gap": 0.2001}
    return {
        "project": [{**ours, **others}],
        "linkchecker": [{"wall": 3}],
        "linkinator": [{"wall": 1}],
    }


@pytest.mark.parametrize(
    ("name", "links", "measured", "missed"),
    [
        ("far", 10_000, {"wall": 10.5}, ["far: behind linkinator", "far: behind linkchecker"]),
        ("far", 10_000, {"wall": 0.9}, []),
        ("far", 10_000, {"wall": 0.9, "rss_mb": 101}, ["far: 101 MB, at most 100 wanted"]),
        ("far", 10_000, {"wall": 0.9, "conns": 106}, ["far: 106 connections, at most 105 wanted"]),
        ("near", 2000, {"wall": 1.4}, []),
        ("near", 2000, {"wall": 1.6}, ["near: 1.88 x the speed of linkchecker, 2.0 wanted"]),
        ("near", 1999, {}, ["near: links were left out"]),
        ("polite", 500, {}, []),
        ("polite", 500, {"span": 2.0}, ["polite: 1.111 x the floor, at most 1.07 wanted"]),
        ("polite", 500, {"min_gap": 0.1999}, ["polite: a gap of 0.1999 s"]),
    ],
)
def test_a_target_that_was_missed_is_named(
    name: str, links: int, measured: dict[str, float], missed: list[str]
) -> None:
    assert judged(race(name), runs(links, **measured)) == missed


def test_far_from_the_ideal_is_missed() -> None:
    measured = runs(10_000, wall=11.1)
    measured["linkchecker"] = measured["linkinator"] = [{"wall": 20}]
    assert judged(race("far"), measured) == ["far: 1.11 x the ideal, at most 1.1 wanted"]


def test_a_peer_that_did_not_race_is_no_reason_to_miss() -> None:
    assert judged(race("near"), {"project": runs(2000)["project"]}) == []
