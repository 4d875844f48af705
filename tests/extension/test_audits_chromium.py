"""The link audit's pages in a real browser: quiet progress that keeps the focus, decisions, nothing in the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Playwright, expect

from followworthy.domain.brake import Flip
from followworthy.domain.records import Link
from followworthy.domain.values import Verdict
from followworthy.services.audit_holding import documents
from followworthy.store import Database, runs
from tests.extension.chromium import AXE_RUN
from tests.extension.desks import at_desk
from tests.people import ODILE, publish

AUDITS = "/desk/audits/"
LONG = "https://" + "a-very-long-name." * 5 + "example/" + "and-a-long-path/" * 5
COUNT = 9


@pytest.fixture
def held(db: Database, now: datetime) -> Database:
    """A held run that would call nine homepages bad, and a run under way."""
    people = [replace(ODILE, id=f"bcdfgh{at:02}", links=(Link("homepage", f"{LONG}{at}"),)) for at in range(COUNT)]
    flips = [Flip(one.id, one.name, one.links[0].url, Verdict.ALIVE, Verdict.FAILING, "Not there.") for one in people]
    report = {
        "hosts": [{"host": "a.example", "counts": {"missing": COUNT}}],
        "skipped": {"linkedin.com has had its looks for today": 8},
        "controls": [
            {"host": "linkedin.com", "when": "after", "good": "missing", "impossible": "missing", "said": "It lies."}
        ],
        "flips": documents(flips[:1]),
        "held": documents(flips),
    }
    with db.writing() as session:
        publish(session, *people)
        one = runs.begin(session, COUNT, now - timedelta(hours=2))
        runs.end(session, one, "held", {"missing": COUNT}, f"{COUNT} due: {COUNT} missing.", now, report)
        runs.progress(session, runs.begin(session, 90, now - timedelta(hours=1)), {"answered": 30})
    return db


@pytest.fixture
def desk(held: Database, now: datetime, playwright_started: Playwright, chromium_path: str) -> Iterator[Page]:
    with at_desk(held, now, playwright_started, chromium_path, AUDITS) as page:
        yield page


def test_progress_comes_by_itself_and_leaves_the_focus_where_it_is(desk: Page, held: Database, now: datetime) -> None:
    said = desk.locator("[data-live-said]")
    expect(said).to_have_text("30 of 90 looked at: 30 answered. About 2 hours to go.")
    desk.get_by_role("button", name="Stop it").focus()
    with held.writing() as session:
        runs.progress(session, 2, {"answered": 28, "failed": 2})
    expect(said).to_have_text("60 of 90 looked at: 58 answered, 2 out of reach. About 30 minutes to go.")
    assert desk.locator("progress").evaluate("bar => [bar.value, bar.max]") == [60, 90]
    with held.writing() as session:
        runs.end(session, 2, "finished", {"answered": 90}, "90 due: 90 answered.", now)
    expect(said).to_have_text("It has ended. 90 due: 90 answered.")
    expect(said).to_have_role("status")
    expect(desk.get_by_role("button", name="Stop it")).to_be_focused()


def test_a_run_is_stopped_and_looked_at_again_without_scripts(
    held: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with at_desk(held, now, playwright_started, chromium_path, AUDITS, scripts=False) as page:
        page.get_by_role("button", name="Stop it").click()
        expect(page.get_by_text("stopping", exact=True)).to_be_visible()
        with held.writing() as session:
            runs.progress(session, 2, {"answered": 30})
        page.get_by_role("link", name="Look again").click()
        expect(page.locator("[data-live-said]")).to_contain_text("60 of 90 looked at")


def test_a_held_run_is_decided_by_the_keyboard_alone(desk: Page, held: Database) -> None:
    desk.goto(f"{AUDITS}1")
    desk.get_by_role("button", name="Throw the evidence away").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Thrown away.")
    with held.reading() as session:
        assert runs.held(session) == []


@pytest.mark.parametrize("path", [AUDITS, f"{AUDITS}1", f"{AUDITS}2", "/desk/"])
def test_nothing_stands_in_anybodys_way(desk: Page, axe: str, path: str) -> None:
    desk.goto(path)
    wide = {}
    for width in (320, 1280):
        desk.set_viewport_size({"width": width, "height": 800})
        wide[width] = desk.evaluate("document.documentElement.scrollWidth")
    assert wide == {320: 320, 1280: 1280}
    desk.evaluate(axe)
    assert desk.evaluate(AXE_RUN) == []
