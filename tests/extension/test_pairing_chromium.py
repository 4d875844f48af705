"""The curator's eyes in a real browser: thirty links walked, the desk ticks them off; unpaired, nothing is said."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from followworthy.domain.values import Verdict
from followworthy.store import Database, experts, looks, proposals
from tests.databases import Databases
from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import SITE, Browser, wait_until
from tests.extension.recording_proxy import RecordingProxy, recording_proxy
from tests.extension.walk import (
    LED,
    MISSING,
    MOVED,
    WALLED,
    Desk,
    Walked,
    behind,
    come_in,
    desk,
    signed_in,
    site,
    thirty,
)

DESK_PAGES = re.compile(r"^(GET|POST) http://127\.0\.0\.1:8750/(desk/|sign-in|static/|favicon)")
CATALOG = "GET http://127.0.0.1:8750/api/v1/catalog"
PAIRING, LOOKS, OPENED = (f"http://127.0.0.1:8750/api/v1/{one}" for one in ("pairing", "looks", "looks/opened"))


@dataclass
class Walk:
    """What there was after the walk."""

    desk: Desk
    ticked: dict[str, str]
    proxy: RecordingProxy
    stranger: Browser
    strangers_proxy: RecordingProxy


@pytest.fixture(scope="module")
def walk(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    databases: Databases,
) -> Iterator[Walk]:
    """Let a paired browser walk all thirty from the desk, ten a week; an unpaired one opened them all before."""
    folder, walked = tmp_path_factory.mktemp("walk"), thirty()
    with (
        site(walked) as site_port,
        desk(Database(databases.fresh(folder)), walked) as running,
        recording_proxy(site_port, running.port) as proxy,
        recording_proxy(site_port, running.port) as strangers_proxy,
        behind(strangers_proxy, playwright_started, chromium_path, folder / "stranger") as stranger,
    ):
        for one in walked:
            stranger.open(f"/in/{one.slug}/")  # and stays open, so that its script has all the time to speak
        with behind(proxy, playwright_started, chromium_path, folder / "curator") as browser:
            page = signed_in(browser)
            pair(browser, page)
            ticked = walk_all(browser, page, running)
        yield Walk(running, ticked, proxy, stranger, strangers_proxy)


def pair(browser: Browser, page: Page) -> None:
    """Make a code at the desk, and type it into the options."""
    page.get_by_role("button", name="Pair this browser").click()
    code = page.locator("code.pairing").inner_text()
    options = browser.context.new_page()
    options.goto(f"{browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    options.get_by_label("Pairing code").fill(code.lower())
    options.get_by_role("button", name="Pair", exact=True).click()
    expect(options.get_by_text("Paired as Nadia Brookmere since")).to_be_visible()
    options.close()
    page.get_by_role("link", name="Back to Needs your eyes").click()
    page.get_by_role("heading", name="Needs your eyes", level=1).wait_for()


def walk_all(browser: Browser, page: Page, running: Desk) -> dict[str, str]:
    """Open week by week what the desk asks for, and somebody of last week once more; give what it said of each."""
    links, said = running.link_ids(), {}
    for week in range(3):
        todo = running.walked[week * 10 : week * 10 + 10]
        again = [one for one in running.walked[: week * 10] if one.answers == "fine"][:1]
        alone = [one for one in todo if one.answers == "led to 404"]
        for group in (alone, [one for one in todo if one not in alone]):
            if group:
                open_all(page, [links[one.expert.name] for one in again + group])
                said |= ticked(page, [one.expert.name for one in group if one.answers not in WALLED])
        for tab in browser.context.pages:
            if "linkedin.com" in tab.url:
                tab.close()
        running.now += timedelta(days=8)
        come_in(page)
    return said


def open_all(page: Page, links: list[int]) -> None:
    """Open addresses as the desk's own link does, each in a tab of its own."""
    page.evaluate(
        "links => links.forEach((one) => window.open(`/desk/eyes/${one}/open`, '_blank', 'noopener,noreferrer'))", links
    )


