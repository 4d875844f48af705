"""The article that started it all, brought and reviewed at the desk in a real browser, by the keyboard alone."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from followworthy.store import Database, experts, proposals
from tests.extension.desks import at_desk
from tests.extension.test_desk_review_chromium import MOST_PRESSES, Hands, heading

pytestmark = pytest.mark.acceptance

ARTICLE = "articles/01-seed-lifehack-50.txt"
TITLE = "50 Great People To Follow On LinkedIn, No Matter Your Industry"


def published(db: Database) -> int:
    with db.reading() as session:
        return len(experts.published(session))


def waiting(db: Database) -> int:
    with db.reading() as session:
        return proposals.count_waiting(session)


def test_fifty_great_people_are_brought_reviewed_taken_back_and_brought_again_by_keyboard(
    shared: Path, db: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    moments = (now + timedelta(milliseconds=number) for number in range(1_000_000))
    with at_desk(db, now, playwright_started, chromium_path, "/desk/import/", clock=lambda: next(moments)) as page:
        hands = Hands(page)
        hands.tab_to("or a file")
        with page.expect_file_chooser() as chooser:
            hands.press("Space")
        chooser.value.set_files(shared / ARTICLE)
        hands.tab_to("Read it")
        hands.press("Enter")
        heading(page, TITLE)
        hands.tab_to("Queue 50 proposals")
        hands.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("50 proposals are queued")
        hands.press("j")
        for left in range(50, 0, -1):
            expect(page.get_by_role("button", name="Accept as new")).to_be_visible()
            assert waiting(db) == left
            hands.press("a")
            page.wait_for_url(lambda url, before=page.url: url != before)
        expect(page.get_by_text("Import 1 is done.")).to_be_visible()
        print(f"{hands.pressed} presses")  # noqa: T201 - the figure is what the reader came for
        assert hands.pressed < MOST_PRESSES
        assert (published(db), waiting(db)) == (50, 0)

        hands.tab_to("Back to import 1")
        hands.press("Enter")
        heading(page, TITLE)
        hands.tab_to("Take back this import")
        hands.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("is taken back")
        assert published(db) == 0
        hands.tab_to("change ")
        hands.press("Enter")
        page.wait_for_url("**/desk/changes/*")
        hands.tab_to("Undo")
        hands.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("is undone")
        assert (published(db), waiting(db)) == (50, 0)
