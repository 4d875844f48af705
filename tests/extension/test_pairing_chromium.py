"""The curator's eyes in a real browser: thirty links walked, the desk ticks them off; unpaired, nothing is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from followworthy.domain.values import Verdict
from followworthy.store import experts
from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import Browser, wait_until
from tests.extension.recording_proxy import RecordingProxy, recording_proxy
from tests.extension.walk import MISSING, MOVED, WALLED, Desk, Walked, behind, desk, signed_in, site, thirty

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
) -> Iterator[Walk]:
    """Let a paired browser walk all thirty from the desk, ten a week; an unpaired one opened them all before."""
    folder, walked = tmp_path_factory.mktemp("walk"), thirty()
    with (
        site(walked) as site_port,
        desk(folder, walked) as running,
        recording_proxy(site_port, running.port) as proxy,
        recording_proxy(site_port, running.port) as strangers_proxy,
        behind(strangers_proxy, playwright_started, chromium_path, folder / "stranger") as stranger,
    ):
        for one in walked[:12]:
            stranger.open(f"/in/{one.slug}/").wait_for_timeout(0)
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
        page.reload()
    return said


def open_all(page: Page, links: list[int]) -> None:
    """Open addresses as the desk's own link does, each in a tab of its own."""
    page.evaluate(
        "links => links.forEach((one) => window.open(`/desk/eyes/${one}/open`, '_blank', 'noopener,noreferrer'))", links
    )


def ticked(page: Page, names: list[str]) -> dict[str, str]:
    """Wait until the open page has ticked everybody off, in their row or panel; give what it says of them."""
    found: dict[str, str] = {}
    read = """all => all.map((one) => [one.querySelector(".name, h2").textContent,
      one.querySelector("[data-said]").textContent])"""

    def all_said() -> bool:
        found.update(dict(page.locator("[data-ticked]").evaluate_all(read)))
        return found.keys() >= set(names)

    wait_until(all_said, lambda: f"ticks at {set(names) - found.keys()}")
    return found


def addresses(walk: Walk, one: Walked) -> list[tuple[str | None, str, Verdict | str]]:
    with walk.desk.db.reading() as session:
        expert = experts.get(session, one.expert.id)
    assert expert is not None
    return [(link.key, link.status, link.verdict) for link in expert.links]


def test_every_row_that_was_looked_at_is_ticked_off(walk: Walk) -> None:
    words = {"fine": "it is there", **dict.fromkeys(MISSING, "it is not there")}
    moved = {one.answers: f"it moved to https://www.linkedin.com/in/{one.slug}-now" for one in walk.desk.walked}
    assert walk.ticked == {
        one.expert.name: f"✓ {words.get(one.answers, moved[one.answers])} (from your paired browser)"
        for one in walk.desk.walked
        if one.answers not in WALLED
    }


def test_every_verdict_is_what_the_browser_met(walk: Walk) -> None:
    for one in walk.desk.walked:
        old, new = f"in/{one.slug}", f"in/{one.slug}-now"
        if one.answers in MOVED:
            assert addresses(walk, one) == [(new, "current", Verdict.ALIVE), (old, "former", Verdict.UNCONFIRMED)]
        else:
            missing, walled = one.answers in MISSING, one.answers in WALLED
            verdict = Verdict.FAILING if missing else Verdict.UNCONFIRMED if walled else Verdict.ALIVE
            assert addresses(walk, one) == [(old, "current", verdict)]


def test_another_reader_sees_it_after_the_next_sync(walk: Walk) -> None:
    walk.stranger.worker().evaluate("chrome.alarms.create('sync', { when: Date.now() })")
    keys = {(f"in/{one.slug}-now" if one.answers in MOVED else f"in/{one.slug}") for one in walk.desk.walked}
    wait_until(lambda: {row["key"] for row in walk.stranger.stored("rows:preset")} == keys)


def test_each_expert_is_spoken_of_once_a_day(walk: Walk) -> None:
    assert walk.proxy.asked.count(f"POST {LOOKS}") == 28


