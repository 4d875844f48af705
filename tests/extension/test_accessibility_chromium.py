"""Every view of the popup, and the first run, under axe, light and dark, in a real Chromium."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.extension.chromium import Browser, violations

VIEWS = ["first run", "first run in a tab", "on this page", "browse", "something wrong"]


def open_view(browser: Browser, view: str, scheme: Literal["light", "dark"]) -> Page:
    """Open one view of the popup in a tab of its own."""
    page = browser.context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{browser.origin}/popup/{'first-run' if view == 'first run in a tab' else 'popup'}.html")
    if view == "first run in a tab":
        page.get_by_role("button", name="Start").wait_for()
        return page
    page.locator("#age", has_text="Catalog of").wait_for()
    if view == "first run":
        page.evaluate("document.getElementById('first').hidden = false; document.getElementById('rest').hidden = true")
    if view == "browse":
        page.get_by_role("tab", name="Browse").click()
    if view == "something wrong":
        page.get_by_role("button", name="Something wrong?").click()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_of_the_popup_violates_accessibility(
    shown: Browser, axe: str, view: str, scheme: Literal["light", "dark"]
) -> None:
    page = open_view(shown, view, scheme)
    assert violations(page, axe) == []
    page.close()
