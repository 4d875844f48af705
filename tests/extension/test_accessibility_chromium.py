"""The popup under axe, light and dark, in a real Chromium."""

from typing import Literal

import pytest

from tests.extension.chromium import Browser, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["popup/popup.html"])
def test_our_pages_have_no_violation(shown: Browser, axe: str, path: str, scheme: Literal["light", "dark"]) -> None:
    page = shown.context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{shown.origin}/{path}")
    page.locator("#age", has_text="Catalog of").wait_for()
    if page.get_by_role("tab").count():
        page.get_by_role("tab", name="Browse").click()
    assert violations(page, axe) == []
    page.close()
