"""Every spelling of an address to one key: the shared cases and the laws (the twin: tests/extension)."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.profile_url import LONGEST_ADDRESS, parse_profile_url, profile_url
from followworthy.domain.unicode14 import is_unassigned
from tests.addresses import ADDRESSES, BASES, CASES


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
        assert parse_profile_url(profile_url(got.key)).key == got.key


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
    wrong = [hex(one) for one in range(0x110000) if (unicodedata.category(chr(one)) == "Cn") != is_unassigned(chr(one))]
    assert wrong == []


def test_each_reason_can_stand_in_a_sentence() -> None:
    assert parse_profile_url("https://list.example/in/odile").because == "not a LinkedIn address"
    assert parse_profile_url("linkedin.com/pub/dir/odile/fennwick").because == "a name directory"
    assert parse_profile_url("linkedin.com/authwall?sessionRedirect=x").because == "a sign-in wall"
    assert parse_profile_url("linkedin.com/posts/odile_ai-activity-7").because == "a post, not a person"


def test_each_character_that_changes_is_refused_or_leads_back_to_its_key() -> None:
    characters = map(chr, range(0x110000))
    changing = [one for one in characters if unicodedata.normalize("NFC", one.lower()) != one]
    keys = {parse_profile_url(f"linkedin.com/in/{one}").key for one in changing}
    assert len(keys) > 1000
    assert [key for key in keys if key and parse_profile_url(profile_url(key)).key != key] == []
