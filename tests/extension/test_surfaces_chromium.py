"""Every surface and layout in a real Chromium: which badges, where, and as what they are heard."""

from urllib.parse import urlsplit

import pytest

from tests.extension.chromium import ELSEWHERE, Browser, expect_badges, labels_heard, wait_until
from tests.extension.pages import LABELS, SURFACES, Surface
from tests.extension.places import lines, pictures_of, wrong_places

each_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)


@each_surface
def test_each_surface_shows_exactly_its_badges_and_goes_on_doing_so(shown: Browser, surface: Surface) -> None:
    page = shown.open_at(surface.url)
    for stage in surface.stages:
        if stage.call:
            page.evaluate(stage.call + "; null")
        expect_badges(page, stage.badges)
    page.close()


@each_surface
def test_each_badge_of_a_surface_is_heard_by_its_name(shown: Browser, surface: Surface) -> None:
    page = shown.open_at(surface.url)
    badges = surface.stages[0].badges
    expect_badges(page, badges)
    in_page = [LABELS[name] for name, place in badges if page.locator(f"#{place}").count()]  # not in a frame
    wait_until(lambda: sorted(labels_heard(page)) == sorted(in_page), lambda: f"{in_page} but {labels_heard(page)}")
    page.close()


@each_surface
def test_each_badge_of_a_surface_stands_beside_the_name_and_covers_nothing(shown: Browser, surface: Surface) -> None:
    page = shown.open_at(surface.url)
    badges = expect_badges(page, surface.stages[0].badges)
    wait_until(lambda: not wrong_places(page, badges), lambda: str(wrong_places(page, badges)))
    page.close()


@each_surface
def test_no_badge_moves_a_line_of_its_page(shown: Browser, surface: Surface) -> None:
    plain = shown.open_at(surface.url.replace(urlsplit(surface.url).netloc, ELSEWHERE))
    before = lines(plain)
    plain.close()
    page = shown.open_at(surface.url)
    expect_badges(page, surface.stages[0].badges)
    wait_until(lambda: lines(page) == before, lambda: f"{before} but {lines(page)}")
    page.close()


def test_no_letter_of_a_name_that_is_cut_off_stands_under_its_badge(shown: Browser) -> None:
    surface = next(one for one in SURFACES if one.name == "truncated names")
    page = shown.open_at(surface.url)
    badges = expect_badges(page, surface.stages[0].badges)
    wait_until(lambda: not wrong_places(page, badges), lambda: str(wrong_places(page, badges)))
    with_names = pictures_of(page, badges)
    page.evaluate("for (const link of document.links) link.style.color = 'transparent'")
    assert pictures_of(page, badges) == with_names
    page.close()
