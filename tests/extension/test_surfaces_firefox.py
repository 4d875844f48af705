"""Every surface and layout in a real Firefox: the same badges, in the same places."""

import pytest

from tests.extension.chromium import wait_until
from tests.extension.firefox import Firefox
from tests.extension.pages import LABELS, SURFACES, Badges, Surface
from tests.extension.places import wrong_places_in_firefox

each_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)


@each_surface
def test_each_surface_shows_in_firefox_the_badges_it_shows_in_chromium(
    firefox_shown: Firefox, surface: Surface
) -> None:
    firefox_shown.open_at(surface.url)
    for stage in surface.stages:
        if stage.call:
            firefox_shown.evaluate(stage.call + "; null")
        _expect(firefox_shown, stage.badges)


@each_surface
def test_each_badge_in_firefox_is_heard_by_its_name_and_stands_beside_it(
    firefox_shown: Firefox, surface: Surface
) -> None:
    firefox_shown.open_at(surface.url)
    badges = surface.stages[0].badges
    _expect(firefox_shown, badges)
    wait_until(lambda: not wrong_places_in_firefox(firefox_shown), lambda: str(wrong_places_in_firefox(firefox_shown)))
    assert firefox_shown.heard() == [LABELS[name] for name, _ in badges]


def _expect(running: Firefox, badges: Badges) -> None:
    expected = [(LABELS[name], place) for name, place in badges]
    wait_until(lambda: running.standing() == expected, lambda: f"{expected} but {running.standing()}")
