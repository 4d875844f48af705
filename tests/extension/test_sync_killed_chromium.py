"""The background is killed at each step of what it does: afterwards the catalog is whole, and everything goes on."""

from collections.abc import Callable

import pytest

from tests.extension.catalogs import PEOPLE, catalog, expert
from tests.extension.chromium import expect_badges, wait_until
from tests.extension.syncing import Held, Syncing

OLD, NEW = "k3f9x2.58", "k3f9x2.59"
NEWCOMER = expert("Bram Tollerud", "in/bram-tollerud")
WRITTEN = """void chrome.storage.local.onChanged.addListener((changes) => {
  if (changes["about:preset"]) globalThis.written = true;
})"""
LINK = "(href) => list.append(Object.assign(document.createElement('a'), { id: 'one', href, textContent: 'Somebody' }))"


def killed_before_the_request(syncing: Syncing) -> None:
    with syncing.storage_held():
        syncing.begin()
        syncing.wait_for_a_writer()  # the plan is written before anybody is asked
        syncing.browser.kill_worker()
    assert syncing.server.asked == []


def killed_before_the_answer(syncing: Syncing, part: float | None = None) -> None:
    syncing.server.instead = held = Held(syncing.server, part)
    syncing.begin()
    assert held.stopped.wait(4)
    syncing.browser.kill_worker()
    held.go_on.set()
    syncing.server.instead = None


def killed_in_the_middle_of_the_answer(syncing: Syncing) -> None:
    killed_before_the_answer(syncing, 0.5)


def killed_before_the_write(syncing: Syncing) -> None:
    syncing.server.instead = held = Held(syncing.server, None)
    syncing.begin()
    assert held.stopped.wait(4)
    with syncing.storage_held():
        held.go_on.set()
        syncing.wait_for_a_writer()  # the answer has been proven
        syncing.browser.kill_worker()
    syncing.server.instead = None


def killed_after_the_write(syncing: Syncing) -> None:
    syncing.own.evaluate(WRITTEN)
    syncing.begin()
    wait_until(lambda: bool(syncing.own.evaluate("globalThis.written ?? false")))
    syncing.browser.kill_worker()


STEPS: list[tuple[Callable[[Syncing], None], str]] = [
    (killed_before_the_request, OLD),
    (killed_before_the_answer, OLD),
    (killed_in_the_middle_of_the_answer, OLD),
    (killed_before_the_write, OLD),
    (killed_after_the_write, NEW),
]


@pytest.mark.parametrize(("step", "left"), STEPS, ids=lambda one: getattr(one, "__name__", None))
def test_a_sync_that_is_killed_leaves_a_whole_catalog_and_a_plan(
    syncing: Syncing, step: Callable[[Syncing], None], left: str
) -> None:
    syncing.server.document = catalog(*PEOPLE, NEWCOMER, change=59)
    step(syncing)
    assert syncing.cursor() == left
    assert (syncing.minutes() or 99) <= (6 if left == OLD else 72)
    page = syncing.browser.open("/empty/")
    page.evaluate(LINK, "/in/odile-fennwick")
    expect_badges(page, [("Odile Fennwick", "one")])  # woken by the page
    assert syncing.sync()["ok"] is True
    assert syncing.cursor() == NEW


def test_a_page_that_was_not_answered_asks_again(syncing: Syncing) -> None:
    page = syncing.browser.open("/empty/")
    page.evaluate(LINK, "/in/odile-fennwick")
    expect_badges(page, [("Odile Fennwick", "one")])  # the page has been answered so far, and wakes nobody any more
    page.evaluate("document.getElementById('one').id = 'before'")
    syncing.browser.kill_worker()
    with syncing.storage_held():
        page.evaluate(LINK, "/in/sefa-ndiaye-holt")
        syncing.wait_for_a_writer()  # a background that has just begun looks whether storage is of its shape
        syncing.browser.kill_worker()
    expect_badges(page, [("Odile Fennwick", "before"), ("Sefa Ndiaye-Holt", "one")])


def test_a_background_that_finds_no_plan_makes_one(syncing: Syncing) -> None:
    syncing.browser.kill_worker()
    syncing.own.evaluate("chrome.alarms.clear('sync')")
    syncing.server.document = catalog(*PEOPLE, NEWCOMER, change=59)
    page = syncing.browser.open("/empty/")  # asks something, and so wakes it
    page.evaluate(LINK, "/in/bram-tollerud")
    expect_badges(page, [("Bram Tollerud", "one")])
    wait_until(lambda: (syncing.minutes() or 0) > 40)
