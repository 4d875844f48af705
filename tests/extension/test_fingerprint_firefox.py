"""The pages that look for us or hurt us, in a real Firefox: there events tell what they truly came from."""

import json
from typing import Any

import pytest

from tests.extension.catalogs import LEARN
from tests.extension.chromium import wait_until
from tests.extension.firefox import ENTER, ESCAPE, TAB, Firefox
from tests.extension.pages import HOSTILE, LABELS, Surface

SPY = HOSTILE["spying"]
SAYINGS = ("followworthy", "-extension:", "recommended", "on the list", "headline of", "forty voices", "town catalog")
ASIDE = (900, 600)


def expect(running: Firefox, page: Surface, stage: int = 0) -> None:
    expected = [(LABELS[name], place) for name, place in page.stages[stage].badges]
    wait_until(lambda: running.standing() == expected, lambda: f"{expected} but {running.standing()}")


@pytest.fixture
def spied(firefox_shown: Firefox) -> Firefox:
    """Open the page that spies."""
    firefox_shown.point(ASIDE)
    firefox_shown.open_at(SPY.url)
    firefox_shown.evaluate("spied.started")
    expect(firefox_shown, SPY)
    return firefox_shown


def told(running: Firefox, *words: str) -> dict[str, Any]:
    return dict(json.loads(running.evaluate(f"spied.report({json.dumps(words)})")["value"]))


def opened(running: Firefox) -> None:
    running.point(running.place(0), "down", "up")
    wait_until(lambda: bool(running.card()))


def test_no_event_leads_a_page_into_a_badge_or_its_card(spied: Firefox) -> None:
    spied.evaluate("document.querySelector('input').focus()")
    x, y = spied.place(0)
    spied.point((x - 60, y), (x - 30, y), (x, y))  # over the name onto the badge
    opened(spied)
    left, top = spied.card("link", "Open profile")[0]
    spied.point((900, 600), (left, top), (left + 3, top), (900, 600))  # into the card and out
    spied.type(TAB, TAB, "x", ESCAPE, ENTER, ESCAPE, TAB)
    spied.point((x - 30, y), "down", (x, y), "up")  # from the name to the badge
    found = told(spied)
    assert {"mouseout", "pointerleave", "mousemove", "keyup", "focusin"} <= {event[0] for event in found["heard"]}
    assert found["inner"] == []
    assert [one for one in SAYINGS if one in json.dumps(found["heard"]).lower()] == []
    assert spied.evaluate("location.href")["value"] == SPY.url


def test_the_page_still_hears_that_the_pointer_left_its_own_elements(spied: Firefox) -> None:
    x, y = spied.place(0)
    spied.evaluate(
        """window.left = []; for (const type of ["mouseout", "mouseleave", "pointerout", "pointerleave"])
          odile.addEventListener(type, ({ relatedTarget, bubbles }) =>
            left.push([type, relatedTarget?.outerHTML, bubbles]));
        null"""
    )
    spied.point((x - 40, y), (x, y))
    host = "<span></span>"
    expected = [
        ["mouseleave", host, False],
        ["mouseout", host, True],
        ["pointerleave", host, False],
        ["pointerout", host, True],
    ]
    heard = lambda: sorted(json.loads(spied.evaluate("JSON.stringify(left)")["value"]))  # noqa: E731
    wait_until(lambda: heard() == expected, lambda: str(heard()))


def test_a_page_that_searches_or_selects_an_open_card_finds_none_of_its_words(spied: Firefox) -> None:
    opened(spied)
    words = ("Recommended to follow", "in 2 lists", LEARN["title"], "Explains what", "Not interested")
    found = told(spied, "Hiring, minus", *words)
    assert found["found"] == ["Hiring, minus"]  # the page's own
    assert [one for one in SAYINGS if one in found["selected"].lower()] == []
    assert found["inner"] == []


def test_selecting_copying_and_dragging_in_a_card_give_a_page_nothing(spied: Firefox) -> None:
    opened(spied)
    x, y = spied.card("heading", "Odile Fennwick")[0]
    spied.point((x, y), "down", "up", "down", "up", (x, y + 2), "down", (x + 50, y + 90), "up")
    for name in (LEARN["title"], "Open profile"):
        spied.point(spied.card("link", name)[0], "down", (700, 600), (710, 610), "up")
    spied.evaluate("document.execCommand('copy')")
    found = told(spied)
    assert "".join(found["carried"]).strip() == ""
    assert found["inner"] == []


def test_all_that_a_page_sees_of_a_badge_in_firefox_is_one_empty_element(spied: Firefox) -> None:
    opened(spied)
    found = told(spied)
    assert len(found["added"]) == len(SPY.stages[0].badges)
    assert set(found["added"]) == {"<span></span>"}
    assert found["attributes"] == []
    assert [one for one in SAYINGS if one in found["html"].lower()] == []


@pytest.mark.parametrize("name", ["throwing", "clobbering"])
def test_a_page_that_bends_what_we_would_call_loses_no_badge(firefox_shown: Firefox, name: str) -> None:
    page = HOSTILE[name]
    firefox_shown.point(ASIDE)
    firefox_shown.open_at(page.url)
    expect(firefox_shown, page)
    if len(page.stages) > 1:
        firefox_shown.point((5, 5), "down", "up")  # the page adds an entry
        expect(firefox_shown, page, 1)
    opened(firefox_shown)
