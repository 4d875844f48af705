"""Badge and card for readers who want less motion, larger pages, or read from right to left, in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.extension.cards import box_of_card, card_text, controls_of_card, place_in_card
from tests.extension.chromium import Browser, badges, wait_until

PARTS = {"badge": "button.badge", "mark": "svg.mark", "button": "button.btn"}


@pytest.fixture
def feed(shown: Browser) -> Iterator[Page]:
    """Give the feed with its badges, and leave the site's zoom as it was."""
    page = shown.open("/feed/")
    wait_until(lambda: len(badges(page)) == 7)
    yield page
    zoomed(shown, 1)
    page.close()


def styles(page: Page, part: str, name: str) -> list[str]:
    """List the computed values of a property on every such part of ours, closed roots and all."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    search = session.send("DOM.performSearch", {"query": PARTS[part], "includeUserAgentShadowDOM": True})
    at = {"searchId": search["searchId"], "fromIndex": 0, "toIndex": search["resultCount"]}
    nodes = session.send("DOM.getSearchResults", at)["nodeIds"] if search["resultCount"] else []
    computed = [session.send("CSS.getComputedStyleForNode", {"nodeId": one})["computedStyle"] for one in nodes]
    session.detach()
    return [one["value"] for style in computed for one in style if one["name"] == name]


def zoomed(shown: Browser, factor: float) -> None:
    """Zoom the tab in front, as its reader would."""
    shown.worker().evaluate(
        """async (factor) => { for (const { id } of await chrome.tabs.query({ active: true }))
          await chrome.tabs.setZoom(id, factor); }""",
        factor,
    )


def reached_by_key(page: Page, behind: str, name: str) -> None:
    page.evaluate("id => document.getElementById(id).focus()", behind)
    page.keyboard.press("Tab")
    wait_until(lambda: name in card_text(page))


def test_nothing_of_ours_moves_for_who_wants_less_motion(feed: Page) -> None:
    reached_by_key(feed, "name-2024", "Sefa Ndiaye-Holt")
    for part in ("badge", "button"):
        assert "0.12s" in styles(feed, part, "transition-duration")[0]
    feed.emulate_media(reduced_motion="reduce")
    for part in ("badge", "button"):
        assert set(styles(feed, part, "transition-duration")) == {"0s"}


def test_at_twice_the_size_all_of_a_long_card_can_be_reached(shown: Browser, feed: Page) -> None:
    zoomed(shown, 2)
    wait_until(lambda: bool(feed.evaluate("innerWidth === 500 && innerHeight === 400")))
    wide = feed.evaluate("document.documentElement.scrollWidth")
    reached_by_key(feed, "name-2018", "Odile Fennwick")
    left, top, right, bottom = box_of_card(feed)
    assert (left >= 0, top >= 0, right <= 500, bottom <= 400) == (True, True, True, True)
    controls = controls_of_card(feed)
    for control in controls:
        feed.keyboard.press("Tab")
        place = place_in_card(feed, control.partition(" ")[2])
        assert feed.evaluate("place => document.elementFromPoint(...place)?.outerHTML", place) == "<span></span>", (
            control
        )
    assert len(controls) == 7
    assert feed.evaluate("document.documentElement.scrollWidth") == wide


def test_right_to_left_the_mark_points_the_other_way(feed: Page) -> None:
    assert set(styles(feed, "mark", "transform")) == {"none"}
    feed.evaluate("document.documentElement.dir = 'rtl'")
    assert set(styles(feed, "mark", "transform")) == {"matrix(-1, 0, 0, 1, 0, 0)"}
