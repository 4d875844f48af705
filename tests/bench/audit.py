"""`make bench-audit SHARED=DIR`: `followworthy check` beside other link checkers. Exit code 1 if a target is missed.

The race itself (server, peers, clock) is the shared `bench/bench_peers.py`. Peers that are not on the PATH are left
out; `--peers BIN` is a folder to look for them in, with a Python that has the reference clients' libraries.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUNS = Mapping[str, Sequence[Mapping[str, Any]]]
"""What the race reports: each tool's runs."""
OURS = "project"
CHECK = "-m followworthy check --from {urls} --concurrency {conc} --pace {interval} --allow-loopback --format jsonl"
MOST_OF_IDEAL = 1.10
MOST_MEGABYTES = 100
LEAST_OF_LINKCHECKER = 2.0
MOST_OF_FLOOR = 1.07
GAP = 0.2
PEERS = "linkchecker,linkinator,lychee,requests,requests_lean,aiohttp,reference,reference_strict"


@dataclass(frozen=True)
class Race:
    """One case: how many links on how many hosts, at once, at which latency (ms), at which gap (s)."""

    name: str
    links: int
    hosts: int
    at_once: int
    latency: int
    judge: Callable[["Race", RUNS], list[str]]
    gap: float = 0.0

    def options(self) -> list[str]:
        """Give the race's options."""
        pairs = {
            "n": self.links,
            "hosts": self.hosts,
            "conc": self.at_once,
            "latency": self.latency,
            "polite": self.gap,
        }
        return [word for name, value in pairs.items() for word in (f"--{name}", str(value))]

    @property
    def connections(self) -> int:
        """Give how many connections are allowed: ours, and two for each server's own counts."""
        return self.at_once + self.hosts + 2 * (1 if self.gap else 2)


def median(runs: RUNS, tool: str, what: str) -> float:
    """Give the median of what a tool's runs measured, infinite for one that did not race."""
    return statistics.median([float(run[what]) for run in runs[tool]]) if runs.get(tool) else float("inf")


def judge_far(race: Race, runs: RUNS) -> list[str]:
    """With latency: near the ideal, lean, and ahead of the other two."""
    wall, ideal = median(runs, OURS, "wall"), race.links / race.at_once * race.latency / 1000
    megabytes = max(run["rss_mb"] for run in runs[OURS])
    missed = [f"behind {peer}" for peer in ("linkinator", "linkchecker") if wall > median(runs, peer, "wall")]
    if wall > MOST_OF_IDEAL * ideal:
        missed.append(f"{wall / ideal:.2f} x the ideal, at most {MOST_OF_IDEAL} wanted")
    if megabytes > MOST_MEGABYTES:
        missed.append(f"{megabytes:.0f} MB, at most {MOST_MEGABYTES} wanted")
    return missed


def judge_near(_race: Race, runs: RUNS) -> list[str]:
    """Without latency: at least twice as fast as linkchecker; what the others do is printed."""
    ratio = median(runs, "linkchecker", "wall") / median(runs, OURS, "wall")
    for peer in {"linkinator", "lychee"} & runs.keys():
        print(f"{median(runs, peer, 'wall') / median(runs, OURS, 'wall'):.2f} x the speed of {peer}")  # noqa: T201
    return [f"{ratio:.2f} x the speed of linkchecker, {LEAST_OF_LINKCHECKER} wanted"] * (ratio < LEAST_OF_LINKCHECKER)


def judge_polite(race: Race, runs: RUNS) -> list[str]:
    """With a gap: hardly longer than the gaps, and none of them too short."""
    floor = (-(-race.links // race.hosts) - 1) * (race.gap + race.latency / 1000)
    span, shortest = median(runs, OURS, "span"), min(run["min_gap"] for run in runs[OURS])
    print(f"{span / floor:.3f} x the floor of {floor:.2f} s, shortest gap {shortest:.4f} s")  # noqa: T201
    missed = []
    if span > MOST_OF_FLOOR * floor:
        missed.append(f"{span / floor:.3f} x the floor, at most {MOST_OF_FLOOR} wanted")
    if shortest < race.gap:
        missed.append(f"a gap of {shortest:.4f} s")
    return missed


RACES = (
    Race("far", 10_000, 1, 100, 100, judge_far),
    Race("near", 2_000, 1, 10, 0, judge_near),
    Race("many", 2_000, 50, 10, 0, judge_near),
    Race("polite", 500, 50, 50, 0, judge_polite, GAP),
    Race("polite-far", 500, 50, 50, 100, judge_polite, GAP),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the races, and name what was missed."""
    options = argparse.ArgumentParser(prog="make bench-audit", description=__doc__)
    options.add_argument("--shared", type=Path, required=True, help="the folder of the shared data")
    options.add_argument("--peers", type=Path, help="a folder with the other tools and their python")
    options.add_argument("--tools", default=PEERS)
    options.add_argument("--reps", type=int, default=3)
    options.add_argument("--only", choices=[race.name for race in RACES])
    given = options.parse_args(arguments)
    missed: list[str] = []
    for race in RACES:
        if given.only in (None, race.name):
            print(f"\n== {race.name}", flush=True)  # noqa: T201
            missed += judged(race, raced(race, given))
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201
    return 1 if missed else 0


def judged(race: Race, runs: RUNS) -> list[str]:
    """Give what one race missed; a run that left links out is no run."""
    if any(run["hit"] < race.links or run["timed_out"] for run in runs[OURS]):
        return [f"{race.name}: links were left out"]
    missed = race.judge(race, runs)
    connections = max(run["conns"] for run in runs[OURS])
    if connections > race.connections:
        missed.append(f"{connections} connections, at most {race.connections} wanted")
    return [f"{race.name}: {one}" for one in missed]


def raced(race: Race, given: argparse.Namespace) -> RUNS:
    """Run one race, and give what it measured."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        python = str(given.peers / "python") if given.peers else sys.executable
        ours = f"{shlex.quote(sys.executable)} {CHECK}"
        command = [python, str(given.shared / "bench" / "bench_peers.py"), "--cmd", ours, "--json", str(report)]
        path = os.pathsep.join([*([str(given.peers)] if given.peers else []), os.environ["PATH"]])
        subprocess.run(
            [*command, "--reps", str(given.reps), "--tools", given.tools, *race.options()],
            check=True,
            env={**os.environ, "PATH": path, "FOLLOWWORTHY_DATA_DIR": folder},
            stderr=subprocess.DEVNULL,
        )
        runs: RUNS = json.loads(report.read_text(encoding="utf-8"))["res"]
        return runs


if __name__ == "__main__":
    sys.exit(main())
