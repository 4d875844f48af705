"""A list of fifty is reviewed in a real browser with the keyboard alone, taken back as a whole, and brought again."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Playwright, expect

from followworthy.services import documents, importing
from followworthy.store import Database, catalog, experts, proposals
from tests.extension.desks import at_desk
from tests.extension.fifty_voices import HEADINGS, PEOPLE, TITLE, article, headed
from tests.people import ODILE, publish

MOST_PRESSES = 120
MOST_TABS = 80
CALLED = """() => {
  const { labels, innerText } = document.activeElement;
  return (labels?.[0]?.innerText ?? innerText ?? "").trim();
}"""


class Hands:
    """The keyboard of a page, and how often its keys were pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """Press a key; a letter as soon as the page listens to letters."""
        if len(key) == 1:
            self.page.locator("html[data-keys]").wait_for()
        self.page.keyboard.press(key)
        self.pressed += 1

    def tab_to(self, words: str) -> None:
        """Go from control to control until one begins with the words."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            self.pressed += 1
            if self.page.evaluate(CALLED).startswith(words):
                return
        pytest.fail(f"No control that the Tab key reaches begins with {words!r}.")

    def type(self, text: str) -> None:
        """Type a text, each letter a press."""
        self.page.keyboard.type(text)
        self.pressed += len(text)


@pytest.fixture
def imported(db: Database, now: datetime) -> Database:
    """A catalog of one, and the article brought as a file."""
    opened = documents.uploaded("fifty.html", article().encode())
    with db.writing() as session:
        publish(session, ODILE)
    with db.writing() as session:
        done = importing.import_article(session, opened, documents.read(opened), now)
    assert done.queued == 50
    return db


@pytest.fixture
def hands(imported: Database, now: datetime, playwright_started: Playwright, chromium_path: str) -> Iterator[Hands]:
    """A curator's keyboard before the first of the fifty; the clock goes on."""
    moments = (now + timedelta(seconds=number) for number in range(100_000))
    path = "/desk/review/1?batch=1"
    with at_desk(imported, now, playwright_started, chromium_path, path, clock=lambda: next(moments)) as page:
        heading(page, PEOPLE[0])
        yield Hands(page)


def heading(page: Page, words: str) -> None:
    """Wait until the page of these words is there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def published(db: Database) -> set[str]:
    with db.reading() as session:
        return {one.name for one, _ in experts.published(session)} - {ODILE.name}


def headings(db: Database) -> dict[str, set[str]]:
    """Whom the catalog has in each of the list's categories."""
    with db.reading() as session:
        names = {one.id: one.name for one in catalog.categories(session)}
        found: dict[str, set[str]] = {heading: set() for heading in HEADINGS if heading in names.values()}
        for one, _ in experts.published(session):
            for each in one.recommendations:
                found.setdefault(names[each.category], set()).add(one.name)
    return {heading: people for heading, people in found.items() if heading in HEADINGS}


def test_fifty_are_reviewed_by_keyboard_in_under_120_presses_then_taken_back_and_brought_again(
    hands: Hands, imported: Database
) -> None:
    page = hands.page
    for number, name in enumerate(PEOPLE):
        heading(page, name)
        if number == 7:  # a slip, and back
            hands.press("r")
            heading(page, PEOPLE[8])
            hands.press("u")
            heading(page, name)
        if number == 20:  # something to say
            hands.press("e")
            hands.press("Tab")
            hands.press("Tab")
            hands.type("Edits well")
            hands.press("Escape")
        if number == 49:
            hands.press("r")
        else:
            hands.press("a")
    expect(page.get_by_text("Import 1 is done.")).to_be_visible()
    assert hands.pressed < MOST_PRESSES
    everybody = set(PEOPLE[:49])
    expected = {one: set(people) & everybody for one, people in headed().items()}
    assert (published(imported), headings(imported)) == (everybody, expected)
    with imported.reading() as session:
        edited = next(one for one, _ in experts.published(session) if one.name == PEOPLE[20])
        assert edited.headline == "Edits well"

    hands.tab_to("Back to import 1")
    hands.press("Enter")
    heading(page, TITLE)
    hands.tab_to("Take back this import")
    hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Import 1 is taken back.")
    assert (published(imported), headings(imported)) == (set(), {})

    hands.tab_to("change ")
    hands.press("Enter")
    expect(page).to_have_url(re.compile("/desk/changes/"))
    hands.tab_to("Undo")
    hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is undone")
    assert (published(imported), headings(imported)) == (everybody, expected)
    with imported.reading() as session:
        assert proposals.count_waiting(session) == 0


def test_the_list_of_keys_opens_and_closes_by_keys_and_each_key_does_what_it_says(
    hands: Hands, imported: Database
) -> None:
    page = hands.page
    keys = page.get_by_text("accept as somebody new")
    expect(keys).to_be_hidden()
    hands.press("?")
    expect(keys).to_be_visible()
    hands.press("Escape")
    expect(keys).to_be_hidden()
    hands.press("j")
    heading(page, PEOPLE[1])
    hands.press("k")
    heading(page, PEOPLE[0])
    hands.press("m")
    expect(page.get_by_label("Merge into somebody else")).to_be_focused()
    hands.type("guesswork")
    hands.press("Enter")
    expect(page.get_by_role("button", name="Choose Odile Fennwick")).to_be_visible()
    hands.tab_to("Choose")
    hands.press("Enter")
    expect(page.get_by_text("chosen by you")).to_be_visible()
    hands.press("m")
    heading(page, PEOPLE[1])
    with imported.reading() as session:
        odile = experts.get(session, ODILE.id)
        assert odile is not None
        assert (odile.name, len(odile.recommendations)) == (ODILE.name, 2)
    hands.press("u")
    heading(page, PEOPLE[0])
    assert published(imported) == set()
    with imported.reading() as session:
        assert experts.get(session, ODILE.id) == ODILE


def test_all_that_match_are_accepted_and_undone_from_the_table_by_keyboard(hands: Hands, imported: Database) -> None:
    page = hands.page
    hands.tab_to("As a table")
    hands.press("Enter")
    heading(page, "Review")
    hands.press("x")
    expect(page.get_by_label("All 50 that match")).to_be_focused()
    hands.press("Space")
    hands.tab_to("Accept")
    hands.press("Enter")
    heading(page, "Accept 50?")
    hands.tab_to("Accept 50")
    hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("50 new people")
    assert published(imported) == set(PEOPLE)
    hands.press("u")
    expect(page.get_by_role("status")).to_contain_text("50 proposals wait again")
    assert (published(imported), headings(imported)) == (set(), {})


def test_a_curator_without_javascript_finds_chooses_decides_and_undoes(
    imported: Database, now: datetime, playwright_started: Playwright, chromium_path: str
) -> None:
    path = "/desk/review/1?batch=1"
    with at_desk(imported, now, playwright_started, chromium_path, path, scripts=False) as page:
        heading(page, PEOPLE[0])
        page.get_by_label("Why, in our words").fill("My careful words.")
        page.get_by_label("Merge into somebody else").fill("guesswork")
        page.get_by_label("Merge into somebody else").press("Enter")
        page.get_by_role("button", name="Choose Odile Fennwick").click()
        expect(page.get_by_label("Why, in our words")).to_have_value("My careful words.")
        page.get_by_text("All keys").click()
        expect(page.get_by_text("accept as somebody new")).to_be_visible()
        page.get_by_role("button", name="Reject").click()
        heading(page, PEOPLE[1])
        page.get_by_role("button", name=re.compile("Undo")).click()
        heading(page, PEOPLE[0])
