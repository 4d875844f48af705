"""`make bench-desk`: what each page of the desk costs with 1,000, 10,000 and 100,000 experts, half as many proposals.

Exit code 1 if a page misses a target at 10,000 experts: at most 50 ms at the 95th percentile, at most 100 KB, and no
more statements than with 1,000.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from followworthy.store import Database
from tests.bench.desk.pages import Cost, cost, signed_in
from tests.bench.desk.world import SOMEBODY, fill

SIZES = (1_000, 10_000, 100_000)
JUDGED = 10_000
MOST_MS, MOST_KB = 50, 100
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGES = (
    "/",
    f"/experts/{SOMEBODY}",
    "/desk/",
    "/desk/review/",
    "/desk/review/?page=2",
    "/desk/review/?kind=new&q=newcomer",
    "/desk/review/4",
    "/desk/review/5?q=odile",
    "/desk/eyes/",
    "/desk/experts/",
    "/desk/experts/?q=recruiters+odile&category=field-3",
    "/desk/experts/?page=2&sort=changed",
    "/desk/experts/?status=old&sort=reviewed",
    "/desk/experts/new",
    f"/desk/experts/{SOMEBODY}",
    f"/desk/experts/{SOMEBODY}/opt-out",
    "/desk/experts/doubles/",
    "/desk/categories/",
    "/desk/sources/",
    "/desk/sources/list-3",
    "/desk/import/",
    "/desk/imports/",
    "/desk/imports/3",
    "/desk/audits/",
    "/desk/jobs/",
    "/desk/changes/",
    "/desk/changes/3",
    f"/desk/changes/?expert={SOMEBODY}",
    "/desk/curators/",
    "/desk/you/",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size, print a line a page, and judge."""
    options = argparse.ArgumentParser(prog="make bench-desk", description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many experts")
    options.add_argument("--runs", type=int, default=40, help="how often each page is asked for")
    given = options.parse_args(arguments)
    found = {size: measured(size, given.runs) for size in given.sizes}
    missed = [one for size, costs in found.items() if size == JUDGED for one in judged(costs, found.get(SIZES[0]))]
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201
    return 1 if missed else 0


def measured(size: int, runs: int) -> list[Cost]:
    """Fill a database and measure every page of it."""
    print(f"\n{size} experts, {size // 2} proposals{'p95 ms':>21} {'median':>8} {'SQL':>5} {'KB':>7}")  # noqa: T201
    found = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        fill(database, size, size // 2, NOW)
        with signed_in(database, NOW) as client:
            for page in PAGES:
                one = cost(client, database, page, runs)
                found.append(one)
                print(  # noqa: T201
                    f"{one.page:50} {one.slowest:8.1f} {one.median:8.1f} {one.statements:5} {one.kilobytes:7.1f}",
                    flush=True,
                )
        database.close()
    return found


def judged(costs: list[Cost], fewer: list[Cost] | None) -> list[str]:
    """Give the targets that pages missed; `fewer` is what they cost with fewer experts."""
    missed = [f"{one.page}: {one.slowest:.0f} ms, at most {MOST_MS} wanted." for one in costs if one.slowest > MOST_MS]
    missed += [
        f"{one.page}: {one.kilobytes:.0f} KB, at most {MOST_KB} wanted." for one in costs if one.kilobytes > MOST_KB
    ]
    before = {one.page: one.statements for one in fewer or ()}
    missed += [
        f"{one.page}: {one.statements} statements, {before[one.page]} with fewer experts."
        for one in costs
        if one.statements > before.get(one.page, one.statements)
    ]
    return missed


if __name__ == "__main__":
    sys.exit(main())
