"""The popup where something is switched off, hidden or gone, and by keyboard, in a real Chromium."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.extension.catalogs import ODILE, PEOPLE, SEFA, TOBIN
from tests.extension.chromium import Browser, badges, diagnosis, expect_badges, wait_until
from tests.extension.options_page import PRESET

POPUP = "popup/popup.html"
ODILES = ("Odile Fennwick", "one")
ADD = """([id, href, name]) => {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { id, href, textContent: name }));
  document.querySelector("main").append(item);
}"""
ODILES_LINK = ["one", "/in/odile-fennwick/", "Odile Fennwick"]
# So many frames are drawn that whatever was planned has been done.
MANY_FRAMES = """async () => {
  for (let drawn = 0; drawn < 60; drawn += 1) await new Promise((next) => requestAnimationFrame(next));
}"""
# How many lines each part of the popup's foot takes.
LINES = """() => [...document.querySelectorAll("footer > *")].map((part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  return new Set([...range.getClientRects()].filter((box) => box.width).map((box) => box.top)).size;
})"""
# Reading a catalog's people takes until it is let go.
HELD = """{
  const get = chrome.storage.local.get.bind(chrome.storage.local);
  const held = new Promise((release) => (globalThis.release = release));
  chrome.storage.local.get = (keys) => ([keys].flat().includes("rows:preset") ? held.then(() => get(keys)) : get(keys));
}"""
LISTEN = """() => {
  self.heard = [];
  chrome.runtime.onMessage.addListener(({ type }, { url }) => void self.heard.push(`${type} ${url}`));
}"""


@pytest.fixture
def reader(shown: Browser) -> Iterator[Browser]:
    """Give the shared Chromium, and leave it as it was."""
    yield shown
    shown.worker().evaluate("chrome.storage.local.remove(['marks', 'catalogs'])")
    shown.choose(mode="badges")
    for page in shown.context.pages[1:]:
        page.close()


def store(browser: Browser, **values: object) -> None:
    """Write into the extension's storage."""
    browser.worker().evaluate("values => chrome.storage.local.set(values)", values)


def mark(*experts: dict[str, Any], kind: str) -> dict[str, Any]:
    """Write marks as the extension keeps them."""
    return {one["id"]: {"as": kind, "at": "2026-11-23", "name": one["name"], "key": None} for one in experts}


def facts(popup: Page) -> dict[str, str]:
    """Read the diagnosis."""
    return dict(zip(popup.locator("dt").all_inner_texts(), popup.locator("dd").all_inner_texts(), strict=True))


def looks(browser: Browser) -> list[str]:
    """Give the questions that pages asked since `LISTEN`."""
    heard = browser.worker().evaluate("self.heard")
    return [one for one in heard if not one.startswith(("start ", "sync "))]


@pytest.mark.parametrize("mode", ["off", "unset"])
def test_no_page_is_looked_at_before_the_reader_lets_it(reader: Browser, mode: str) -> None:
    reader.choose(mode=mode)
    page = reader.open("/unmarked/")
    reader.worker().evaluate(LISTEN)
    popup = reader.open_own(POPUP)
    popup.locator("#age", has_text="Catalog of").wait_for()
    assert diagnosis(reader, page) == {}  # what the popup has asked was asked before this
    assert looks(reader) == []


def test_off_still_lists_whom_to_start_with(reader: Browser) -> None:
    reader.choose(mode="off")
    reader.open("/unmarked/")
    popup = reader.open_own(POPUP)
    expect(popup.locator("#panel-page .name")).to_have_count(3)
    assert popup.get_by_role("heading", name="not on LinkedIn").count() == 0


def test_popup_only_looks_only_while_the_popup_is_open(reader: Browser) -> None:
    reader.choose(mode="popup")
    page = reader.open("/empty/")
    reader.worker().evaluate(LISTEN)
    page.evaluate(ADD, ODILES_LINK)
    page.evaluate(MANY_FRAMES)
    assert looks(reader) == []
    popup = reader.open_own(POPUP)
    popup.get_by_role("heading", name="1 person here is recommended").wait_for()
    popup.close()
    asked = len(looks(reader))
    page.evaluate(ADD, ["two", "/in/sefa-ndiaye-holt/", "Sefa Ndiaye-Holt"])
    page.evaluate(MANY_FRAMES)
    assert len(looks(reader)) == asked
    reader.choose(mode="badges")
    expect_badges(page, [ODILES, ("Sefa Ndiaye-Holt", "two")])  # the script was there all the time


