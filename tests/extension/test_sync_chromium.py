"""How catalogs reach the browser and what happens when they do not, in a real Chromium with a real server."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.extension.catalogs import ODILE, PEOPLE, SEFA, CatalogServer, catalog, delta, expert
from tests.extension.chromium import Browser, badges, expect_badges, launched, update, wait_until
from tests.extension.options_page import COLLEGE
from tests.extension.syncing import Held, Syncing

ALL_BADGED = 7  # of /feed/, with everybody in the catalog
NEWCOMER = expert("Bram Tollerud", "in/bram-tollerud")
ADD = """(href) => {
  const link = Object.assign(document.createElement("a"), { id: "one", href });
  link.append("Somebody");
  list.append(link);
}"""
BESIDE = {"id": "college", "address": COLLEGE, "name": "Town College", "letter": "C", "on": True}
MEGABYTE = 1024 * 1024


def trouble_in(browser: Browser) -> str:
    """Read what the popup says is wrong."""
    popup = browser.open_own("popup/popup.html")
    popup.locator("#trouble").wait_for()
    words = popup.locator("#trouble").inner_text()
    popup.close()
    return words


def feed_with_badges(browser: Browser) -> Page:
    page = browser.open("/feed/")
    wait_until(lambda: len(badges(page)) == ALL_BADGED)
    return page


def test_the_preset_server_is_asked_at_installation(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    assert catalog_server.answered == [200]
    assert browser.stored("about:preset")["count"] == len(PEOPLE)
    [asked] = catalog_server.asked
    assert "Origin" not in asked.headers
    assert "Cookie" not in asked.headers
    assert asked.query_string == b""


def test_a_server_that_is_down_at_the_first_start_is_told_and_recovers_by_itself(
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path: Path,
    pages: HTTPServer,
    catalog_server: CatalogServer,
    extension: Path,
) -> None:
    port = catalog_server.port
    catalog_server.http.stop()
    with launched(playwright_started, chromium_path, tmp_path / "profile", pages.port, port) as browser:
        starter = json.loads((extension / "starter-catalog.json").read_text("utf-8"))
        known, key = next(
            (one["name"], link["key"]) for one in starter["experts"] for link in one["links"] if link["key"]
        )
        page = browser.open("/empty/")
        page.evaluate(ADD, f"/{key}")
        expect_badges(page, [(known, "one")])
        browser.synced()
        words = trouble_in(browser)
        assert "The catalog does not answer" in words
        assert "127.0.0.1:8750 cannot be reached." in words
        assert "Next try by itself at " in words
        page.reload()
        page.evaluate(ADD, "/in/bram-tollerud")
        with HTTPServer(host="127.0.0.1", port=port, threaded=True) as http:
            CatalogServer(http, catalog(*PEOPLE, NEWCOMER))
            browser.worker().evaluate("chrome.alarms.create('sync', { when: Date.now() })")  # as when its time has come
            expect_badges(page, [("Bram Tollerud", "one")])


def test_nothing_new_costs_one_304_and_changes_nothing(syncing: Syncing) -> None:
    before = syncing.stored("about:preset")
    assert syncing.sync()["ok"] is True
    [asked] = syncing.server.asked
    assert dict(asked.args) == {"since": "k3f9x2.58"}
    assert asked.headers["If-None-Match"] == 'W/"k3f9x2.58"'
    assert syncing.server.answered == [304]
    assert syncing.stored("about:preset") == before


def test_changes_alone_bring_the_catalog_to_the_servers_state(syncing: Syncing) -> None:
    page = syncing.browser.open("/empty/")
    page.evaluate(ADD, "/in/bram-tollerud")
    after = catalog(*[one for one in PEOPLE if one is not ODILE], NEWCOMER, change=59)
    changes = json.dumps(delta(after, NEWCOMER, withdrawn=(ODILE,)))
    syncing.server.instead = lambda _: Response(changes, headers={"ETag": 'W/"k3f9x2.59"'})
    assert syncing.sync()["ok"] is True
    assert syncing.cursor() == "k3f9x2.59"
    expect_badges(page, [("Bram Tollerud", "one")])
    page.evaluate("list.replaceChildren()")
    page.evaluate(ADD, "/in/odile-fennwick")
    page.evaluate(ADD, "/in/sefa-ndiaye-holt")
    expect_badges(page, [("Sefa Ndiaye-Holt", "one")])


def test_changes_that_do_not_fit_are_followed_by_the_whole(syncing: Syncing) -> None:
    syncing.server.document = after = catalog(*PEOPLE, NEWCOMER, change=59)
    changes = json.dumps({**delta(after, NEWCOMER), "checksum": "0" * 64})

    def answer(request: Request) -> Response:
        return Response(changes) if request.args else syncing.server.whole(request)

    syncing.server.instead = answer
    assert syncing.sync()["ok"] is True
    assert [dict(one.args) for one in syncing.server.asked] == [{"since": "k3f9x2.58"}, {}]
    assert syncing.cursor() == "k3f9x2.59"


def test_a_server_that_is_down_is_told_and_badges_stay(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    catalog_server.http.stop()
    page = feed_with_badges(browser)
    own = browser.open_own("options/options.html")
    own.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")
    assert "Badges still work with the catalog of " in trouble_in(browser)
    assert len(badges(page)) == ALL_BADGED


def test_a_damaged_catalog_is_refused_until_a_good_one_comes(syncing: Syncing) -> None:
    syncing.server.document = catalog(*PEOPLE, NEWCOMER, change=59, checksum="0" * 64)
    assert syncing.sync()["code"] == "checksum"
    assert "its checksum does not agree" in trouble_in(syncing.browser)
    assert syncing.cursor() == "k3f9x2.58"
    assert (syncing.minutes() or 99) <= 6
    syncing.server.document = catalog(*PEOPLE, change=60)
    assert syncing.sync()["ok"] is True
    assert syncing.cursor() == "k3f9x2.60"


def test_a_catalog_that_shrinks_at_once_is_refused_unless_each_loss_is_told(syncing: Syncing) -> None:
    crowd = [expert(f"Person {n}", f"in/person-{n}") for n in range(20)]
    syncing.server.document = catalog(*PEOPLE, *crowd, change=59)
    assert syncing.sync()["ok"] is True
    syncing.server.document = catalog(*crowd[:3], change=60)
    assert syncing.sync()["code"] == "shrank"
    assert "Of 26 people, 23 are missing at once" in trouble_in(syncing.browser)
    syncing.server.document = catalog(*crowd[:3], change=60, withdrawn=[one["id"] for one in [*PEOPLE, *crowd[3:]]])
    assert syncing.sync()["ok"] is True
    assert syncing.cursor() == "k3f9x2.60"


def test_the_reader_takes_what_shrank_all_the_same(syncing: Syncing) -> None:
    crowd = [expert(f"Person {n}", f"in/person-{n}") for n in range(20)]
    for number, place in enumerate(("popup/popup.html", "options/options.html")):
        syncing.server.document = catalog(*PEOPLE, *crowd, change=59 + 2 * number)
        syncing.sync()
        syncing.server.document = catalog(*crowd[:3], change=60 + 2 * number)
        assert syncing.sync()["code"] == "shrank"
        own = syncing.browser.open_own(place)
        own.get_by_role("button", name=re.compile("^Take .* all the same$")).click()
        wait_until(lambda: syncing.cursor() == syncing.server.document["cursor"])
        expect(own.get_by_role("button", name=re.compile("^Take .* all the same$"))).to_have_count(0)
        own.close()


@contextmanager
def keeping_nothing(browser: Browser) -> Iterator[None]:
    """Let the background write nothing, as where the disk is full."""
    browser.worker().evaluate(
        """() => {
          globalThis.kept = chrome.storage.local.set;
          chrome.storage.local.set = () => Promise.reject(new Error("No space left"));
        }"""
    )
    yield
    browser.worker().evaluate("() => { chrome.storage.local.set = globalThis.kept; }")


def test_a_browser_that_keeps_nothing_is_told_in_the_popup(syncing: Syncing) -> None:
    popup = syncing.browser.open_own("popup/popup.html")
    with keeping_nothing(syncing.browser):
        popup.get_by_role("button", name="Sync now").click()
        words = "This browser lets the extension keep nothing: is its disk full?"
        expect(popup.locator("#synced")).to_have_text(words)
        expect(popup.get_by_role("button", name="Sync now")).to_be_enabled()
    popup.close()


def cut_off(_: Request) -> Response:
    return Response(iter([b'{"schema": 1']), headers={"Content-Length": "1000"})


def hundred_packed(_: Request) -> Response:
    return Response(gzip.compress(bytes(100 * MEGABYTE), 1), headers={"Content-Encoding": "gzip"})


LIES = {
    "notCatalog": lambda _: Response("<!doctype html><title>Sign in to the network</title>", mimetype="text/html"),
    "redirect": lambda _: Response(status=302, headers={"Location": "/elsewhere"}),
    "status": lambda _: Response("Sorry", status=500),
    "broken": cut_off,
    "tooBig": hundred_packed,
}


@pytest.mark.parametrize("code", LIES)
def test_what_is_no_catalog_is_refused_by_its_name(syncing: Syncing, code: str) -> None:
    syncing.server.instead = LIES[code]
    assert syncing.sync()["code"] == code
    assert syncing.cursor() == "k3f9x2.58"
    assert len(syncing.server.asked) == 1


def test_of_an_answer_without_end_only_a_few_megabytes_are_taken(syncing: Syncing) -> None:
    sent: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:  # until the browser hangs up
            sent.append(MEGABYTE)
            yield bytes(MEGABYTE)

    syncing.server.instead = lambda _: Response(endless())
    assert syncing.sync()["code"] == "tooBig"
    wait_until(lambda: len(syncing.server.answered) == 1)
    assert sum(sent) < 200 * MEGABYTE  # what was under way while the browser hung up is in buffers


def test_more_than_browsers_keep_by_default_is_kept(syncing: Syncing) -> None:
    crowd = [expert(f"Person {n}", f"in/person-{n}") for n in range(600)]
    for one in crowd:
        one["recommendations"][0]["reason"] = "Explains. " * 2_000
    syncing.server.document = catalog(*crowd, *PEOPLE, change=59)
    assert syncing.sync()["ok"] is True
    assert syncing.cursor() == "k3f9x2.59"
    assert syncing.own.evaluate("chrome.storage.local.getBytesInUse()") > 11 * MEGABYTE


def test_the_badges_of_somebody_withdrawn_go_from_open_pages(syncing: Syncing) -> None:
    page = feed_with_badges(syncing.browser)
    syncing.server.document = catalog(*[one for one in PEOPLE if one is not ODILE], change=59, withdrawn=[ODILE["id"]])
    syncing.sync()
    wait_until(lambda: not any(one.label.startswith("Odile") for one in badges(page)))
    assert len(badges(page)) == ALL_BADGED - 2


def test_somebody_withdrawn_is_shown_nowhere_even_if_the_server_still_names_them(syncing: Syncing) -> None:
    syncing.server.document = catalog(*PEOPLE, change=59, withdrawn=[ODILE["id"]])
    syncing.sync()
    page = syncing.browser.open("/empty/")
    page.evaluate(ADD, "/in/odile-fennwick")
    page.evaluate(ADD, "/in/sefa-ndiaye-holt")
    expect_badges(page, [("Sefa Ndiaye-Holt", "one")])
    popup = syncing.browser.open_own("popup/popup.html")
    popup.get_by_role("tab", name="Browse").click()
    popup.get_by_text("0 of 5 followed").wait_for()


def test_one_catalog_that_fails_holds_up_no_other(syncing: Syncing) -> None:
    syncing.subscribe(BESIDE)
    syncing.server.document = catalog(SEFA, change=59, checksum="0" * 64)
    syncing.server.instead = held = Held(syncing.server, None)
    syncing.begin()
    assert held.stopped.wait(4)
    wait_until(lambda: syncing.cursor("college") is not None)
    assert syncing.stored("server:college")["ok"] is True
    held.go_on.set()
    wait_until(lambda: not syncing.stored("server:preset")["ok"])
    assert syncing.stored("server:college")["ok"] is True
    assert "Town College" not in trouble_in(syncing.browser)


def test_whom_two_catalogs_name_has_one_badge_that_speaks_for_both(syncing: Syncing) -> None:
    syncing.subscribe(BESIDE)
    syncing.sync()
    page = syncing.browser.open("/empty/")
    page.evaluate(ADD, "/in/odile-fennwick")
    expect_badges(page, [("Odile Fennwick", "one")])
    asked = {"type": "recognise", "hrefs": ["/in/odile-fennwick"], "base": "https://www.linkedin.com/"}
    told = syncing.own.evaluate("asked => chrome.runtime.sendMessage(asked)", asked)
    view = told["people"][told["answers"][0]["who"]]
    assert (view["letters"], view["from"], view["lists"]) == ("C", "From Followworthy, Town College", 2)
    assert len(view["mentions"]) == 2 * len(ODILE["recommendations"])


def test_an_update_in_the_middle_of_a_sync_loses_nothing(browser: Browser, catalog_server: CatalogServer) -> None:
    browser.synced()
    catalog_server.document = catalog(*PEOPLE, NEWCOMER, change=59)
    catalog_server.instead = held = Held(catalog_server, 0.5)
    own = browser.open_own("options/options.html")
    own.evaluate("void chrome.runtime.sendMessage({ type: 'sync' }).catch(() => null)")
    assert held.stopped.wait(4)
    catalog_server.instead = None
    page = browser.open("/empty/")
    update(browser)  # its pages go, its storage stays
    held.go_on.set()
    wait_until(lambda: browser.stored("about:preset")["cursor"] == "k3f9x2.59")
    page.reload()
    page.evaluate(ADD, "/in/bram-tollerud")
    expect_badges(page, [("Bram Tollerud", "one")])


def test_the_next_try_is_planned_as_an_alarm(syncing: Syncing) -> None:
    syncing.sync()
    assert 47 < (syncing.minutes() or 0) <= 72
    assert syncing.own.evaluate("chrome.alarms.get('sync')")["periodInMinutes"] == 60
