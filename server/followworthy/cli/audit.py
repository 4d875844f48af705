"""`audit`: look at every link whose turn has come, now; or say what would be looked at."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from followworthy.cli import house, outdoors
from followworthy.fetcher import Fetcher
from followworthy.services import health
from followworthy.services.audit_files import load_rules
from followworthy.services.audit_plan import plan
from followworthy.services.auditing import Audit, run_audit
from followworthy.services.repairing import propose_repairs
from followworthy.services.standing import standing
from followworthy.settings import Settings
from followworthy.store import Database
from followworthy.store.runs import AuditRun

STOPPING = b"\nStopping: what is under way comes home first. Ctrl-C again stops at once.\n"


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be looked at, and by which rule; ask nobody.")
def audit(dry_run: bool) -> None:
    """Look at every link whose turn has come; Ctrl-C stops it, and what is under way comes home and is kept.

    Exit code 1: nothing could be looked at, it was stopped or held, or something is missing.
    """
    given = house.settings()
    with house.opened_database(given) as database:
        if dry_run:
            _tell_plan(given, database)
            return
        with house.fetcher(given) as fetcher:
            run = _run(given, database, fetcher)
        with database.reading() as session:
            where = standing(session)
    click.echo(run.said)
    click.echo(where.sentence)
    if run.state == "held":
        click.echo(f"Decide at {given.public_url}/desk/audits/{run.id}")
    if run.state not in ("finished", "running") or run.counts.get("missing"):
        raise click.exceptions.Exit(1)


def _run(given: Settings, database: Database, fetcher: Fetcher) -> AuditRun:
    rules = load_rules(given.data_dir)
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with _stopped_by_ctrl_c() as enough, shown as bar:
        task = bar.add_task("Looking", total=None)

        def progress(done: int, due: int, counts: Mapping[str, int]) -> None:
            met = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
            bar.update(task, completed=done, total=due, description=met or "Looking")

        run = run_audit(Audit(database, fetcher, house.now, rules, outdoors.manners(given)), progress, enough)
    if run.state == "running":  # who leaves last does the rest
        return run
    with database.writing() as session:
        propose_repairs(session, house.now(), rules.verdict)
    health.note_day(database, house.now())
    return run


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Give what tells whether somebody pressed Ctrl-C; pressed again, it interrupts as it always does."""
    pressed = False

    def press(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True
        os.write(sys.stderr.fileno(), STOPPING)  # past every buffer: one of them may be in the middle of writing

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _tell_plan(given: Settings, database: Database) -> None:
    with database.reading() as session:
        found = plan(session, outdoors.manners(given), house.now())
    for host, number, rule in found.hosts:
        click.echo(f"{number:6}  {host}: {rule}")
    for reason, number in found.skipped.items():
        click.echo(f"{number:6}  not looked at: {reason}")
    click.echo(found.said)
