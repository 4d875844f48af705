"""Every make of list that articles have: whom it names, in Markdown, HTML and plain text."""

from pathlib import Path

import pytest

from followworthy.domain.article import read_article
from followworthy.domain.values import Reading

FORMS = Path(__file__).parent.parent / "data" / "forms"
THREE = ["Odile Fennwick", "Bram Tollerud", "Ilse Corvane"]
NAMES = {
    "arabic": ["أحمد علي", "سارة محمد", "ليلى حسن"],
    "capitals": ["ODILE FENNWICK", "ILSE CORVANE", "DARA MOONESH"],
    "chinese": ["王小明", "李娜", "张伟"],
    "german": ["Kai Andersund", "Jörg Ästlund", "Heike Brüchner"],
    "japanese": ["柳宗理", "石岡瑛子", "松永真"],
    "offices-in-chinese": THREE,
    "ornate": ["Dr. Odile “Red” Fennwick", "Bram (Bo) Tollerud", "Ilse van der Corvane", "Mr. J. Moonesh"],
    "russian": ["Анна Светлова", "Олег Морозов", "Нина Громова"],
}


def read(folder: str, name: str) -> Reading:
    """Read the one document of that name, whatever its format."""
    (document,) = (FORMS / folder).glob(f"{name}.*")
    return read_article(document.read_text(encoding="utf-8"))


def all_of(folder: str) -> list[str]:
    return sorted(one.stem for one in (FORMS / folder).iterdir())


@pytest.mark.parametrize("form", all_of("people"))
def test_a_list_of_people_is_read_whatever_its_make(form: str) -> None:
    assert [one.name for one in read("people", form).claims] == THREE


def test_an_address_is_read_where_it_is_written_out() -> None:
    slugs = ["https://www.linkedin.com/in/odile-fennwick/", "https://www.linkedin.com/in/btollerud"]
    found = [one.linkedin_url for one in read("people", "addresses-written-out").claims]
    assert found == [*slugs, "https://www.linkedin.com/in/ilse-corvane"]


@pytest.mark.parametrize("form", all_of("nobody"))
def test_other_lists_name_nobody_and_say_so(form: str) -> None:
    reading = read("nobody", form)
    assert (reading.claims, reading.because[-1]) == ((), ".")


@pytest.mark.parametrize("form", all_of("names"))
def test_names_are_read_in_any_script(form: str) -> None:
    assert [one.name for one in read("names", form).claims] == NAMES[form]


@pytest.mark.parametrize(
    ("form", "categories"),
    [
        ("a-list-within-a-list", ["Careers", "Careers", None]),
        ("names-behind-labels", ["Careers"] * 3),
        ("a-short-list-that-a-table-of-contents-announces", ["Careers", "Careers", "Design"]),
        ("names-in-bold-that-begin-paragraphs", [None] * 3),
        ("one-name-a-line", [None] * 3),
    ],
)
def test_what_stands_over_several_entries_is_their_category(form: str, categories: list[str | None]) -> None:
    assert [one.category for one in read("people", form).claims] == categories


def test_companies_are_organisations() -> None:
    assert [(one.name, one.kind, one.rank) for one in read("other", "companies").claims] == [
        ("Plain Hiring Pvt. Ltd.", "organisation", 1),
        ("Harbour (Overseas) Ltd.", "organisation", 2),
        ("Weth Express", "organisation", 3),
    ]


def test_an_odd_name_in_a_list_of_people_is_read_but_unsure() -> None:
    claims = read("other", "an-odd-name").claims
    assert [one.name for one in claims] == [*THREE, "work is important"]
    assert [one.sure < 0.5 for one in claims] == [False, False, False, True]


def test_icons_above_a_name_are_of_its_card_and_not_of_the_one_before() -> None:
    addresses = [one.linkedin_url for one in read("other", "icons-above-names").claims]
    assert addresses == [f"https://www.linkedin.com/in/{one}-x1" for one in ("odile", "bram", "ilse")]


def test_front_matter_holds_the_title_and_nothing_else() -> None:
    reading = read("other", "a-front-matter")
    assert (reading.title, [one.where for one in reading.claims]) == ("Three Voices", ["line 7", "line 8", "line 9"])


@pytest.mark.parametrize(("written", "ranks"), [("1 1 1", [1, 2, 3]), ("5 4 3", [5, 4, 3]), ("1 2 4", [1, 2, 4])])
def test_ranks_are_as_printed_unless_all_print_the_same(written: str, ranks: list[int]) -> None:
    text = "".join(f"{rank}. {name} writes.\n" for rank, name in zip(written.split(), THREE, strict=True))
    assert [one.rank for one in read_article(text).claims] == ranks