def test_a_paired_browser_asks_its_desk_alone(walk: Walk) -> None:
    by_itself = {one for one in walk.proxy.elsewhere() if not DESK_PAGES.match(one)}
    assert by_itself == {CATALOG, f"POST {PAIRING}", f"POST {LOOKS}", f"GET {OPENED}"}


def test_an_unpaired_browser_asks_for_the_catalog_and_nothing_else(walk: Walk) -> None:
    assert walk.strangers_proxy.elsewhere() == {CATALOG}


@dataclass
class Paired:
    """A browser that was paired a moment ago, at a desk with thirty people."""

    browser: Browser
    page: Page
    desk: Desk
    proxy: RecordingProxy

    def open_fine(self, number: int) -> None:
        """Open a profile that is there, at its listed address."""
        fine = [one for one in self.desk.walked if one.answers == "fine"]
        self.browser.open(f"/in/{fine[number].slug}/")

    def reports(self) -> int:
        """Count the reports that were sent."""
        return self.proxy.asked.count(f"POST {LOOKS}")


@pytest.fixture
def paired(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path: Path,
) -> Iterator[Paired]:
    walked = thirty()
    with (
        site(walked) as site_port,
        desk(tmp_path, walked) as running,
        recording_proxy(site_port, running.port) as proxy,
        behind(proxy, playwright_started, chromium_path, tmp_path / "curator") as browser,
    ):
        page = signed_in(browser)
        pair(browser, page)
        yield Paired(browser, page, running, proxy)


def test_what_no_server_took_is_sent_again(paired: Paired) -> None:
    paired.proxy.desk, port = 9, paired.proxy.desk  # nobody listens there
    paired.open_fine(0)
    wait_until(lambda: paired.reports() == 1)
    wait_until(lambda: len(paired.browser.stored("curator:preset")["waiting"]) == 1)
    paired.proxy.desk = port
    paired.browser.worker().evaluate("chrome.alarms.create('curator', { when: Date.now() })")
    wait_until(lambda: not paired.browser.stored("curator:preset")["waiting"])
    assert paired.reports() == 2


def test_whom_the_desk_unpairs_says_so_and_falls_silent(paired: Paired) -> None:
    paired.page.get_by_role("button", name=re.compile("^Unpair")).click()
    paired.open_fine(0)
    wait_until(lambda: paired.browser.stored("curator:preset")["token"] is None)
    paired.open_fine(1)
    options = paired.browser.context.new_page()
    options.goto(f"{paired.browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    expect(options.get_by_text("The desk has ended the pairing as Nadia Brookmere.")).to_be_visible()
    assert paired.reports() == 1


def test_unpairing_in_the_options_ends_it_at_the_desk(paired: Paired) -> None:
    options = paired.browser.context.new_page()
    options.goto(f"{paired.browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    options.get_by_role("button", name="Unpair from Followworthy").click()
    expect(options.get_by_label("Pairing code")).to_be_focused()
    assert paired.browser.stored("curator:preset") is None
    paired.page.reload()
    expect(paired.page.get_by_role("button", name=re.compile("^Unpair"))).to_have_count(0)


def test_a_code_that_is_not_taken_is_explained(browser: Browser, catalog_server: CatalogServer) -> None:
    options = browser.context.new_page()
    options.goto(f"{browser.origin}/options/options.html")
    options.locator("#curators-section summary").click()
    for status, words in (
        (403, "This code is not valid."),
        (429, "Too many wrong codes."),
        (500, "could not be reached"),
    ):
        catalog_server.http.expect_oneshot_request("/api/v1/pairing").respond_with_json({}, status=status)
        options.get_by_label("Pairing code").fill("K7QM-3XPD")
        options.keyboard.press("Enter")
        expect(options.locator("#pairing-wrong-preset")).to_contain_text(words)
        expect(options.get_by_label("Pairing code")).to_be_focused()
