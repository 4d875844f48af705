"""Every view of the popup, and the first run, under axe, light and dark, in a real Chromium."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.extension.catalogs import TOBIN
from tests.extension.chromium import Browser, badges, violations, wait_until

Scheme = Literal["light", "dark"]
DOWN = {"ok": False, "code": "unreachable", "details": ["127.0.0.1:8750"], "at": "2026-11-23T10:00:00Z",
        "confirmed": "2026-11-19T10:00:00Z", "next": "2026-11-23T12:00:00Z", "failures": 1}  # fmt: skip
FOLLOWED = {TOBIN["id"]: {"as": "followed", "at": "2026-11-20", "name": TOBIN["name"], "key": "in/tobin-ashgrove"}}
FIRST = ["first run", "first run in a tab"]
VIEWS = [*FIRST, "on this page", "browse", "something wrong", "off", "trouble", "sample", "nobody"]


@pytest.fixture
def over_a_page(shown: Browser) -> Iterator[Browser]:
    """Give the shared Chromium with a page in front that shows people, one of them followed; leave it as it was."""
    state = shown.stored("server:preset")
    store(shown, marks=FOLLOWED)
    page = shown.open("/feed/")
    wait_until(lambda: len(badges(page)) == 7)
    yield shown
    store(shown, marks={}, choices={"mode": "badges"}, **{"server:preset": state})
    for one in shown.context.pages[1:]:
        one.close()


def store(browser: Browser, **values: object) -> None:
    """Write into the extension's storage."""
    browser.worker().evaluate("values => chrome.storage.local.set(values)", values)


def open_view(browser: Browser, view: str, scheme: Scheme) -> Page:
    """Open one view of the popup over the page."""
    if view in ("off", "first run"):
        browser.choose(mode="unset" if view == "first run" else "off")
    if view == "trouble":
        store(browser, **{"server:preset": DOWN})
    if view == "nobody":
        browser.open("/nobody/")
    popup = browser.open_own(f"popup/{'first-run' if view == 'first run in a tab' else 'popup'}.html")
    popup.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours on their way have no contrast
    lead_to(popup, view)
    return popup


def lead_to(popup: Page, view: str) -> None:
    """Go on to a view that is not the first, and wait for what it shows."""
    if view in FIRST:
        return popup.get_by_role("button", name="Start").wait_for()
    popup.locator("#panel-page li").first.wait_for()
    if view == "browse":
        popup.get_by_role("tab", name="Browse").click()
        popup.locator("details:not([open]) > summary").click()
    if view in ("something wrong", "sample"):
        popup.get_by_role("button", name="Something wrong?").click()
    if view == "sample":
        popup.get_by_role("button", name="Copy a redacted page sample").click()
    shows = {
        "on this page": "#panel-page li.done",
        "browse": "#categories li.done",
        "something wrong": "#facts dd",
        "off": "#off",
        "trouble": "#trouble",
        "sample": "#sample-text",
        "nobody": "#panel-page .empty",
    }
    return popup.locator(shows[view]).first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_of_the_popup_violates_accessibility(over_a_page: Browser, axe: str, view: str, scheme: Scheme) -> None:
    popup = open_view(over_a_page, view, scheme)
    assert violations(popup, axe) == []
