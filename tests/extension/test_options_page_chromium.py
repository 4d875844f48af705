"""The options as people meet them: under axe, by keyboard, narrow, enlarged, from right to left, with longer words."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.extension.chromium import violations
from tests.extension.options_page import PRESET, TOWN, Options

MARKS = {
    f"person-{at}": {"as": kind, "at": "2026-11-20", "name": f"Person Number {at}", "key": f"in/person-{at}"}
    for at, kind in enumerate(["followed"] * 12 + ["hidden"] * 3)
}
LONG = {
    **TOWN,
    "name": "Town Catalog of Recommended Voices on Work and Learning",
    "address": "https://catalogofthetownlibrarywithrecommendedvoices.example/voices",
}
LONGER = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data;
    const more = "ümlaut-".repeat(Math.ceil((text.length * 0.4) / 7)).slice(0, -1);
    if (text.trim()) walker.currentNode.data = `${text} ${more}`;
  }
}"""
OVERFLOWING = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  return width > 1 && one.checkVisibility() && !one.closest(".hide, thead") && (left < -1 || right > innerWidth + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""
CLIPPED = """() => [...document.querySelectorAll("button, label, summary, kbd, .tag")].filter((one) =>
  one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  && getComputedStyle(one).display !== "inline").map((one) => one.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll("button, select, summary, input, label:has(input)")].filter((one) => {
  const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
  return one.checkVisibility() && (width < 24 || height < 24);
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def full(options: Options) -> Page:
    """Give the page with everything on it and everything open."""
    page = options.page
    options.store(marks=MARKS, catalogs=[PRESET, LONG])
    page.get_by_text("12 followed, 3 not interested.").wait_for()
    page.get_by_role("button", name=re.compile("Edit Town Catalog")).click()
    page.get_by_role("button", name="Remove this catalog").click()
    for summary in page.locator("summary").all():
        summary.click()
    page.get_by_role("button", name="Reset everything").click()
    page.get_by_role("link", name="Person Number 14").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_it_makes_assistive_technology_stumble(
    full: Page, axe: str, scheme: Literal["light", "dark"]
) -> None:
    full.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is caught half-way
    assert violations(full, axe) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("words", ["english", "longer"])
def test_nothing_leaves_a_narrow_window_or_is_cut_off(full: Page, direction: str, words: str) -> None:
    full.set_viewport_size({"width": 320, "height": 640})
    full.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    if words == "longer":
        full.evaluate(LONGER)
    assert full.evaluate("document.documentElement.scrollWidth") == 320
    assert full.evaluate(OVERFLOWING) == []
    assert full.evaluate(CLIPPED) == []
    full.set_viewport_size({"width": 1000, "height": 800})


def test_longer_words_fit_a_wide_window_too(full: Page) -> None:
    full.evaluate(LONGER)
    assert full.evaluate(OVERFLOWING) == []
    assert full.evaluate(CLIPPED) == []


def test_it_says_that_nothing_of_the_pages_a_reader_visits_is_kept(full: Page) -> None:
    expect(full.get_by_text("Nothing of the pages you visit.")).to_have_count(1)


def test_everything_can_be_hit(full: Page) -> None:
    assert full.evaluate(SMALL) == []


def test_every_control_can_be_reached_with_the_tabulator_in_the_order_of_the_page(options: Options) -> None:
    page = options.page
    options.store(marks=MARKS)
    page.get_by_text("12 followed").wait_for()
    reachable = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, summary, input")].filter((one) =>
             one.checkVisibility() && !one.disabled && (one.type !== "radio" || one.checked)
             ).map((one) => one.id || one.textContent || one.value)"""
    )
    met = []
    for _ in reachable:
        page.keyboard.press("Tab")
        met.append(
            page.evaluate("(({ id, textContent, value }) => id || textContent || value)(document.activeElement)")
        )
    assert met == reachable


def test_whoever_works_with_the_keyboard_keeps_their_place_when_it_is_redrawn(options: Options) -> None:
    page = options.page
    tick = options.row("Followworthy").get_by_role("checkbox")
    tick.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Saved in this browser")).to_be_visible()
    page.wait_for_function(
        "() => chrome.storage.local.get('catalogs').then(({ catalogs }) => catalogs?.[0].on === false)"
    )
    expect(tick).to_be_focused()
    category = page.get_by_role("button", name="Edit Followworthy")
    category.focus()
    options.store(
        **{"server:preset": {"ok": False, "code": "status", "details": ["503"], "at": "2026-11-23T10:00:00Z"}}
    )
    expect(options.row("Followworthy")).to_contain_text("The server replied with error 503.")
    expect(category).to_be_focused()


def test_what_is_chosen_shows_without_any_colour(options: Options) -> None:
    page = options.page
    page.emulate_media(forced_colors="active")
    borders = page.locator("#how .card").evaluate_all(
        "cards => cards.map((one) => getComputedStyle(one).borderTopWidth)"
    )
    assert borders == ["2px", "1px", "1px", "2px", "1px"]
    page.emulate_media(forced_colors="none")


def test_in_chromium_nothing_asks_for_what_was_granted_at_installation(options: Options) -> None:
    expect(options.page.get_by_text("Followworthy may not look at LinkedIn pages yet")).to_be_hidden()