def ticked(page: Page, names: list[str]) -> dict[str, str]:
    """Wait until the open page has ticked everybody off, in their row or panel; give what it says of them."""
    said = {}
    for name in names:
        place = page.locator("[data-ticked]", has_text=name)
        expect(place).to_be_attached(timeout=15_000)  # ten tabs at once take their time on a busy machine
        said[name] = place.locator("[data-said]").inner_text()
    return said


def addresses(walk: Walk, one: Walked) -> list[tuple[str | None, str, Verdict | str]]:
    with walk.desk.db.reading() as session:
        expert = experts.get(session, one.expert.id)
    assert expert is not None
    return [(link.key, link.status, link.verdict) for link in expert.links]


def test_every_row_that_was_looked_at_is_ticked_off(walk: Walk) -> None:
    words = {"fine": "it is there", **dict.fromkeys(MISSING, "it is not there")}
    words |= dict.fromkeys(LED, "it led to") | dict.fromkeys(MOVED, "it moved to")
    where = {
        one.answers: f" https://www.linkedin.com/in/{one.slug}-now"
        for one in walk.desk.walked
        if one.answers in LED + MOVED
    }
    assert walk.ticked == {
        one.expert.name: f"✓ {words[one.answers]}{where.get(one.answers, '')} (from your paired browser)"
        for one in walk.desk.walked
        if one.answers not in WALLED
    }


def test_every_verdict_is_what_the_browser_met(walk: Walk) -> None:
    for one in walk.desk.walked:
        old, new = f"in/{one.slug}", f"in/{one.slug}-now"
        if one.answers in MOVED:
            assert addresses(walk, one) == [(new, "current", Verdict.ALIVE), (old, "former", Verdict.UNCONFIRMED)]
        else:
            unsure = one.answers in WALLED + LED
            verdict = Verdict.FAILING if one.answers in MISSING else Verdict.UNCONFIRMED if unsure else Verdict.ALIVE
            assert addresses(walk, one) == [(old, "current", verdict)]


def test_where_a_link_led_waits_for_a_person(walk: Walk) -> None:
    with walk.desk.db.reading() as session:
        repairs = {one.match.expert_id: one.repair for one in proposals.waiting(session) if one.repair}
    found = {one.expert.id: repairs[one.expert.id] for one in walk.desk.walked if one.answers in LED}
    assert {name: [one["url"] for one in repair["candidates"]] for name, repair in found.items()} == {
        one.expert.id: [f"https://www.linkedin.com/in/{one.slug}-now"] for one in walk.desk.walked if one.answers in LED
    }


def test_another_reader_sees_it_after_the_next_sync(walk: Walk) -> None:
    walk.stranger.worker().evaluate("chrome.alarms.create('sync', { when: Date.now() })")
    keys = {(f"in/{one.slug}-now" if one.answers in MOVED else f"in/{one.slug}") for one in walk.desk.walked}
    wait_until(lambda: {row["key"] for row in walk.stranger.stored("rows:preset")} == keys)


def test_each_expert_is_spoken_of_once_a_day(walk: Walk) -> None:
    assert walk.proxy.asked.count(f"POST {LOOKS}") == 28


def test_a_paired_browser_asks_its_desk_alone(walk: Walk) -> None:
    by_itself = {one for one in walk.proxy.elsewhere() if not DESK_PAGES.match(one)}
    assert by_itself == {CATALOG, f"POST {PAIRING}", f"POST {LOOKS}", f"GET {OPENED}"}


def test_a_report_names_somebody_listed_and_nobody_else(walk: Walk) -> None:
    links = {one.expert.id: one for one in walk.desk.walked}
    for asked in walk.proxy.to(f"POST {LOOKS}"):
        told = json.loads(asked.body)
        one = links[told["expert"]]
        address = one.expert.links[0].url
        assert told["url"] == address
        assert told["address"] in ("", f"{address}-now")
        assert told["name"] in ("", one.expert.name)
        assert told.keys() == {"expert", "url", "saw", "name", "address"}
    assert all(not one.body and not one.query for one in walk.proxy.to(f"GET {OPENED}"))


