"""What every verb opens: the settings, the database, the fetcher, the wall clock."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from followworthy.cli.outdoors import fetcher, now, settings
from followworthy.errors import StoreError
from followworthy.settings import Settings
from followworthy.store import Database

__all__ = ["fetcher", "make_data_dir", "now", "opened_database", "secret_key", "settings", "standard_input"]


@contextmanager
def opened_database(given: Settings) -> Iterator[Database]:
    """Open the database, its tables up to date. Raises StoreError with the reason."""
    make_data_dir(given)
    database = Database(given.database_url)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


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


def secret_key(given: Settings) -> str:
    """Give the key that signs cookies, drawn once and kept in the data folder for its owner only."""
    file = given.data_dir / "secret.key"
    try:
        if not file.exists():
            new = file.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text(secrets.token_hex(32), encoding="ascii")
            new.replace(file)
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise StoreError(f"{file} cannot be used ({error.strerror}).") from error
