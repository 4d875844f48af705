"""Whom a list article recommends."""

from pathlib import Path

import pytest

from followworthy.domain.article import read_article
from followworthy.domain.values import Claim, Reading

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
BASE = "https://letter.example/voices"
LINKEDIN = "https://www.linkedin.com/"


@pytest.fixture(scope="module")
def page() -> Reading:
    return read_article((ARTICLES / "voices.html").read_text(encoding="utf-8"), BASE)


@pytest.fixture(scope="module")
def text() -> Reading:
    return read_article((ARTICLES / "voices.txt").read_text(encoding="utf-8"))


def claim(reading: Reading, name: str) -> Claim:
    return next(one for one in reading.claims if one.name == name)


def page_of(entry: str, around: tuple[str, str] = ("<body>", "</body>")) -> str:
    """Give a page with a list of three, which begins with `entry`."""
    rest = "<li>Dara Moonesh writes.</li><li>Sefa Ndiaye-Holt draws.</li>"
    return f"<!doctype html>{around[0]}<h1>Three Voices</h1><ol><li>{entry}</li>{rest}</ol>{around[1]}"


def names(document: str, base: str = BASE) -> list[str]:
    return [one.name for one in read_article(document, base).claims]


def first(entry: str, base: str = BASE) -> Claim:
    return read_article(page_of(entry), base).claims[0]


def test_a_page_names_the_people_of_its_lists_and_nobody_else(page: Reading) -> None:
    assert [one.name for one in page.claims] == [
        "Odile Fennwick",
        "Dr. Wendel Aspinall",
        "Dara Moonesh",
        "Sefa Ndiaye-Holt",
        "Kasimir van der Weth",
        "Harbour",
    ]


def test_ranks_go_on_where_the_list_says(page: Reading) -> None:
    assert [one.rank for one in page.claims] == [1, 2, 3, 4, 5, 6]


def test_the_nearest_heading_is_the_category(page: Reading) -> None:
    assert [one.category for one in page.claims] == ["Job search"] * 3 + ["Leadership"] * 3


def test_the_headline_is_the_title(page: Reading) -> None:
    assert page.title == "Twelve Voices on Work"


def test_an_entrys_profile_is_found_wherever_it_stands(page: Reading) -> None:
    assert claim(page, "Odile Fennwick").linkedin_url == "https://www.linkedin.com/in/odile-fennwick?trk=article"
    assert claim(page, "Dr. Wendel Aspinall").linkedin_url == "https://uk.linkedin.com/in/wendel-aspinall/"


def test_other_addresses_are_kept_and_share_buttons_are_not(page: Reading) -> None:
    assert claim(page, "Odile Fennwick").links == ("https://fennwick.example/",)


def test_somebody_with_a_company_page_is_an_organisation(page: Reading) -> None:
    assert claim(page, "Harbour").kind == "organisation"


def test_a_claim_says_where_it_was_found(page: Reading, text: Reading) -> None:
    assert "under “Leadership”" in claim(page, "Sefa Ndiaye-Holt").where
    assert claim(text, "Odile Fennwick").where.startswith("line 33")


def test_a_plain_text_names_the_people_of_its_list_and_nobody_else(text: Reading) -> None:
    assert [(one.rank, one.name, one.kind) for one in text.claims] == [
        (1, "Odile Fennwick", "person"),
        (2, "Dr. Wendel Aspinall", "person"),
        (3, "Dara Moonesh", "person"),
        (4, "Noor J. Halvorsdal", "person"),
        (5, "Kasimir van der Weth", "person"),
        (6, "Harbour", "organisation"),
        (7, "Tobin Ashgrove", "person"),
    ]


def test_a_line_that_returns_again_and_again_is_no_heading(text: Reading) -> None:
    assert [one.category for one in text.claims] == ["Job search"] * 4 + ["Leadership"] * 3


def test_the_heading_before_the_first_category_is_a_texts_title(text: Reading) -> None:
    assert text.title == "Seven Voices To Follow This Year"


@pytest.mark.parametrize(
    "document",
    [
        "Just a paragraph about nothing in particular.",
        "1. Wear a hat.\n\n2. Keep warm.\n\n3. Drink tea.",
        "<title>Soup</title><ol><li>Boil water</li><li>Add salt</li><li>Wait</li></ol>",
        "1. Wear Warm Hats\n\nHats are warm if you wear them.\n\n2. Wear Hats Often\n\nDo it often.\n\n3. Warm Hats",
    ],
)
def test_a_page_without_a_list_of_people_gives_nothing_and_says_why(document: str) -> None:
    reading = read_article(document)
    assert reading.claims == ()
    assert reading.because.endswith(".")