def test_what_the_extension_asks_carries_no_cookie_and_no_page(walk: Walk) -> None:
    by_itself = [CATALOG, f"POST {PAIRING}", f"POST {LOOKS}", f"GET {OPENED}"]
    asked = [one for proxy in (walk.proxy, walk.strangers_proxy) for what in by_itself for one in proxy.to(what)]
    assert len(asked) > 28
    for one in asked:
        assert not one.headers.keys() & {"cookie", "referer"}
        assert "linkedin" not in json.dumps(one.headers)


def test_an_unpaired_browser_asks_for_the_catalog_and_nothing_else(walk: Walk) -> None:
    assert walk.strangers_proxy.elsewhere() == {CATALOG}
    asked = walk.strangers_proxy.to(CATALOG)
    assert [one.query for one in asked[:1]] == [{}]
    assert all(one.query.keys() == {"since"} for one in asked[1:])
    assert all(not one.body and "authorization" not in one.headers for one in asked)


@dataclass
class Paired:
    """A browser that was paired a moment ago, at a desk with thirty people; a test opens whom no other has opened."""

    browser: Browser
    page: Page
    desk: Desk
    proxy: RecordingProxy
    fine: Iterator[Walked] = field(init=False)

    def __post_init__(self) -> None:
        self.fine = iter([one for one in self.desk.walked if one.answers == "fine"])

    def open(self) -> Walked:
        """Open somebody's profile that is there, at its listed address."""
        one = next(self.fine)
        self.browser.open(f"/in/{one.slug}/")
        return one

    def stored(self) -> Any:
        """Give what the browser keeps of its pairing."""
        return self.browser.stored("curator:preset")

    def reported(self, one: Walked) -> bool:
        """Tell whether somebody was spoken of."""
        return one.expert.id in self.stored()["reported"]

    def made(self, path: str, html: str) -> Page:
        """Open a page that the test has written."""
        self.browser.context.route(f"**{path}", lambda route: route.fulfill(body=html, content_type="text/html"))
        return self.browser.open(path)


@contextmanager
def newly_paired(playwright: Playwright, chromium: str, databases: Databases, folder: Path) -> Iterator[Paired]:
    """Pair a browser of its own with a desk of its own."""
    walked = thirty()
    with (
        site(walked) as site_port,
        desk(Database(databases.fresh(folder)), walked) as running,
        recording_proxy(site_port, running.port) as proxy,
        behind(proxy, playwright, chromium, folder / "curator") as browser,
    ):
        page = signed_in(browser)
        pair(browser, page)
        yield Paired(browser, page, running, proxy)


@pytest.fixture(scope="module")
def paired(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    databases: Databases,
) -> Iterator[Paired]:
    """Give one to all tests that leave it paired."""
    with newly_paired(playwright_started, chromium_path, databases, tmp_path_factory.mktemp("paired")) as given:
        yield given


@pytest.fixture
def parting(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path: Path,
    databases: Databases,
) -> Iterator[Paired]:
    """Give one that will be unpaired."""
    with newly_paired(playwright_started, chromium_path, databases, tmp_path) as given:
        yield given


STEPS = {
    "a namesake's page behind a link": ("/in/{slug}/", "", "replaceState(0, '', '/in/namesake/'); call('{name}')"),
    "a namesake's page still shown": ("/in/namesake/", "{name}", "pushState(0, '', '/in/{slug}/')"),
    "a missing page still shown": ("/in/nobody/", "Page not found", "pushState(0, '', '/in/{slug}/')"),
    "a part of a profile": ("/in/{slug}/details/skills/", "{name}", "pushState(0, '', '/in/{slug}/overlay/about/')"),
}
ONE_PAGE = """<!doctype html><title>LinkedIn</title><main><h1>{name}</h1><button onclick="{go}">Go</button></main>
<script>const call = (text) => document.querySelector("h1").textContent = text;</script>"""
WALL = "<!doctype html><title>{name} | LinkedIn</title><form><input type=password></form>"


@pytest.mark.parametrize("case", STEPS)
def test_what_may_be_another_page_says_nothing(paired: Paired, case: str) -> None:
    one = next(paired.fine)
    words = {"slug": one.slug, "name": one.expert.name}
    path, name, go = (part.format(**words) for part in STEPS[case])
    paired.made(path, ONE_PAGE.format(name=name, go=f"history.{go}")).get_by_role("button", name="Go").click()
    later = paired.open()  # what the first tab says, it says before this one
    wait_until(lambda: paired.reported(later))
    assert not paired.reported(one)


