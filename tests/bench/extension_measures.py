"""Measures of the extension in a real Chromium: its share of a page's time and memory, read from the browser itself."""

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright
from pytest_httpserver import HTTPServer

from tests.bench.own_time import own_time
from tests.extension.catalogs import CatalogServer, Document, catalog, expert
from tests.extension.chromium import Browser, badges, diagnosis, launched, wait_until
from tests.extension.pages import Surface, authority, tls_context
from tests.extension.pages.serving import serve

EXPERTS = 10_000
LINKS = 5_000
CARDS = 500
RECOMMENDED = 5
"""One link in so many leads to somebody in the catalog, so that there is something to paint."""
RARE = 100
"""The same on a page like real ones, where memory is weighed."""
SOME = 100
"""Links of a page like real ones, over which the popup is opened."""
SITE = "https://www.linkedin.com"
MEGABYTE = 1_000_000
CARD = (
    '<li><a id="l{n}" href="/in/{slug}/?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAA{n:013}">'
    "<span>Person {n}</span></a><p>Headline of somebody</p></li>"
)

# What any script must do that looks at the links of a page.
BARE_LOOP = """(() => {
  const began = performance.now();
  let length = 0;
  for (const link of document.querySelectorAll("a[href]")) length += link.getAttribute("href").length;
  return performance.now() - began;
})()"""
# Each card has a photo's link and a name's link, as cards have; one a task.
ONE_BY_ONE = """([count, recommended]) => new Promise((done) => {
  const list = document.querySelector("ul");
  let at = 0;
  const add = () => {
    const item = document.createElement("li");
    for (const part of [document.createElement("img"), `Person ${at}`]) {
      const link = document.createElement("a");
      link.href = at % recommended ? `/in/added-stranger-${at}/` : `/in/person-${at}/`;
      link.append(part);
      item.append(link);
    }
    list.append(item);
    at += 1;
    if (at < count) setTimeout(add);
    else done();
  };
  add();
})"""
AT_ONCE = """(html) => {
  const policy = trustedTypes.createPolicy("bench", { createHTML: (text) => text });
  document.querySelector("ul").insertAdjacentHTML("beforeend", policy.createHTML(html));
}"""
LOOK_UP = """async ([count, runs]) => {
  const { recognise, buildIndex } = await import("/recognise.js");
  const { readHeld } = await import("/catalog-storage.js");
  const { rows, about } = await readHeld("preset");
  const index = buildIndex([{ rows, withdrawn: about.withdrawn, off: [] }], {});
  const slug = (at) => `${at % 5 ? "stranger" : "person"}-${at}`;
  const hrefs = Array.from({ length: count }, (_, at) => `https://www.linkedin.com/in/${slug(at)}/?trk=x`);
  return Array.from({ length: runs }, () => {
    const began = performance.now();
    recognise(index, hrefs, "https://www.linkedin.com/feed/");
    return performance.now() - began;
  });
}"""
# Runs before the popup's own scripts: when can it be used, and when is the first row of a list on the screen?
FIRST_ROW = """addEventListener("DOMContentLoaded", () => {
  const look = () => {
    const seen = (one) => one.getClientRects().length && one.textContent;
    if (seen(document.getElementById("tab-browse"))) globalThis.usableAt ??= performance.now();
    if ([...document.querySelectorAll("li")].some(seen)) globalThis.firstRowAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})"""
# What a key in the search field costs, with the drawing of what it finds.
FIRST_KEY = """() => {
  document.getElementById("tab-browse").click();
  document.body.getBoundingClientRect();
  const search = document.getElementById("search");
  const began = performance.now();
  search.value = "p";
  search.dispatchEvent(new Event("input"));
  document.body.getBoundingClientRect();
  return performance.now() - began;
}"""

Values = dict[str, float]


def measured(playwright: Playwright, chromium: str, runs: int) -> Values:
    """Measure everything, in one Chromium with the extension and one without."""
    with tempfile.TemporaryDirectory() as folder, _servers() as (pages, server):

        def started(name: str) -> Any:
            return launched(playwright, chromium, Path(folder) / name, pages.port, server.port)

        values: Values = {}
        server.document = catalog()
        with started("empty") as browser:
            empty = _worker_bytes(browser)
        server.document = _crowd()
        with started("full") as browser:
            browser.synced()
            values |= _first_scan(browser, runs) | _at_once(browser) | _one_by_one(browser, runs)
            values |= {"look-up of 1,000 hrefs": _look_up(browser, runs)}
            values |= _popups(browser, runs)
            values |= {"background with 10,000 experts": (_worker_bytes(browser) - empty) / MEGABYTE}
            with_us = _tab_bytes(browser.context)
        with _without(playwright, chromium, pages.port) as context:
            values |= {"a tab with 5,000 links": (with_us - _tab_bytes(context)) / MEGABYTE}
        return values