def test_the_page_is_looked_at_once_the_first_run_is_answered_and_no_more_when_it_is_off(reader: Browser) -> None:
    reader.choose(mode="unset")
    reader.open("/unmarked/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("radio", name="Popup only").check()
    popup.get_by_role("button", name="Start").click()
    popup.get_by_role("heading", name="2 people here are recommended").wait_for()
    reader.choose(mode="off")
    popup.get_by_text("Followworthy is off").wait_for()
    expect(popup.get_by_role("heading", name="2 people here are recommended")).to_have_count(0)


def test_turning_it_on_does_not_propose_to_leave_it_off(reader: Browser) -> None:
    reader.choose(mode="off")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Turn on").click()
    expect(popup.get_by_role("radio", name="Badges on the page")).to_be_checked()


def test_the_diagnosis_tells_what_stands_now_however_often_it_was_drawn(reader: Browser) -> None:
    page = reader.open("/empty/")
    for _ in range(3):
        page.evaluate(ADD, ODILES_LINK)
        expect_badges(page, [ODILES])
        page.evaluate("document.querySelector('li').remove()")
        expect_badges(page, [])
    page.evaluate(ADD, ODILES_LINK)
    expect_badges(page, [ODILES])
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Something wrong?").click()
    told = facts(popup)
    assert [told[one] for one in ("Links looked at", "Links to recommended people", "Badges drawn")] == ["1", "1", "1"]
    page.evaluate("document.querySelector('li').remove()")
    expect_badges(page, [])
    popup.get_by_role("button", name="Back").click()
    popup.get_by_role("button", name="Something wrong?").click()
    wait_until(lambda: facts(popup)["Badges drawn"] == "0")


def test_a_sample_comes_though_a_frame_has_gone_and_what_the_frame_said_goes_too(reader: Browser) -> None:
    page = reader.open("/jobs/?frames")
    wait_until(lambda: len(badges(page)) == 3)
    popup = reader.open_own(POPUP)
    popup.get_by_role("heading", name="3 people here are recommended").wait_for()
    page.evaluate("for (const frame of document.querySelectorAll('iframe')) frame.remove()")
    popup.get_by_role("button", name="Something wrong?").click()
    popup.get_by_role("button", name="Copy a redacted page sample").click()
    expect(popup.get_by_role("textbox", name="Redacted page sample")).to_have_value(re.compile("/in/"))
    wait_until(lambda: facts(popup)["Badges drawn"] == "1")


def test_a_page_without_profiles_gives_no_sample_and_says_so(reader: Browser) -> None:
    reader.open("/empty/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Something wrong?").click()
    popup.get_by_role("button", name="Copy a redacted page sample").click()
    popup.get_by_text("Nothing came: this page shows no links to profiles").wait_for()


LACKS: dict[str, tuple[dict[str, Any], str]] = {
    "no catalog": ({"catalogs": [{**PRESET, "on": False}]}, "No catalog is switched on"),
    "no category": (
        {"choices": {"mode": "badges", "categoriesOff": {"preset": ["job-search", "leadership"]}}},
        "No category is switched on",
    ),
    "nobody left": ({"marks": mark(*PEOPLE, kind="hidden")}, "Everybody in your categories is hidden"),
}


@pytest.mark.parametrize("lack", LACKS)
def test_where_nobody_can_be_listed_both_views_say_why_and_lead_to_the_options(reader: Browser, lack: str) -> None:
    values, title = LACKS[lack]
    store(reader, **values)
    reader.open("/nobody/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("heading", name=title).wait_for()
    popup.get_by_role("tab", name="Browse").click()
    expect(popup.locator("#panel-browse").get_by_role("heading", name=title)).to_be_visible()
    assert popup.get_by_role("progressbar").count() == 0
    with reader.context.expect_page() as opened:
        popup.get_by_role("button", name="Open the options").click()
    opened.value.wait_for_url("**/options/options.html")


def test_who_is_here_and_hidden_is_said_to_be_hidden_not_unlisted(reader: Browser) -> None:
    store(reader, marks=mark(ODILE, SEFA, kind="hidden"))
    reader.open("/unmarked/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("heading", name="The 2 people recommended here are hidden").wait_for()
    assert popup.get_by_text("You are not interested in them; the options bring them back.").is_visible()
    assert popup.get_by_role("button", name="Open the options").is_visible()
    assert popup.get_by_role("button", name="Browse all 4").is_visible()


def test_marking_somebody_keeps_the_focus_on_their_button(reader: Browser) -> None:
    reader.open("/unmarked/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Mark as followed: Sefa Ndiaye-Holt").press("Enter")
    marked = popup.get_by_role("button", name="Sefa Ndiaye-Holt: followed. Take the mark away")
    expect(marked).to_be_focused()
    popup.get_by_role("tab", name="Browse").click()
    popup.get_by_role("button", name="Mark as followed: Ingela Hårte").press("Enter")
    expect(popup.get_by_role("button", name="Ingela Hårte: followed. Take the mark away")).to_be_focused()


def test_who_leaves_a_list_by_being_marked_leaves_the_focus_in_the_view(reader: Browser) -> None:
    reader.open("/nobody/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Mark as followed: Odile Fennwick").press("Enter")
    expect(popup.get_by_role("button", name="Mark as followed: Odile Fennwick")).to_have_count(0)
    expect(popup.locator("#panel-page")).to_be_focused()


def test_what_changes_elsewhere_leaves_the_focus_in_browse_where_it_is(reader: Browser) -> None:
    popup = reader.open_own(POPUP)
    popup.get_by_role("tab", name="Browse").click()
    summary = popup.locator("summary").nth(1)
    summary.focus()
    store(reader, marks=mark(TOBIN, kind="followed"))
    expect(summary).to_contain_text("1 of 2")
    expect(summary).to_be_focused()


def test_back_leads_to_where_one_came_from(reader: Browser) -> None:
    reader.open("/unmarked/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Something wrong?").press("Enter")
    popup.get_by_role("button", name="Back").press("Enter")
    expect(popup.get_by_role("button", name="Something wrong?")).to_be_focused()


def test_browse_all_takes_the_focus_along(reader: Browser) -> None:
    reader.open("/nobody/")
    popup = reader.open_own(POPUP)
    popup.get_by_role("button", name="Browse all 6").press("Enter")
    expect(popup.get_by_role("tab", name="Browse", selected=True)).to_be_focused()


def test_a_mark_whose_day_is_none_leaves_the_popup_usable(reader: Browser) -> None:
    kept = mark(ODILE, kind="followed")
    kept[ODILE["id"]]["at"] = "2026-13-45"
    store(reader, marks=kept)
    popup = reader.open_own(POPUP)
    popup.get_by_role("tab", name="Browse").click()
    expect(popup.locator("li.done")).to_contain_text("followed since 2026-13-45")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_foot_keeps_its_two_lines_before_and_after_a_sync(reader: Browser, language: str) -> None:
    reader.choose(mode="badges", language=language)
    popup = reader.open_own(POPUP)
    popup.set_viewport_size({"width": 380, "height": 600})
    popup.locator("#age", has_text=re.compile(r"\d")).wait_for()
    before = popup.evaluate(LINES)
    popup.locator("#sync").click()
    popup.locator("#synced", has_text=re.compile(".")).wait_for()
    assert [before, popup.evaluate(LINES)] == [[1, 1, 1]] * 2
    expect(popup.locator("#age")).to_be_hidden()


def test_the_frame_can_be_used_before_the_catalog_has_been_read(reader: Browser) -> None:
    popup = reader.context.new_page()
    popup.add_init_script(HELD)
    popup.goto(f"{reader.origin}/{POPUP}")
    popup.get_by_role("tab", name="Browse").click()
    expect(popup.get_by_role("tab", name="Browse", selected=True)).to_be_visible()
    assert popup.locator("#categories li").count() == 0
    popup.evaluate("globalThis.release()")
    expect(popup.locator("#categories li").first).to_be_visible()
