"""Make the pictures in docs/images: `make pictures`. The real extension, invented people; look at them afterwards."""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import EXTENSION, Browser, badges, click_badge, launched, wait_until
from tests.extension.conftest import CHROMIUMS, _found
from tests.extension.desk_pictures import draw_desk
from tests.extension.pages import authority, serve_pages, tls_context

IMAGES = EXTENSION.parent / "docs" / "images"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> int:
    """Make all of them."""
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        HTTPServer(host="127.0.0.1", ssl_context=tls_context(authority()), threaded=True) as site,
        HTTPServer(host="127.0.0.1", threaded=True) as catalog,
    ):
        serve_pages(site)
        server = CatalogServer(catalog)
        chromium = _found("CHROMIUM", CHROMIUMS)
        with launched(playwright, chromium, Path(folder) / "profile", site.port, server.port) as browser:
            browser.synced()
            for scheme in SCHEMES:
                draw_card(browser, scheme)
                draw_popup(browser, scheme)
                draw_first_run(browser, scheme)
                draw_options(browser, scheme)
        draw_desk(playwright, chromium, IMAGES)
    return 0


def draw_card(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """Draw a page of the site with its badges, and one card open."""
    page = browser.open("/feed/")
    page.set_viewport_size({"width": 720, "height": 640})
    if scheme == "dark":
        page.evaluate("document.body.className = 'dark'")
    wait_until(lambda: {one.theme for one in badges(page)} == {scheme})
    page.mouse.move(700, 620)
    click_badge(page, badges(page)[0])
    keep(page, f"badge-{scheme}")
    page.close()


def draw_popup(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """Draw the popup over that page: whom it shows, and the catalog."""
    page = browser.open("/feed/")
    wait_until(lambda: len(badges(page)) == 7)
    popup = browser.open_own("popup/popup.html")
    popup.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    popup.set_viewport_size({"width": 380, "height": 600})
    popup.get_by_role("button", name="Show Odile Fennwick on the page").wait_for()
    keep(popup, f"popup-{scheme}")
    popup.get_by_role("button", name="Something wrong?").click()
    keep(popup, f"popup-wrong-{scheme}")
    popup.get_by_role("tab", name="Browse").click()
    keep(popup, f"popup-browse-{scheme}")
    popup.close()
    page.close()


def draw_first_run(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """Draw the tab that opens after installation."""
    page = browser.open_own("popup/first-run.html")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 960, "height": 480})
    page.get_by_role("button", name="Start").wait_for()
    keep(page, f"first-run-{scheme}")
    page.close()


def draw_options(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """Draw the whole of the options."""
    page = browser.open_own("options/options.html")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 900, "height": 800})
    page.get_by_role("checkbox", name="Leadership").wait_for()
    keep(page, f"options-{scheme}", whole=True)
    page.close()


def keep(page: Page, name: str, *, whole: bool = False) -> None:
    """Take the picture when nothing moves any more."""
    page.wait_for_timeout(300)
    if name.startswith("popup"):
        page.locator("body").screenshot(path=IMAGES / f"{name}.png")  # as high as the browser makes it
    else:
        page.screenshot(path=IMAGES / f"{name}.png", full_page=whole)


if __name__ == "__main__":
    sys.exit(main())