def test_a_step_made_before_the_page_was_whole_is_a_step(paired: Paired) -> None:
    one, held = next(paired.fine), list[Route]()
    paired.browser.context.route("**/late.js", lambda route: held.append(route))  # noqa: PLW0108  (it is marked)
    html = ONE_PAGE.format(name=one.expert.name, go="history.pushState(0, '', '/in/namesake/')")
    path = f"/in/{one.slug}/"
    paired.browser.context.route(
        f"**{path}", lambda route: route.fulfill(body=f"{html}<script src=/late.js></script>", content_type="text/html")
    )
    page = paired.browser.context.new_page()
    page.goto(f"{SITE}{path}", wait_until="commit")
    page.get_by_role("button", name="Go").click(no_wait_after=True)
    page.wait_for_url("**/namesake/", wait_until="commit")
    held[0].fulfill(body="", content_type="text/javascript")
    page.wait_for_load_state()
    later = paired.open()
    wait_until(lambda: paired.reported(later))
    assert not paired.reported(one)


def test_whatever_is_opened_after_a_wall_publishes_nothing(paired: Paired) -> None:
    walled = next(one for one in paired.desk.walked if one.answers == "led to a wall")
    number, theirs = paired.desk.link_ids()[walled.expert.name], f"https://www.linkedin.com/in/{walled.slug}-now/"
    opens = "url => void window.open(url, '_blank', 'noopener,noreferrer')"
    with paired.browser.context.expect_page() as opened:
        open_all(paired.page, [number])
    opened.value.wait_for_url("**/authwall**")
    paired.page.evaluate(opens, f"/desk/eyes/elsewhere?to={theirs}")  # as the desk's own links lead
    later = paired.open()
    wait_until(lambda: paired.reported(later))
    assert not paired.reported(walled)
    open_all(paired.page, [number])
    paired.page.evaluate(opens, theirs)
    wait_until(lambda: paired.reported(walled))
    with paired.desk.db.reading() as session:
        expert = experts.get(session, walled.expert.id)
    assert expert == walled.expert


def test_a_form_to_sign_in_says_nothing_whatever_its_title(paired: Paired) -> None:
    one = next(paired.fine)
    paired.made(f"/in/{one.slug}/", WALL.format(name=one.expert.name))
    later = paired.open()
    wait_until(lambda: paired.reported(later))
    assert not paired.reported(one)


def test_a_page_reached_by_a_link_counts_once_it_names_who_lives_there(paired: Paired) -> None:
    one = next(paired.fine)
    go = f"history.pushState(0, '', '/in/{one.slug}/'); call('{one.expert.name}')"
    page = paired.made("/in/somebody-else/", ONE_PAGE.format(name="Somebody Else", go=go))
    page.get_by_role("button", name="Go").click()
    wait_until(lambda: paired.reported(one))


def test_switched_off_it_says_nothing(parting: Paired) -> None:
    one = next(parting.fine)
    address = f"https://www.linkedin.com/in/{one.slug}/"
    seen = {"type": "seen", "address": address, "loaded": address, "canonical": "", "name": one.expert.name}
    own = parting.browser.open_own("options/options.html")
    ask = "message => chrome.runtime.sendMessage(message)"
    watching = []
    for mode in ("off", "popup"):
        parting.browser.choose(mode=mode)
        watching.append(own.evaluate(ask, {"type": "start"})["watching"])
        own.evaluate(ask, {**seen, "missing": False, "fresh": True})
        watching.append(parting.reported(one))
    assert watching == [False, False, True, True]


def test_what_no_server_took_is_sent_again(paired: Paired) -> None:
    paired.proxy.desk, port = 9, paired.proxy.desk  # nobody listens there
    one = paired.open()
    wait_until(lambda: one.expert.id in paired.stored()["waiting"])
    paired.proxy.desk = port
    paired.browser.worker().evaluate("chrome.alarms.create('curator', { when: Date.now() })")
    wait_until(lambda: not paired.stored()["waiting"])
    with paired.desk.db.reading() as session:
        assert one.expert.id in {look.expert_id for look in looks.of_curators_after(session, 0)}


