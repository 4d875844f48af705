"""Whoever left is known again, under whatever spelling; others are not taken for them."""

import re
import unicodedata
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.names import normalise_name
from followworthy.domain.opting_out import marks_of, marks_of_claims, marks_to_keep, marks_typed, runs, stems
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Claim
from tests.people import ODILE, TOBIN

SYLLABLES = ("bar", "dun", "kel", "lor", "mir", "nad", "pol", "rin", "sol", "tam", "vik", "zor")
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3).map(lambda parts: "".join(parts).title())
NAMES = st.lists(WORDS, min_size=2, max_size=4, unique=True)
TITLES = st.sampled_from(["", "Dr. ", "Prof. Dr. ", "Ms ", "Sir "])
DEGREES = st.sampled_from(["", ", PhD", " MBA", " Jr.", ", MBA, PMP", " (she/her)", ' "Kit"'])
ACCENTS = st.sampled_from(["", "\u0301", "\u0308", "\u030c", "\u0327"])


def named(name: str) -> Expert:
    return Expert("x7k2m9qd", "person", name)


def is_known(name: str, left: Expert) -> bool:
    return bool(marks_of_claims([Claim(name)]) & marks_to_keep(left))


@given(NAMES, TITLES, DEGREES)
def test_titles_degrees_and_case_hide_nobody(words: list[str], title: str, degree: str) -> None:
    left = named(" ".join(words))
    assert is_known(f"{title}{' '.join(words)}{degree}", left)
    assert is_known(f"{title}{' '.join(words).upper()}{degree}", left)
    assert is_known(" ".join(words), named(f"{title}{' '.join(words)}{degree}"))


@given(NAMES, st.data())
def test_accents_hide_nobody_however_they_are_coded(words: list[str], data: st.DataObject) -> None:
    written = "".join(letter + data.draw(ACCENTS) for letter in " ".join(words) if letter.isalpha() or letter == " ")
    assert is_known(unicodedata.normalize("NFC", written), named(" ".join(words)))
    assert is_known(unicodedata.normalize("NFD", written), named(" ".join(words)))


@given(NAMES, st.randoms())
def test_the_order_of_the_words_hides_nobody(words: list[str], chance: Random) -> None:
    turned = list(words)
    chance.shuffle(turned)
    assert is_known(" ".join(turned), named(" ".join(words)))
    assert is_known(f"{words[-1]}, {' '.join(words[:-1])}", named(" ".join(words)))
    assert is_known(f"{words[-1].upper()}, {words[0]}", named(" ".join(words)))


@given(NAMES, st.lists(WORDS, max_size=2))
def test_middle_names_and_initials_hide_nobody(words: list[str], middle: list[str]) -> None:
    left = named(f"{words[0]} {words[-1]}")
    assert is_known(" ".join([words[0], *middle, words[-1]]), left)
    assert is_known(" ".join([words[0], *(one[0] + "." for one in middle), words[-1]]), left)
    assert is_known(f"{words[0]} {words[-1]}", named(" ".join([words[0], *middle, words[-1]])))
    assert is_known(f"{words[0][0]}. {words[-1]}", left)


@given(NAMES)
def test_blanks_and_hyphens_hide_nobody(words: list[str]) -> None:
    left = named(" ".join(words))
    assert is_known("-".join(words), left)
    assert is_known("".join(words), left)
    assert is_known("\u00a0".join(words), left)


@given(NAMES, WORDS)
def test_a_trade_or_a_second_person_behind_the_name_hides_nobody(words: list[str], other: str) -> None:
    left = named(" ".join(words))
    for written in (" - {} coach", " | {}", " – {} at {}", ", {} coach", " / {}", " & {} {}"):
        assert is_known(" ".join(words) + written.format(other, other), left)


@given(NAMES, NAMES)
def test_whoever_shares_neither_first_nor_last_name_is_somebody_else(mine: list[str], theirs: list[str]) -> None:
    apart = not {mine[0], mine[-1]} & {theirs[0], theirs[-1]} and sorted(mine) != sorted(theirs)
    rows = {"".join(one) for one in (mine, (mine[-1], *mine[:-1]))}
    if apart and not rows & {"".join(theirs), "".join((theirs[-1], *theirs[:-1]))} and not set(mine) & set(theirs):
        assert not is_known(" ".join(theirs), named(" ".join(mine)))


@pytest.mark.parametrize(
    ("left", "written"),
    [
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Søren Ågård", "Soeren Aagaard"),
        ("Anna Groß", "Anna Gross"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Ludwig van der Berg", "Ludwig Vanderberg"),
        ("Jean-Luc Marsh", "Jeanluc Marsh"),
        ("Jean-Luc Marsh", "Jean Luc A. Marsh"),
        ("Odile Fennwick", "Odile Fennwick-Ashgrove"),
        ("Odile Fennwick-Ashgrove", "Odile Fennwick"),
        ("Odile Fennwick-Ashgrove", "Odile Ashgrove"),
        ("Odile Fennwick", "Fennwick, Odile Marie, PhD"),
        ("Odile Fennwick", "O. M. Fennwick"),
        ("王小明", "小明 王"),
        ("小明 王", "王小明"),
        ("Мария Иванова", "ИВАНОВА Мария"),
        ("Siân O’Hara", "Sian O'Hara"),
        ("Cher", "CHER"),
    ],
)
def test_transcriptions_and_habits_of_writing_hide_nobody(left: str, written: str) -> None:
    assert is_known(written, named(left))


@pytest.mark.parametrize(
    ("left", "other"),
    [
        ("Odile Fennwick", "Tobin Fennwick"),
        ("Odile Fennwick", "Odile Ashgrove"),
        ("John Paul Marsh", "John Paul Aspinall"),
        ("Lena Marsh", "Neal Marsh"),
        ("J. Marsh", "Jane Marsh"),
        ("Gallup", "George Gallup"),
        ("Mary-Jane Marsh", "Mary"),
    ],
)
def test_others_are_not_taken_for_them(left: str, other: str) -> None:
    assert not is_known(other, named(left))


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/in/odile-fennwick",
        "http://uk.linkedin.com/in/Odile-Fennwick/?trk=x",
        "linkedin.com/in/odile%2Dfennwick/details/skills",
    ],
)
def test_an_address_tells_under_whatever_name(address: str) -> None:
    assert marks_of_claims([Claim("Somebody Else", linkedin_url=address)]) & marks_to_keep(ODILE)


