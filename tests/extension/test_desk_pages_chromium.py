"""Every page of the desk in a real browser: under axe in both themes, on a narrow screen, without JavaScript."""

from datetime import datetime
from typing import Literal

import pytest
from playwright.sync_api import Playwright, expect

from followworthy.services import drafting
from followworthy.services.documents import uploaded
from followworthy.store import Database, drafts, proposals
from tests.bench.desk.__main__ import PAGES
from tests.bench.desk.world import SOMEBODY, fill
from tests.extension.chromium import violations
from tests.extension.desks import at_desk
from tests.services.test_drafting import LIST

ALL = (*PAGES, "/desk/import/1", "/desk/import/2", "/desk/opt-out", "/privacy", "/nowhere", "/desk/files/?compare=1")
ACTING = "/desk/experts/?q=odile"


@pytest.fixture
def filled(db: Database, now: datetime) -> Database:
    """A catalog of sixty, two hundred proposals, and two documents on the import page."""
    fill(db, 60, 200, now)
    return db


def bring(db: Database, now: datetime) -> None:
    """Put one document that was read and one that is being read before the curator who signed in first."""
    with db.writing() as session:
        number = drafts.begin(session, 1, "voices.md", None, now)
        drafts.begin(session, 1, "https://letters.example/forty", None, now)
    drafting.read_draft(db, number, lambda _progress: uploaded("voices.md", LIST.encode()), lambda: now)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_violates_accessibility(
    filled: Database,
    now: datetime,
    playwright_started: Playwright,
    chromium_path: str,
    axe: str,
    scheme: Literal["light", "dark"],
) -> None:
    found = {}
    with at_desk(filled, now, playwright_started, chromium_path, "/desk/") as page:
        bring(filled, now)
        page.emulate_media(color_scheme=scheme)
        for path in ALL:
            page.goto(path)
            found[path] = violations(page, axe)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_page_of_the_desk_scrolls_sideways_on_a_narrow_screen(
    filled: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with at_desk(filled, now, playwright_started, chromium_path, "/desk/") as page:
        bring(filled, now)
        page.set_viewport_size({"width": 320, "height": 640})
        wide = {}
        for path in ALL:
            page.goto(path)
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}


def test_without_javascript_a_curator_decides_edits_and_withdraws(
    filled: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    with at_desk(filled, now, playwright_started, chromium_path, "/desk/review/2", scripts=False) as page:
        page.get_by_role("button", name="Reject").click()
        expect(page.get_by_role("status")).to_contain_text("rejected")
        page.goto(f"/desk/experts/{SOMEBODY}")
        page.get_by_label("Headline").fill("Reads what nobody else does")
        page.get_by_role("button", name="Save").first.click()
        expect(page.get_by_role("status")).to_contain_text("change")
        page.goto(ACTING)
        page.get_by_role("checkbox").nth(1).check()
        page.get_by_role("button", name="Withdraw").click()
        page.get_by_role("button", name="Withdraw").click()
        expect(page.get_by_role("status")).to_contain_text("change")
    with filled.reading() as session:
        assert proposals.count_waiting(session) == 199


def test_of_two_browsers_that_edit_one_expert_the_second_keeps_its_words_and_sees_both(
    filled: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    place = f"/desk/experts/{SOMEBODY}"
    with at_desk(filled, now, playwright_started, chromium_path, place) as mine:
        browser = mine.context.browser
        assert browser
        theirs = browser.new_context(storage_state=mine.context.storage_state()).new_page()
        theirs.goto(mine.url)
        for page, words in ((theirs, "Their words"), (mine, "My words")):
            page.get_by_label("Headline").fill(words)
            page.get_by_role("button", name="Save").first.click()
        expect(mine.get_by_role("alert")).to_be_visible()
        expect(mine.get_by_label("Headline")).to_have_value("My words")
        expect(mine.locator("main")).to_contain_text("Their words")
        mine.get_by_role("button", name="Save mine all the same").click()
        expect(mine.get_by_role("status")).to_contain_text("change")
        expect(mine.get_by_label("Headline")).to_have_value("My words")
