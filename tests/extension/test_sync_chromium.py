"""How the catalog reaches the browser and what happens when it does not, in a real Chromium with a real server."""

import json

from playwright.sync_api import Page

from tests.extension.catalogs import ODILE, PEOPLE, SEFA, TOBIN, CatalogServer, catalog, expert
from tests.extension.chromium import EXTENSION, Browser, badges, expect_badges, wait_until

ALL_BADGED = 7  # of /feed/, with everybody in the catalog
ADD = """(href) => {
  const link = Object.assign(document.createElement("a"), { id: "one", href });
  link.append("Somebody");
  list.append(link);
}"""


def sync_now(browser: Browser) -> Page:
    """Press "Sync now" and give the popup when it is done."""
    popup = browser.open_own("popup/popup.html")
    press_sync(popup)
    return popup


def press_sync(popup: Page) -> None:
    popup.get_by_role("button", name="Sync now").click()
    popup.get_by_role("button", name="Sync now").and_(popup.locator(":enabled")).wait_for()


def test_the_preset_server_is_asked_at_installation(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    assert catalog_server.answered == [200]
    assert browser.stored("held")["catalog"]["count"] == len(PEOPLE)
    assert browser.stored("state")["ok"] is True
    [asked] = catalog_server.asked
    assert "Origin" not in asked.headers
    assert "Cookie" not in asked.headers
    assert asked.query_string == b""


def test_nothing_new_costs_one_304_and_keeps_the_catalog(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    held = browser.stored("held")
    popup = sync_now(browser)
    assert catalog_server.answered == [200, 304]
    assert browser.stored("held") == held
    assert "change 58" in popup.locator("#age").inner_text()
    assert popup.locator("#trouble").is_hidden()


def test_it_works_before_any_server_from_the_starter_catalog(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    catalog_server.document = catalog(ODILE, checksum="0" * 64)
    browser.worker().evaluate("chrome.storage.local.clear()")
    starter = json.loads((EXTENSION / "starter-catalog.json").read_text("utf-8"))
    known = next(one for one in starter["experts"] if any(link["key"] for link in one["links"]))
    key = next(link["key"] for link in known["links"] if link["key"])
    page = browser.open("/empty/")
    page.evaluate(ADD, "/" + key)
    expect_badges(page, [(known["name"], "one")])
    popup = browser.open_own("popup/popup.html")
    assert popup.locator("#age").inner_text() == "Starter catalog, not synced yet"


def test_a_server_that_is_down_is_told_and_badges_stay(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    catalog_server.http.stop()
    page = browser.open("/feed/")
    wait_until(lambda: len(badges(page)) == ALL_BADGED)
    popup = sync_now(browser)
    note = popup.get_by_role("status")
    assert "The catalog does not answer" in note.inner_text()
    assert "127.0.0.1:8750 cannot be reached." in note.inner_text()
    assert "Badges still work with the catalog of " in note.inner_text()
    assert "Next try by itself at " in note.inner_text()
    assert len(badges(page)) == ALL_BADGED


def test_a_damaged_catalog_is_refused_and_the_good_one_stays(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    held = browser.stored("held")
    catalog_server.document = catalog(ODILE, SEFA, TOBIN, change=59, checksum="0" * 64)
    popup = sync_now(browser)
    assert "its checksum does not agree" in popup.get_by_role("status").inner_text()
    assert browser.stored("held") == held
    catalog_server.document = catalog(*PEOPLE, change=60)
    press_sync(popup)
    popup.locator("#trouble").wait_for(state="hidden")
    assert browser.stored("held")["catalog"]["cursor"] == "k3f9x2.60"


def test_a_catalog_that_shrinks_at_once_is_refused(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    crowd = [expert(f"Person {n}", f"in/person-{n}") for n in range(20)]
    catalog_server.document = catalog(*PEOPLE, *crowd, change=59)
    popup = sync_now(browser)
    catalog_server.document = catalog(*crowd[:3], change=60)
    press_sync(popup)
    assert "shrank from 26 people to 3 at once" in popup.get_by_role("status").inner_text()
    catalog_server.document = catalog(*crowd[:3], change=60, withdrawn=[one["id"] for one in [*PEOPLE, *crowd[3:]]])
    press_sync(popup)
    popup.locator("#trouble").wait_for(state="hidden")
    assert browser.stored("held")["catalog"]["count"] == 3


def test_the_badges_of_somebody_withdrawn_go_from_open_pages(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    page = browser.open("/feed/")
    wait_until(lambda: len(badges(page)) == ALL_BADGED)
    catalog_server.document = catalog(*[one for one in PEOPLE if one is not ODILE], change=59, withdrawn=[ODILE["id"]])
    sync_now(browser)
    wait_until(lambda: not any(one.label.startswith("Odile") for one in badges(page)))
    assert len(badges(page)) == ALL_BADGED - 2


def test_a_worker_that_was_killed_answers_again(browser: Browser) -> None:
    browser.synced()
    page = browser.open("/empty/")
    browser.kill_worker()
    page.evaluate(ADD, "/in/odile-fennwick")
    expect_badges(page, [("Odile Fennwick", "one")])


def test_after_an_update_the_old_script_of_an_open_page_goes_quiet(browser: Browser) -> None:
    browser.synced()
    page = browser.open("/empty/")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.evaluate(ADD, "/in/odile-fennwick")
    expect_badges(page, [("Odile Fennwick", "one")])
    browser.worker().evaluate("void setTimeout(() => chrome.runtime.reload())")  # what an update does

    def quiet() -> bool:
        page.evaluate(ADD, "/in/bram-tollerud")  # the page goes on; the old script notices that it is cut off
        return badges(page) == []

    wait_until(quiet)
    assert complaints == []


def test_the_next_try_is_planned_as_an_alarm(browser: Browser) -> None:
    browser.synced()
    alarm = browser.worker().evaluate("chrome.alarms.get('sync')")
    assert alarm["periodInMinutes"] == 60