@contextmanager
def _servers() -> Iterator[tuple[HTTPServer, CatalogServer]]:
    with (
        HTTPServer(host="127.0.0.1", ssl_context=tls_context(authority()), threaded=True) as pages,
        HTTPServer(host="127.0.0.1", threaded=True) as catalogs,
    ):
        lists = {"many": _cards(0, LINKS), "rare": _cards(0, LINKS, RARE), "some": _cards(0, SOME), "none": ""}
        served = {name: f"<main><ul>{items}</ul></main>" for name, items in lists.items()}
        serve(pages, tuple(Surface(name, f"{SITE}/{name}/", (), html, "ltr", "open") for name, html in served.items()))
        yield pages, CatalogServer(catalogs)


@contextmanager
def _without(playwright: Playwright, chromium: str, pages: int) -> Iterator[BrowserContext]:
    browser = playwright.chromium.launch(
        executable_path=chromium,
        args=[f"--host-resolver-rules=MAP *.linkedin.com:443 127.0.0.1:{pages}", "--ignore-certificate-errors"],
    )
    yield browser.new_context(viewport={"width": 1000, "height": 800}, ignore_https_errors=True)
    browser.close()


def _cards(first: int, count: int, recommended: int = RECOMMENDED) -> str:
    """Write cards with one link each, one in so many to somebody in the catalog."""
    numbers = range(first, first + count)
    return "".join(CARD.format(n=n, slug=f"{'stranger' if n % recommended else 'person'}-{n}") for n in numbers)


def _crowd() -> Document:
    """Invent a catalog with as many words as real ones have."""
    return catalog(*[expert(f"Person {n}", f"in/person-{n}", rank=n, lists=1 + n % 2) for n in range(EXPERTS)])


