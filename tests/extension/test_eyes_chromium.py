"""*Needs your eyes* and repairs in a real browser: one key each, the focus goes on, nothing needs JavaScript."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Playwright, expect

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Outcome
from followworthy.domain.verdict import Rules
from followworthy.services import eyes as needed_eyes
from followworthy.services import repairing
from followworthy.services.believing import believed
from followworthy.store import Database, checks, experts, proposals, revisions
from followworthy.store.checks import DueLink
from tests.extension.chromium import AXE_RUN
from tests.extension.desks import at_desk
from tests.people import ODILE, TOBIN, publish

EYES = "/desk/eyes/"
MARSH = "https://www.linkedin.com/in/odile-marsh"


def met(db: Database, expert: Expert, at: datetime, outcome: Outcome, moved_to: str | None = None) -> None:
    link = expert.links[0]
    with db.writing() as session:
        check = Check(at, outcome, "Met.", moved_to=moved_to)
        checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), check, None)
        known = experts.get(session, expert.id)
        assert known is not None
        revision = revisions.Revision(session, by="auditor", why="audit", now=at)
        revision.put(believed(session, known, {link.url}, at, Rules()))


@pytest.fixture
def walled(db: Database, now: datetime) -> Database:
    """Two profiles that robots.txt closes, Odile's before Tobin's; a long one after them."""
    long = Link("linkedin", "https://www.linkedin.com/in/" + "averylongname" * 8, "in/" + "averylongname" * 8)
    third = replace(TOBIN, id="bcdfghjn", name="Zacharias Featherstonehaugh-Llanfairpwllgwyngyll", links=(long,))
    with db.writing() as session:
        publish(session, ODILE, TOBIN, third)
    for one in (ODILE, TOBIN, third):
        met(db, one, now - timedelta(days=1), Outcome.WALLED)
    return db


@pytest.fixture
def eyes(walled: Database, now: datetime, playwright_started: Playwright, chromium_path: str) -> Iterator[Page]:
    with at_desk(walled, now, playwright_started, chromium_path, EYES) as page:
        at(page, "Odile Fennwick")
        yield page


def at(page: Page, name: str) -> None:
    """Wait until the page asks about somebody, and its keys are there."""
    page.locator("html[data-keys]").wait_for()
    expect(page.locator("#now")).to_have_text(name)


def said(db: Database) -> list[tuple[str, str]]:
    with db.reading() as session:
        looks = [(one, checks.of_link(session, one.id, one.links[0].url)) for one in (ODILE, TOBIN)]
    return [(one.name, str(check.outcome)) for one, every in looks for check in every if check.witness == "curator"]


def test_one_key_says_it_and_the_focus_is_on_the_next_one(eyes: Page, walled: Database) -> None:
    eyes.keyboard.press("f")
    at(eyes, "Tobin Ashgrove")
    expect(eyes.locator("#open")).to_be_focused()
    eyes.keyboard.press("n")
    at(eyes, "Zacharias Featherstonehaugh-Llanfairpwllgwyngyll")
    assert said(walled) == [("Odile Fennwick", "answered"), ("Tobin Ashgrove", "missing")]


def test_a_key_opens_the_address_in_a_tab_of_its_own(eyes: Page) -> None:
    with eyes.context.expect_page() as opened:
        eyes.keyboard.press("o")
    assert opened.value.evaluate("window.opener") is None
    at(eyes, "Odile Fennwick")


def test_moved_is_typed_and_sent_with_enter(eyes: Page, walled: Database) -> None:
    eyes.keyboard.press("m")
    expect(eyes.get_by_label("Moved to")).to_be_focused()
    eyes.keyboard.type("example.com/fno")
    eyes.keyboard.press("Enter")
    expect(eyes.get_by_role("alert")).to_contain_text("cannot be the address")
    eyes.get_by_label("Moved to").fill(MARSH)
    eyes.keyboard.press("Enter")
    at(eyes, "Tobin Ashgrove")
    with walled.reading() as session:
        assert experts.owner_of_key(session, "in/odile-marsh")


def test_what_is_said_elsewhere_ticks_rows_and_disturbs_nobody(eyes: Page, walled: Database, now: datetime) -> None:
    eyes.keyboard.press("m")
    eyes.keyboard.type("linkedin.com/in/")
    with walled.writing() as session:
        needed_eyes.fine(session, TOBIN.id, TOBIN.links[0].url, "Tom", now, Rules())
    ticked = eyes.locator("tr[data-ticked]")
    expect(ticked).to_contain_text("✓ it is there (said by Tom)")
    expect(eyes.get_by_role("status")).to_have_text("Tobin Ashgrove: it is there (said by Tom)")
    expect(eyes.locator("nav [aria-current] .tag")).to_have_text("2")
    expect(eyes.get_by_label("Moved to")).to_be_focused()
    expect(eyes.get_by_label("Moved to")).to_have_value("linkedin.com/in/")
    expect(eyes.locator("#now")).to_have_text("Odile Fennwick")


def test_a_pairing_code_stands_in_nobodys_way(eyes: Page, axe: str) -> None:
    eyes.get_by_role("button", name="Pair this browser").click()
    expect(eyes.locator("code.pairing")).to_have_text(re.compile("^[2-9B-Z]{4}-[2-9B-Z]{4}$"))
    eyes.set_viewport_size({"width": 320, "height": 800})
    assert eyes.evaluate("document.documentElement.scrollWidth") == 320
    eyes.evaluate(axe)
    assert eyes.evaluate(AXE_RUN) == []


def test_skip_goes_round(eyes: Page, walled: Database) -> None:
    for name in ("Tobin Ashgrove", "Zacharias Featherstonehaugh-Llanfairpwllgwyngyll", "Odile Fennwick"):
        eyes.keyboard.press("j")
        at(eyes, name)
    assert said(walled) == []


def test_everything_works_without_scripts(
    walled: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with at_desk(walled, now, playwright_started, chromium_path, EYES, scripts=False) as page:
        page.get_by_role("button", name="Fine").click()
        expect(page.locator("#now")).to_have_text("Tobin Ashgrove")
        expect(page.locator("#open")).to_be_focused()
        assert not page.locator(".eye kbd").first.is_visible()
        page.get_by_role("button", name="Take back what was said of Odile Fennwick").click()
        expect(page.locator("#now")).to_have_text("Odile Fennwick")


@pytest.fixture
def repair(walled: Database, now: datetime, playwright_started: Playwright, chromium_path: str) -> Iterator[Page]:
    """A repair with a candidate, and one without."""
    for days in (9, 1):
        met(walled, ODILE, now - timedelta(days=days), Outcome.REDIRECTED, MARSH)
    met(walled, TOBIN, now, Outcome.MISSING)
    with walled.writing() as session:
        repairing.propose_repairs(session, now, Rules())
    with at_desk(walled, now, playwright_started, chromium_path, "/desk/review/1") as page:
        page.locator("html[data-keys]").wait_for()
        yield page


def test_one_key_publishes_the_best_candidate(repair: Page, walled: Database) -> None:
    repair.keyboard.press("a")
    expect(repair.get_by_role("status")).to_contain_text("Odile Fennwick: repaired")
    with walled.reading() as session:
        assert experts.owner_of_key(session, "in/odile-marsh")
        assert proposals.count_waiting(session) == 1


def test_enter_in_the_address_field_of_a_repair_decides_nothing(repair: Page, walled: Database) -> None:
    repair.keyboard.press("e")
    expect(repair.get_by_label("Address")).to_be_focused()
    repair.keyboard.press("Enter")
    expect(repair.get_by_role("heading", level=1)).to_have_text("Odile Fennwick")
    with walled.reading() as session:
        assert proposals.count_waiting(session) == 2


@pytest.mark.parametrize("path", [EYES, "/desk/review/1", "/desk/review/2", "/desk/experts/", "/desk/"])
def test_nothing_stands_in_anybodys_way(repair: Page, axe: str, path: str) -> None:
    repair.goto(path)
    wide = {}
    for width in (320, 1280):
        repair.set_viewport_size({"width": width, "height": 800})
        wide[width] = repair.evaluate("document.documentElement.scrollWidth")
    assert wide == {320: 320, 1280: 1280}
    repair.evaluate(axe)
    assert repair.evaluate(AXE_RUN) == []
