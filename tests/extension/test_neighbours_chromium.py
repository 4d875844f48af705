"""Beside us in the same page: another extension that rewrites the same nodes. Neither of us may drive the other on."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import Browser, badges, diagnosis, expect_badges, launched, wait_until

MANIFEST = {
    "manifest_version": 3,
    "name": "Neighbour",
    "version": "1",
    "content_scripts": [{"matches": ["https://*.linkedin.com/*"], "js": ["neighbour.js"], "run_at": "document_idle"}],
}

# It marks every name link of its own accord, and does to what it does not know whatever the page's data-manner says.
SCRIPT = """
const manner = () => document.documentElement.dataset.manner;
const known = (element) => {
  const copy = element.cloneNode(true);
  for (const one of copy.querySelectorAll("span:not([id])")) one.remove();
  return copy;
};
const wrapped = (element) => {
  const box = document.createElement("i");
  element.replaceWith(box);
  box.append(element);
};
const manners = {
  removes: (link, next) => next.remove(),
  moves: (link, next) => link.parentElement.prepend(next),
  wraps: (link, next) => wrapped(next),
  rewrites: (link) => link.parentElement.replaceChildren(...known(link.parentElement).children),
  renews: (link, next) => { next.remove(); link.replaceWith(known(link)); },
  rebuilds: (link) => link.parentElement.replaceWith(known(link.parentElement)),
};
let turns = 0;
const tidy = () => {
  for (const link of document.querySelectorAll("a[href*='/in/']")) {
    if (manner() === "marks" && !link.querySelector("b")) link.append(document.createElement("b"));
    const next = link.nextElementSibling;
    if (next?.localName !== "span" || next.id || !manners[manner()] || turns === 200) continue; // a test must end
    manners[manner()](link, next);
    turns += 1;
    document.documentElement.dataset.turns = String(turns);
  }
};
new MutationObserver(tidy).observe(document.documentElement, { subtree: true, childList: true });
tidy();
"""
ODILE = ("Odile Fennwick", "one")
ADD = """() => { for (const [id, slug] of [["one", "odile-fennwick"], ["two", "bram-tollerud"]]) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { id, href: "/in/" + slug, textContent: slug }));
  list.append(item);
} }"""


TURNS = "Number(document.documentElement.dataset.turns ?? 0)"


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("neighbour")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    (folder / "neighbour.js").write_text(SCRIPT, "utf-8")
    return folder


@pytest.fixture(scope="module")
def together(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
    neighbour: Path,
) -> Iterator[Browser]:
    """Give one Chromium with both extensions."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        server = CatalogServer(http)
        profile = tmp_path_factory.mktemp("together")
        with launched(playwright_started, chromium_path, profile, pages.port, server.port, neighbour) as running:
            running.synced()
            yield running


def settled(page: Page) -> int:
    """Wait until the neighbour has nothing more to do, and say how often it did something."""
    seen = [-1]

    def at_rest() -> bool:
        before, seen[0] = seen[0], int(page.evaluate(TURNS))
        # longer than our own pauses
        page.evaluate("new Promise((done) => requestIdleCallback(() => setTimeout(done, 400)))")
        return seen[0] == before

    wait_until(at_rest, lambda: f"rest; after {seen[0]} turns")
    return seen[0]


def test_a_neighbour_that_marks_the_same_links_leaves_the_badge_and_is_left(together: Browser) -> None:
    page = together.open("/empty/")
    page.evaluate("document.documentElement.dataset.manner = 'marks'")
    page.evaluate(ADD)
    expect_badges(page, [ODILE])
    assert settled(page) == 0
    assert page.locator("a > b").count() == 2
    page.close()


@pytest.mark.parametrize("manner", ["removes", "moves", "wraps", "rewrites", "renews", "rebuilds"])
def test_neither_drives_the_other_on(together: Browser, manner: str) -> None:
    page = together.open("/empty/")
    page.evaluate("manner => document.documentElement.dataset.manner = manner", manner)
    page.evaluate(ADD)
    wait_until(lambda: int(page.evaluate(TURNS)) > 0, lambda: "the neighbour's first answer to a badge")
    assert settled(page) <= 20
    counts = diagnosis(together, page)["counts"]
    assert counts["painted"] <= 20
    assert counts["visited"] <= 50
    assert len(badges(page)) <= 1
    started = time.monotonic()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert time.monotonic() - started < 1  # the page still has its turn
    page.close()


def test_after_a_quarrel_the_rest_of_the_page_still_gets_its_badges(together: Browser) -> None:
    page = together.open("/empty/")
    page.evaluate("document.documentElement.dataset.manner = 'removes'")
    page.evaluate(ADD)
    settled(page)
    page.evaluate("document.documentElement.dataset.manner = 'rests'")
    page.evaluate("document.getElementById('one').id = 'quarrelled'")
    page.evaluate(ADD)
    wait_until(lambda: ODILE in [(one.label.partition(":")[0], one.behind) for one in badges(page)])
    page.close()
