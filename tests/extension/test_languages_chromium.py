"""Popup, options and card in each language, in a real Chromium: every text there, nothing cut off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.extension.cards import card_text
from tests.extension.chromium import Browser, badges, click_badge, wait_until

SAID = {
    "de": ("Auf dieser Seite", "Einstellungen", "Zum Folgen empfohlen"),
    "fr": ("Sur cette page", "Réglages", "À suivre, selon des listes"),
    "es": ("En esta página", "Opciones", "Se recomienda seguir"),
}


@pytest.fixture(params=SAID)
def spoken(request: pytest.FixtureRequest, shown: Browser) -> Iterator[str]:
    """Choose one language after the other, and the browser's at the end."""
    shown.choose(mode="badges", language=request.param)
    yield str(request.param)
    shown.choose(mode="badges")


def own_page(shown: Browser, path: str, width: int) -> tuple[Page, list[str]]:
    page = shown.context.new_page()
    page.set_viewport_size({"width": width, "height": 600})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{shown.origin}/{path}")
    return page, complaints


def cut_off(page: Page) -> list[str]:
    """Name what is wider than its place."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("button, label, p, h1, h2, summary, dt, dd, th, td, a")]
              .filter((one) => one.offsetParent && one.textContent.trim() && !one.matches(".hide")
                && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
              .map((one) => one.textContent)"""
        )
    )


def test_the_popup_speaks_it_and_cuts_nothing_off(shown: Browser, spoken: str) -> None:
    page, complaints = own_page(shown, "popup/popup.html", 380)
    page.get_by_role("tab", name=SAID[spoken][0]).wait_for()
    for view in ("#tab-browse", "#tab-page"):
        page.locator(view).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert cut_off(page) == []
    assert page.locator("html").get_attribute("lang") == spoken
    assert complaints == []
    page.close()


@pytest.mark.parametrize("width", [320, 1000])
def test_the_options_speak_it_and_cut_nothing_off(shown: Browser, spoken: str, width: int) -> None:
    page, complaints = own_page(shown, "options/options.html", width)
    page.get_by_role("heading", level=1, name=SAID[spoken][1]).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert cut_off(page) == []
    assert complaints == []
    page.close()


def test_the_card_speaks_it(shown: Browser, spoken: str) -> None:
    page = shown.open("/feed/")
    wait_until(lambda: len(badges(page)) == 7)
    click_badge(page, badges(page)[0])
    wait_until(lambda: SAID[spoken][2] in card_text(page), lambda: card_text(page))
    page.close()
