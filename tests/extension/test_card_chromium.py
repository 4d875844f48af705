"""The card behind a badge in a real Chromium: how it opens and closes, what it says, what it does, where it stands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.extension.cards import box_of_card, card_text, controls_of_card, press_in_card
from tests.extension.catalogs import ODILE
from tests.extension.chromium import Badge, Browser, badges, click_badge, place_of, wait_until


@pytest.fixture
def feed(shown: Browser) -> Iterator[Page]:
    """Give the feed with its badges, and leave nothing marked."""
    page = shown.open("/feed/")
    wait_until(lambda: len(badges(page)) == 7)
    yield page
    shown.worker().evaluate("chrome.storage.local.remove('marks')")
    page.close()


def badge_of(page: Page, name: str) -> Badge:
    return next(one for one in badges(page) if one.label.startswith(name))


def opened(page: Page, name: str = "Odile Fennwick") -> None:
    click_badge(page, badge_of(page, name))
    wait_until(lambda: name in card_text(page))


def test_it_says_who_recommends_them_where_and_why(feed: Page) -> None:
    opened(feed)
    told = card_text(feed)
    for words in (
        "Headline of Odile Fennwick",
        "Recommended to follow",
        "in 2 lists",
        "Forty Voices on Work",
        ", 2019",
        "Job search · no. 3",
        "Explains what recruiters read first",
        "Not confirmed yet",
        "From Followworthy",
    ):
        assert words in told
    assert controls_of_card(feed) == [
        "button Close",
        "link People to Learn From",
        "link Open profile",
        "button Mark as followed",
        "button Not interested",
        "button Copy link",
        "link Report a problem",
    ]


def test_escape_closes_it_and_gives_the_focus_back(feed: Page) -> None:
    opened(feed, "Sefa Ndiaye-Holt")
    feed.keyboard.press("Escape")
    assert card_text(feed) == ""
    feed.keyboard.press("Enter")  # the focus is on the badge again
    assert "Sefa Ndiaye-Holt" in card_text(feed)
    assert feed.url.endswith("/feed/")


def test_a_click_on_a_badge_inside_a_link_does_not_follow_it(feed: Page) -> None:
    opened(feed, "Ingela Hårte")
    assert feed.url.endswith("/feed/")


def test_a_click_elsewhere_closes_it(feed: Page) -> None:
    opened(feed)
    feed.mouse.click(900, 700)
    assert card_text(feed) == ""


def test_only_one_is_open_at_a_time(feed: Page) -> None:
    opened(feed, "Odile Fennwick")
    feed.keyboard.press("Escape")
    opened(feed, "Tobin Ashgrove")
    assert "Odile Fennwick" not in card_text(feed)


def test_it_opens_under_a_resting_pointer_and_closes_when_that_leaves(feed: Page) -> None:
    x, y = place_of(feed, badge_of(feed, "Sefa Ndiaye-Holt"))
    feed.mouse.move(x, y)
    wait_until(lambda: "Sefa Ndiaye-Holt" in card_text(feed))
    left, top, right, bottom = box_of_card(feed)
    feed.mouse.move((left + right) / 2, top + 10)  # onto the card: it stays
    feed.mouse.move((left + right) / 2, (top + bottom) / 2)
    assert "Sefa Ndiaye-Holt" in card_text(feed)
    feed.mouse.move(900, 780)
    wait_until(lambda: card_text(feed) == "")


def test_a_press_keeps_it_open_when_the_pointer_leaves(feed: Page) -> None:
    opened(feed)
    feed.mouse.move(900, 780)
    feed.evaluate("new Promise(done => setTimeout(done, 600))")  # longer than a pointer is waited for
    assert "Odile Fennwick" in card_text(feed)


def test_reached_by_key_it_opens_and_the_keyboard_goes_on_into_it(feed: Page) -> None:
    feed.evaluate("document.getElementById('name-2024').focus()")
    feed.keyboard.press("Tab")
    wait_until(lambda: "Sefa Ndiaye-Holt" in card_text(feed))
    feed.keyboard.press("Tab")  # to the button that closes it
    feed.keyboard.press("Enter")
    assert card_text(feed) == ""
    feed.keyboard.press("Tab")
    assert feed.evaluate("document.activeElement.id") == "card-out"


def test_a_tap_opens_it(feed: Page) -> None:
    x, y = place_of(feed, badge_of(feed, "Sefa Ndiaye-Holt"))
    session = feed.context.new_cdp_session(feed)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_until(lambda: "Sefa Ndiaye-Holt" in card_text(feed))
    session.detach()


def test_marking_as_followed_is_kept_and_changes_every_badge_of_theirs(shown: Browser, feed: Page) -> None:
    opened(feed)
    press_in_card(feed, "Mark as followed")
    wait_until(lambda: "button Followed" in controls_of_card(feed))  # the card stays where the reader is
    wait_until(lambda: shown.stored("marks")[ODILE["id"]]["as"] == "followed")
    wait_until(lambda: sum(one.label.endswith("you follow them") for one in badges(feed)) == 2)
    feed.keyboard.press("Escape")
    assert card_text(feed) == ""
    opened(feed)
    press_in_card(feed, "Followed")
    wait_until(lambda: ODILE["id"] not in shown.stored("marks"))


def test_who_is_not_interesting_is_marked_no_more_and_that_can_be_undone(shown: Browser, feed: Page) -> None:
    opened(feed)
    press_in_card(feed, "Not interested")
    wait_until(lambda: "Not marked for you from now on." in card_text(feed))
    wait_until(lambda: shown.stored("marks")[ODILE["id"]]["as"] == "hidden")
    press_in_card(feed, "Undo")
    wait_until(lambda: shown.stored("marks") == {})
    wait_until(lambda: len([one for one in badges(feed) if one.label.startswith("Odile")]) >= 2)
    press_in_card(feed, "Not interested")
    wait_until(lambda: "Undo" in " ".join(controls_of_card(feed)))
    feed.keyboard.press("Escape")
    wait_until(lambda: not any(one.label.startswith("Odile") for one in badges(feed)))


def test_the_link_can_be_copied(shown: Browser, feed: Page) -> None:
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://www.linkedin.com")
    opened(feed)
    press_in_card(feed, "Copy link")
    wait_until(lambda: "Copied." in card_text(feed))
    assert feed.evaluate("navigator.clipboard.readText()") == "https://www.linkedin.com/in/odile-fennwick"


def test_a_problem_is_reported_to_the_catalog_that_says_so(shown: Browser, feed: Page) -> None:
    opened(feed)
    with shown.context.expect_page() as report:
        press_in_card(feed, "Report a problem")
    assert report.value.url == f"http://127.0.0.1:8750/experts/{ODILE['id']}"
    assert report.value.evaluate("document.referrer") == ""
    report.value.close()


def test_near_the_lower_edge_it_stands_above_the_name(feed: Page) -> None:
    feed.set_viewport_size({"width": 1000, "height": 560})
    feed.evaluate("document.getElementById('former').scrollIntoView({ block: 'end' })")
    former = next(one for one in badges(feed) if one.behind == "former")
    _, y = place_of(feed, former)
    feed.mouse.click(*place_of(feed, former))
    wait_until(lambda: "Tobin Ashgrove" in card_text(feed))
    assert box_of_card(feed)[3] <= y


def test_it_fits_into_a_narrow_window(feed: Page) -> None:
    feed.set_viewport_size({"width": 320, "height": 640})
    wide = feed.evaluate("document.documentElement.scrollWidth")
    opened(feed)
    left, top, right, bottom = box_of_card(feed)
    assert (left >= 0, top >= 0, right <= 320, bottom <= 640) == (True, True, True, True)
    assert feed.evaluate("document.documentElement.scrollWidth") == wide


def test_right_to_left_it_begins_at_the_right(feed: Page) -> None:
    feed.evaluate("document.documentElement.dir = 'rtl'")
    opened(feed)
    name = feed.evaluate("document.querySelector('#name-2018 span').getBoundingClientRect().right")
    assert abs(box_of_card(feed)[2] - name) < 40
    x, _ = place_of(feed, badge_of(feed, "Odile Fennwick"))
    assert x < feed.evaluate("document.querySelector('#name-2018').getBoundingClientRect().left")


def test_our_element_in_the_page_is_a_bare_span(feed: Page) -> None:
    opened(feed)
    bare = feed.evaluate(
        """() => [...document.querySelectorAll("span")].filter((one) => !one.textContent && !one.innerHTML)
          .map((one) => one.outerHTML)"""
    )
    assert set(bare) == {"<span></span>"}
    assert len(bare) == 7


def test_the_page_hears_nothing_of_what_is_done_at_a_badge(feed: Page) -> None:
    feed.evaluate(
        """() => { window.heard = []; for (const type of ["click", "mousedown", "pointerdown", "keydown", "keyup"])
          document.addEventListener(type, (event) => heard.push(type)); }"""
    )
    opened(feed)
    feed.keyboard.press("Escape")
    feed.keyboard.press("Enter")
    feed.keyboard.press("Escape")
    assert feed.evaluate("heard") == []


def test_a_badge_with_a_word_says_it(shown: Browser, feed: Page) -> None:
    shown.choose(mode="badges", style="word")
    session = feed.context.new_cdp_session(feed)

    def words() -> list[str]:
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        return [str(one["name"]["value"]) for one in nodes if one.get("role", {}).get("value") == "StaticText"]

    wait_until(lambda: "recommended" in words(), lambda: str(words()))
    session.detach()
    shown.choose(mode="badges")
    wait_until(lambda: len(badges(feed)) == 7)


def test_a_badge_without_room_says_less_before_it_begins_a_line(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(
        """() => { for (let wide = 80; wide <= 160; wide += 8) for (const slug of ["odile-fennwick", "bram-tollerud"]) {
          const entry = document.createElement("li");
          entry.style = `box-sizing: content-box; width: ${wide}px; padding: 0`;
          entry.append(Object.assign(document.createElement("a"), { href: `/in/${slug}`, textContent: "Odile Fenn" }));
          list.append(entry);
        } }"""
    )
    wait_until(lambda: len(badges(page)) == 11)

    def heights() -> list[float]:
        high: list[float] = page.evaluate(
            "[...document.querySelectorAll('li')].map((one) => one.getBoundingClientRect().height)"
        )
        return high

    wait_until(lambda: heights()[::2] == heights()[1::2], lambda: str(heights()))  # fitted when it is laid out
    page.close()
