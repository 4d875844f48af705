"""How the desk's parts sit in a real browser: bars, folded tables, the row of decisions."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Playwright

from followworthy.domain.values import Claim, Match
from followworthy.store import Database, catalog, proposals, runs
from tests.extension.desks import at_desk
from tests.people import ODILE, VOICES, publish

LINKED = "https://www.linkedin.com/in/odile-marsh"


@pytest.fixture
def proposed(db: Database, now: datetime) -> Database:
    """Somebody who may be Odile waits for review."""
    with db.writing() as session:
        publish(session, ODILE)
        catalog.remember_source(session, VOICES)
        proposals.queue(
            session,
            source_id=VOICES.id,
            identity="Odile Fennwick",
            kind="new",
            digest="d",
            claims=(Claim("Odile Fennwick", category="Careers", linkedin_url=LINKED, where="line 84"),),
            match=Match("possible", ODILE.id, ("name",)),
            now=now,
        )
    return db


def test_how_far_an_audit_is_shows_as_a_thin_bar_across_its_panel(
    db: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with db.writing() as session:
        runs.progress(session, runs.begin(session, 4, now - timedelta(minutes=1)), {"answered": 1})
    with at_desk(db, now, playwright_started, chromium_path, "/desk/audits") as page:
        bar, panel = page.locator("progress").bounding_box(), page.locator(".panel").bounding_box()
        assert bar
        assert panel
        assert (bar["height"], bar["width"]) == (4, panel["width"] - 34)  # its padding and border


def test_the_comparison_folds_on_a_narrow_screen_and_breaks_no_label(
    proposed: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with at_desk(proposed, now, playwright_started, chromium_path, "/desk/review/1") as page:
        page.set_viewport_size({"width": 380, "height": 800})
        row = page.locator(".compare tr", has=page.get_by_text("Address", exact=True))
        label, ours, theirs = (row.locator("> * > div").nth(number).bounding_box() for number in range(3))
        assert label
        assert ours
        assert theirs
        assert label["height"] < 24  # one line
        assert label["x"] == ours["x"] == theirs["x"]
        assert label["y"] < ours["y"] < theirs["y"]


@pytest.mark.parametrize("size", [(1280, 1600), (1280, 500), (380, 1600), (380, 500)])
def test_the_row_of_decisions_ends_the_page_across_its_whole_width(
    proposed: Database, now: datetime, playwright_started: Playwright, chromium_path: str, size: tuple[int, int]
) -> None:
    with at_desk(proposed, now, playwright_started, chromium_path, "/desk/review/1") as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        row, end = page.locator(".act").bounding_box(), page.locator(".page-end").bounding_box()
        assert row
        assert end
        assert row["y"] + row["height"] == pytest.approx(end["y"], abs=1)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
