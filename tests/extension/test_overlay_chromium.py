"""When the overlay looks at a page and draws in it, and when not: what the reader chose, and what a page costs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright
from pytest_httpserver import HTTPServer

from tests.extension.catalogs import PEOPLE, CatalogServer
from tests.extension.chromium import Browser, badges, diagnosis, expect_badges, launched, wait_until
from tests.extension.pages import SURFACES

ODILE, SEFA, TOBIN = "Odile Fennwick", "Sefa Ndiaye-Holt", "Tobin Ashgrove"
ADD = """(links) => { for (const [id, href, name] of links) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { id, href, textContent: name }));
  document.querySelector("ul").append(item);
} }"""
BY_NAME = {one.name: one for one in SURFACES}


@pytest.fixture(scope="module")
def chosen(
    extension: Path,  # noqa: ARG001  (it must be whole before a browser loads it)
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
) -> Iterator[Browser]:
    """Give one synced Chromium to the tests that choose; `reader` puts the choices back."""
    with HTTPServer(host="127.0.0.1", threaded=True) as http:
        server = CatalogServer(http)
        profile = tmp_path_factory.mktemp("chosen")
        with launched(playwright_started, chromium_path, profile, pages.port, server.port) as running:
            running.synced()
            yield running


@pytest.fixture
def reader(chosen: Browser) -> Iterator[Browser]:
    yield chosen
    stored(chosen, choices={"mode": "badges"}, marks={})
    for page in chosen.context.pages[1:]:
        page.close()


def stored(browser: Browser, **values: object) -> None:
    """Write values as the options do."""
    browser.worker().evaluate("values => chrome.storage.local.set(values)", values)


def id_of(name: str) -> str:
    """Give an expert's id."""
    return next(one["id"] for one in PEOPLE if one["name"] == name)


def test_nothing_is_drawn_or_visited_unless_badges_are_chosen(reader: Browser) -> None:
    reader.choose(mode="popup")
    page = reader.open("/feed/")
    told = diagnosis(reader, page)
    assert badges(page) == []
    assert told["counts"] == {"visited": 0, "asked": 0, "matched": 0, "painted": 0, "ownNodes": 0}
    assert told["now"] == {"links": 11, "matched": 9, "badged": 0}
    assert len(told["people"]) == 5  # while the popup is open it looks once
    assert told["profiles"] == 8


@pytest.mark.parametrize("mode", ["unset", "off"])
def test_a_page_that_is_not_to_be_looked_at_turns_the_popup_away(reader: Browser, mode: str) -> None:
    reader.choose(mode=mode)
    page = reader.open("/feed/")
    assert diagnosis(reader, page) == {}
    assert badges(page) == []


def test_badges_come_and_go_with_the_choice_in_open_pages(reader: Browser) -> None:
    page = reader.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE]])
    expect_badges(page, [(ODILE, "one")])
    reader.choose(mode="popup")
    expect_badges(page, [])
    page.evaluate(ADD, [["two", "/in/sefa-ndiaye-holt", SEFA]])
    reader.choose(mode="badges")
    expect_badges(page, [(ODILE, "one"), (SEFA, "two")])


def test_what_stays_true_is_not_drawn_anew_when_something_is_chosen(reader: Browser) -> None:
    page = reader.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE], ["two", "/in/sefa-ndiaye-holt", SEFA]])
    first = expect_badges(page, [(ODILE, "one"), (SEFA, "two")])
    stored(reader, marks={id_of(SEFA): {"as": "hidden", "at": "2026-11-23", "name": SEFA, "key": None}})
    [left] = expect_badges(page, [(ODILE, "one")])
    assert left.node == first[0].node
    assert diagnosis(reader, page)["counts"]["visited"] == 2


