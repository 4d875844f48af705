"""An SQLite file that nobody has open: whether it is whole and a catalog of ours, and what it holds.

It is asked without SQLAlchemy, because it may be of any version, damaged, or something else altogether.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from followworthy.errors import StoreError
from followworthy.store import versions

NEWER = "{file} was made by a newer version of Followworthy: install that version, or use an older backup."


@dataclass(frozen=True, slots=True)
class Copy:
    """What a file says of its catalog: epoch and latest revision, its tables' version, and the check of its key."""

    epoch: str
    revision: int
    version: str
    opt_out_check: str | None


def look(file: Path, told: Path) -> Copy:
    """Say what a file holds, after every page of it was read. `told` is what people call it.

    Raises StoreError for a file that is damaged, not ours, or of a version that is newer than this one.
    """
    with _opened(file, told) as connection:
        try:
            wrong = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{told} is damaged ({error}).") from error
        if wrong != "ok":
            raise StoreError(f"{told} is damaged ({wrong.splitlines()[-1]}).")
        found = _told(connection, told)
    if found.version not in versions.known():
        raise StoreError(NEWER.format(file=told))
    return found


def opt_outs_of(file: Path) -> tuple[str | None, frozenset[str]]:
    """Give the check of the key and the hashes of who asked not to be listed.

    Raises StoreError for a file that is damaged.
    """
    with _opened(file, file) as connection:
        try:
            check = connection.execute("SELECT opt_out_check FROM counter").fetchone()
            rows = connection.execute("SELECT hash FROM opt_outs").fetchall()
        except sqlite3.OperationalError as error:
            if "no such" in str(error):  # it is of a time before anybody could ask, or a file that was just begun
                return None, frozenset()
            raise StoreError(f"{file} cannot be read ({error}).") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{file} cannot be read ({error}).") from error
    return (check[0] if check else None), frozenset(one for (one,) in rows)


def come_to_rest(file: Path) -> None:
    """Bring all that lies in the log beside a file into it, and the log out of the way. Raises StoreError."""
    with _opened(file, file) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{file} cannot be read ({error}).") from error


@contextmanager
def _opened(file: Path, told: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)
    except sqlite3.Error as error:
        raise StoreError(f"{told} cannot be opened ({error}).") from error
    with closing(connection):
        yield connection


def _told(connection: sqlite3.Connection, told: Path) -> Copy:
    try:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        columns = {row[1] for row in connection.execute("PRAGMA table_info(counter)")}
        check = "opt_out_check" if "opt_out_check" in columns else "NULL"
        epoch, revision, made_with = connection.execute(f"SELECT epoch, revision, {check} FROM counter").fetchone()  # noqa: S608 - our own words
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise StoreError(f"{told} holds no catalog of Followworthy.") from error
    return Copy(epoch, revision, version, made_with)
