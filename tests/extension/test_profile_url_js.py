"""The normaliser's twin in JavaScript: the shared cases, and two twins that disagree on nothing."""

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.unicode14 import RANGES, is_unassigned
from tests.addresses import ADDRESSES, BASES, CASES
from tests.extension.chromium import EXTENSION

Twin = Callable[[list[tuple[str, str | None]]], list[dict[str, Any]]]

LOOP = f"""
import {{ createInterface }} from "node:readline";
import {{ parseProfileUrl, profileUrl }} from "{(EXTENSION / "profile-url.js").as_uri()}";
for await (const line of createInterface({{ input: process.stdin }})) {{
  const answers = JSON.parse(line).map(([href, base]) => {{
    const got = parseProfileUrl(href, base);
    return {{ ...got, url: got.key && profileUrl(got.key) }};
  }});
  process.stdout.write(JSON.stringify(answers) + "\\n");
}}
"""


@pytest.fixture(scope="module")
def twin(node_path: str) -> Iterator[Twin]:
    """One process for all questions; a question is a list of addresses, each with its base."""
    with subprocess.Popen(
        [node_path, "--input-type=module", "-e", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(addresses: list[tuple[str, str | None]]) -> list[dict[str, Any]]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(addresses) + "\n")
            process.stdin.flush()
            answers: list[dict[str, Any]] = json.loads(process.stdout.readline())
            return answers

        yield ask
        assert process.stdin is not None
        process.stdin.close()


def in_python(href: str, base: str | None) -> dict[str, Any]:
    got = parse_profile_url(href, base)
    return {"kind": got.kind, "slug": got.slug, "key": got.key, "url": got.key and profile_url(got.key)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"][:60])
def test_the_twin_decides_each_shared_case_as_written(twin: Twin, case: dict[str, Any]) -> None:
    (got,) = twin([(case["url"], case.get("base"))])
    assert (got["kind"], got["slug"], got["key"]) == (case["kind"], case["slug"], case["key"])


def test_the_twins_disagree_on_nothing(twin: Twin) -> None:
    @settings(deadline=None)  # the time is that of two processes
    @given(st.lists(st.tuples(ADDRESSES, BASES), min_size=1, max_size=20))
    def agree(addresses: list[tuple[str, str | None]]) -> None:
        assert twin(addresses) == [in_python(*one) for one in addresses]

    agree()


def test_the_twins_agree_on_every_assigned_character(twin: Twin) -> None:
    """Those allowed go sixty to a slug, so that neighbours may combine; the others by themselves."""
    characters = [
        one for one in map(chr, range(0xE0200)) if not is_unassigned(one) and unicodedata.category(one) != "Co"
    ]
    allowed = "".join(one for one in characters if parse_profile_url(f"linkedin.com/in/a{one}").key)
    others = set(characters) - set(allowed)
    slugs = [allowed[start : start + 60] for start in range(0, len(allowed), 60)] + sorted(others)
    addresses: list[tuple[str, str | None]] = [(f"linkedin.com/in/a{one}", None) for one in slugs]
    pairs = zip([in_python(*one) for one in addresses], twin(addresses), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_both_twins_carry_the_same_table() -> None:
    found = re.search(r"`([^`]*)`", (EXTENSION / "unicode-14.js").read_text(encoding="utf-8"))
    assert found is not None
    assert found[1].split() == RANGES.split()