@pytest.mark.parametrize(
    ("part", "surface", "left"),
    [
        ("messages", "messages", []),
        ("notifications", "notifications", []),
        ("comments", "feed and comments, 2024", [(ODILE, "odile"), (TOBIN, "tobin")]),
    ],
)
def test_no_badge_is_drawn_where_the_reader_wants_none(
    reader: Browser, part: str, surface: str, left: list[tuple[str, str]]
) -> None:
    page = reader.open_at(BY_NAME[surface].url)
    expect_badges(page, BY_NAME[surface].stages[0].badges)
    reader.choose(mode="badges", hideIn=[part])
    expect_badges(page, left)
    reader.choose(mode="badges")
    expect_badges(page, BY_NAME[surface].stages[0].badges)


def test_a_page_that_slept_while_somebody_was_hidden_wakes_without_their_badge(reader: Browser) -> None:
    page = reader.open("/empty/")
    page.evaluate("addEventListener('pageshow', (event) => { window.slept = event.persisted; })")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE], ["two", "/in/sefa-ndiaye-holt", SEFA]])
    expect_badges(page, [(ODILE, "one"), (SEFA, "two")])
    page.goto("https://www.linkedin.com/nobody/")
    stored(reader, marks={id_of(ODILE): {"as": "hidden", "at": "2026-11-23", "name": ODILE, "key": None}})
    page.evaluate("setTimeout(() => history.back()); null")
    expect_badges(page, [(SEFA, "two")])
    assert page.evaluate("window.slept")  # it is the page itself, not another of its kind


def test_going_on_to_messages_takes_the_badges_of_what_stays_standing_and_going_back_returns_them(
    reader: Browser,
) -> None:
    reader.choose(mode="badges", hideIn=["messages"])
    page = reader.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE]])
    expect_badges(page, [(ODILE, "one")])
    page.evaluate("history.pushState({}, '', '/messaging/thread/1/')")
    expect_badges(page, [])
    page.evaluate("history.pushState({}, '', '/empty/')")
    expect_badges(page, [(ODILE, "one")])


def test_messages_over_a_page_are_messages_too(reader: Browser) -> None:
    reader.choose(mode="badges", hideIn=["messages"])
    page = reader.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE], ["two", "/in/sefa-ndiaye-holt", SEFA]])
    expect_badges(page, [(ODILE, "one"), (SEFA, "two")])
    page.evaluate(
        """() => {
          const overlay = Object.assign(document.createElement("aside"), { id: "msg-overlay" });
          document.querySelector("main").append(overlay);
          overlay.append(two.parentElement);
        }"""
    )
    expect_badges(page, [(ODILE, "one")])


def test_people_whom_the_reader_follows_are_left_out_if_they_say_so(reader: Browser) -> None:
    page = reader.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ODILE]])
    expect_badges(page, [(ODILE, "one")])
    followed = {id_of(ODILE): {"as": "followed", "at": "2026-11-23", "name": ODILE, "key": None}}
    stored(reader, marks=followed)
    wait_until(lambda: ["follow them" in one.label for one in badges(page)] == [True], lambda: str(badges(page)))
    reader.choose(mode="badges", hideFollowed=True)
    expect_badges(page, [])