def _first_scan(browser: Browser, runs: int) -> Values:
    scans, paints, ratios, longest = [], [], [], []
    told: dict[str, Any] = {}
    for _ in range(runs):
        browser.choose(mode="off")
        page = browser.open("/none/")
        page.goto(f"{SITE}/many/")
        bare = _in_isolated_world(page, BARE_LOOP)
        browser.choose(mode="badges")
        with own_time(page) as own:
            page.reload()
            wait_until(lambda page=page: len(badges(page)) == LINKS // RECOMMENDED)  # type: ignore[misc]
        told = diagnosis(browser, page)
        scans.append(told["spent"]["scan"])
        paints.append(told["spent"]["paint"])
        ratios.append(told["spent"]["scan"] / bare)
        longest.append(own.longest)
        page.close()
    return {
        "first scan: links visited": told["counts"]["visited"],
        "first scan: callbacks on own nodes": told["counts"]["ownNodes"],
        "first scan: questions to the background": told["counts"]["asked"],
        "first scan (ms)": statistics.median(scans),
        "first scan over a bare loop": statistics.median(ratios),
        "first scan: 1,000 badges painted (ms)": statistics.median(paints),
        "first scan, with painting: longest own task": statistics.median(longest),
    }


def _at_once(browser: Browser) -> Values:
    page = browser.open("/many/")
    wait_until(lambda: len(badges(page)) == LINKS // RECOMMENDED)
    with own_time(page) as own:
        page.evaluate(AT_ONCE, _cards(LINKS, LINKS))
        wait_until(lambda: len(badges(page)) == LINKS // RECOMMENDED)
    told = diagnosis(browser, page)
    page.close()
    return {
        "5,000 links at once: links visited": told["counts"]["visited"],
        "5,000 links at once: own time (ms)": own.total,
        "5,000 links at once: longest own task": own.longest,
    }


def _one_by_one(browser: Browser, runs: int) -> Values:
    totals, longest = [], []
    told: dict[str, Any] = {}
    for _ in range(runs):
        page = browser.open("/none/")
        diagnosis(browser, page)  # the script has begun
        with own_time(page) as own:
            page.evaluate(ONE_BY_ONE, [CARDS, RECOMMENDED])
            wait_until(lambda page=page: len(badges(page)) == CARDS // RECOMMENDED)  # type: ignore[misc]
        told = diagnosis(browser, page)
        totals.append(own.total)
        longest.append(own.longest)
        page.close()
    return {
        "500 cards one by one: links visited": told["counts"]["visited"],
        "500 cards one by one: callbacks on own nodes": told["counts"]["ownNodes"],
        "500 cards one by one: questions to the background": told["counts"]["asked"],
        "500 cards one by one: own time": statistics.median(totals),
        "500 cards one by one: longest own task": statistics.median(longest),
    }


def _look_up(browser: Browser, runs: int) -> float:
    own = browser.open_own("options/options.html")
    taken = own.evaluate(LOOK_UP, [1_000, runs])
    own.close()
    return statistics.median(taken)


def _popups(browser: Browser, runs: int) -> Values:
    """Open the popup off the site, over a page with people, and the same with the background asleep."""
    values = _popup(browser, runs, "off the site")
    page = browser.open("/some/")
    wait_until(lambda: len(badges(page)) == SOME // RECOMMENDED)
    values |= _popup(browser, runs, "over a page", page)
    values |= _popup(browser, runs, "over a page, background asleep", page, asleep=True)
    page.close()
    return values


def _popup(browser: Browser, runs: int, where: str, front: Page | None = None, *, asleep: bool = False) -> Values:
    usable, rows, keys = [], [], []
    for _ in range(runs):
        page = browser.context.new_page()
        page.add_init_script(FIRST_ROW)
        if front:
            front.bring_to_front()
        if asleep:
            browser.kill_worker()
        page.goto(f"{browser.origin}/popup/popup.html")
        wait_until(lambda page=page: page.evaluate("globalThis.firstRowAt ?? null") is not None)  # type: ignore[misc]
        usable.append(page.evaluate("globalThis.usableAt"))
        rows.append(page.evaluate("globalThis.firstRowAt"))
        keys.append(page.evaluate(FIRST_KEY))
        page.close()
    return {
        f"popup {where}: usable": statistics.median(usable),
        f"popup {where}: first row": statistics.median(rows),
        f"popup {where}: first key of a search": statistics.median(keys),
    }


def _in_isolated_world(page: Page, script: str) -> Any:
    """Run a script where the extension's own scripts of this page run."""
    session = page.context.new_cdp_session(page)
    worlds: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda told: worlds.append(told["context"]))
    session.send("Runtime.enable")
    wait_until(lambda: any(world["origin"].startswith("chrome-extension://") for world in worlds))
    own = next(world for world in worlds if world["origin"].startswith("chrome-extension://"))
    result = session.send("Runtime.evaluate", {"expression": script, "contextId": own["id"], "returnByValue": True})
    session.detach()
    return result["result"]["value"]


def _tab_bytes(context: BrowserContext) -> float:
    """Give what the scripts of a page of 5,000 links hold, after everything that can go has gone."""
    page = context.new_page()
    page.goto(f"{SITE}/rare/")
    page.bring_to_front()
    page.wait_for_timeout(2_000)
    session = context.new_cdp_session(page)
    held = _heap(session.send)
    page.close()
    return held


def _worker_bytes(browser: Browser) -> float:
    """Give what the background holds when it has just answered a page."""
    browser.synced()
    page = browser.open("/many/")
    diagnosis(browser, page)
    session = browser.context.new_cdp_session(page)
    workers = [one for one in session.send("Target.getTargets")["targetInfos"] if one["type"] == "service_worker"]
    attached = session.send("Target.attachToTarget", {"targetId": workers[0]["targetId"], "flatten": False})[
        "sessionId"
    ]
    answers: dict[int, Any] = {}

    def heard(told: dict[str, Any]) -> None:
        message = json.loads(told["message"])
        answers[message.get("id", 0)] = message

    def send(method: str) -> Any:
        number = len(answers) + 1_000
        message = json.dumps({"id": number, "method": method})
        session.send("Target.sendMessageToTarget", {"sessionId": attached, "message": message})
        wait_until(lambda: bool(session.send("Target.getTargets")) and number in answers)  # asking lets answers in
        return answers[number].get("result")

    session.on("Target.receivedMessageFromTarget", heard)
    held = _heap(send)
    page.close()
    return held


def _heap(send: Callable[[str], Any]) -> float:
    for _ in range(3):
        send("HeapProfiler.collectGarbage")
    return float(send("Runtime.getHeapUsage")["usedSize"])
