"""The options' catalogs side by side: added, tested, edited, switched off and removed, in a real Chromium."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.extension.catalogs import GUILD, ODILE, SEFA, CatalogServer, catalog
from tests.extension.chromium import Browser, expect_badges, wait_until

COLLEGE = "http://127.0.0.1:8750/college"
PRESET = {"id": "preset", "address": "http://127.0.0.1:8750", "name": "Followworthy", "letter": "", "on": True}


@pytest.fixture
def college(catalog_server: CatalogServer) -> None:
    """Serve a second catalog beside the first one."""
    answer = catalog_server.http.expect_request("/college/api/v1/catalog")
    answer.respond_with_data(json.dumps(catalog(ODILE, GUILD)), headers={"ETag": 'W/"c.1"'})


def opened(browser: Browser) -> Page:
    """Open the options in front."""
    page = browser.open_own("options/options.html")
    page.bring_to_front()
    page.get_by_role("row", name="Followworthy").wait_for()
    return page


def row(page: Page, name: str) -> Locator:
    """Find a catalog's row by its name."""
    return page.locator("tbody tr", has=page.get_by_role("rowheader", name=name))


def add(page: Page, address: str, name: str = "", letter: str | None = None) -> None:
    """Fill the form for a new catalog and save it."""
    page.get_by_role("button", name="Add a catalog").click()
    page.get_by_label("Server address").fill(address)
    page.get_by_label("Name", exact=True).fill(name)
    if letter is not None:
        page.get_by_label("Letter").fill(letter)
    page.get_by_role("button", name="Save").click()


def catalogs_of(browser: Browser) -> list[dict[str, Any]]:
    """Give the catalogs as they are kept."""
    return list(browser.stored("catalogs") or [])


def test_the_preset_stands_first_and_says_how_its_server_is(browser: Browser) -> None:
    page = opened(browser)
    expect(row(page, "Followworthy")).to_contain_text("127.0.0.1:8750 · answered today")
    expect(row(page, "Followworthy").get_by_role("cell").nth(2)).to_have_text("6")
    expect(row(page, "Followworthy").get_by_role("checkbox", name="Followworthy is on")).to_be_checked()


@pytest.mark.usefixtures("college")
def test_a_second_catalog_is_added_beside_the_first_and_its_badges_carry_its_letter(browser: Browser) -> None:
    page = opened(browser)
    add(page, COLLEGE, "Careers Office")
    expect(page.get_by_text("Saved in this browser")).to_be_visible()
    expect(row(page, "Careers Office")).to_contain_text("127.0.0.1:8750/college · answered today")
    expect(row(page, "Careers Office").locator(".letter")).to_have_text("C")
    kept = catalogs_of(browser)
    assert [(one["name"], one["address"], one["letter"], one["on"]) for one in kept] == [
        ("Followworthy", "http://127.0.0.1:8750", "", True),
        ("Careers Office", COLLEGE, "C", True),
    ]


def test_an_address_that_stands_there_already_is_refused_with_a_sentence(browser: Browser) -> None:
    page = opened(browser)
    add(page, " http://127.0.0.1:8750/ ", "Again")
    expect(page.get_by_text("This address is here already: Followworthy.")).to_be_visible()
    field = page.get_by_label("Server address")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert catalogs_of(browser) == []


def test_an_address_that_anybody_could_rewrite_is_refused(browser: Browser) -> None:
    page = opened(browser)
    add(page, "http://catalog.example", "Town")
    expect(page.get_by_text("Plain http is for this computer alone")).to_be_visible()
    assert catalogs_of(browser) == []


@pytest.mark.usefixtures("college")
def test_a_letter_is_one_character_and_nobody_elses(browser: Browser) -> None:
    page = opened(browser)
    add(page, COLLEGE, "Careers Office")
    row(page, "Careers Office").wait_for()
    add(page, "http://127.0.0.1:8750/other", "Other", "c")
    expect(page.get_by_text("Careers Office has this letter already. Choose another.")).to_be_visible()
    page.get_by_label("Letter").fill("Co")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write one letter or digit")).to_be_visible()
    assert len(catalogs_of(browser)) == 2


def test_the_preset_can_be_led_to_another_server(browser: Browser, catalog_server: CatalogServer) -> None:
    page = opened(browser)
    browser.synced()
    catalog_server.document = catalog(SEFA, change=1)
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill(f"127.0.0.1:{catalog_server.port}/")
    page.get_by_role("button", name="Save").click()
    expect(row(page, "Followworthy")).to_contain_text(f"127.0.0.1:{catalog_server.port} · answered today")
    expect(row(page, "Followworthy").get_by_role("cell").nth(2)).to_have_text("1")
    expect(page.get_by_role("button", name="Edit Followworthy")).to_be_focused()


