"""A real Chromium with our extension, as shipped; pages of a test server appear in it as https://www.linkedin.com.

What badges a page shows is read from the browser's own trees (DOM, accessibility), since their roots are closed.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Worker

EXTENSION = Path(__file__).parents[2] / "extension"
AXE_RUN = """async () => (await axe.run()).violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" ")}`)"""
SITE = "https://www.linkedin.com"
ELSEWHERE = "plain.example"  # the same pages, where no extension looks
PATIENCE = 12.0  # seconds until something that must happen counts as not happening; a busy machine is slow, not wrong


@dataclass(frozen=True)
class Badge:
    """A badge as the browser holds it: its accessible name, and the id of what it stands behind (or in)."""

    label: str
    behind: str
    theme: str
    node: int


class Browser:
    """One running Chromium with a profile of its own."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        worker = self.worker()
        self.origin = worker.url.rsplit("/", 1)[0]

    def worker(self) -> Worker:
        """Give the background's worker, waiting for it to start."""
        workers = self.context.service_workers
        return workers[0] if workers else self.context.wait_for_event("serviceworker")

    def kill_worker(self) -> None:
        """Stop the background's worker as the browser does when it needs the memory, and see it gone."""
        session = self.context.new_cdp_session(self.context.pages[0])

        def running() -> list[str]:
            targets = session.send("Target.getTargets")["targetInfos"]
            return [one["targetId"] for one in targets if one["type"] == "service_worker"]

        targets = running()
        assert targets, "The worker was not running."
        for target in targets:
            session.send("Target.closeTarget", {"targetId": target})
        wait_until(lambda: not running(), lambda: "the worker to stop")
        session.detach()

    def open(self, path: str) -> Page:
        """Open a page of the site, in front."""
        return self.open_at(SITE + path)

    def open_at(self, url: str) -> Page:
        """Open a page by its whole address, in front."""
        page = self.context.new_page()
        page.goto(url)
        page.bring_to_front()
        return page

    def open_own(self, path: str) -> Page:
        """Open a page of the extension in a tab behind the one in front, as the popup is no tab either."""
        front = self.context.pages[-1]
        page = self.context.new_page()
        front.bring_to_front()
        page.goto(f"{self.origin}/{path}")
        return page

    def stored(self, key: str) -> Any:
        """Read one value of the extension's storage; lists of people are kept as text."""
        own = self.context.new_page()
        own.goto(f"{self.origin}/options/options.html")
        value = own.evaluate("key => chrome.storage.local.get(key).then(kept => kept[key] ?? null)", key)
        own.close()
        return json.loads(value) if value and key.startswith(("rows:", "drawer:")) else value

    def synced(self) -> None:
        """Wait until the first try to reach the server has ended."""
        wait_until(lambda: self.stored("server:preset") is not None)

    def first_run(self) -> Page:
        """Give the tab that opens after installation, waiting for it."""
        others = self.context.pages[1:]  # the browser itself opens an empty one
        page = others[0] if others else self.context.wait_for_event("page")
        page.wait_for_url("**/first-run.html")
        return page

    def choose(self, **choices: object) -> None:
        """Choose as the first run and the options do."""
        self.worker().evaluate("choices => chrome.storage.local.set({ choices })", choices)


@contextmanager
def launched(
    playwright: Playwright, executable: str, profile: Path, pages: int, catalog: int, *others: Path
) -> Iterator[Browser]:
    """Start Chromium; the ports are those of the page server and of what the preset catalog address leads to.

    `others` are the folders of further extensions; none of them may have a worker.
    """
    folders = ",".join(str(folder) for folder in (EXTENSION, *others))
    rules = ", ".join(
        [
            f"MAP *.linkedin.com:443 127.0.0.1:{pages}",
            f"MAP {ELSEWHERE}:443 127.0.0.1:{pages}",
            f"MAP 127.0.0.1:8750 127.0.0.1:{catalog}",
            f"MAP 127.0.0.1:{catalog} 127.0.0.1:{catalog}",
            "MAP * ~NOTFOUND",
        ]
    )
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=executable,
        headless=True,
        viewport={"width": 1000, "height": 800},
        ignore_default_args=["--disable-back-forward-cache"],  # readers go back to pages that have slept
        args=[
            f"--disable-extensions-except={folders}",
            f"--load-extension={folders}",
            f"--host-resolver-rules={rules}",
            "--ignore-certificate-errors",
            "--disable-quic",
            f"--ip-address-space-overrides=127.0.0.1:{pages}=public",
        ],
    )
    try:
        browser = Browser(context)
        browser.first_run().close()
        browser.choose(mode="badges")
        yield browser
    finally:
        context.close()


def badges(page: Page) -> list[Badge]:
    """List the badges of a page in document order, from the browser's own tree (closed roots and frames too)."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
    session.detach()
    return list(_badges_in(root, None, None))


def labels_heard(page: Page) -> list[str]:
    """List the names of our buttons as assistive technology hears them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    buttons = [node for node in nodes if not node["ignored"] and node["role"]["value"] == "button"]
    names = [str(node["name"]["value"]) for node in buttons]
    return [name for name in names if "recommended to follow" in name]


def expect_badges(page: Page, expected: list[tuple[str, str]]) -> list[Badge]:
    """Wait until the page shows exactly these (name, id of what it stands behind), in this order."""
    seen: list[Badge] = []

    def as_expected() -> bool:
        seen[:] = badges(page)
        return [(one.label.partition(":")[0], one.behind) for one in seen] == expected

    wait_until(as_expected, lambda: f"{expected} but {[(one.label, one.behind) for one in seen]}")
    return seen


def click_badge(page: Page, badge: Badge) -> None:
    """Click where the badge is, as a hand would."""
    page.mouse.click(*place_of(page, badge))


def place_of(page: Page, badge: Badge) -> tuple[float, float]:
    """Bring a badge into view, and give its middle."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.getDocument", {"depth": 0})
    session.send("DOM.scrollIntoViewIfNeeded", {"backendNodeId": badge.node})
    quad = session.send("DOM.getBoxModel", {"backendNodeId": badge.node})["model"]["border"]
    session.detach()
    return (quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2


def update(browser: Browser) -> None:
    """Do what an update does: stop the extension, start it anew, and leave the open pages as they are."""
    front = browser.context.pages[-1]
    manager = browser.context.new_page()
    manager.goto("chrome://extensions")
    manager.evaluate("chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })")
    with browser.context.expect_event("serviceworker", timeout=1000 * PATIENCE):
        manager.evaluate("id => chrome.developerPrivate.reload(id)", browser.origin.rpartition("/")[2])
    manager.close()
    front.bring_to_front()


def diagnosis(browser: Browser, page: Page) -> dict[str, Any]:
    """Ask the page what the popup asks it; nothing is told by a page that turns the popup away."""
    page.bring_to_front()
    own = browser.context.new_page()
    page.bring_to_front()
    own.goto(f"{browser.origin}/popup/popup.html")
    told = own.evaluate(
        """async () => {
          const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
          const port = chrome.tabs.connect(tab.id, { name: "page" });
          return new Promise((told) => {
            port.onMessage.addListener(told);
            port.onDisconnect.addListener(() => told({}));
          });
        }"""
    )
    own.close()
    return dict(told)


def violations(page: Page, axe: str) -> list[str]:
    """Give what axe finds wrong with a page, one line each; `axe` is its source."""
    page.evaluate(axe + ";0")
    return list(page.evaluate(AXE_RUN))


def wait_until(happened: Callable[[], bool], otherwise: Callable[[], str] = lambda: "what was waited for") -> None:
    """Ask until it is so; fail with words when it is not so in time."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"Not within {PATIENCE:.0f} s: {otherwise()}"


def _badges_in(node: dict[str, Any], parent: dict[str, Any] | None, before: dict[str, Any] | None) -> Iterator[Badge]:
    for root in node.get("shadowRoots", []):
        if root["shadowRootType"] == "closed" and (button := _find(root, "button")):
            label = _attributes(button)["aria-label"]
            theme = _attributes(_find(root, "span") or {}).get("data-theme", "")
            yield Badge(label, _attributes(before or parent or {}).get("id", ""), theme, button["backendNodeId"])
        elif root["shadowRootType"] == "open":
            yield from _badges_in(root, node, None)
    before = None
    for child in node.get("children", []):
        yield from _badges_in(child, node, before)
        before = child if child["nodeType"] == 1 else before
    if "contentDocument" in node:
        yield from _badges_in(node["contentDocument"], node, None)


def _find(node: dict[str, Any], name: str) -> dict[str, Any] | None:
    if node["localName"] == name:
        return node
    return next((found for child in node.get("children", []) if (found := _find(child, name))), None)


def _attributes(node: dict[str, Any]) -> dict[str, str]:
    flat = node.get("attributes", [])
    return dict(zip(flat[::2], flat[1::2], strict=True))
