"""The same folder in a real Firefox."""

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
        running.subscribe(catalog_server.port)
        assert catalog_server.answered[0] == 200
        running.open_own("popup/popup.html")
        assert running.evaluate("document.getElementById('allow').hidden")["value"] is True
        running.open("/feed/")
        wait_until(lambda: running.standing()[:2] == MARKED, lambda: str(running.standing()))
        assert len(running.standing()) == 7
