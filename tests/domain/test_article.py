"""Whom a list article recommends."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.article import read_article
from followworthy.domain.article.names import find_name
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
BASE = "https://letter.example/voices"


@pytest.fixture(scope="module")
def page() -> Reading:
    return read_article((ARTICLES / "voices.html").read_text(encoding="utf-8"), BASE)


@pytest.fixture(scope="module")
def text() -> Reading:
    return read_article((ARTICLES / "voices.txt").read_text(encoding="utf-8"))


def claim(reading: Reading, name: str) -> Claim:
    return next(one for one in reading.claims if one.name == name)


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
    ],
)
def test_a_page_without_a_list_of_people_gives_nothing_and_says_why(document: str) -> None:
    reading = read_article(document)
    assert reading.claims == ()
    assert reading.because.endswith(".")


@pytest.mark.parametrize("document", ["", " \n ", "abc\0def"])
def test_what_is_no_document_is_one_sentence(document: str) -> None:
    with pytest.raises(ArticleError):
        read_article(document)


def test_absurd_nesting_is_survived() -> None:
    assert read_article("<!doctype html>" + "<div>" * 20_000 + "x").claims == ()


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("Rita K. Ashgrove connects science and art.", "Rita K. Ashgrove"),
        ("Customers are everything and Tobin Shaw focuses on them.", "Tobin Shaw"),
        ("Who else better than Odile Fennwick, Founder of Plain Hiring Institute.", "Odile Fennwick"),
        ("Jean-Luc O'Hara, CEO of Aha! Labs Inc. writes.", "Jean-Luc O'Hara"),
        ("Ørjan Ågård: fjords", "Ørjan Ågård"),
        ("НИНА СВЕТ — редактор", "НИНА СВЕТ"),
    ],
)
def test_a_name_is_found_where_it_stands(entry: str, name: str) -> None:
    found = find_name(entry)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("entry", ["Be confident.", "Ask more questions.", "always be yourself", "", "42"])
def test_an_entry_about_nobody_names_nobody(entry: str) -> None:
    assert find_name(entry) is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(document: str) -> None:
    try:
        reading = read_article(document)
    except ArticleError:
        return
    assert all(len(one.quote or "") <= 200 for one in reading.claims)


SOUP = st.lists(
    st.sampled_from(
        ["<ol>", "<li>", "</li>", "</ol>", "<h2>", "<p>", "<table><tr><td>", "<a href='//x", "<b>", "1. ", "&#0;"]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)


@given(SOUP)
def test_no_tag_soup_breaks_the_reader(soup: str) -> None:
    try:
        read_article("<!doctype html>" + soup, BASE)
    except ArticleError:
        return


def test_a_long_list_is_read_whole() -> None:
    entry = "{}. Odile Fennwick writes about hiring.\n\n"
    document = "".join(entry.format(number) for number in range(1, 2001))
    assert [one.rank for one in read_article(document).claims] == list(range(1, 2001))
