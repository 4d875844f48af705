"""`worker`: the schedule by itself, beside `serve --without-worker`: in another container, or without a web server."""

import sys
from multiprocessing import get_context

import click

from followworthy.cli import children, house, serve


@click.command()
def worker() -> None:
    """Run what is due: the link audit, re-reading, reviews, backups, clean-up. Ctrl-C stops it."""
    given = house.settings()
    with house.opened_database(given):
        pass  # its tables are up to date from here on
    child = get_context("spawn").Process(target=children.scheduler, args=(given,), name="scheduler")
    with children.stoppable():
        sys.exit(serve.watch([child], lambda: "Running the schedule"))
