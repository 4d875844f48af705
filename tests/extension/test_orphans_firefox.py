"""Firefox puts an updated extension into open pages: the old script's badges make way for the new one's."""

import pytest

from tests.extension.chromium import wait_until
from tests.extension.firefox import Firefox
from tests.extension.pages import LABELS, SURFACES, Surface

PAGES = [one for one in SURFACES if one.name in ("layouts of all years", "open shadow roots")]
SPY = """(() => {
  window.marked = [];
  new MutationObserver((records) => marked.push(...records.filter(({ type }) => type === "attributes").map(String)))
    .observe(document, { subtree: true, attributes: true });
})(); null"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_after_an_update_each_badge_stands_once_and_works(firefox_shown: Firefox, page: Surface) -> None:
    firefox_shown.open_at(page.url)
    expected = [(LABELS[name], place) for name, place in page.stages[0].badges]
    wait_until(lambda: firefox_shown.standing() == expected, lambda: str(firefox_shown.standing()))
    firefox_shown.evaluate(SPY)
    firefox_shown.install()

    def opened() -> bool:
        """Press the first badge: only one with a living script opens."""
        for box in firefox_shown.boxes()[:1]:
            firefox_shown.point((box["left"] + 6, box["top"] + 6), "down", "up")
        return bool(firefox_shown.card())

    wait_until(opened)
    assert firefox_shown.standing() == expected
    assert firefox_shown.evaluate("marked.length")["value"] == 0