def test_a_persons_employer_is_not_the_person() -> None:
    claim = first(f"Odile Fennwick, CEO of <a href='{LINKEDIN}company/plain'>Plain Hiring</a>")
    assert (claim.name, claim.kind, claim.linkedin_url) == ("Odile Fennwick", "person", None)


def test_nobody_is_given_the_address_of_somebody_else_in_their_entry() -> None:
    claim = first(f"Odile Fennwick works with <a href='{LINKEDIN}in/bram-tollerud'>Bram Tollerud</a>.")
    assert (claim.name, claim.linkedin_url) == ("Odile Fennwick", None)


def test_of_two_addresses_the_one_that_has_the_name_is_theirs() -> None:
    other = f"<a href='{LINKEDIN}in/bram-tollerud'>a friend</a>"
    claim = first(f"Odile Fennwick and {other}. <a href='{LINKEDIN}in/odile-fennwick'>Profile</a>")
    assert claim.linkedin_url == f"{LINKEDIN}in/odile-fennwick"


def test_an_address_behind_an_icon_is_theirs() -> None:
    claim = first(f"Odile Fennwick <a href='{LINKEDIN}in/ofw1'><img src='in.png' alt=''></a>")
    assert (claim.name, claim.linkedin_url) == ("Odile Fennwick", f"{LINKEDIN}in/ofw1")


def test_an_address_behind_a_label_is_theirs_whatever_the_slug() -> None:
    assert (
        first(f"Odile Fennwick <a href='{LINKEDIN}in/ofw1'>LinkedIn Profile</a>").linkedin_url == f"{LINKEDIN}in/ofw1"
    )


def test_a_relative_address_is_given_in_full() -> None:
    claim = first("<a href='/in/odile-fennwick'>Odile Fennwick</a> writes.", f"{LINKEDIN}pulse/three-voices")
    assert claim.linkedin_url == f"{LINKEDIN}in/odile-fennwick"


@pytest.mark.parametrize(
    "around",
    [
        ("<div class='layout-sidebar'>", "</div>"),
        ("<form action='/'>", "</form>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "</html>"),
    ],
)
def test_what_holds_the_headline_is_the_page_whatever_it_is_called(around: tuple[str, str]) -> None:
    assert len(names(page_of("Odile Fennwick writes.", around))) == 3


def test_a_tables_first_cell_is_the_name_and_its_head_is_nobody() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>Plain Hiring</td></tr>" for name in ("Odile Fennwick", "Bram Tollerud"))
    table = f"<table><tr><th>Full Name</th><th>Work Place</th></tr>{rows}<tr><td>Ilse Corvane</td></tr></table>"
    assert names(f"<!doctype html>{table}") == ["Odile Fennwick", "Bram Tollerud", "Ilse Corvane"]


def test_numbered_headings_that_begin_again_are_another_list() -> None:
    lessons = "".join(f"<h2>{rank}. Be kind.</h2><p>It helps.</p>" for rank in range(1, 9))
    people = "".join(
        f"<h2>{rank}. {name}</h2><p>Writes. <a href='{LINKEDIN}in/x{rank}'>Profile</a></p>"
        for rank, name in enumerate(("Odile Fennwick", "Bram Tollerud", "Ilse Corvane"), start=1)
    )
    claims = read_article(f"<!doctype html><h1>Voices</h1>{lessons}{people}", BASE).claims
    assert [one.linkedin_url for one in claims] == [f"{LINKEDIN}in/x{rank}" for rank in (1, 2, 3)]


@pytest.mark.parametrize("ranks", [(5, 4, 3, 2, 1), (1, 2, 4, 5, 7)])
def test_a_list_may_count_down_or_leave_out_a_number(ranks: tuple[int, ...]) -> None:
    text = "".join(f"{rank}. Odile Fennwick writes.\n\n" for rank in ranks)
    assert tuple(one.rank for one in read_article(text).claims) == ranks


def test_markdown_headings_are_categories_and_its_short_lines_are_not() -> None:
    entry = "## {0}. Odile Fennwick\n\nA short line\n\n[Profile](https://www.linkedin.com/in/odile{0})\n\n"
    text = "# Three Voices\n\n" + "".join(entry.format(rank) for rank in (1, 2, 3))
    reading = read_article(text)
    assert reading.title == "Three Voices"
    assert [(one.category, one.linkedin_url) for one in reading.claims] == [
        (None, f"{LINKEDIN}in/odile{rank}") for rank in (1, 2, 3)
    ]


def test_a_texts_only_heading_is_its_title_and_no_category() -> None:
    reading = read_article("Three Voices\n\n" + "".join(f"{rank}. Odile Fennwick is here.\n\n" for rank in (1, 2, 3)))
    assert (reading.title, {one.category for one in reading.claims}) == ("Three Voices", {None})
