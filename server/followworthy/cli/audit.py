"""`audit`: look at every link whose turn has come, now."""

import click
from rich.progress import Progress

from followworthy.cli import house
from followworthy.services.auditing import run_audit
from followworthy.services.standing import standing


@click.command()
def audit() -> None:
    """Look at every link whose turn has come. Exit code 1: nothing could be looked at, or something is missing."""
    given = house.settings()
    with (
        house.opened_database(given) as database,
        house.fetcher(given) as fetcher,
        Progress(transient=True) as progress,
    ):
        task = progress.add_task("Looking", total=None)
        run = run_audit(
            database, fetcher, house.now, lambda done, due: progress.update(task, completed=done, total=due)
        )
        with database.reading() as session:
            where = standing(session)
    click.echo(run.said)
    click.echo(where.sentence)
    if run.state == "no network" or run.counts.get("missing"):
        raise click.exceptions.Exit(1)
