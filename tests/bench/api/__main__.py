"""`make bench-api`: what the catalog costs as a service. Prints every figure, and exits 1 if one misses its target.

Beside nginx serving the same bytes and a WSGI constant on the same server; sizes from 1,000 to 100,000 experts; 500
clients that sync while a curator saves. Needs wrk and nginx.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import quantiles

from followworthy.services.publishing import whole_catalog
from followworthy.store import Database
from tests.bench.api.printing import KEY, Cost, measured
from tests.bench.api.serving import all_of, python_server, rates
from tests.bench.api.syncing import Client, synced
from tests.bench.api.world import fill, words

SIZES = (1_000, 10_000, 100_000)
TWELVE_KB = 13
"""So many experts make a catalog of 12 KB."""
OURS, CONSTANT, STATIC = "granian ours", "granian constant", "nginx, static file"
LEAST_OF_CONSTANT, LEAST_OF_NGINX = 0.8, 0.4
MOST_GZIP, MOST_DELTA, MOST_DELTA_MS = 120, 4096, 5
MOST_AGAIN_S, LARGE_AGAIN_S, LARGE_MB = 0.5, 5, 500
JUDGED, LARGE = 10_000, 100_000
CLIENTS = 500
Missed = list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    options = argparse.ArgumentParser(prog="make bench-api", description=__doc__)
    options.add_argument("--shared", type=Path, help="where the shared articles lie; else the tests' own are cut up")
    options.add_argument("--parts", nargs="+", default=["serve", "print", "sync"], choices=["serve", "print", "sync"])
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--seconds", type=int, default=3, help="how long each server is asked")
    options.add_argument("--runs", type=int, default=5, help="how often; the median counts")
    options.add_argument("--clients", type=int, default=CLIENTS)
    options.add_argument("--others", nargs="*", default=[], choices=["waitress", "gunicorn"], help="if installed")
    given = options.parse_args(arguments)
    articles = given.shared / "articles" if given.shared else None
    say(f"{os.cpu_count()} cores; the load comes from the same machine")
    missed: Missed = []
    if "serve" in given.parts:
        missed += served(words(articles), given.others, given.seconds, given.runs)
    if "print" in given.parts:
        missed += printed([measured(size, articles) for size in given.sizes])
    if "sync" in given.parts:
        missed += together(words(articles), given.clients)
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201 - a bench speaks
    return 1 if missed else 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - a bench speaks


def served(prose: list[str], others: list[str], seconds: int, runs: int) -> Missed:
    """Race the servers over a small catalog: everything, and 304."""
    missed: Missed = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        body = _filled(url, TWELVE_KB, prose)
        with all_of(body, url, others, threads=8) as servers:
            held = {one.name: {"If-None-Match": one.etag} for one in servers}
            for what, headers in ((f"{len(body) / 1024:.0f} KB", {}), ("304", held)):
                found = rates(servers, headers, seconds, runs)
                ours, constant, nginx = found[OURS], found[CONSTANT], found[STATIC]
                say(f"\n{what:32}{'requests/s':>12}{'of constant':>13}{'of nginx':>10}")
                for name, figure in found.items():
                    say(f"{name:32}{figure:12,.0f}{figure / constant:13.2f}{figure / nginx:10.2f}")
                if ours < LEAST_OF_CONSTANT * constant:
                    missed.append(f"{what}: {ours / constant:.2f} of the constant, {LEAST_OF_CONSTANT} wanted.")
                if ours < LEAST_OF_NGINX * nginx:
                    missed.append(f"{what}: {ours / nginx:.2f} of nginx, {LEAST_OF_NGINX} wanted.")
    return missed


def printed(costs: Iterable[Cost]) -> Missed:
    """Print what an expert costs at each size, and judge."""
    missed: Missed = []
    say(
        f"\n{'experts':>8}{'first s':>9}{'again s':>9}{'us each':>9}{'raw B':>7}{'gzip B':>8}{'br B':>6}"
        f"{'10 changed: gzip B':>20}{'br B':>6}{'ms':>6}{'peak MB':>9}"
    )
    for one in costs:
        say(
            f"{one.experts:8}{one.first_s:9.2f}{one.again_s:9.3f}{one.each(1e6 * one.first_s):9.0f}"
            f"{one.each(one.raw):7.0f}{one.each(one.gzip):8.1f}{one.each(one.br):6.1f}"
            f"{one.delta_gzip:20}{one.delta_br:6}{one.delta_ms:6.1f}{one.peak_mb:9.0f}"
        )
        missed += judged(one)
    return missed


def judged(one: Cost) -> Missed:
    """Give the targets that a size misses."""
    wanted = {
        JUDGED: (
            ("bytes an expert, gzip", one.each(one.gzip), MOST_GZIP),
            ("bytes of 10 changes, gzip", one.delta_gzip, MOST_DELTA),
            ("ms for 10 changes", one.delta_ms, MOST_DELTA_MS),
            ("s for an edition after an edit", one.again_s, MOST_AGAIN_S),
        ),
        LARGE: (
            ("s for an edition after an edit", one.again_s, LARGE_AGAIN_S),
            ("MB at the highest", one.peak_mb, LARGE_MB),
        ),
    }.get(one.experts, ())
    return [
        f"{one.experts} experts: {got:.3g} {what}, at most {most} wanted." for what, got, most in wanted if got > most
    ]


def together(prose: list[str], clients: int) -> Missed:
    """Let many clients sync while a curator saves 50 times."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        _filled(url, SIZES[0], prose)
        database = Database(url, opt_out_key=KEY)
        with python_server("granian", "ours", url, 8) as server:
            ended = asyncio.run(synced(server.url, database, clients))
        database.close()
    return _told(ended)


def _told(ended: list[Client]) -> Missed:
    took = sorted(one for client in ended for one in client.took)
    kinds = {kind: sum(client.kinds.get(kind, 0) for client in ended) for kind in ("304", "changes", "whole")}
    say(f"\n{len(ended)} clients, 50 saves: {len(took)} answers, {kinds}")
    for what, figures in (("everything, all at once", sorted(one.first for one in ended)), ("staying current", took)):
        marks = quantiles(figures, n=100)
        told = f"median {marks[49]:.1f}, 95th {marks[94]:.1f}, 99th {marks[98]:.1f}, longest {figures[-1]:.1f}"
        say(f"ms, {what}: {told}")
    wrong = [one for client in ended for one in client.wrong]
    states = {client.cursor for client in ended}
    missed = [f"{len(wrong)} wrong answers, the first: {wrong[0]}."] if wrong else []
    return missed + ([f"The clients ended with {len(states)} states."] if len(states) > 1 else [])


def _filled(url: str, experts: int, prose: list[str]) -> bytes:
    database = Database(url, opt_out_key=KEY)
    database.migrate()
    fill(database, experts, prose)
    with database.reading() as session:
        body = whole_catalog(session).whole.identity
    database.close()
    return body


if __name__ == "__main__":
    sys.exit(main())