def test_a_report_outlives_the_background_and_a_lost_alarm(paired: Paired) -> None:
    paired.proxy.desk, port = 9, paired.proxy.desk
    one = paired.open()
    wait_until(lambda: one.expert.id in paired.stored()["waiting"])
    paired.browser.worker().evaluate("chrome.alarms.clear('curator')")
    paired.browser.kill_worker()
    paired.proxy.desk = port
    own = paired.browser.open_own("options/options.html")
    own.evaluate("chrome.runtime.sendMessage({ type: 'start' })")  # wakes another one, as any page does
    wait_until(lambda: own.evaluate("chrome.alarms.get('curator')") is not None)
    own.evaluate("chrome.alarms.create('curator', { when: Date.now() })")
    wait_until(lambda: not paired.stored()["waiting"])
    own.close()
    with paired.desk.db.reading() as session:
        assert one.expert.id in {look.expert_id for look in looks.of_curators_after(session, 0)}


def test_whom_the_desk_unpairs_says_so_and_falls_silent(parting: Paired) -> None:
    parting.page.get_by_role("button", name=re.compile("^Unpair")).click()
    parting.open()
    wait_until(lambda: parting.stored()["token"] is None)
    parting.open()
    options = parting.browser.context.new_page()
    options.goto(f"{parting.browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    expect(options.get_by_text("The desk has ended the pairing as Nadia Brookmere.")).to_be_visible()
    assert parting.proxy.asked.count(f"POST {LOOKS}") == 1


def test_unpairing_in_the_options_ends_it_at_the_desk(parting: Paired) -> None:
    options = parting.browser.context.new_page()
    options.goto(f"{parting.browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    options.get_by_role("button", name="Unpair from Followworthy").click()
    expect(options.get_by_label("Pairing code")).to_be_focused()
    assert parting.stored() is None
    parting.page.reload()
    expect(parting.page.get_by_role("button", name=re.compile("^Unpair"))).to_have_count(0)


def test_starting_over_ends_the_pairing_at_the_desk(parting: Paired) -> None:
    options = parting.browser.context.new_page()
    options.goto(f"{parting.browser.origin}/options/options.html")
    options.get_by_role("button", name="Reset everything").click()
    options.get_by_role("button", name="Forget all of it").click()
    expect(options.get_by_text("Everything was forgotten")).to_be_visible()
    assert parting.stored() is None
    parting.page.reload()
    expect(parting.page.get_by_role("button", name=re.compile("^Unpair"))).to_have_count(0)


def test_the_token_is_out_of_reach_for_what_runs_in_a_page(paired: Paired) -> None:
    page = paired.browser.open("/in/nobody/")
    session, worlds = page.context.new_cdp_session(page), list[Any]()
    session.on("Runtime.executionContextCreated", lambda told: worlds.append(told["context"]))
    session.send("Runtime.enable")
    (ours,) = [one["id"] for one in worlds if one["origin"] == paired.browser.origin]
    read = "chrome.storage.local.get(null).then(JSON.stringify, (error) => `refused: ${error.message}`)"
    told = session.send("Runtime.evaluate", {"expression": read, "contextId": ours, "awaitPromise": True})
    assert told["result"]["value"].startswith("refused: Access to storage is not allowed"), told


def test_a_code_that_is_not_taken_is_explained(browser: Browser, catalog_server: CatalogServer) -> None:
    options = browser.context.new_page()
    options.goto(f"{browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    for status, words in (
        (403, "This code is not valid."),
        (429, "Too many wrong codes that begin like this one."),
        (500, "could not be reached"),
    ):
        catalog_server.http.expect_oneshot_request("/api/v1/pairing").respond_with_json({}, status=status)
        options.get_by_label("Pairing code").fill("K7QM-3XPD")
        options.keyboard.press("Enter")
        expect(options.locator("#pairing-wrong-preset")).to_contain_text(words)
        expect(options.get_by_label("Pairing code")).to_be_focused()
