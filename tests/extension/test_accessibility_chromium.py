"""Popup and options under axe, light and dark, in a real Chromium."""

from pathlib import Path
from typing import Literal

import pytest

from tests.extension.chromium import Browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN = """async () => (await axe.run()).violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" ")}`)"""


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core was not found: npm ci brings it.")
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["popup/popup.html", "options/options.html"])
def test_our_pages_have_no_violation(shown: Browser, axe: str, path: str, scheme: Literal["light", "dark"]) -> None:
    page = shown.context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{shown.origin}/{path}")
    page.locator("#age", has_text="Catalog of").wait_for()
    if page.get_by_role("tab").count():
        page.get_by_role("tab", name="Browse").click()
    page.evaluate(axe + ";0")
    assert page.evaluate(RUN) == []
    page.close()