def test_many_links_one_by_one_are_visited_once_and_asked_about_together(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(
        """(add) => new Promise((done) => {
          let at = 0;
          const next = () => {
            eval(add)([[`l${at}`, at % 10 ? `/in/stranger-${at}` : "/in/odile-fennwick", "Somebody"]]);
            if (++at < 100) setTimeout(next); else done();
          };
          next();
        })""".replace("eval(add)", f"({ADD})")
    )
    wait_until(lambda: len(badges(page)) == 10)
    counts = diagnosis(shown, page)["counts"]
    assert counts["visited"] == 100
    assert counts["matched"] == counts["painted"] == 10
    assert counts["ownNodes"] == 0
    assert counts["asked"] <= 20
    page.close()


def test_thousands_of_links_at_once_are_visited_once_and_all_get_their_badges(shown: Browser) -> None:
    page = shown.open("/empty/")
    links = [[f"l{n}", f"/in/stranger-{n}" if n % 20 else "/in/odile-fennwick", "Somebody"] for n in range(3_000)]
    page.evaluate(ADD, links)
    wait_until(lambda: len(badges(page)) == 150)
    counts = diagnosis(shown, page)["counts"]
    assert counts["visited"] == 3_000
    assert counts["asked"] <= 4
    page.close()


def test_a_neighbour_of_the_same_name_does_not_lend_their_heading(shown: Browser) -> None:
    """The old page's heading stands under the new address, and even the name is the same."""
    page = shown.open_at(BY_NAME["one heading for all profiles"].url)
    expect_badges(page, [(TOBIN, "heading")])
    page.evaluate("go('/in/tobin-ashgrove-2/')")
    expect_badges(page, [])
    page.evaluate("go('/in/tobin-ashgrove/')")
    page.evaluate(ADD_LINK, ["late", "/in/odile-fennwick", ODILE])
    expect_badges(page, [(ODILE, "late")])  # nothing says yet whose heading it is
    page.evaluate("write('Tobin  Ashgrove, PhD')")
    expect_badges(page, [(TOBIN, "heading"), (ODILE, "late")])
    page.close()


def test_a_heading_that_stays_is_believed_when_the_page_leads_into_the_profile(shown: Browser) -> None:
    page = shown.open_at(BY_NAME["one heading for all profiles"].url)
    expect_badges(page, [(TOBIN, "heading")])
    page.evaluate("go('/in/tobin-ashgrove-2/')")
    expect_badges(page, [])
    page.evaluate("go('/in/tobin-ashgrove/')")
    page.evaluate(ADD_LINK, ["other", "/in/tobin-ashgrove-2/overlay/contact-info/", "Contact info"])
    page.evaluate(ADD_LINK, ["french", "/in/tobin-ashgrove/fr/", ""])
    page.evaluate(ADD_LINK, ["late", "/in/odile-fennwick", ODILE])
    expect_badges(page, [(ODILE, "late")])
    page.evaluate(ADD_LINK, ["mine", "/in/tobin-ashgrove/overlay/contact-info/", "Contact info"])
    expect_badges(page, [(TOBIN, "heading"), (ODILE, "late")])
    page.close()


ADD_LINK = """([id, href, textContent]) => {
  document.querySelector("main").append(Object.assign(document.createElement("a"), { id, href, textContent }));
}"""


def test_an_opaque_key_that_two_people_claim_is_nobodys(shown: Browser) -> None:
    page = shown.open("/empty/")
    twin = "?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAAClaimedByTwo"
    page.evaluate(ADD, [["one", f"/in/odile-fennwick{twin}", ODILE], ["opaque", "/in/ACoAAClaimedByTwo", ODILE]])
    expect_badges(page, [(ODILE, "one"), (ODILE, "opaque")])
    page.evaluate(ADD, [["two", f"/in/sefa-ndiaye-holt{twin}", SEFA]])
    expect_badges(page, [(ODILE, "one"), (SEFA, "two")])
    page.close()


def test_what_a_page_has_said_of_an_opaque_key_outlives_every_choice(reader: Browser) -> None:
    """The link that named both is gone by then; what becomes of the person still counts."""
    page = reader.open("/empty/")
    twin = "?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAASaidBefore"
    page.evaluate(ADD, [["one", f"/in/odile-fennwick{twin}", ODILE], ["opaque", "/in/ACoAASaidBefore", ODILE]])
    expect_badges(page, [(ODILE, "one"), (ODILE, "opaque")])
    page.evaluate("one.parentElement.remove()")
    mark = {"at": "2026-11-23", "name": ODILE, "key": None}
    stored(reader, marks={id_of(ODILE): {"as": "followed", **mark}})
    wait_until(lambda: ["follow them" in one.label for one in badges(page)] == [True], lambda: str(badges(page)))
    stored(reader, marks={id_of(ODILE): {"as": "hidden", **mark}})
    expect_badges(page, [])
    stored(reader, marks={})
    expect_badges(page, [(ODILE, "opaque")])


def test_show_brings_the_badge_or_else_the_link_into_view(reader: Browser) -> None:
    page = reader.open("/feed/")
    expect_badges(page, BY_NAME["layouts of all years"].stages[0].badges)
    told = diagnosis(reader, page)
    assert id_of(TOBIN) in told["people"]
    show(reader, page, id_of(TOBIN))
    wait_until(lambda: bool(page.evaluate("document.activeElement.localName === 'span'")))
    reader.choose(mode="popup")
    expect_badges(page, [])
    show(reader, page, id_of(SEFA))
    wait_until(lambda: page.evaluate("document.activeElement.id") == "name-2024")


def show(browser: Browser, page: Page, who: str) -> None:
    ask(browser, page, {"show": who})


def ask(browser: Browser, page: Page, message: dict[str, Any]) -> Any:
    """Say something to the page as the popup does, and give what it answers to that."""
    page.bring_to_front()
    own = browser.context.new_page()
    page.bring_to_front()
    own.goto(f"{browser.origin}/options/options.html")
    page.bring_to_front()
    told = own.evaluate(
        """async (message) => {
          const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
          const port = chrome.tabs.connect(tab.id, { name: "page" });
          return new Promise((done) => {
            let asked = false;
            port.onMessage.addListener((told) => {
              if (!asked) port.postMessage(message);
              asked = true;
              if (message.show || told.sample !== undefined) setTimeout(done, 0, told);
            });
          });
        }""",
        message,
    )
    own.close()
    return told


# Every word, value and step of an address becomes one that is found nowhere else; what the steps are is kept.
DISGUISE = """() => {
  const words = [];
  const word = () => { words.push("q" + Math.random().toString(36).slice(2, 12)); return words.at(-1); };
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    if (node instanceof Text) node.data = node.data.replace(/\\S+/g, word);
    else for (const { name, value } of node.attributes) {
      if (name === "href") node.setAttribute(name, value.replace(/[^\\/?=&]{4,}(?!.*:)/g, word));
      else node.setAttribute(name, word());
    }
  }
  return words;
}""".replace("\\\\", "\\")


def test_a_form_whose_fields_bear_the_names_of_its_own_properties_is_read_all_the_same(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          const tree = ["children", "childNodes", "parentElement", "shadowRoot"];
          const names = ["nodeType", "isConnected", "attributes", ...tree];
          const field = (name) => Object.assign(document.createElement("input"), { name, type: "hidden" });
          const link = { id: "one", href: "/in/odile-fennwick", textContent: "Odile" };
          form.append(...names.map(field), Object.assign(document.createElement("a"), link));
          document.querySelector("main").append(form);
        }"""
    )
    expect_badges(page, [(ODILE, "one")])
    sample = ask(shown, page, {"sample": True})["sample"]
    assert "<form>" in sample
    assert "href=/in/*" in sample
    page.close()


@pytest.mark.parametrize("name", ["feed and comments, 2024", "people search, 2026", "profile, logged out", "messages"])
def test_a_page_sample_holds_no_word_no_value_and_no_address_of_the_page(shown: Browser, name: str) -> None:
    page = shown.open_at(BY_NAME[name].url)
    words = page.evaluate(DISGUISE)
    sample = ask(shown, page, {"sample": True})["sample"]
    assert len(words) > 50
    assert "/in/*" in sample
    assert [one for one in words if one in sample] == []
    assert len(sample) <= 20_000
    page.close()


def test_a_page_sample_shows_the_shape_round_profile_links(shown: Browser) -> None:
    page = shown.open_at(BY_NAME["feed and comments, 2024"].url)
    sample = ask(shown, page, {"sample": True})["sample"]
    assert "href=" in sample
    assert "/in/*" in sample
    assert "data-id" in sample
    page.close()
