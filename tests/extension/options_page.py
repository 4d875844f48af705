"""The options' page in one Chromium that all of its tests share; each begins as on the first day."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from tests.extension.catalogs import GUILD, ODILE, PEOPLE, CatalogServer, catalog
from tests.extension.chromium import Browser

COLLEGE = "http://127.0.0.1:8750/college"
PRESET = {"id": "preset", "address": "http://127.0.0.1:8750", "name": "Followworthy", "letter": "", "on": True}
TOWN = {"id": "town", "address": "https://catalog.example", "name": "Town Catalog", "letter": "T", "on": True}
FIRST_DAY = """async (kept) => {
  await chrome.storage.local.clear();
  await chrome.storage.local.set(kept);
  for (let tries = 0; tries < 20 && !(await chrome.storage.local.get("about:preset"))["about:preset"]; tries += 1) {
    await chrome.runtime.sendMessage({ type: "sync" }); // the first may join one that began before
  }
}"""


@dataclass(frozen=True)
class Options:
    """The page, in front, and the server that the preset address leads to."""

    browser: Browser
    server: CatalogServer
    page: Page

    def row(self, name: str) -> Locator:
        """Find a catalog's row by its name."""
        return self.page.locator("tbody tr", has=self.page.get_by_role("rowheader", name=name))

    def add(self, address: str, name: str = "", letter: str | None = None) -> None:
        """Fill the form for a new catalog and save it."""
        self.page.get_by_role("button", name="Add a catalog").click()
        self.page.get_by_label("Server address").fill(address)
        self.page.get_by_label("Name", exact=True).fill(name)
        if letter is not None:
            self.page.get_by_label("Letter").fill(letter)
        self.page.get_by_role("button", name="Save").click()

    def stored(self, key: str) -> Any:
        """Read one value of the extension's storage."""
        return self.page.evaluate("key => chrome.storage.local.get(key).then((kept) => kept[key] ?? null)", key)

    def store(self, **values: object) -> None:
        """Write values into the extension's storage."""
        self.page.evaluate("values => chrome.storage.local.set(values)", values)


def serve_college(server: CatalogServer) -> None:
    """Serve a second catalog beside the first one, of Odile Fennwick and the Guild."""
    answer = server.http.expect_request("/college/api/v1/catalog")
    answer.respond_with_data(json.dumps(catalog(ODILE, GUILD)), headers={"ETag": 'W/"c.1"'})


@contextmanager
def first_day(browser: Browser, server: CatalogServer) -> Iterator[Options]:
    """Give the page as on the first day, synced with the preset server, badges chosen."""
    server.document = catalog(*PEOPLE)
    page = browser.open_own("options/options.html")
    page.bring_to_front()
    page.evaluate(FIRST_DAY, {"choices": {"mode": "badges"}})
    page.reload()
    page.get_by_role("rowheader", name="Followworthy").wait_for()
    yield Options(browser, server, page)
    for one in browser.context.pages[1:]:
        one.close()
