"""Another name on a page: said of strangers, and never of the same person under another spelling."""

import random
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.names import TITLES
from followworthy.domain.other_name import ENDINGS, is_another

STRANGERS = [
    ("Bea Tanner", "Ann Example"),
    ("Dr. Bea Tanner, PhD", "Dr. Ann Example, PhD"),
    ("Joop van Velde", "Vincent van Dyke"),
    ("Marta Quill", "Odile Fennwick-Moor"),
    ("Bea (Beatrice) Tanner", "Ann Example"),
    ("Meadow Tools Ltd", "Harbour Bakery Ltd."),
    ("Greta Ohlsson", "R. Fennwick"),
]
SAME = [
    ("Ann Example", "ann EXAMPLE"),
    ("Example, Ann", "Ann Example"),
    ("Ann Married", "Ann Example"),
    ("Dr Ann Example, MBA", "Ann Example"),
    ("Elizabeth R.", "Liz Ryde"),
    ("Bob K.", "Robert Kline"),
    ("Peggy Married", "Margaret Example"),
    ("A. Example", "Annette Married"),
    ("AK", "Anders Kvist"),
    ("Anna Beispiel", "Ann Example"),
    ("LizRyde", "Liz Ryde"),
    ("Juergen Mueller", "Jürgen Müller"),
    ("Jürgen Müller", "Juergen Mueller"),
    ("Aase Oedegaard", "Åse Ødegård"),
    ("Sergei Ivanov", "Sergey Iwanow"),
    ("Mohammed Alrashid", "Muhammad al-Rashid"),
    ("Ma Yun", "Jack Ma"),
    ("Ann (Nan) Married", "Nan Example"),
    ("D’Arcy O’Niel", "Darcy ONiel"),
    ("HBC", "Harbour Bakery Company"),
    ("HBB", "Harbour and Bread Bakery"),
    ("Harbour Bakery GmbH", "Harbour Bakery"),
    ("Harbour Bakery: bread and more", "The Harbour"),
]
SENTENCE = "Join to see all that this member shares with nine people"
SILENT = ["", "…", "12", "安", "Анна Пример", "A. B.", "x" * 41, SENTENCE]
NO_NAMES = TITLES | ENDINGS  # "Hon" and "Incorporated" are no part of a name
NAMES = st.text(string.ascii_letters, min_size=2, max_size=12).filter(lambda word: word.casefold() not in NO_NAMES)
PEOPLE = st.lists(NAMES, min_size=2, max_size=4).map(" ".join)
ACCENTS = st.sampled_from(["", "\u0301", "\u0308", "\u0327", "\u030a"])


@pytest.mark.parametrize(("shown", "ours"), STRANGERS)
def test_a_stranger_bears_another_name(shown: str, ours: str) -> None:
    assert is_another(shown, [ours])
    assert is_another(ours, [shown])


@pytest.mark.parametrize(("shown", "ours"), SAME)
def test_a_name_that_may_be_theirs_is_not_another_one(shown: str, ours: str) -> None:
    assert not is_another(shown, [ours])
    assert not is_another(ours, [shown])


@pytest.mark.parametrize("silent", SILENT)
def test_what_cannot_be_compared_accuses_nobody(silent: str) -> None:
    assert not is_another(silent, ["Bea Tanner"])
    assert not is_another("Bea Tanner", [silent])


def test_one_former_name_that_fits_is_enough() -> None:
    assert is_another("Ann Example", ["Bea Tanner", "Bea Quill"])
    assert not is_another("Ann Example", ["Bea Tanner", "Ann Quill"])


def test_without_names_of_ours_nobody_is_a_stranger() -> None:
    assert not is_another("Ann Example", [])


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_a_name_never_makes_it_another(name: str, chance: random.Random) -> None:
    words = name.split()
    chance.shuffle(words)
    assert not is_another(" ".join(words), [name])
    assert not is_another(f"{words[0]}, {' '.join(words[1:])}", [name])


@given(PEOPLE, st.sampled_from(["Dr. {}", "Prof. Dr. {}", "{}, PhD", "{} Jr.", "{} (she/her)", "{} 🌍", "{} MBA, CPA"]))
def test_titles_and_trimmings_never_make_a_name_another(name: str, trimmed: str) -> None:
    assert not is_another(trimmed.format(name), [name])


@given(PEOPLE, ACCENTS, st.sampled_from(["NFC", "NFD", "NFKC"]))
def test_accents_never_make_a_name_another(name: str, accent: str, form: str) -> None:
    accented = unicodedata.normalize(form, "".join(one + accent if one.isalpha() else one for one in name))  # type: ignore[arg-type]
    assert not is_another(accented, [name])


@given(PEOPLE, st.integers(0, 3))
def test_initials_never_make_a_name_another(name: str, kept: int) -> None:
    words = name.split()
    shortened = " ".join(word if at == kept % len(words) else f"{word[0]}." for at, word in enumerate(words))
    assert not is_another(shortened, [name])
    assert not is_another(". ".join(word[0] for word in words), [name])


@given(PEOPLE, NAMES)
def test_a_name_of_which_one_word_stays_is_never_another(name: str, new: str) -> None:
    first, *_, last = name.split()
    assert not is_another(f"{first} {new}", [name])
    assert not is_another(f"{new} {last}", [name])


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_whatever_the_names_it_is_a_matter_of_both(shown: str, names: list[str]) -> None:
    assert is_another(shown, names) == (bool(names) and all(is_another(name, [shown]) for name in names))
    assert not is_another(shown, [*names, shown])
