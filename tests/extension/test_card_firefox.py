"""The card in a real Firefox, where what happens at it is answered before the page: by pointer and by keyboard."""

import pytest

from tests.extension.chromium import SITE, wait_until
from tests.extension.firefox import ENTER, ESCAPE, TAB, Firefox

ODILE, SEFA, INGELA = 0, 1, 2  # the badges of the feed, in its order
NOWHERE = (900, 600)


@pytest.fixture
def feed(firefox_shown: Firefox) -> Firefox:
    """Give the feed with its badges, the pointer resting elsewhere."""
    firefox_shown.point(NOWHERE)
    firefox_shown.open("/feed/")
    wait_until(lambda: len(firefox_shown.standing()) == 7)
    wait_until(lambda: rests(firefox_shown))
    return firefox_shown


def rests(running: Firefox) -> bool:
    """Say whether the badges stand still: new ones find their place on the line once they have been laid out."""
    before = running.boxes()
    running.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next, 100)))")
    return running.boxes() == before


def is_open(running: Firefox, name: str) -> bool:
    return bool(running.card("dialog", f"{name}, recommended to follow"))


def address(running: Firefox) -> str:
    contexts = running.call("browsingContext.getTree", root=running.tab)["contexts"]
    return str(contexts[0]["url"])


def test_it_opens_under_a_resting_pointer_and_closes_when_that_leaves(feed: Firefox) -> None:
    feed.point(feed.place(ODILE))
    wait_until(lambda: is_open(feed, "Odile Fennwick"))
    feed.point(NOWHERE)
    wait_until(lambda: not feed.card())


def test_its_words_are_heard_and_its_buttons_work_under_the_pointer(feed: Firefox) -> None:
    feed.point(feed.place(ODILE), "down", "up")
    wait_until(lambda: is_open(feed, "Odile Fennwick"))
    assert len(feed.card("heading", "Odile Fennwick")) == 1
    assert len(feed.card("link", "People to Learn From")) == 1
    assert len(feed.card("button", "Not interested")) == 1
    feed.point(feed.card("button", "Mark as followed")[0], "down", "up")
    wait_until(lambda: bool(feed.card("button", "Followed")))
    feed.point(feed.card("button", "Followed")[0], "down", "up")
    wait_until(lambda: bool(feed.card("button", "Mark as followed")))
    feed.point(feed.card("button", "Close")[0], "down", "up")
    wait_until(lambda: not feed.card())


def test_reached_by_key_it_opens_and_escape_gives_the_focus_back_to_the_badge(feed: Firefox) -> None:
    feed.evaluate("document.getElementById('name-2024').focus()")
    feed.type(TAB)
    wait_until(lambda: is_open(feed, "Sefa Ndiaye-Holt"))
    feed.type(TAB)  # to the button that closes it
    feed.type(ESCAPE)
    wait_until(lambda: not feed.card())
    feed.type(ENTER)  # the focus is on the badge again
    wait_until(lambda: is_open(feed, "Sefa Ndiaye-Holt"))
    assert address(feed) == f"{SITE}/feed/"


def test_a_badge_inside_a_link_opens_it_without_following_the_link(feed: Firefox) -> None:
    feed.point(feed.place(INGELA), "down", "up")
    wait_until(lambda: is_open(feed, "Ingela Hårte"))
    feed.type(ESCAPE)
    wait_until(lambda: not feed.card())
    feed.type(ENTER)
    wait_until(lambda: is_open(feed, "Ingela Hårte"))
    assert address(feed) == f"{SITE}/feed/"


def test_open_profile_leads_there_in_the_same_tab(feed: Firefox) -> None:
    feed.point(feed.place(ODILE), "down", "up")
    wait_until(lambda: is_open(feed, "Odile Fennwick"))
    feed.point(feed.card("link", "Open profile")[0], "down", "up")
    wait_until(lambda: address(feed) == f"{SITE}/in/odile-fennwick")
