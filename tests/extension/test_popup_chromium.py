"""The popup in a real Chromium: the first run, whom the page shows, the catalog, and the diagnosis."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.extension.catalogs import ODILE, PEOPLE, CatalogServer, catalog, expert
from tests.extension.chromium import Browser, badges, expect_badges, wait_until

POPUP = "popup/popup.html"


@pytest.fixture
def popup(shown: Browser) -> Iterator[Page]:
    """Give the popup over the page `/unmarked/`, and leave the marks and the choices as they were."""
    page = shown.open("/unmarked/")
    expect_badges(page, [("Sefa Ndiaye-Holt", "last")])
    popup = shown.open_own(POPUP)
    popup.get_by_role("heading", name=re.compile("people here are recommended")).wait_for()
    yield popup
    popup.evaluate("chrome.storage.local.remove('marks')")
    shown.choose(mode="badges")
    popup.close()
    page.close()


def open_everything(popup: Page) -> list[str]:
    """Open Browse with all its categories, and give the names in their order."""
    popup.get_by_role("tab", name="Browse").click()
    for summary in popup.locator("details:not([open]) > summary").all():
        summary.click()
    return popup.locator("#categories .name").all_inner_texts()


def test_it_lists_whom_the_page_shows_and_leads_there(shown: Browser, popup: Page) -> None:
    page = shown.context.pages[-2]
    assert popup.get_by_role("heading", name="2 people here are recommended").is_visible()  # one as a photo alone
    popup.get_by_role("button", name="Show Sefa Ndiaye-Holt on the page").click()
    wait_until(lambda: page.evaluate("document.activeElement.previousElementSibling?.id") == "last")


def test_browse_orders_by_category_then_rank(popup: Page) -> None:
    assert open_everything(popup) == [
        "Odile Fennwick", "Ingela Hårte", "Guild of Careers", "Wendel Aspinall", "Tobin Ashgrove", "Sefa Ndiaye-Holt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tobin lead", ["Tobin Ashgrove"]),
        ("HARTE", ["Ingela Hårte"]),
        ("headline of guild", ["Guild of Careers"]),
        ("nobody of this name", []),
    ],
)
def test_search_finds_names_headlines_and_categories(popup: Page, typed: str, found: list[str]) -> None:
    popup.keyboard.press("/")
    popup.keyboard.type(typed)
    expect(popup.locator("#categories .name")).to_have_text(found)
    assert popup.get_by_text("Nobody in the catalog matches these words.").is_visible() == (not found)
    popup.keyboard.press("Escape")
    assert popup.get_by_role("searchbox", name="Search people").input_value() == ""


def test_who_is_marked_as_followed_is_counted_and_dimmed_and_can_be_unmarked(popup: Page) -> None:
    popup.get_by_role("tab", name="Browse").click()
    expect(popup.get_by_text("0 of 6 followed")).to_be_visible()
    popup.get_by_role("button", name="Mark as followed: Odile Fennwick").click()
    expect(popup.get_by_text("1 of 6 followed")).to_be_visible()
    expect(popup.get_by_role("progressbar", name="1 of 6 followed")).to_be_visible()
    expect(popup.locator("summary").first).to_contain_text("1 of 4")
    expect(popup.locator("li.done .name")).to_have_text("Odile Fennwick")
    popup.get_by_role("button", name="Odile Fennwick: followed. Take the mark away").click()
    expect(popup.get_by_text("0 of 6 followed")).to_be_visible()


def test_who_has_no_address_can_be_searched_by_name(popup: Page) -> None:
    open_everything(popup)
    link = popup.get_by_role("link", name="Search by name: Wendel Aspinall")
    assert link.get_attribute("href") == ("https://www.linkedin.com/search/results/people/?keywords=Wendel%20Aspinall")


def test_nobody_here_is_no_dead_end(shown: Browser) -> None:
    page = shown.open("/nobody/")
    popup = shown.open_own(POPUP)
    popup.get_by_role("heading", name="Nobody here is on a list yet").wait_for()
    assert popup.get_by_text("We looked at 1 profile link on this page. 3 people from your categories:").is_visible()
    assert popup.locator("#panel-page .name").all_inner_texts() == ["Odile Fennwick", "Tobin Ashgrove", "Ingela Hårte"]
    popup.get_by_role("button", name=f"Browse all {len(PEOPLE)}").click()
    assert popup.get_by_role("tab", name="Browse", selected=True).is_visible()
    popup.close()
    page.close()


def test_off_the_site_it_says_so_and_still_lists(shown: Browser) -> None:
    popup = shown.context.new_page()
    popup.goto(f"{shown.origin}/{POPUP}")  # the active tab is the extension's own
    popup.get_by_role("heading", name="This page is not on LinkedIn").wait_for()
    assert popup.locator("#panel-page .name").count() == 3
    popup.close()


def test_tabs_and_views_work_by_keyboard(popup: Page) -> None:
    popup.get_by_role("tab", name="On this page").focus()
    popup.keyboard.press("ArrowRight")
    expect(popup.get_by_role("tab", name="Browse", selected=True)).to_be_focused()
    popup.keyboard.press("Home")
    expect(popup.get_by_role("tab", name="On this page", selected=True)).to_be_focused()
    popup.get_by_role("button", name="Something wrong?").press("Enter")
    expect(popup.get_by_role("heading", name="Something wrong?")).to_be_focused()
    popup.get_by_role("button", name="Back").press("Enter")
    expect(popup.get_by_role("button", name="Something wrong?")).to_be_visible()


def test_the_diagnosis_says_what_was_seen_and_copies_a_sample_without_names(popup: Page) -> None:
    popup.get_by_role("button", name="Something wrong?").click()
    facts = dict(zip(popup.locator("dt").all_inner_texts(), popup.locator("dd").all_inner_texts(), strict=True))
    assert int(facts["Links to recommended people"]) >= 2
    assert facts["Badges drawn"] == "1"
    assert facts["How it works"] == "Badges on the page"
    popup.get_by_role("button", name="Copy a redacted page sample").click()
    sample = popup.get_by_role("textbox", name="Redacted page sample")
    expect(sample).to_be_visible()
    text = sample.input_value()
    assert "<a href=/in/*/" in text
    assert not re.search("odile|sefa|fennwick|evil|contact", text, re.IGNORECASE)


def test_nothing_is_drawn_before_the_first_run_is_answered_and_badges_come_then(browser: Browser) -> None:
    browser.synced()
    browser.choose(mode="unset")
    page = browser.open("/unmarked/")
    popup = browser.open_own(POPUP)
    popup.get_by_role("heading", name="Before you start").wait_for()
    assert popup.get_by_text("an account may be at risk").is_visible()
    assert badges(page) == []
    popup.get_by_role("radio", name="Badges on the page").check()
    popup.get_by_role("button", name="Start").click()
    expect_badges(page, [("Sefa Ndiaye-Holt", "last")])


def test_popup_only_lists_and_draws_nothing(browser: Browser) -> None:
    browser.synced()
    browser.choose(mode="popup")
    page = browser.open("/unmarked/")
    popup = browser.open_own(POPUP)
    popup.get_by_role("heading", name="2 people here are recommended").wait_for()
    assert badges(page) == []


def test_off_says_so_and_can_be_turned_on(browser: Browser) -> None:
    browser.synced()
    browser.choose(mode="off")
    page = browser.open("/unmarked/")
    popup = browser.open_own(POPUP)
    popup.get_by_text("Followworthy is off").wait_for()
    assert badges(page) == []
    popup.get_by_role("button", name="Turn on").click()
    popup.get_by_role("radio", name="Badges on the page").check()
    popup.get_by_role("button", name="Start").click()
    expect_badges(page, [("Sefa Ndiaye-Holt", "last")])


def test_the_tab_after_installation_asks_the_same(browser: Browser) -> None:
    browser.choose(mode="unset")
    page = browser.context.new_page()
    page.goto(f"{browser.origin}/popup/first-run.html")
    page.get_by_role("radio", name="Popup only").check()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_contain_text("Kept in this browser.")
    assert browser.stored("choices")["mode"] == "popup"


def test_who_is_not_interesting_is_left_out_and_counted(browser: Browser) -> None:
    browser.synced()
    mark = {ODILE["id"]: {"as": "hidden", "at": "2026-11-23", "name": ODILE["name"], "key": None}}
    browser.worker().evaluate("marks => chrome.storage.local.set({ marks })", mark)
    popup = browser.open_own(POPUP)
    assert "Odile Fennwick" not in open_everything(popup)
    assert popup.get_by_text("1 person is hidden because you are not interested").is_visible()


def test_ten_thousand_experts_are_drawn_a_hundred_at_a_time(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    crowd = [expert(f"Person {n:05}", f"in/person-{n}", rank=n + 1) for n in range(10_000)]
    catalog_server.document = catalog(*crowd, change=59, withdrawn=[one["id"] for one in PEOPLE])
    popup = browser.open_own(POPUP)
    popup.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")
    popup.reload()
    popup.get_by_role("tab", name="Browse").click()
    expect(popup.get_by_text("0 of 10,000 followed")).to_be_visible()
    assert popup.locator("#categories li").count() == 100
    popup.get_by_role("button", name="Show 100 more").click()
    assert popup.locator("#categories li").count() == 200
    assert popup.evaluate("document.activeElement.textContent") == "Person 00100"
    popup.get_by_role("searchbox").fill("person 09999")
    expect(popup.locator("#categories .name")).to_have_text(["Person 09999"])
