"""The desk in a real browser: what keys may do, and no page that scrolls sideways."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, Playwright, expect

from followworthy.domain.values import Claim, Match
from followworthy.store import Database, catalog, proposals
from tests.extension.desks import at_desk
from tests.people import ODILE, VOICES, publish

LONG = "https://www.linkedin.com/company/" + "averylongname" * 6


def propose(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        catalog.remember_source(session, VOICES)
        for name in ("Wendel Aspinall", "Dara Moonesh", "Bartholomew Featherstonehaugh-Llanfairpwllgwyngyll"):
            proposals.queue(
                session,
                source_id=VOICES.id,
                identity=name,
                kind="new",
                digest="d",
                claims=(Claim(name, category="Careers", rank=8, linkedin_url=LONG, where="line 84"),),
                match=Match("possible", ODILE.id, ("name",)),
                now=now,
            )


@pytest.fixture
def desk(db: Database, now: datetime, playwright_started: Playwright, chromium_path: str) -> Iterator[Page]:
    """A signed-in curator before the first of three proposals."""
    propose(db, now)
    with at_desk(db, now, playwright_started, chromium_path, "/desk/review/1") as page:
        heading(page, "Wendel Aspinall")
        yield page


def heading(page: Page, name: str) -> None:
    """Wait until the page about somebody is there, and its keys with it."""
    page.locator("html[data-keys]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def waiting(db: Database) -> int:
    with db.reading() as session:
        return proposals.count_waiting(session)


def test_a_key_presses_its_button_and_holding_it_presses_once(desk: Page, db: Database) -> None:
    desk.keyboard.down("r")
    expect(desk).to_have_url(re.compile("/desk/review/2$"))
    heading(desk, "Dara Moonesh")
    expect(desk.get_by_role("status")).to_contain_text("Wendel Aspinall: rejected")
    desk.keyboard.down("r")  # still held: the browser says that it repeats
    desk.keyboard.up("r")
    heading(desk, "Dara Moonesh")
    assert waiting(db) == 2


def test_keys_go_on_and_back_and_edit(desk: Page, db: Database) -> None:
    desk.keyboard.press("j")
    expect(desk).to_have_url(re.compile("/desk/review/2$"))
    heading(desk, "Dara Moonesh")
    desk.keyboard.press("k")
    expect(desk).to_have_url(re.compile("/desk/review/1$"))
    heading(desk, "Wendel Aspinall")
    desk.keyboard.press("e")
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.keyboard.type("rajkm")
    heading(desk, "Wendel Aspinall")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("Name")).not_to_be_focused()
    assert waiting(db) == 3


def test_keys_can_be_switched_off_for_good(desk: Page, db: Database) -> None:
    desk.keyboard.press("?")
    desk.get_by_role("button", name="Switch keys off").click()
    desk.reload()
    desk.get_by_text("All keys").click()
    expect(desk.get_by_role("button", name="Switch keys on")).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.press("j")
    heading(desk, "Wendel Aspinall")
    assert waiting(db) == 3


def test_a_double_click_decides_one(desk: Page, db: Database) -> None:
    desk.get_by_role("button", name="Reject").dblclick()
    heading(desk, "Dara Moonesh")
    assert waiting(db) == 2


def test_no_page_scrolls_sideways_on_a_narrow_screen(desk: Page) -> None:
    desk.set_viewport_size({"width": 320, "height": 640})
    paths = [
        "/",
        "",
        "review/",
        "review/1",
        "review/3",
        "eyes/",
        "experts/",
        "experts/?q=zz",
        "imports/",
        "audits",
        "changes/",
        "nowhere",
    ]
    wide = {}
    for path in paths:
        desk.goto(path if path == "/" else f"/desk/{path}")
        wide[path] = desk.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}
