"""A pairing code, as it is shown and as it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.pairing_code import ALPHABET, LENGTH, shown, typed


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_shown_can_be_typed(letters: str) -> None:
    assert typed(shown(letters)) == letters


@pytest.mark.parametrize("text", ["K7QM-3XPD", "k7qm3xpd", " K7QM 3XPD ", "k7qm\u20133xpd", "K7 QM 3X PD\n"])
def test_case_blanks_and_dashes_do_not_matter(text: str) -> None:
    assert typed(text) == "K7QM3XPD"


@pytest.mark.parametrize("text", ["", "K7QM-3XP", "K7QM-3XPDD", "K7QM-3XP0", "K7QM-3XPA", "K7QM-3XP\u0664"])
def test_what_no_code_can_be_is_none(text: str) -> None:
    assert typed(text) is None


def test_no_letter_is_mistaken_for_another_and_no_code_is_a_word() -> None:
    assert not set("01AEIOUL") & set(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 2**38
