"""Editions of the catalog: whole, and what changed since."""

import gzip
import json
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.edition import Edition, Entry, checksum, printed

RIDERS = {"categories": [{"id": "tea"}], "sources": []}


def entry(expert_id: str, revision: int, name: str = "") -> Entry:
    return Entry(expert_id, revision, (1, name, expert_id), printed({"id": expert_id, "revision": revision}))


def edition(revision: int, entries: list[Entry], left: tuple[tuple[str, int], ...] = (), epoch: str = "e1") -> Edition:
    return Edition(epoch, revision, sorted(entries, key=lambda one: one.order), sorted(left), RIDERS)


FIVE = edition(9, [entry("a", 1), entry("b", 2), entry("c", 3), entry("d", 9), entry("e", 4)], (("x", 5), ("y", 9)))


def read(body: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(body)
    return document


def test_changes_name_who_changed_and_who_left_since_and_prove_the_state_after_them() -> None:
    changes, whole = read(FIVE.since("e1.4").identity), read(FIVE.whole.identity)
    assert [one["id"] for one in changes["experts"]] == ["d"]
    assert changes["withdrawn"] == ["x", "y"]
    assert changes["complete"] is False
    same = ("schema", "cursor", "count", "checksum", "categories", "sources")
    assert {name: changes[name] for name in same} == {name: whole[name] for name in same}


def test_whoever_holds_this_very_state_gets_changes_without_any() -> None:
    changes = read(FIVE.since("e1.9").identity)
    assert (changes["experts"], changes["withdrawn"], changes["complete"]) == ([], [], False)


@pytest.mark.parametrize(
    "cursor",
    [
        *(
            None,
            "",
            "e1",
            "e1.",
            ".9",
            "e2.4",
            "e1.10",
            "e1.-1",
            "e1.04",
            "e1.4 ",
            "e1.4\n",
            "E1.4",
            'W/"e1.4"',
            "e1.٤",
        ),
        *("e1.99999999999999999999", "e1.4.4", "\0"),
    ],
)
def test_a_cursor_that_is_none_of_ours_or_ahead_of_us_gets_everything(cursor: str | None) -> None:
    assert FIVE.since(cursor) is FIVE.whole


def test_where_most_has_changed_everything_is_sent() -> None:
    assert FIVE.since("e1.2") is FIVE.whole
    assert read(FIVE.since("e1.3").identity)["complete"] is False


def test_each_encoding_holds_the_same_bytes() -> None:
    for packed in (FIVE.whole, FIVE.since("e1.4")):
        assert gzip.decompress(packed.gzip) == brotli.decompress(packed.br) == packed.identity


def test_the_same_state_gives_the_same_bytes() -> None:
    again = Edition(FIVE.epoch, FIVE.revision, FIVE.entries, FIVE.tombstones, RIDERS)
    assert (again.whole.gzip, again.whole.br) == (FIVE.whole.gzip, FIVE.whole.br)


def test_changes_are_printed_once() -> None:
    assert FIVE.since("e1.4") is FIVE.since("e1.4")


def test_however_many_ask_only_so_many_changes_are_kept() -> None:
    many = edition(2_000, [entry(f"{number:04}", number) for number in range(2_000)])
    for number in range(1_200, 2_000):
        many.since(f"e1.{number}")
    assert len(many._kept) <= 256


def test_large_changes_are_kept_for_nobody_so_that_asking_for_all_of_them_fills_no_memory() -> None:
    long = [Entry(f"{number:04}", number, (1, "", f"{number:04}"), printed("x" * 5_000)) for number in range(100)]
    large = edition(100, long)
    for number in range(50, 100):
        large.since(f"e1.{number}")
    assert max(len(one.identity) for one in large._kept.values()) < 64 * 1024
    assert large.since("e1.60") is not large.since("e1.60")


Steps = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans()), min_size=1, max_size=30)


@given(Steps, st.integers(0, 30))
def test_a_client_that_applies_the_changes_holds_what_everything_would_have_given(
    steps: list[tuple[str, bool]], at: int
) -> None:
    entries: dict[str, Entry] = {}
    left: dict[str, int] = {}
    editions = [edition(0, [])]
    for number, (expert_id, stays) in enumerate(steps, start=1):
        if stays:
            left.pop(expert_id, None)
            entries[expert_id] = entry(expert_id, number)
        else:
            entries.pop(expert_id, None)
            left[expert_id] = number
        editions.append(edition(number, list(entries.values()), tuple(left.items())))
    then, now = editions[min(at, len(steps))], editions[-1]
    held = {one["id"]: one for one in read(then.whole.identity)["experts"]}
    answer = read(now.since(then.cursor).identity)
    if answer["complete"]:
        held = {}
    held |= {one["id"]: one for one in answer["experts"]}
    for expert_id in answer["withdrawn"]:
        held.pop(expert_id, None)
    assert held == {one["id"]: one for one in read(now.whole.identity)["experts"]}
    assert answer["checksum"] == checksum([(one["id"], one["revision"]) for one in held.values()])
    assert answer["count"] == len(held)
