"""The same folder in a real Firefox."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import wait_until
from tests.extension.firefox import Firefox, firefox
from tests.extension.syncing import HOLD_STORAGE, PROVEN, SYNC, WAITING

MARKED = [
    ("Odile Fennwick: recommended to follow, in 2 lists", "name-2018"),
    ("Sefa Ndiaye-Holt: recommended to follow, on the list Forty Voices on Work, 2019", "name-2024"),
]


@pytest.mark.usefixtures("extension")
def test_firefox_installs_the_folder_syncs_and_marks_a_page(
    firefox_path: str, tmp_path: Path, pages: HTTPServer, catalog_server: CatalogServer
) -> None:
    with firefox(firefox_path, tmp_path / "profile", pages.port) as running:
        running.install()
        running.subscribe(catalog_server.port)
        assert catalog_server.answered[0] == 200
        running.open_own("popup/popup.html")
        assert running.evaluate("document.getElementById('allow').hidden")["value"] is True
        running.open("/feed/")
        wait_until(lambda: running.standing()[:2] == MARKED, lambda: str(running.standing()))
        assert len(running.standing()) == 7


def test_in_firefox_too_the_background_waits_for_another_page_that_writes(firefox_shown: Firefox) -> None:
    firefox_shown.open_own("options/options.html")
    firefox_shown.evaluate(f"({HOLD_STORAGE})()")
    firefox_shown.evaluate(f"void {SYNC}.then(() => {{ globalThis.synced = true; }})")
    wait_until(lambda: bool(firefox_shown.evaluate(WAITING)["value"]))
    assert firefox_shown.evaluate("globalThis.synced ?? false")["value"] is False
    firefox_shown.evaluate("letStorageGo()")
    wait_until(lambda: bool(firefox_shown.evaluate("globalThis.synced ?? false")["value"]))
    assert firefox_shown.evaluate(f"({PROVEN})('preset')")["value"] == "k3f9x2.58"
