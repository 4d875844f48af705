"""`make bench-extension`: what the extension costs a page and a browser. Exit code 1 if a count is wrong.

Counts are exact and gate everywhere. Milliseconds and megabytes depend on the machine: they are printed beside what is
wanted, and gate with `--strict` alone.
"""

import argparse
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from tests.bench.extension_measures import measured

CHROMIUMS = (
    os.environ.get("CHROMIUM", ""),
    "/usr/lib/chromium/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
)


@dataclass(frozen=True)
class Target:
    """What a measure may be at most, in which unit; a count has to be exactly that."""

    most: float
    unit: str

    def missed(self, value: float) -> bool:
        """Say whether the value is too much, or for a count another."""
        return value != self.most if self.unit == "" else value > self.most


TARGETS = {
    "first scan: links visited": Target(5_000, ""),
    "first scan: callbacks on own nodes": Target(0, ""),
    "first scan over a bare loop": Target(3, "x"),
    "first scan, with painting: longest own task": Target(50, "ms"),
    "5,000 links at once: longest own task": Target(50, "ms"),
    "5,000 links at once: links visited": Target(10_000, ""),
    "500 cards one by one: links visited": Target(1_000, ""),
    "500 cards one by one: callbacks on own nodes": Target(0, ""),
    "500 cards one by one: own time": Target(30, "ms"),
    "500 cards one by one: longest own task": Target(50, "ms"),
    "look-up of 1,000 hrefs": Target(5, "ms"),
    "background with 10,000 experts": Target(10, "MB"),
    "a tab with 5,000 links": Target(1, "MB"),
    "popup off the site: usable": Target(100, "ms"),
    "popup off the site: first row": Target(100, "ms"),
    "popup over a page: usable": Target(100, "ms"),
    "popup over a page: first row": Target(100, "ms"),
    "popup over a page, background asleep: usable": Target(100, "ms"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a line each, and name what was missed."""
    options = argparse.ArgumentParser(prog="make bench-extension", description=__doc__)
    options.add_argument("--runs", type=int, default=7, help="runs of what is short; the median counts")
    options.add_argument("--strict", action="store_true", help="judge milliseconds and megabytes, too")
    given = options.parse_args(arguments)
    chromium = next(filter(None, map(shutil.which, filter(None, CHROMIUMS))), None)
    if chromium is None:
        print("Chromium was not found: set CHROMIUM.", file=sys.stderr)  # noqa: T201
        return 2
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # the pages' server tells of each request
    with sync_playwright() as playwright:
        values = measured(playwright, chromium, given.runs)
    for line in table(values):
        print(line)  # noqa: T201
    missed = judged(values, strict=given.strict)
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201
    return 1 if missed else 0


def table(values: dict[str, float]) -> list[str]:
    """Give a line for each measure: what came out, and what is wanted where there is a target."""
    return [f"{name:48} {_told(name, value)}" for name, value in values.items()]


def judged(values: dict[str, float], *, strict: bool) -> list[str]:
    """Name the targets that were missed; one that was not measured is missed too."""
    wanted = {name: target for name, target in TARGETS.items() if strict or target.unit == ""}
    missed = [f"{name}: not measured" for name in wanted if name not in values]
    for name, target in wanted.items():
        if name in values and target.missed(values[name]):
            missed.append(f"{name}: {_told(name, values[name])}")
    return missed


def _told(name: str, value: float) -> str:
    target = TARGETS.get(name)
    if target is None:
        return f"{value:10.2f}"
    if target.unit == "":
        return f"{value:10.0f}      wanted {target.most:.0f}"
    over = "  OVER" if target.missed(value) else ""
    return f"{value:10.2f} {target.unit:4} wanted at most {target.most:g}{over}"


if __name__ == "__main__":
    sys.exit(main())
