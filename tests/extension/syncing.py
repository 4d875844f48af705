"""Keeping catalogs current, in one Chromium that all of its tests share; each begins freshly synced."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any

from playwright.sync_api import Page
from werkzeug import Request, Response

from tests.extension.catalogs import CatalogServer, Document
from tests.extension.chromium import Browser, wait_until
from tests.extension.options_page import first_day

PRESET = {"id": "preset", "address": "http://127.0.0.1:8750", "name": "Followworthy", "letter": "", "on": True}
# All drawers joined: are they one whole catalog, the one that the rows and the words about it speak of?
PROVEN = """async (id) => {
  const { readWhole, readHeld } = await import("/catalog-storage.js");
  const { checksum } = await import("/catalog-check.js");
  const whole = await readWhole(id);
  if (!whole) return null;
  const { rows, about } = await readHeld(id);
  const same = whole.checksum === (await checksum(whole.experts)) && about.cursor === whole.cursor;
  return same && whole.count === whole.experts.length && whole.count === rows.length ? whole.cursor : "mixed";
}"""
SYNC = "chrome.runtime.sendMessage({ type: 'sync' })"
HOLD_STORAGE = """() => new Promise((held) => {
  navigator.locks.request("storage", () => new Promise((release) => { globalThis.letStorageGo = release; held(); }));
})"""
WAITING = "navigator.locks.query().then(({ pending }) => pending.some(({ name }) => name === 'storage'))"
MINUTES = "chrome.alarms.get('sync').then((alarm) => alarm && (alarm.scheduledTime - Date.now()) / 60_000)"


@dataclass(frozen=True)
class Syncing:
    """The browser, the server of its preset catalog, and a page of the extension's own."""

    browser: Browser
    server: CatalogServer
    own: Page

    def sync(self) -> Any:
        """Have the servers asked now, and wait until that is done; give the preset's state."""
        self.own.evaluate(SYNC)
        return self.stored("server:preset")

    def begin(self) -> None:
        """Have the servers asked now, and wait for nothing."""
        self.own.evaluate(f"void {SYNC}.catch(() => null)")

    def stored(self, key: str) -> Any:
        """Read one value of the extension's storage."""
        return self.own.evaluate("key => chrome.storage.local.get(key).then((kept) => kept[key] ?? null)", key)

    def cursor(self, catalog: str = "preset") -> str | None:
        """Give the state of the catalog that is held, proven whole; `mixed` if it is not."""
        cursor: str | None = self.own.evaluate(PROVEN, catalog)
        return cursor

    def minutes(self) -> float | None:
        """Give how long it is until the next try; None when none is planned."""
        minutes: float | None = self.own.evaluate(MINUTES)
        return minutes

    def subscribe(self, *others: Document) -> None:
        """Have these catalogs beside the preset."""
        self.own.evaluate("catalogs => chrome.storage.local.set({ catalogs })", [PRESET, *others])

    @contextmanager
    def storage_held(self) -> Iterator[None]:
        """Keep everybody else from writing."""
        self.own.evaluate(HOLD_STORAGE)
        yield
        self.own.evaluate("letStorageGo()")

    def wait_for_a_writer(self) -> None:
        """Wait until somebody wants to write who may not."""
        wait_until(lambda: bool(self.own.evaluate(WAITING)), lambda: "somebody who wants to write")


@contextmanager
def fresh(browser: Browser, server: CatalogServer) -> Iterator[Syncing]:
    """Give a browser that has just synced, as on its first day."""
    server.instead = None
    with first_day(browser, server) as options:
        server.asked.clear()
        server.answered.clear()
        yield Syncing(browser, server, options.page)
    server.instead = None


class Held:
    """An answer of a server that stops in the middle until the test lets it go on.

    `before` is sent at once: nothing, or a part of the body.
    """

    def __init__(self, server: CatalogServer, before: float | None) -> None:
        self.server = server
        self.before = before
        self.go_on = Event()
        self.stopped = Event()

    def __call__(self, request: Request) -> Response:
        """Answer, in the end, as the server always does."""
        answer = self.server.whole(request)
        if self.before is None:
            self._stop()
            return answer
        body = answer.get_data()
        part = round(self.before * len(body))
        return Response(self._parts(body[:part], body[part:]), headers={"ETag": answer.headers["ETag"]})

    def _parts(self, first: bytes, rest: bytes) -> Iterator[bytes]:
        yield first
        self._stop()
        yield rest

    def _stop(self) -> None:
        self.stopped.set()
        self.go_on.wait(10)
