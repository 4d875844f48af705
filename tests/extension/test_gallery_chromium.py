"""A gallery of badge and card in all their states, under axe: the product's own paint functions, in open roots.

The roots are open because the gallery's page makes them so before our scripts come; nothing in the product knows of it.
"""

import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser as PlainBrowser
from playwright.sync_api import Page, Playwright

from tests.extension.chromium import EXTENSION, violations

MANIFEST = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
MESSAGES = json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
WIRING = {"content/main.js", "content/evidence.js"}
STAGE = """() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
  window.chrome = { runtime: { id: "gallery", sendMessage: async () => ({}) } };
}"""
HUNG = """([words, views, style]) => {
  Object.assign(worn, { words, style });
  for (const view of views) {
    const link = Object.assign(document.createElement("a"), { href: "#x", textContent: view.name });
    const entry = document.createElement("li");
    entry.append(link);
    document.querySelector("ul").append(entry);
    paintBadge(planBadge(link, entry, view), () => true);
  }
}"""
PAGE = """<!doctype html><html lang="en"><title>Gallery</title>
<style>body {{ margin: 24px; font: 14px/20px "Liberation Sans", sans-serif; background: {paper}; color: {ink}; }}
a {{ color: inherit; }} li {{ margin: 8px 0; }}</style>
<main><h1>Gallery</h1><ul></ul></main></html>"""
# axe reads no words that a style has written: it is shown the same ones as text.
SPELL = """() => { for (const one of document.querySelectorAll("main span")) for (const said of
  one.shadowRoot?.querySelectorAll(".card [data-says]") ?? []) {
  said.textContent = said.dataset.says;
  delete said.dataset.says;
} }"""
COLOURS = {"light": ("#ffffff", "#202427"), "dark": ("#1c1f22", "#e4e7e9")}
HIGH = 720  # px, the window
View = dict[str, Any]


def view(name: str, **changes: object) -> View:
    """Give what the background would say of somebody."""
    mention = {
        "before": "On the list ",
        "title": "Forty Voices on Work",
        "url": "https://lists.example/voices",
        "after": ", 2019",
        "place": "Job search · no. 3",
        "reason": "Explains what recruiters read first, with examples from both sides of the table.",
    }
    return {
        "who": name,
        "ids": [name],
        "kind": "person",
        "name": name,
        "headline": "Hiring, minus the guesswork",
        "profile": "https://www.linkedin.com/in/somebody",
        "label": f"{name}: recommended to follow",
        "lists": 1,
        "inLists": "",
        "letters": "",
        "from": "From Town Catalog",
        "followed": False,
        "mentions": [mention],
        "standing": {"shape": "good", "words": "Address confirmed in November 2026"},
        "report": "https://catalog.example/experts/x",
        **changes,
    }


LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Third of Somewhere Rather Far Away"
STANDINGS = ("good", "none", "moved", "failing", "gone")
VIEWS = [
    view("Odile Fennwick", lists=2, inLists="in 2 lists", mentions=view("x")["mentions"] * 12),
    view("Ilse Corvane", followed=True, label="Ilse Corvane: recommended to follow, you follow them"),
    view("Tobin Ashgrove", letters="C", lists=3, inLists="in 3 lists"),
    view("Wendel Aspinall", profile=None, report=None, headline="", standing={"shape": "none", "words": "Not known"}),
    view(LONG),
    *(view(f"Person {shape}", standing={"shape": shape, "words": f"It is {shape}"}) for shape in STANDINGS),
]


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Literal["light", "dark"]:
    return "dark" if request.param == "dark" else "light"


@pytest.fixture(scope="module")
def plain_chromium(playwright_started: Playwright, chromium_path: str) -> Iterator[PlainBrowser]:
    """Start Chromium without any extension."""
    browser = playwright_started.chromium.launch(executable_path=chromium_path)
    yield browser
    browser.close()


@pytest.fixture
def gallery(plain_chromium: PlainBrowser, scheme: Literal["light", "dark"]) -> Iterator[Page]:
    """Hang every state, on a page of one of the two colours."""
    page = plain_chromium.new_page(viewport={"width": 1000, "height": HIGH})
    paper, ink = COLOURS[scheme]
    page.set_content(PAGE.format(paper=paper, ink=ink))
    page.evaluate(STAGE)
    for name in (name for one in MANIFEST["content_scripts"] for name in one["js"]):
        if name not in WIRING:
            page.add_script_tag(path=EXTENSION / name)
    words = {key: one["message"].replace("$NAME$", "$1") for key, one in MESSAGES.items()}
    page.evaluate(HUNG, [words, VIEWS, "mark"])
    yield page
    page.close()


def test_no_badge_violates_accessibility(gallery: Page, axe: str) -> None:
    assert gallery.get_by_role("button").count() == len(VIEWS)
    assert violations(gallery, axe) == []


def test_no_card_violates_accessibility(gallery: Page, axe: str) -> None:
    found = {}
    for shown in VIEWS:
        gallery.get_by_role("button", name=str(shown["label"]), exact=True).click()
        card = gallery.get_by_role("dialog", name=f"{shown['name']}, recommended to follow")
        box = card.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= HIGH  # a long card scrolls within itself
        gallery.evaluate(SPELL)
        found[shown["name"]] = violations(gallery, axe)
        gallery.keyboard.press("Escape")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_badge_with_a_word_violates_nothing_either(gallery: Page, axe: str) -> None:
    gallery.evaluate(HUNG, [{"badgeWord": "recommended"}, VIEWS[:3], "word"])
    assert violations(gallery, axe) == []


def test_in_forced_colours_shape_and_words_stay(gallery: Page) -> None:
    gallery.emulate_media(forced_colors="active")
    badge = gallery.get_by_role("button", name="Odile Fennwick: recommended to follow")
    paint = "(one) => getComputedStyle(one.querySelector('svg')).fill"
    text = gallery.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert badge.evaluate(paint) == text  # the reader's own colour for buttons is that for text here
    badge.click()
    assert gallery.get_by_role("dialog").locator('[data-says="Recommended to follow"]').is_visible()
