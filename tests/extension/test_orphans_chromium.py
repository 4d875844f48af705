"""The extension is updated while pages are open: what the old script left behind there does no harm."""

from playwright.sync_api import Page

from tests.extension.chromium import (
    Browser,
    badges,
    click_badge,
    expect_badges,
    labels_heard,
    place_of,
    update,
    wait_until,
)
from tests.extension.pages import SURFACES

FEED = next(one for one in SURFACES if one.name == "layouts of all years")
MORE = "document.querySelector('main').append(document.createElement('p'))"


def complaints_of(page: Page) -> list[str]:
    """Collect from now on what the page's console and window complain of."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    return complaints


def test_an_old_badge_that_is_clicked_complains_of_nothing_and_goes(browser: Browser) -> None:
    browser.synced()
    page = browser.open_at(FEED.url)
    complaints = complaints_of(page)
    place = place_of(page, expect_badges(page, FEED.stages[0].badges)[0])
    update(browser)
    page.mouse.click(*place)  # on the badge, or where it was a moment ago

    def gone() -> bool:
        page.evaluate(MORE)
        return badges(page) == []

    wait_until(gone)
    assert complaints == []
    assert page.url == FEED.url


def test_a_card_that_was_open_goes_with_its_badge(browser: Browser) -> None:
    browser.synced()
    page = browser.open_at(FEED.url)
    complaints = complaints_of(page)
    first = expect_badges(page, FEED.stages[0].badges)
    click_badge(page, first[0])
    update(browser)

    def gone() -> bool:
        page.evaluate(MORE)
        return badges(page) == [] and labels_heard(page) == []

    wait_until(gone)
    page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    assert complaints == []


def test_the_new_script_works_in_a_page_that_is_loaded_again(browser: Browser) -> None:
    browser.synced()
    page = browser.open_at(FEED.url)
    expect_badges(page, FEED.stages[0].badges)
    update(browser)
    page.reload()
    expect_badges(page, FEED.stages[0].badges)
