"""The options in a real Firefox, which asks for permissions only straight from a real click."""

import json
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer

from tests.extension.chromium import wait_until
from tests.extension.firefox import Firefox, firefox

PAGES = "https://*.linkedin.com/*"


@pytest.fixture(scope="module")
def running(
    extension: object,  # noqa: ARG001  (it must be whole before a browser loads it)
    firefox_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    pages: HTTPServer,
) -> Iterator[Firefox]:
    """Give one Firefox to these tests."""
    with firefox(firefox_path, tmp_path_factory.mktemp("firefox") / "profile", pages.port) as started:
        started.install()
        yield started


@pytest.fixture
def options(running: Firefox) -> Firefox:
    """Give it with the options open."""
    running.open_own("options/options.html")
    wait_until(lambda: "Followworthy" in text_of(running, "#catalogs"))
    return running


def text_of(options: Firefox, selector: str) -> str:
    """Read what an element says."""
    return str(options.evaluate(f"document.querySelector({json.dumps(selector)}).textContent")["value"])


def is_allowed(options: Firefox, origin: str) -> bool:
    """Say whether the extension may reach an address."""
    asked = {"origins": [origin]}
    return bool(options.evaluate(f"chrome.permissions.contains({json.dumps(asked)})")["value"])


def fill(options: Firefox, **fields: str) -> None:
    """Fill the form's fields."""
    for name, value in fields.items():
        options.evaluate(f"document.getElementById({json.dumps(name)}).value = {json.dumps(value)}")


def is_hidden(options: Firefox, name: str) -> bool:
    """Say whether an element is hidden."""
    return bool(options.evaluate(f"document.getElementById({json.dumps(name)}).hidden")["value"])


def opens(options: Firefox, selector: str) -> bool:
    """Click what opens the form, as often as a hand would: a row that hears of its server meanwhile grows under it."""
    if is_hidden(options, "form"):
        options.click(selector)
    return not is_hidden(options, "form")


def test_the_click_on_save_asks_for_the_address_and_removing_gives_it_back(options: Firefox) -> None:
    options.click("#add")
    wait_until(lambda: not is_hidden(options, "form"))
    fill(options, server="https://catalog.example/town", name="Town Catalog", letter="T")
    options.click("#form [type=submit]")
    wait_until(lambda: "Town Catalog" in text_of(options, "#catalogs"), lambda: text_of(options, "#form"))
    assert is_allowed(options, "https://catalog.example/*")
    wait_until(lambda: opens(options, "tbody tr:nth-child(2) [id^=edit-]"))
    options.click("#remove")
    wait_until(lambda: "Remove Town Catalog" in text_of(options, "#remove-sure"))
    options.click("#remove-sure .bad")
    wait_until(lambda: not is_allowed(options, "https://catalog.example/*"))
    wait_until(lambda: "Town Catalog" not in text_of(options, "#catalogs"))


def test_the_pages_of_linkedin_that_firefox_keeps_back_are_asked_for_with_a_button(options: Firefox) -> None:
    assert is_hidden(options, "pages")
    options.evaluate(f"chrome.permissions.remove({json.dumps({'origins': [PAGES]})})")
    wait_until(lambda: not is_hidden(options, "pages"))
    assert "may not look at LinkedIn pages yet" in text_of(options, "#pages")
    options.click("#pages-allow")
    wait_until(lambda: is_hidden(options, "pages"))
    assert is_allowed(options, PAGES)


def test_the_keys_are_changed_on_the_browsers_own_page(options: Firefox) -> None:
    wait_until(lambda: text_of(options, "#keys") == "AltShiftF", lambda: text_of(options, "#keys"))
    options.click("#keys-change")

    def tabs() -> dict[str, str]:
        return {one["url"]: one["context"] for one in options.call("browsingContext.getTree")["contexts"]}

    wait_until(lambda: "about:addons" in tabs(), lambda: str(tabs()))
    options.call("browsingContext.close", context=tabs()["about:addons"])
