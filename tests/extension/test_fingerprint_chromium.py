"""A page that looks for us by every published technique finds nothing that names us or tells our text."""

import json
from typing import Any

from playwright.sync_api import Page

from tests.extension.cards import box_of_card, card_text, place_in_card, press_in_card
from tests.extension.catalogs import LEARN, PEOPLE
from tests.extension.chromium import EXTENSION, Browser, click_badge, expect_badges, wait_until
from tests.extension.pages import HOSTILE

SPY = HOSTILE["spying"]
NEUTRAL = "<span></span>"
SAYINGS = ("followworthy", "-extension:", "recommended", "on the list", "headline of", "forty voices", "town catalog")


def told(page: Page, *words: str) -> dict[str, Any]:
    """Give what the page has found out; it searches its text for the words."""
    return dict(json.loads(page.evaluate("spied.report", list(words))))


def telling(found: object, *more: str) -> list[str]:
    """List what in it names us or tells our text."""
    words = json.dumps(found, ensure_ascii=False).lower()
    return [saying for saying in (*SAYINGS, *more) if saying in words]


def watched(shown: Browser) -> Page:
    """Open the page that spies, its doors all tampered with, and use a badge with mouse and keyboard."""
    page = shown.open_at(SPY.url)
    page.evaluate("spied.started")
    first = expect_badges(page, SPY.stages[0].badges)
    page.evaluate("tamper()")
    click_badge(page, first[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    page.evaluate("spied.busy = true; spied.more(); spied.busy = false")
    expect_badges(page, SPY.stages[1].badges)
    return page


def test_a_page_that_spies_finds_no_name_and_no_text_of_ours(shown: Browser) -> None:
    page = watched(shown)
    extension_id = shown.origin.rpartition("/")[2]
    found = told(page)
    del found["html"]
    assert telling(found, extension_id) == []
    assert not any(one["headline"] in json.dumps(found, ensure_ascii=False) for one in PEOPLE)
    page.close()


def test_all_that_a_page_sees_of_a_badge_is_one_empty_element(shown: Browser) -> None:
    page = watched(shown)
    found = told(page)
    assert len(found["added"]) == len(SPY.stages[1].badges)
    assert set(found["added"]) == {NEUTRAL}
    for outer, text, root, inner, copy, before, animations, _ in found["looks"]:
        assert (text, root, inner, copy) == ("", "null", "", outer)
        assert (before, animations) in (("none", "0"), ("normal", "0"))
    assert found["attributes"] == []
    assert telling(found["html"]) == []
    page.close()


def test_nothing_but_the_badges_changes_in_a_page(shown: Browser) -> None:
    page = shown.open_at(SPY.url)
    page.evaluate("spied.started")
    expect_badges(page, SPY.stages[0].badges)
    found = told(page)
    assert found["changed"] == []  # names of globals and prototypes, storage, cookies, style sheets, text
    assert found["kept"] == [0, 0, "", 0, 0]  # what an earlier page might have left too
    assert found["frames"] == 0
    assert found["reports"] == []
    page.close()


def test_a_page_that_searches_its_text_finds_nothing_of_ours(shown: Browser) -> None:
    page = shown.open_at(SPY.url)
    page.evaluate("spied.started")
    expect_badges(page, SPY.stages[0].badges)
    assert told(page, "Hiring, minus", "2", "recommended")["found"] == ["Hiring, minus"]
    page.close()


def test_our_script_passes_no_door_that_a_page_can_tamper_with(shown: Browser) -> None:
    page = watched(shown)
    calls = told(page)["called"]
    assert calls  # the test's own
    assert [call for call in calls if "evaluate" not in call] == []
    page.close()


def test_events_on_a_badge_show_a_page_its_own_elements_alone(shown: Browser) -> None:
    page = watched(shown)
    heard = told(page)["heard"]
    assert {"click", "keydown", "focusin", "pointerdown"} <= {event[0] for event in heard}  # it does listen
    for kind, trusted, target, path, *_ in heard:
        assert trusted, kind  # we send none of our own
        assert "svg" not in f"{target} {path}", kind
        assert "button" not in f"{target} {path}", kind
    page.close()


def carded(shown: Browser) -> Page:
    """Open the page that spies, and the card of the one whom two lists recommend."""
    page = shown.open_at(SPY.url)
    page.evaluate("spied.started")
    click_badge(page, expect_badges(page, SPY.stages[0].badges)[0])
    wait_until(lambda: "Odile Fennwick" in card_text(page))
    return page


def test_a_page_that_searches_or_selects_an_open_card_finds_none_of_its_words(shown: Browser) -> None:
    page = carded(shown)
    found = told(page, "Recommended to follow", "in 2 lists", LEARN["title"], "Explains what", "Not interested")
    assert found["found"] == []
    assert telling(found["selected"], "open profile") == []
    assert found["inner"] == []
    page.close()


def test_selecting_and_copying_in_a_card_gives_a_page_nothing(shown: Browser) -> None:
    page = carded(shown)
    left, top, right, bottom = box_of_card(page)
    page.mouse.dblclick(left + 30, top + 28)  # on the name
    page.keyboard.press("Control+c")
    page.mouse.move(left + 20, top + 20)
    page.mouse.down()
    page.mouse.move(right - 30, bottom - 60, steps=5)
    page.mouse.up()
    page.keyboard.press("Control+c")
    found = told(page)
    assert "copy" in {event[0] for event in found["heard"]}  # it does listen
    assert "".join(found["carried"]).strip() == ""
    assert found["inner"] == []
    page.close()


def test_no_link_of_a_card_can_be_dragged_over_a_page(shown: Browser) -> None:
    page = carded(shown)
    for name in ("People to Learn From", "Open profile"):
        page.mouse.move(*place_in_card(page, name))
        page.mouse.down()
        page.mouse.move(900, 500, steps=5)
        page.mouse.up()
    assert told(page)["carried"] == []
    page.keyboard.press("Escape")
    page.locator("#tobin").hover()
    page.mouse.down()
    page.mouse.move(900, 500, steps=5)
    page.mouse.up()
    assert "tobin-ashgrove" in "".join(told(page)["carried"])  # it does listen
    page.close()


def test_a_page_is_not_told_by_which_link_of_a_card_it_is_left(shown: Browser) -> None:
    page = carded(shown)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name, address in (
        ("Open profile", "https://www.linkedin.com/in/odile-fennwick"),
        (LEARN["title"], LEARN["url"]),
    ):
        with page.expect_request(address) as left:
            press_in_card(page, name)
        assert "referer" not in left.value.headers
        page.close()
        page = carded(shown)
        page.on("console", lambda message: said.append(message.text))
    assert [one for one in said if one.startswith("leaving")] == []
    page.evaluate("odile.click()")
    wait_until(lambda: any("/in/odile-fennwick" in one for one in said))  # it does listen
    page.close()


def test_addresses_of_ours_answer_like_those_of_nobody(shown: Browser) -> None:
    page = shown.open_at(SPY.url)
    nobody = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/manifest.json"
    expected = page.evaluate("spied.probe", nobody)
    files = [path.relative_to(EXTENSION).as_posix() for path in EXTENSION.rglob("*") if path.is_file()]
    assert "manifest.json" in files
    for name in files:
        assert page.evaluate("spied.probe", f"{shown.origin}/{name}") == expected, name
    page.close()


def test_a_page_with_badges_asks_for_nothing_but_itself(shown: Browser) -> None:
    page = shown.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(SPY.url)
    page.bring_to_front()
    first = expect_badges(page, SPY.stages[0].badges)
    click_badge(page, first[0])
    assert [url for url in asked if not url.startswith("data:")] == [SPY.url]
    page.close()


def test_a_page_whose_prototypes_throw_breaks_neither_us_nor_itself(shown: Browser) -> None:
    page = shown.context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    thrower = HOSTILE["throwing"]
    page.goto(thrower.url)
    page.bring_to_front()
    first = expect_badges(page, thrower.stages[0].badges)
    page.mouse.click(5, 5)  # the page adds an entry
    expect_badges(page, thrower.stages[1].badges)
    click_badge(page, first[0])
    assert card_is_open(page)
    assert complaints == []
    page.close()


def test_a_form_that_takes_the_names_of_methods_loses_no_badge(shown: Browser) -> None:
    page = shown.context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    taker = HOSTILE["clobbering"]
    page.goto(taker.url)
    page.bring_to_front()
    first = expect_badges(page, taker.stages[0].badges)
    click_badge(page, first[0])
    assert card_is_open(page)
    assert complaints == []
    page.close()


def card_is_open(page: Page) -> bool:
    """Ask assistive technology, as the page's own tree does not tell."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return any(node.get("role", {}).get("value") == "dialog" for node in nodes)
