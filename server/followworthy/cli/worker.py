"""`worker`: the schedule by itself, beside `serve --without-worker`: in another container, or without a web server."""

import sys
from multiprocessing import get_context

import click

from followworthy.cli import children, house, outdoors, serve
from followworthy.services.audit_files import load_rules


@click.command()
def worker() -> None:
    """Run what is due: the link audit, re-reading, reviews, backups, clean-up. Ctrl-C stops it."""
    given = house.settings()
    load_rules(given.data_dir)  # a mistake in these files is one sentence here, not the end of a child later
    outdoors.manners(given)
    with house.opened_database(given):
        pass  # its tables are up to date from here on
    child = get_context("spawn").Process(target=children.scheduler, args=(given,), name="scheduler")
    with house.connected(given), children.stoppable():
        sys.exit(serve.watch([child], lambda: "Running the schedule"))
