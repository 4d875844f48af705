"""Every spelling of an address to one key: the shared cases, the laws, and two twins that disagree on nothing."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.profile_url import LONGEST_ADDRESS, parse_profile_url, profile_url
from followworthy.domain.unicode14 import RANGES, UNASSIGNED
from followworthy.settings import CHECKOUT

CASES = json.loads((Path(__file__).parent.parent / "data" / "profile_urls.json").read_text(encoding="utf-8"))["cases"]
TWIN = CHECKOUT / "extension" / "profile-url.js"
LOOP = f"""
import {{ createInterface }} from "node:readline";
import {{ parseProfileUrl }} from "{TWIN.as_uri()}";
for await (const line of createInterface({{ input: process.stdin }})) {{
  const [href, base] = JSON.parse(line);
  process.stdout.write(JSON.stringify(parseProfileUrl(href, base)) + "\\n");
}}
"""

PIECES = st.sampled_from(
    [
        "https://",
        "http://",
        "HTTPS://",
        "//",
        "/",
        "https:/",
        "www.",
        "de.",
        "m.",
        "linkedin.com",
        "LinkedIn.com",
        ".evil.test",
        "@",
        ":443",
        ":80",
        "/in/",
        "/IN/",
        "/company/",
        "/school/",
        "/pub/",
        "/mwlite",
        "/comm",
        "/dir/",
        "me",
        "odile-fennwick",
        "ACoAAADk_dwBHKhINVENTED",
        "24/605/730",
        "1/2/3",
        "%C3%A9",
        "é",
        "e\u0301",
        "%FF",
        "%2F",
        "%25",
        "%",
        "%2e",
        ".",
        "..",
        "\\",
        "?",
        "#",
        " ",
        "\t",
        "\u0130",
        "\u03a3",
        "\u1e9e",
        "\u212a",
        "\ufeff",
        "\u200d",
        "\u202e",
        "\U0001f600",
    ]
)
ADDRESSES = (
    st.lists(PIECES | st.text(max_size=3), max_size=9).map("".join)
    | st.text(max_size=30).map(lambda slug: f"https://www.linkedin.com/in/{slug}")
    | st.text(st.characters(categories=["L", "M", "N", "P"], max_codepoint=0xFFFF), max_size=12).map(
        lambda slug: f"https://www.linkedin.com/in/{slug}"
    )
)
BASES = st.sampled_from(
    [None, "https://www.linkedin.com/feed/", "https://de.linkedin.com/in/x", "https://list.example/"]
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"][:60])
def test_each_shared_case_is_decided_as_written(case: dict[str, Any]) -> None:
    got = parse_profile_url(case["url"], case.get("base"))
    assert (got.kind, got.slug, got.key) == (case["kind"], case["slug"], case["key"])


@given(ADDRESSES, BASES)
def test_what_is_no_profile_has_a_reason_and_all_else_has_a_key(href: str, base: str | None) -> None:
    got = parse_profile_url(href, base)
    assert (got.key is None) == (got.kind == "not_profile") == bool(got.because)


@given(ADDRESSES, BASES)
def test_a_keys_canonical_address_leads_back_to_the_key(href: str, base: str | None) -> None:
    got = parse_profile_url(href, base)
    if got.key and len(profile_url(got.key)) <= LONGEST_ADDRESS:
        again = parse_profile_url(profile_url(got.key))
        assert again.key == got.key


@given(st.text(max_size=40))
def test_no_other_host_has_a_key(rest: str) -> None:
    assert parse_profile_url(f"https://linkedin.com.evil.test/{rest}").key is None
    assert parse_profile_url(f"/in/{rest}", "https://evil.test/").key is None


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=14))
def test_upper_and_lower_case_are_one_person(slug: str) -> None:
    if unicodedata.normalize("NFC", slug.upper().lower()) == unicodedata.normalize("NFC", slug.lower()):
        upper, lower = (parse_profile_url(f"linkedin.com/in/{one}-x") for one in (slug.upper(), slug.lower()))
        assert upper == lower


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="only Python 3.11 carries Unicode 14 itself")
def test_the_table_is_what_unicode_14_left_unassigned() -> None:
    assert frozenset(chr(one) for one in range(0x10000) if unicodedata.category(chr(one)) == "Cn") == UNASSIGNED


def test_both_twins_carry_the_same_table() -> None:
    text = (CHECKOUT / "extension" / "unicode-14.js").read_text(encoding="utf-8")
    found = re.search(r"`([^`]*)`", text)
    assert found is not None
    assert found[1].split() == RANGES.split()


@pytest.fixture(scope="module")
def twin() -> Iterator[Callable[[str, str | None], dict[str, Any]]]:
    """The JavaScript twin, in one process for all questions."""
    node = shutil.which("node")
    if node is None:
        missing = "Node.js was not found: apt-get install nodejs brings it, or nodejs.org."
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with subprocess.Popen(
        [node, "--input-type=module", "-e", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(href: str, base: str | None) -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([href, base]) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

        yield ask
        process.stdin.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"][:60])
def test_the_twin_decides_each_shared_case_as_written(
    twin: Callable[[str, str | None], dict[str, Any]], case: dict[str, Any]
) -> None:
    assert twin(case["url"], case.get("base")) == {name: case[name] for name in ("kind", "slug", "key")}


def test_the_twins_disagree_on_nothing(twin: Callable[[str, str | None], dict[str, Any]]) -> None:
    @given(ADDRESSES, BASES)
    def agree(href: str, base: str | None) -> None:
        got = parse_profile_url(href, base)
        assert twin(href, base) == {"kind": got.kind, "slug": got.slug, "key": got.key}

    agree()
