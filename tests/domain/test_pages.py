"""What a page says of its place, and several pages as one reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.pages import Place, goes_on, joined, read_place
from followworthy.domain.values import Claim, Reading

HERE = "https://letters.example/forty"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://letters.example/forty">',
        "<LINK HREF='/forty#top' REL='Canonical nofollow'>",
        '<meta property="og:url" content="https://letters.example/forty">',
        "<!-- saved from url=(0029)https://letters.example/forty -->",
    ],
)
def test_a_saved_page_may_carry_its_own_address(head: str) -> None:
    assert read_place(f"<!doctype html>{head}<p>Words", "https://letters.example/x").own == HERE


@pytest.mark.parametrize(
    "head", ["", '<link rel="canonical" href="javascript:alert(1)">', '<link rel="canonical" href="/forty">', "next"]
)
def test_what_is_no_whole_web_address_is_none(head: str) -> None:
    assert read_place(f"<!doctype html>{head}<p>Words").own is None


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="/forty/2">',
        '<a rel="next" href="https://letters.example/forty/2">Next</a>',
        '<a href="2" rel="NOFOLLOW Next">2</a>',
        '<a rel="next" href="/other">x</a><link rel="next" href="/forty/2#list">',
        '<base href="https://letters.example/forty/"><a rel=next href="./2">2</a>',
    ],
)
def test_the_following_page_is_found_absolute(link: str) -> None:
    assert read_place(f"<title>Forty</title>{link}", "https://letters.example/forty/").following == f"{HERE}/2"


def test_a_link_that_only_talks_of_next_is_no_following_page() -> None:
    assert read_place('<a href="/forty/2">next</a>', HERE).following is None


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (f"{HERE}/2", "Else"),
        (f"{HERE}?page=2", "Else"),
        (f"{HERE}/page/2/", "Else"),
        (f"{HERE}-2.html", "Else"),
        ("https://letters.example/p/81", "Forty Voices (Page 2)"),
    ],
)
def test_the_same_title_or_the_same_address_but_for_its_number_goes_on(url: str, title: str) -> None:
    assert goes_on(Place(title="Forty Voices"), f"{HERE}.html", Place(title=title), url)


@pytest.mark.parametrize("url", ["https://letters.example/soup", "https://other.example/forty/2", "https:///forty"])
def test_the_next_post_of_a_blog_or_another_host_does_not_go_on(url: str) -> None:
    assert not goes_on(Place(title="Forty Voices"), HERE, Place(title="Soup of the day"), url)


@pytest.mark.parametrize(
    ("url", "after"),
    [("/posts/81", "/posts/82"), ("/?p=81", "/?p=82"), ("/top-50", "/top-30"), ("/list?tag=a", "/list?tag=b")],
)
def test_the_number_of_a_post_is_no_page_number(url: str, after: str) -> None:
    host = "https://letters.example"
    assert not goes_on(Place(title="Fifty"), host + url, Place(title="Thirty"), host + after)


def test_the_first_page_may_say_that_it_is_the_first() -> None:
    assert goes_on(Place(), f"{HERE}/1", Place(), f"{HERE}/2")
    assert goes_on(Place(), f"{HERE}?page=1&lang=en", Place(), f"{HERE}?lang=en&page=2")


def test_pages_without_titles_are_not_alike() -> None:
    assert not goes_on(Place(), HERE, Place(), "https://letters.example/soup")


def test_joined_pages_keep_ranks_and_go_on_under_the_last_heading() -> None:
    first = Reading("Forty", (Claim("Odile Fennwick", category="Careers", rank=1, where="item 1"),))
    second = Reading(
        "Forty, 2", (Claim("Wendel Aspinall", rank=2, where="item 1"), Claim("Dara Moonesh", category="Sales", rank=3))
    )
    whole = joined([first, Reading("Forty", (), "No list."), second])
    assert whole.title == "Forty"
    assert [(one.name, one.rank, one.category) for one in whole.claims] == [
        ("Odile Fennwick", 1, "Careers"),
        ("Wendel Aspinall", 2, "Careers"),
        ("Dara Moonesh", 3, "Sales"),
    ]
    assert whole.claims[1].where == "page 3, item 1"


def test_one_page_is_its_own_reading_and_none_with_a_list_says_why() -> None:
    alone = Reading("Soup", (), "No list was found on the page.")
    assert joined([alone]) is alone
    assert joined([alone, Reading("x", (), "Else.")]).because == alone.because


@given(st.text(), st.none() | st.text(max_size=20))
def test_any_text_has_a_place_or_none(text: str, base: str | None) -> None:
    place = read_place(f'<link rel="next" href="{text}">{text}', base)
    assert place.following is None or place.following.startswith(("http://", "https://"))
    goes_on(place, base or "", place, text)