def test_what_was_taken_from_an_address_goes_with_it(browser: Browser) -> None:
    page = opened(browser)
    browser.synced()
    page.evaluate("chrome.storage.local.set({ 'curator:preset': { token: 'secret', name: 'Nadia' } })")
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill("http://127.0.0.1:9")
    page.get_by_role("button", name="Save").click()
    expect(row(page, "Followworthy")).to_contain_text("127.0.0.1:9 cannot be reached.")
    assert browser.stored("curator:preset") is None
    assert browser.stored("about:preset") is None


def test_a_connection_is_tested_before_anything_is_kept(browser: Browser, catalog_server: CatalogServer) -> None:
    page = opened(browser)
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill(f"http://127.0.0.1:{catalog_server.port}")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("It answers: 6 people and organisations in 2 categories.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit Followworthy")).to_be_focused()
    assert catalogs_of(browser) == []


def test_a_catalog_that_is_off_puts_no_badge_anywhere(browser: Browser) -> None:
    browser.synced()
    page = opened(browser)
    row(page, "Followworthy").get_by_role("checkbox").uncheck()
    expect(page.get_by_text("Saved in this browser")).to_be_visible()
    expect_badges(browser.open("/feed/"), [])


@pytest.mark.usefixtures("college")
def test_a_catalog_is_removed_after_asking_in_place_with_all_that_was_taken(browser: Browser) -> None:
    page = opened(browser)
    add(page, COLLEGE, "Careers Office")
    expect(row(page, "Careers Office")).to_contain_text("answered today")
    gone = catalogs_of(browser)[1]["id"]
    page.get_by_role("button", name="Edit Careers Office").click()
    page.get_by_role("button", name="Remove this catalog").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Remove this catalog")).to_be_focused()
    page.get_by_role("button", name="Remove this catalog").click()
    page.get_by_role("button", name="Remove Careers Office").click()
    expect(row(page, "Careers Office")).to_have_count(0)
    expect(page.get_by_role("button", name="Add a catalog")).to_be_focused()
    kept = page.evaluate("chrome.storage.local.get(null).then((all) => Object.keys(all))")
    assert [key for key in kept if gone in key] == []


def test_the_permission_is_asked_for_that_address_alone_and_straight_from_the_click(browser: Browser) -> None:
    page = opened(browser)
    page.evaluate(
        """() => {
          window.asked = [];
          chrome.permissions.request = async (wanted) =>
            (asked.push([wanted, navigator.userActivation.isActive, event?.type]), false);
        }"""
    )
    add(page, "https://catalog.example/town", "Town Catalog")
    expect(page.get_by_text("Not saved: without your permission")).to_be_visible()
    assert page.evaluate("asked") == [[{"origins": ["https://catalog.example/*"]}, True, "submit"]]
    assert catalogs_of(browser) == []


def test_a_catalog_without_permission_says_so_and_asks_again_on_request(browser: Browser) -> None:
    town = {"id": "town", "address": "https://catalog.example", "name": "Town Catalog", "letter": "T", "on": True}
    browser.synced()
    browser.worker().evaluate("catalogs => chrome.storage.local.set({ catalogs })", [PRESET, town])
    page = opened(browser)
    expect(row(page, "Town Catalog")).to_contain_text("catalog.example · needs your permission")
    page.evaluate("() => { chrome.permissions.request = async (wanted) => ((window.asked = wanted), false); }")
    page.get_by_role("button", name="Allow this address: Town Catalog").click()
    assert page.evaluate("asked") == {"origins": ["https://catalog.example/*"]}


def test_a_permission_is_given_back_with_the_last_catalog_that_needs_it(browser: Browser) -> None:
    town = {"id": "town", "address": "https://catalog.example", "name": "Town Catalog", "letter": "T", "on": True}
    twin = {**town, "id": "twin", "address": "https://catalog.example/twin", "name": "Twin", "letter": "W"}
    browser.synced()
    browser.worker().evaluate("catalogs => chrome.storage.local.set({ catalogs })", [PRESET, town, twin])
    page = opened(browser)
    page.evaluate(
        "() => { window.given = []; chrome.permissions.remove = async ({ origins }) => given.push(...origins); }"
    )
    for name in ("Town Catalog", "Twin"):
        assert page.evaluate("given") == []
        page.get_by_role("button", name=f"Edit {name}").click()
        page.get_by_role("button", name="Remove this catalog").click()
        page.get_by_role("button", name=f"Remove {name}").click()
        expect(row(page, name)).to_have_count(0)
    wait_until(lambda: page.evaluate("given") == ["https://catalog.example/*"])
