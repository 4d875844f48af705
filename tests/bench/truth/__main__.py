"""`make bench-truth`: print how well each policy tells the truth. Exit code 1 if ours misses a target, and which."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from tests.bench.truth import peers
from tests.bench.truth.ours import Ours
from tests.bench.truth.score import Ledger, Score, score
from tests.bench.truth.web import Web, web

LATEST, LATEST_SOFT = 21.0, 45.0
"""Days from the first failing look within which what answers 404 or 410, and what answers otherwise, is called gone."""
PEERS: dict[str, Callable[[Web], Ledger]] = {
    "one strike, weekly": lambda given: peers.play(given, peers.one_strike, 7),
    "three strikes over days": lambda given: peers.play(given, peers.three_strikes, 7),
    "blog link checker": lambda given: peers.play(given, peers.blog_checker, 3),
}
HEAD = f"{'policy':24} invented  missed    of  notice   worst   late   soft latest  requests"
"""late, soft: without the days on which the site told nothing; latest: with them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play every policy on every web, print a line each, and judge ours."""
    options = argparse.ArgumentParser(prog="make bench-truth", description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    options.add_argument("--links", type=int, default=2000)
    given = options.parse_args(arguments)
    missed: list[str] = []
    for seed in given.seeds:
        simulated = web(seed, given.links)
        print(f"seed {seed}, {given.links} links, 10 years\n{HEAD}")  # noqa: T201
        for name, play in PEERS.items():
            print(line(name, score(simulated, play(simulated))))  # noqa: T201
        began = time.perf_counter()
        ours = Ours(simulated)
        found = score(simulated, ours.play())
        print(line("Followworthy", found))  # noqa: T201
        print(f"{ours.held} runs held, {ours.flipped_by_lies} flips by lies, {time.perf_counter() - began:.0f} s\n")  # noqa: T201
        missed += [f"seed {seed}: {one}" for one in judged(found, ours.flipped_by_lies)]
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201
    return 1 if missed else 0


def line(name: str, found: Score) -> str:
    """Give one line of the table."""
    return (
        f"{name:24} {found.false:8} {found.missed:7} {found.deaths:5} {found.notice:7.1f} {found.worst:7.1f}"
        f" {found.late:6.1f} {found.late_soft:6.1f} {found.latest:6.1f} {found.requests:9}"
    )


def judged(found: Score, flipped: int) -> list[str]:
    """Give the targets that our policy misses."""
    missed = []
    if found.false:
        missed.append(f"{found.false} living links were called gone.")
    if found.missed:
        missed.append(f"{found.missed} deaths were never noticed.")
    if found.late > LATEST:
        missed.append(f"what answers 404 or 410 was called gone after {found.late:.1f} days, {LATEST:g} wanted.")
    if found.late_soft > LATEST_SOFT:
        missed.append(
            f"what answers otherwise was called gone after {found.late_soft:.1f} days, {LATEST_SOFT:g} wanted."
        )
    if flipped:
        missed.append(f"{flipped} living links changed their status because their site lied.")
    return missed


if __name__ == "__main__":
    sys.exit(main())
