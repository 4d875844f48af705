"""The same folder in a real Firefox."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import wait_until
from tests.extension.firefox import firefox

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
        running.open_own("options/options.html")
        server = f"http://127.0.0.1:{catalog_server.port}"
        catalog = {"id": "preset", "address": server, "name": "Town Catalog", "letter": "", "on": True}
        kept = {"choices": {"mode": "badges"}, "catalogs": [catalog]}
        running.evaluate(f"chrome.storage.local.set({json.dumps(kept)})")
        running.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")
        assert catalog_server.answered == [200]
        running.open_own("popup/popup.html")
        assert running.evaluate("document.getElementById('allow').hidden")["value"] is True
        running.open("/feed/")
        wait_until(lambda: running.badges()[:2] == MARKED, lambda: str(running.badges()))
        assert len(running.badges()) == 7
