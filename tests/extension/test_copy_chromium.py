"""A copy of the catalog behind plain nginx, as docs/STATIC.md sets it up, and the real extension syncing from it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Playwright
from pytest_httpserver import HTTPServer

from followworthy.services.publishing import whole_catalog
from followworthy.services.static_copy import copy
from followworthy.store import Database
from followworthy.store.revisions import Revision
from tests.extension.chromium import Browser, badges, launched
from tests.extension.syncing import PROVEN, SYNC
from tests.missing import missing
from tests.people import ODILE, TOBIN, publish
from tests.ports import free_port
from tests.waiting import wait_until

DOCS = Path(__file__).parents[2] / "docs" / "STATIC.md"
AROUND = """
daemon off; worker_processes 1; pid {log}/pid; error_log stderr error;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {log}/b; proxy_temp_path {log}/p; fastcgi_temp_path {log}/f; uwsgi_temp_path {log}/u;
  scgi_temp_path {log}/s;
  log_format asked '$request_uri $status $sent_http_content_encoding $sent_http_cache_control';
  access_log {log}/asked asked;
  {settings}
}}
"""


@dataclass(frozen=True)
class Host:
    """nginx over a folder: what it was asked, one line each."""

    folder: Path
    port: int
    log: Path

    def asked(self) -> list[str]:
        """Give what was asked since the last time."""
        lines = [line for line in self.log.read_text().splitlines() if "favicon" not in line]
        self.log.write_text("")
        return lines


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Run the server block of the documentation, with the folder and the port of this test."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if not nginx:
        missing("nginx was not found: on Debian, apt-get install --no-install-recommends nginx-light brings it.")
    folder, log, port = tmp_path / "copy", tmp_path / "log", free_port()
    block = re.findall(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]
    settings = block.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/srv/followworthy", str(folder))
    for made in (folder, log):
        made.mkdir()
    for above in (tmp_path, *tmp_path.parents[:3]):
        above.chmod(0o755)  # nginx's worker is nobody in particular
    (log / "asked").touch(mode=0o666)
    config = log / "nginx.conf"
    config.write_text(AROUND.format(log=log, settings=settings))
    with subprocess.Popen([nginx, "-c", config, "-p", log]) as process:
        try:
            wait_until((log / "pid").exists, lambda: f"nginx to start ({process.poll()})")
            yield Host(folder, port, log / "asked")
        finally:
            process.terminate()


@pytest.fixture
def reader(
    playwright_started: Playwright, chromium_path: str, tmp_path: Path, pages: HTTPServer, host: Host, db: Database
) -> Iterator[Browser]:
    """A fresh Chromium whose preset catalog lies on that host."""
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        copy(whole_catalog(session), host.folder)
    with launched(playwright_started, chromium_path, tmp_path / "profile", pages.port, host.port) as running:
        running.synced()
        yield running


def test_the_extension_syncs_from_files_and_takes_only_what_changed(
    reader: Browser, host: Host, db: Database, now: datetime
) -> None:
    assert reader.stored("about:preset")["count"] == 2
    assert host.asked() == ["/api/v1/catalog 200 gzip no-cache"]
    own = reader.open_own("options/options.html")
    own.evaluate(SYNC)
    assert host.asked() == ["/api/v1/head.json 200 - no-cache"]
    with db.writing() as session:
        Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline="Else"))
        edition = whole_catalog(session)
        copy(edition, host.folder)
    own.evaluate(SYNC)
    assert own.evaluate(PROVEN, "preset") == edition.cursor
    head, changes = host.asked()
    assert head == "/api/v1/head.json 200 - no-cache"
    assert re.fullmatch(r"/api/v1/changes-\S+\.json 200 gzip public, max-age=3600", changes)
    own.close()


def test_people_of_a_copied_catalog_are_badged(reader: Browser) -> None:
    page = reader.open("/feed/")
    wait_until(lambda: any(one.label.startswith("Odile Fennwick") for one in badges(page)))
    page.close()
