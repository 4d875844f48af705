"""`worker`: the schedule as a process of its own, beside `serve --without-worker` or on another machine."""

import click

from followworthy.cli import children, house


@click.command()
def worker() -> None:
    """Run what is due: the link audit, re-reading, reviews, backups, clean-up. Ctrl-C stops it."""
    given = house.settings()
    with house.opened_database(given):
        pass  # its tables are up to date from here on
    click.echo("Followworthy's schedule runs (Ctrl-C stops)")
    try:
        with children.stoppable():
            children.work(given)
    except KeyboardInterrupt:
        click.echo("Stopping.")
