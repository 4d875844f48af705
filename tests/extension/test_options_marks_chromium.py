"""The reader's marks in the options: counted, taken back, handed out as files and taken in, in a real Chromium."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.extension.catalogs import ODILE, SEFA, TOBIN, WENDEL
from tests.extension.chromium import badges, wait_until
from tests.extension.options_page import PRESET, TOWN, Options

ODILES = {"as": "followed", "at": "2026-11-20", "name": "Odile Fennwick", "key": "in/odile-fennwick"}
WENDELS = {"as": "hidden", "at": "2026-11-21", "name": "Wendel Aspinall", "key": None}
MARKS = {ODILE["id"]: ODILES, WENDEL["id"]: WENDELS}
CONNECTIONS = """Notes:
"When exporting your connection data, you may notice that addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Sefa,Ndiaye-Holt,https://www.linkedin.com/in/sefa-ndiaye-holt,,"Town, Ltd",Writer,20 Nov 2026
Tobin,Ashgrove,https://www.linkedin.com/in/tobin-old,,Town,Coach,1 Oct 2026
Odile,Fennwick,https://www.linkedin.com/in/another-odile-fennwick,,Town,Coach,1 Oct 2026
"""


def choose(page: Page, button: str, content: str | bytes, name: str = "file") -> None:
    """Choose a file with one of the page's buttons."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button, exact=True).click()
    body = content.encode() if isinstance(content, str) else content
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": body})


