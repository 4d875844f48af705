"""`check`: the audit's eye for any list of addresses, without a database."""

from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO, Protocol

import click

from followworthy.cli import outdoors
from followworthy.domain.manners import Manners
from followworthy.domain.values import Outcome
from followworthy.fetcher import NO_GAP, Fetcher, Gaps, is_here, user_agent
from followworthy.services.checking import Look, looks

LEAST_PACE = 0.2
"""Nobody but this very machine is asked with a shorter gap, whatever is wished."""
MOST_AT_ONCE = 500
WRITERS = {"table": "looks_for_people", "jsonl": "looks_for_programs"}


class Writer(Protocol):
    """Shows looks as they come home, and sums up at the end."""

    def look(self, look: Look) -> None:
        """Take one look."""

    def end(self, asked: int) -> None:
        """Say how it went, of so many that were asked for."""


@click.command()
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--from", "source", type=click.File("rb"), help="A file with one address a line; - is standard input.")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="table", show_default=True)
@click.option("--concurrency", type=click.IntRange(1, MOST_AT_ONCE), default=10, show_default=True, metavar="N",
              help="Requests under way at once, one a host.")  # fmt: skip
@click.option("--pace", type=click.FloatRange(0), default=1.0, show_default=True, metavar="SECONDS",
              help=f"The gap after each answer of a host; {LEAST_PACE} at least.")  # fmt: skip
@click.option("--allow-loopback", is_flag=True, help="Look at this very machine as well, at any pace (for tests).")
def check(
    urls: tuple[str, ...], source: BinaryIO | None, form: str, concurrency: int, pace: float, allow_loopback: bool
) -> None:
    """Look at addresses as the link audit does, and keep nothing.

    robots.txt is asked everywhere: a permission (hosts.toml) is for the audit, which counts its looks.

    Exit code 1: something is missing, or you stopped it (Ctrl-C), which shows what was found so far.
    """
    wanted = list(dict.fromkeys([*urls, *(_listed(source) if source is not None else [])]))
    if not wanted:
        raise click.UsageError("Say what to look at: addresses, or --from FILE with one a line.")
    given = outdoors.settings()
    manners = outdoors.manners(given)
    with Fetcher(
        user_agent(given.contact),
        allow_loopback=allow_loopback or given.allow_loopback,
        gap=_gaps(manners, pace),
        width=1 if pace else concurrency,
        home=manners.home,
        ledger=outdoors.ledger(given),
        now=outdoors.now,
    ) as fetcher:
        found = looks(wanted, fetcher, manners, concurrency)
        met = _shown(found, import_module(f"followworthy.cli.{WRITERS[form]}").writer(len(wanted)), len(wanted))
    if len(met) < len(wanted) or Outcome.MISSING in met:
        raise click.exceptions.Exit(1)


def _listed(source: BinaryIO) -> list[str]:
    """Give the addresses of a file: one a line, without blank lines and remarks (#)."""
    if source.isatty():
        click.echo("Paste the addresses, one a line, then press Ctrl-D on a line of its own.", err=True)
    try:
        text = source.read().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise click.UsageError(f"{source.name} cannot be read: {error.strerror}.") from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _gaps(manners: Manners, pace: float) -> Gaps:
    """Give the wished gap, or the longer one that a host's manners or our own want."""

    def gap(host: str) -> tuple[float, float]:
        least = pace if is_here(host) else max(pace, LEAST_PACE)
        low, high = manners.of(host).gap or NO_GAP
        return max(least, low), max(least, high)

    return gap


def _shown(found: Iterator[Look], writer: Writer, asked: int) -> list[Outcome]:
    """Show every look as it comes; give what was met."""
    met: list[Outcome] = []
    try:
        for look in found:
            met.append(look.outcome)
            writer.look(look)
    except KeyboardInterrupt:
        pass
    writer.end(asked)
    return met