def test_a_former_address_tells_too() -> None:
    former = Link("linkedin", "https://www.linkedin.com/in/odile-marsh", "in/odile-marsh", status="former")
    claim = Claim("Somebody", linkedin_url="https://linkedin.com/in/odile-marsh")
    assert marks_of_claims([claim]) & marks_to_keep(replace(ODILE, links=(*ODILE.links, former)))


def test_a_homepage_tells_only_with_a_word_of_the_name() -> None:
    """Colleagues share a company's page."""
    page = ("http://www.fennwick.example/",)
    assert marks_of_claims([Claim("Odile Marsh", links=page)]) & marks_to_keep(ODILE)
    assert not marks_of_claims([Claim("Tobin Ashgrove", links=page)]) & marks_to_keep(ODILE)


def test_a_company_address_beside_a_person_is_not_theirs() -> None:
    company = Expert(
        "x7k2m9qf",
        "organisation",
        "Harbour Works Ltd",
        links=(Link("linkedin", "https://www.linkedin.com/company/harbour", "company/harbour"),),
    )
    beside = ("https://www.linkedin.com/company/harbour",)
    assert not marks_of_claims([Claim("Odile Fennwick", links=beside)]) & marks_to_keep(company)
    assert marks_of_claims([Claim("Harbour Works", "organisation", links=beside)]) & marks_to_keep(company)
    assert marks_of_claims([Claim("harbour works, inc.", "organisation")]) & marks_to_keep(company)


@pytest.mark.parametrize(
    ("typed", "claim"),
    [
        ("Odile Fennwick", Claim("Dr. ODILE M. FENNWICK")),
        ("linkedin.com/in/odile-fennwick", Claim("Anybody", linkedin_url="https://www.linkedin.com/in/odile-fennwick")),
        ("https://fennwick.example/", Claim("Anybody", links=("http://www.fennwick.example",))),
        ("Harbour Works", Claim("Harbour Works GmbH", "organisation")),
    ],
)
def test_what_is_typed_of_somebody_not_listed_tells_them(typed: str, claim: Claim) -> None:
    assert marks_of_claims([claim]) & marks_typed(typed)


def test_nothing_typed_and_a_name_taken_away_mark_nobody() -> None:
    assert marks_typed("  ") == frozenset()
    assert marks_to_keep(named("")) == {"id:x7k2m9qd"}


@given(st.text(max_size=60))
def test_any_text_has_marks_and_knows_itself_again(text: str) -> None:
    kept = marks_to_keep(named(text))
    assert {mark for mark in kept if mark.startswith("name:")} <= marks_of_claims([Claim(text)]) | kept
    if any(mark.startswith("name:") for mark in kept):
        assert is_known(text, named(text))


def test_a_record_shows_all_that_is_kept_but_initials() -> None:
    kept = marks_to_keep(ODILE)
    assert kept - marks_of(ODILE) == {"name:fennwick o"}
    assert marks_of(ODILE) & marks_of(TOBIN) == frozenset()


@given(NAMES, TITLES, DEGREES, st.randoms())
def test_a_search_by_stems_meets_whomever_the_marks_would(
    words: list[str], title: str, degree: str, chance: Random
) -> None:
    turned = list(words)
    chance.shuffle(turned)
    for written in (f"{title}{' '.join(turned)}{degree}", "".join(words), f"{words[0][0]}. {words[-1]}"):
        if is_known(written, named(" ".join(words))):
            assert is_met(written, " ".join(words))


@pytest.mark.parametrize(
    ("left", "written"),
    [
        ("Jürgen Müller", "Juergen Mueller"),
        ("Juergen Mueller", "Jürgen Müller"),
        ("Søren Ågård", "Soeren Aagaard"),
        ("Anna Gross", "Anna Groß"),
        ("王小明", "小明 王"),
        ("小明 王", "王小明"),
        ("Odile Fennwick-Ashgrove", "Odile Fennwick"),
        ("Ludwig Vanderberg", "Ludwig van der Berg"),
    ],
)
def test_stems_meet_transcriptions_too(left: str, written: str) -> None:
    assert is_met(written, left)


def is_met(written: str, left: str) -> bool:
    compared = normalise_name(written).replace(" ", "")
    return any(re.search(one.replace("%", ".*"), compared) for one in stems([left]))


@pytest.mark.parametrize(
    ("marks", "address"),
    [
        (marks_to_keep(ODILE), "HTTPS://uk.linkedin.com/in/odile%2Dfennwick?trk=x"),
        (marks_typed("https://fennwick.example/"), "http://www.fennwick.example"),
        (marks_typed("https://team.example/odile"), "https://team.example/odile/"),
        (marks_typed("linkedin.com/in/王小明"), "https://www.linkedin.com/in/%E7%8E%8B"),
    ],
)
def test_runs_meet_an_address_in_any_spelling(marks: frozenset[str], address: str) -> None:
    assert any(re.search(one.replace("%", ".*"), address.lower()) for one in runs(marks))
