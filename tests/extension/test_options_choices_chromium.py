"""What the reader chooses in the options counts at once and is kept in this browser, in a real Chromium."""

import json

from playwright.sync_api import expect

from tests.extension.catalogs import CATEGORIES, PEOPLE, catalog
from tests.extension.chromium import EXTENSION, badges, wait_until
from tests.extension.options_page import COLLEGE, PRESET, Options


def test_the_page_shows_what_is_chosen(options: Options) -> None:
    options.store(choices={"mode": "popup", "style": "word", "hideIn": ["comments"], "hideFollowed": True})
    for ticked in ("Popup only", "With a word", "in comments", "on people I follow"):
        expect(options.page.get_by_label(ticked)).to_be_checked()
    for empty in ("Badges on the page", "in messages", "in notifications"):
        expect(options.page.get_by_label(empty)).not_to_be_checked()


def test_each_choice_is_kept_at_once_and_said(options: Options) -> None:
    page = options.page
    page.get_by_label("Popup only").check()
    expect(page.get_by_role("status").get_by_text("Saved in this browser")).to_be_visible()
    page.get_by_label("With a word").check()
    page.get_by_label("in notifications").check()
    page.get_by_label("on people I follow").check()
    chosen = {"mode": "popup", "style": "word", "hideIn": ["notifications"], "hideFollowed": True}
    wait_until(lambda: chosen.items() <= options.stored("choices").items(), lambda: str(options.stored("choices")))


def test_until_the_first_choice_it_says_that_nothing_is_drawn(options: Options) -> None:
    page = options.page
    options.store(choices={})
    expect(page.get_by_text("Nothing is drawn until you choose.")).to_be_visible()
    page.get_by_label("in messages").check()
    wait_until(lambda: options.stored("choices").get("hideIn") == ["messages"])
    assert options.stored("choices")["mode"] == "unset"
    page.get_by_label("Badges on the page").check()
    expect(page.get_by_text("Nothing is drawn until you choose.")).to_be_hidden()


def test_categories_stand_in_their_order_with_their_counts(options: Options) -> None:
    options.server.document = catalog(*PEOPLE, change=59, categories=CATEGORIES[::-1])
    options.page.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")
    wait_until(lambda: options.stored("about:preset")["cursor"].endswith(".59"))
    options.page.reload()
    shown = options.page.locator("#categories label")
    expect(shown).to_have_text(["Job search4", "Leadership2"])


def test_categories_of_several_catalogs_stand_under_their_names(options: Options) -> None:
    college = {**PRESET, "id": "college", "address": COLLEGE, "name": "Careers Office", "letter": "C"}
    options.store(catalogs=[PRESET, college])
    options.page.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")
    office = options.page.get_by_role("group", name="Careers Office")
    expect(office.locator("label")).to_have_text(["Job search2", "Leadership0"])
    office.get_by_label("Job search").uncheck()
    wait_until(lambda: options.stored("choices").get("categoriesOff") == {"college": ["job-search"]})
    expect(options.page.get_by_role("group", name="Followworthy").get_by_label("Job search")).to_be_checked()


def test_the_badges_of_a_category_go_with_its_tick(options: Options) -> None:
    feed = options.browser.open("/feed/")

    def seen() -> tuple[bool, bool]:
        labels = [one.label for one in badges(feed)]
        return any(one.startswith("Odile") for one in labels), any(one.startswith("Sefa") for one in labels)

    wait_until(lambda: seen() == (True, True))
    options.page.get_by_label("Leadership").uncheck()
    wait_until(lambda: seen() == (True, False))


def test_each_language_stands_there_by_its_own_name_and_redraws_the_page_at_once(options: Options) -> None:
    page = options.page
    select = page.get_by_role("combobox")
    expect(select.locator("option").first).to_have_text("As the browser (English)")
    for language in [folder.name for folder in (EXTENSION / "_locales").iterdir()]:
        messages = json.loads((EXTENSION / "_locales" / language / "messages.json").read_text("utf-8"))
        select.select_option(language)
        expect(page.locator("h1")).to_have_text(messages["options"]["message"])
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("#catalogs")).to_contain_text(messages["answeredToday"]["message"])
        assert page.title() == f"{messages['options']['message']} · Followworthy"


def test_the_keys_that_open_the_popup_are_shown_and_changed_on_the_browsers_own_page(options: Options) -> None:
    expect(options.page.locator("kbd")).to_have_text(["Alt", "Shift", "F"])
    with options.browser.context.expect_page() as opened:
        options.page.get_by_role("button", name="Change the keys that open the popup").click()
    assert opened.value.url == "chrome://extensions/shortcuts"
