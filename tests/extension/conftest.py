"""Browsers for the extension's tests: found here, or skipped with a line that says how to get them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import EXTENSION, Browser, launched
from tests.extension.firefox import Firefox, firefox
from tests.extension.options_page import Options, first_day, serve_college
from tests.extension.pages import authority, serve_pages, tls_context
from tests.extension.syncing import Syncing, fresh
from tests.missing import missing

# The first is Debian's own, without its wrapper script and the noise that makes.
CHROMIUMS = (
    "/usr/lib/chromium/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
AXE = EXTENSION.parent / "node_modules" / "axe-core" / "axe.min.js"
FIREFOXES = ("firefox-esr", "firefox")
HOW = "on Debian, apt-get install --no-install-recommends chromium firefox-esr fonts-liberation brings it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser by the fixture it asks for, so that no test can forget it.

    Such a test that fails is tried once more, and told (`tests/conftest.py`): browser, page, server and test share a
    machine, and one of a thousand meets an instant between two paints in which no user acts.
    """
    for item in items:
        if {"chromium_path", "firefox_path", "browser", "shown"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Find Chromium: $CHROMIUM first, then the usual places."""
    return _found("CHROMIUM", CHROMIUMS)


@pytest.fixture(scope="session")
def firefox_path() -> str:
    """Find Firefox: $FIREFOX first, then the PATH."""
    return _found("FIREFOX", FIREFOXES)


@pytest.fixture(scope="session")
def node_path() -> str:
    """Find Node.js: $NODE first, then the PATH."""
    return _found("NODE", ("node",), "install Node.js 20 or newer")


def _found(variable: str, names: tuple[str, ...], how: str = HOW) -> str:
    paths = (shutil.which(name) for name in (os.environ.get(variable, ""), *names))
    path = next(filter(None, paths), None)
    return path or missing(f"{variable.capitalize()} was not found: {how}; or set {variable}.")


@pytest.fixture(scope="session")
def extension() -> Path:
    """Give the folder as it ships; the starter catalog in it is made, not written."""
    if not (EXTENSION / "starter-catalog.json").exists():
        pytest.fail("extension/starter-catalog.json is not there yet: make extension/starter-catalog.json makes it.")
    return EXTENSION


@pytest.fixture(scope="session")
def playwright_started() -> Iterator[Playwright]:
    """Start Playwright's driver once."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def pages() -> Iterator[HTTPServer]:
    """Serve the invented pages over TLS."""
    with HTTPServer(host="127.0.0.1", ssl_context=tls_context(authority()), threaded=True) as http:
        serve_pages(http)
        yield http


@pytest.fixture
def catalog_server() -> Iterator[CatalogServer]:
    """Serve an invented catalog, one server for each test."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        yield CatalogServer(http)


@pytest.fixture
def browser(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path: Path,
    pages: HTTPServer,
    catalog_server: CatalogServer,
) -> Iterator[Browser]:
    """Give a fresh Chromium whose preset catalog address leads to `catalog_server`."""
    with launched(playwright_started, chromium_path, tmp_path / "profile", pages.port, catalog_server.port) as running:
        yield running


@pytest.fixture(scope="session")
def shown(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
) -> Iterator[Browser]:
    """Give one synced Chromium to all tests that only look at pages; each opens and leaves its own."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        server = CatalogServer(http)
        profile = tmp_path_factory.mktemp("profile")
        with launched(playwright_started, chromium_path, profile, pages.port, server.port) as running:
            running.synced()
            yield running


@pytest.fixture(scope="session")
def firefox_shown(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    firefox_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
) -> Iterator[Firefox]:
    """Give one synced Firefox to all tests that only look at pages."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        server = CatalogServer(http)
        with firefox(firefox_path, tmp_path_factory.mktemp("firefox") / "profile", pages.port) as running:
            running.install()
            running.subscribe(server.port)
            yield running


@pytest.fixture(scope="session")
def kept_open(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
) -> Iterator[tuple[Browser, CatalogServer]]:
    """Give one Chromium to all tests of the options, and the server that its preset address leads to."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        server = CatalogServer(http)
        serve_college(server)
        profile = tmp_path_factory.mktemp("profile")
        with launched(playwright_started, chromium_path, profile, pages.port, server.port) as running:
            running.synced()
            yield running, server


@pytest.fixture
def options(kept_open: tuple[Browser, CatalogServer]) -> Iterator[Options]:
    """Give the options' page as on the first day."""
    with first_day(*kept_open) as opened:
        yield opened


@pytest.fixture
def syncing(kept_open: tuple[Browser, CatalogServer]) -> Iterator[Syncing]:
    """Give a browser that has just synced, and its server; all tests of syncing share them."""
    with fresh(*kept_open) as ready:
        yield ready


@pytest.fixture(scope="session")
def axe() -> str:
    """Give axe's source, which finds what assistive technology would stumble over."""
    if not AXE.exists():
        missing("axe-core was not found: make node_modules/.installed brings it (it needs npm).")
    return AXE.read_text("utf-8")