def handed_out(page: Page, button: str) -> tuple[str, bytes]:
    """Press a button and give the name and content of the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def export(*marks: dict[str, Any]) -> str:
    """Put an exported file together."""
    return json.dumps({"format": "followworthy-marks", "version": 1, "day": "2026-11-23", "marks": list(marks)})


def test_marks_are_counted_and_their_lists_can_be_opened(options: Options) -> None:
    page = options.page
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Export (JSON)")).to_be_disabled()
    options.store(marks=MARKS)
    expect(page.get_by_text("1 followed, 1 not interested.")).to_be_visible()
    page.locator("summary", has_text="Followed").click()
    link = page.get_by_role("link", name="Odile Fennwick")
    expect(link).to_have_attribute("href", "https://www.linkedin.com/in/odile-fennwick")


def test_somebody_hidden_is_shown_again_and_their_badge_comes_back(options: Options) -> None:
    page = options.page
    options.store(marks={ODILE["id"]: {**ODILES, "as": "hidden"}})
    feed = options.browser.open("/feed/")
    wait_until(lambda: any(one.label.startswith("Sefa") for one in badges(feed)))
    assert not any(one.label.startswith("Odile") for one in badges(feed))
    page.bring_to_front()
    page.locator("summary", has_text="Not interested").click()
    page.get_by_role("button", name="Show again: Odile Fennwick").click()
    wait_until(lambda: any(one.label.startswith("Odile") for one in badges(feed)))
    assert options.stored("marks") == {}


def test_what_was_exported_comes_back_whole_after_everything_was_forgotten(options: Options) -> None:
    page = options.page
    options.store(marks=MARKS)
    name, content = handed_out(page, "Export (JSON)")
    assert name.startswith("followworthy-marks-20")
    assert name.endswith(".json")
    options.store(marks={})
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    choose(page, "Import", content)
    expect(page.get_by_text("Read: 2 new, 0 changed, 0 as they were.", exact=True)).to_be_visible()
    assert options.stored("marks") == MARKS


def test_the_table_of_those_followed_is_one_that_spreadsheets_read(options: Options) -> None:
    options.store(marks=MARKS)
    name, content = handed_out(options.page, "Export followed (CSV)")
    assert name.endswith(".csv")
    rows = [
        "Name,LinkedIn address,Marked on",
        "Odile Fennwick,https://www.linkedin.com/in/odile-fennwick,2026-11-20",
        "",
    ]
    assert content == b"\xef\xbb\xbf" + "\r\n".join(rows).encode()


def test_an_import_says_what_it_did_and_can_be_taken_back(options: Options) -> None:
    page = options.page
    options.store(marks=MARKS)
    later = {
        "id": ODILE["id"],
        "name": "Odile Fennwick",
        "key": "in/odile-fennwick",
        "as": "hidden",
        "day": "2026-11-22",
    }
    stranger = {"id": "zzzzzzzz", "name": "Somebody Else", "key": None, "as": "followed", "day": "2026-11-01"}
    choose(page, "Import", export(later, stranger, {"id": 7}))
    said = page.locator("#import-result")
    expect(said).to_contain_text("Read: 1 new, 1 changed, 0 as they were.")
    expect(said).to_contain_text("1 of them is in no catalog here; the mark is kept all the same.")
    expect(said).to_contain_text("1 entry could not be read.")
    assert options.stored("marks")[ODILE["id"]]["as"] == "hidden"
    said.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("Taken back. Your marks are as before.")
    assert options.stored("marks") == MARKS


def test_a_file_that_is_not_ours_gets_one_sentence_and_loses_nothing(options: Options) -> None:
    page = options.page
    options.store(marks=MARKS)
    cases: dict[str, str | bytes] = {
        "does not hold marks that Followworthy exported": "<html>",
        "is from a newer version of Followworthy": '{"format":"followworthy-marks","version":2,"marks":[]}',
        "is larger than 5 MB": b" " * (5 * 1024 * 1024 + 1),
    }
    for sentence, content in cases.items():
        choose(page, "Import", content)
        expect(page.locator("#import-result")).to_contain_text(sentence)
        expect(page.locator("#import-result")).to_contain_text("Nothing was changed.")
        expect(page.locator("#import-result button")).to_have_count(0)
    assert options.stored("marks") == MARKS


def test_whom_linkedin_says_the_reader_follows_is_marked_by_address_and_never_by_name(options: Options) -> None:
    page = options.page
    choose(page, "Choose file Mark whom I follow already", CONNECTIONS, "Connections.csv")
    said = page.locator("#follows-result")
    expect(said).to_contain_text("Found 3 people; 2 of them are in your catalogs and now marked as followed.")
    marks = options.stored("marks")
    assert {one["name"]: one["as"] for one in marks.values()} == {
        "Sefa Ndiaye-Holt": "followed",
        "Tobin Ashgrove": "followed",
    }
    assert set(marks) == {SEFA["id"], TOBIN["id"]}
    assert "another-odile" not in json.dumps(page.evaluate("chrome.storage.local.get(null)"))
    said.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("Taken back. Your marks are as before.")
    assert options.stored("marks") == {}


def test_where_nothing_was_marked_there_is_nothing_to_take_back(options: Options) -> None:
    followed = {one["id"]: {**ODILES, "name": one["name"], "key": None} for one in (TOBIN, SEFA)}
    options.store(marks=followed)
    choose(options.page, "Choose file Mark whom I follow already", CONNECTIONS, "Connections.csv")
    said = options.page.locator("#follows-result")
    expect(said).to_have_text("Found 3 people; 2 of them are in your catalogs and now marked as followed.")
    assert options.stored("marks") == followed


def test_somebody_marked_as_not_interesting_stays_so_though_connected(options: Options) -> None:
    page = options.page
    hidden = {"as": "hidden", "at": "2026-11-01", "name": "Sefa Ndiaye-Holt", "key": "in/sefa-ndiaye-holt"}
    options.store(marks={SEFA["id"]: hidden})
    choose(page, "Choose file Mark whom I follow already", CONNECTIONS, "Connections.csv")
    said = page.locator("#follows-result")
    expect(said).to_contain_text("Found 3 people; 1 of them is in your catalogs and now marked as followed.")
    expect(said).to_contain_text("1 more stays marked as not interested.")
    assert options.stored("marks")[SEFA["id"]] == hidden


def test_an_export_without_addresses_is_refused_with_the_reason(options: Options) -> None:
    page = options.page
    cases: dict[str, bytes] = {
        "There are no LinkedIn addresses in this file": b"Date,Status,FullName\n2026-11-20,Active,Odile Fennwick\n",
        "This is LinkedIn’s packed archive.": b"PK\x03\x04...",
    }
    for sentence, content in cases.items():
        choose(page, "Choose file Mark whom I follow already", content)
        expect(page.locator("#follows-result")).to_contain_text(sentence)
    assert options.stored("marks") is None


def test_starting_over_asks_first_says_what_goes_and_forgets_all_of_it(options: Options) -> None:
    page = options.page
    options.store(marks=MARKS, catalogs=[PRESET, TOWN], choices={"mode": "badges", "style": "word"})
    page.evaluate("() => { chrome.permissions.remove = async (given) => { window.given = given; }; }")
    page.get_by_text("1 followed, 1 not interested.").wait_for()
    page.get_by_role("button", name="Reset everything").click()
    expect(page.get_by_text("2 catalogs, 2 marks and all choices go from this browser")).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Reset everything")).to_be_focused()
    assert options.stored("marks") == MARKS
    page.get_by_role("button", name="Reset everything").click()
    page.get_by_role("button", name="Forget all of it").click()
    expect(page.get_by_text("Everything was forgotten")).to_be_visible()
    expect(page.get_by_role("heading", name="Options")).to_be_focused()
    expect(options.row("Followworthy")).to_be_visible()
    for key in ("marks", "choices", "catalogs"):
        assert options.stored(key) is None
    assert page.evaluate("given") == {"origins": ["https://catalog.example/*"]}


def test_none_of_it_leaves_this_browser(options: Options) -> None:
    options.store(marks=MARKS)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    options.browser.context.on("request", note)
    choose(options.page, "Choose file Mark whom I follow already", CONNECTIONS, "Connections.csv")
    expect(options.page.locator("#follows-result")).to_contain_text("Found 3 people")
    handed_out(options.page, "Export (JSON)")
    options.browser.context.remove_listener("request", note)
    assert [url for url in asked if not url.startswith(("chrome-extension:", "blob:"))] == []
