"""What every verb opens: the settings, the database, the fetcher, the wall clock."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from followworthy.cli import keys
from followworthy.cli.outdoors import fetcher, now, settings
from followworthy.errors import StoreError
from followworthy.services import backup_file, replaying
from followworthy.services.replaying import Replayed
from followworthy.settings import Settings
from followworthy.store import Database
from followworthy.store.database import JOB_SECONDS

__all__ = [
    "connected",
    "fetcher",
    "make_data_dir",
    "now",
    "opened_database",
    "say_replayed",
    "settings",
    "standard_input",
]


@contextmanager
def opened_database(given: Settings) -> Iterator[Database]:
    """Open the database, its tables up to date, with the key of who opted out, and all of those in it.

    Raises StoreError with the reason.
    """
    make_data_dir(given)
    with connected(given) as database:
        database.migrate()
        keys.unlock(given, database)
        say_replayed(replaying.catch_up(database, now()))
        yield database


@contextmanager
def connected(given: Settings, seconds: int = JOB_SECONDS) -> Iterator[Database]:
    """Use the database as it is, so that no `restore` takes it away meanwhile. Raises BusyError during one.

    On PostgreSQL a statement may take so many `seconds`.
    """
    key, copy = keys.opt_out_key(given), backup_file.opt_out_copy(given.data_dir)
    database = Database(given.database_url, opt_out_key=key, opt_out_copy=copy, seconds=seconds)
    try:
        with database.in_use():
            yield database
    finally:
        database.close()


def say_replayed(done: Replayed) -> None:
    """Say that people who left were still here; nobody is named."""
    if done.people or done.proposals:
        click.echo(
            f"{done.people} listed and {done.proposals} proposed who had asked not to be listed were taken out again.",
            err=True,
        )


def make_data_dir(given: Settings) -> None:
    """Make the data folder, readable by its owner only. Raises StoreError."""
    try:
        given.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {given.data_dir} cannot be made ({error.strerror}): set FOLLOWWORTHY_DATA_DIR."
        ) from error


def standard_input(most: int) -> bytes:
    """Read what was pasted or piped in, at most so many bytes; somebody at a terminal is told how to end."""
    if sys.stdin.isatty():
        click.echo("Paste the list, then press Ctrl-D on a line of its own.", err=True)
    return sys.stdin.buffer.read(most)
