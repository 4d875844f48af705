"""The desk's pictures for docs/images, over an invented catalog; `pictures` calls it."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, Playwright

from followworthy.store import Database
from tests.bench.desk.world import SOMEBODY, fill
from tests.extension.desks import at_desk

DRAWN = {
    "desk-home": "/desk/",
    "desk-queue": "/desk/review/",
    "desk-review": "/desk/review/5",
    "desk-experts": "/desk/experts/",
    "desk-expert": f"/desk/experts/{SOMEBODY}",
    "desk-categories": "/desk/categories/",
    "desk-import": "/desk/import/",
    "desk-history": "/desk/changes/",
    "expert-public": f"/experts/{SOMEBODY}",
}
"""Each picture, and the page that it shows."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def draw_desk(playwright: Playwright, chromium: str, images: Path) -> None:
    """Draw every page in both themes."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'desk.db'}")
        database.migrate()
        fill(database, 60, 24, NOW)
        with at_desk(database, NOW, playwright, chromium, "/desk/") as page:
            for scheme in ("light", "dark"):
                for name, path in DRAWN.items():
                    _draw(page, path, scheme, images / f"{name}-{scheme}.png")
        database.close()


def _draw(page: Page, path: str, scheme: Literal["light", "dark"], file: Path) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 1120, "height": 900})
    page.goto(path)
    page.screenshot(path=file, full_page=path == DRAWN["desk-home"])  # what is below the fold there is half of it
