"""From a list article to a badge: the real server, the real desk, the real extension, in one real browser."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Playwright, expect
from pytest_httpserver import HTTPServer

from tests.extension.chromium import badges, launched, violations, wait_until

ARTICLE = """<!doctype html><html lang="en"><title>Three Voices</title><h1>Three Voices on Work</h1>
<h2>Job Search Experts</h2><ol>
<li><a href="https://www.linkedin.com/in/odile-fennwick?trk=x">Odile Fennwick</a> writes about hiring.</li>
<li><a href="https://www.linkedin.com/in/wendel-aspinall">Wendel Aspinall</a> lends out careers books.</li>
<li><a href="https://www.linkedin.com/in/dara-moonesh">Dara Moonesh</a> reads CVs aloud.</li></ol></html>"""


VOICES = Path(__file__).parent.parent / "data" / "articles" / "voices.html"


@dataclass(frozen=True)
class Product:
    """The product as `make run` starts it: its port, the first curator's address, its environment."""

    port: int
    welcome: str
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", "followworthy", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def product(tmp_path: Path, database_settings: dict[str, str]) -> Iterator[Product]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        **database_settings,
        "FOLLOWWORTHY_DATA_DIR": str(tmp_path / "data"),
        "FOLLOWWORTHY_PORT": str(port),
        "FOLLOWWORTHY_AUDIT": "off",
        "FOLLOWWORTHY_ALLOW_LOOPBACK": "on",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "followworthy", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        while "Serving" not in said:
            said += process.stdout.readline()
        found = re.search(r"http://\S+/welcome/\S+", said)
        assert found is not None
        yield Product(port, found[0], environment)
        process.terminate()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_server_violates_accessibility(
    product: Product, playwright_started: Playwright, chromium_path: str, axe: str, scheme: Literal["light", "dark"]
) -> None:
    browser = playwright_started.chromium.launch(executable_path=chromium_path)
    page = browser.new_page(color_scheme=scheme, base_url=f"http://127.0.0.1:{product.port}")
    found = {}
    product.run("import", str(VOICES))
    page.goto(product.welcome)
    found["welcome"] = violations(page, axe)
    page.get_by_label("Your name").fill("Nadia Brookmere")
    page.get_by_label("A password").fill("correct horse battery")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/desk/")
    desk = ("", "review/", "review/1", "review/?batch=1", "imports/", "imports/1", "experts/", "audits", "changes/")
    [listed, *_] = page.request.get("/api/v1/catalog").json()["experts"]
    for path in ("/", f"/experts/{listed['id']}", *(f"/desk/{one}" for one in desk)):
        page.goto(path)
        found[path] = violations(page, axe)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    found["/sign-in"] = violations(page, axe)
    browser.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_list_article_becomes_a_badge(
    product: Product,
    httpserver: HTTPServer,
    playwright_started: Playwright,
    chromium_path: str,
    extension: Path,
    pages: HTTPServer,
    tmp_path: Path,
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/voices").respond_with_data(ARTICLE, content_type="text/html; charset=utf-8")
    assert "3 entries read, 3 queued" in product.run("import", httpserver.url_for("/voices"))

    assert extension.is_dir()
    with launched(playwright_started, chromium_path, tmp_path / "profile", pages.port, product.port) as browser:
        desk = browser.context.new_page()
        desk.goto(product.welcome)
        desk.get_by_label("Your name").fill("Nadia Brookmere")
        desk.get_by_label("A password").fill("correct horse battery")
        desk.get_by_role("button", name="Start").click()
        desk.get_by_role("link", name=re.compile("3 new people from Three Voices on Work")).click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Odile Fennwick")
        desk.get_by_label("Why, in our words").fill("Explains what recruiters read first.")
        desk.get_by_role("button", name="Accept as new").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Wendel Aspinall")

        popup = browser.open_own("popup/popup.html")
        popup.get_by_role("button", name="Sync now").click()
        wait_until(lambda: (browser.stored("about:preset") or {"count": 0})["count"] == 51)
        page = browser.open("/feed/")
        wait_until(lambda: bool(badges(page)))
        assert {badge.label.partition(":")[0] for badge in badges(page)} == {"Odile Fennwick"}
