"""Only one process at a time does some things: a lock that goes with its holder, however that ends. Keeps nothing.

On SQLite it is a lock of the operating system on a file beside the database, on PostgreSQL an advisory lock.
"""

import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from followworthy.errors import BusyError, StoreError

RESTORED = "A backup is put in the place of this database just now: try again when that is done."
CUT = (
    "The connection that kept others from doing the same at the same time was cut before the end: "
    "what was done is kept, but another process may have begun it as well."
)


@contextmanager
def alone(engine: Engine, name: str, otherwise: str) -> Iterator[None]:
    """Hold the lock `name` while inside.

    Raises BusyError with the sentence `otherwise` when somebody else does, StoreError when that cannot be found out,
    or when it was lost before the end.
    """
    if engine.dialect.name == "sqlite":
        with _locked_file(Path(f"{engine.url.database}.{name}.lock"), otherwise):
            yield
        return
    with _kept_by_connection(engine, number_of(name), otherwise):
        yield


def number_of(name: str) -> int:
    """Give the number of the advisory lock `name`."""
    return zlib.crc32(f"followworthy {name}".encode())


@contextmanager
def _kept_by_connection(engine: Engine, number: int, otherwise: str) -> Iterator[None]:
    """Hold an advisory lock, which goes with its connection: if that was cut meanwhile, nobody knows who else began.

    Without a transaction: a run lasts for hours, and an open one would keep the server from tidying up.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}):
            raise BusyError(otherwise)
        was_alone = False
        try:
            yield
        finally:
            was_alone = _let_go(connection, number)
        if not was_alone:
            raise StoreError(CUT)


def _let_go(connection: Connection, number: int) -> bool:
    """Give the lock back; tell whether we still had it."""
    try:
        return bool(connection.scalar(text("SELECT pg_advisory_unlock(:number)"), {"number": number}))
    except DBAPIError:
        return False


@contextmanager
def in_use(database: Path) -> Iterator[None]:
    """Use an SQLite file, beside others who do. Raises BusyError while `unused` has it."""
    with _locked_file(_used(database), RESTORED, shared=True):
        yield


@contextmanager
def unused(database: Path, otherwise: str) -> Iterator[None]:
    """Have an SQLite file for oneself. Raises BusyError with the sentence `otherwise` while anybody uses it."""
    with _locked_file(_used(database), otherwise):
        yield


def _used(database: Path) -> Path:
    return Path(f"{database}.in-use.lock")


@contextmanager
def _locked_file(path: Path, otherwise: str, *, shared: bool = False) -> Iterator[None]:
    """Lock a file; the file stays, for whoever removes it could remove another's lock."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}): it keeps two from doing one thing.") from error
    try:
        try:
            _lock(handle, shared)
        except OSError as error:
            raise BusyError(otherwise) from error
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    MOST_SHARING = 64

    def _lock(handle: int, shared: bool) -> None:
        """Lock all the bytes, or one of them: there are no shared locks here, so whoever shares takes any that is free.

        Raises OSError.
        """
        for first in range(MOST_SHARING if shared else 1):
            os.lseek(handle, first, os.SEEK_SET)
            try:
                return msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 if shared else MOST_SHARING)
            except OSError as error:
                taken = error
        raise taken

else:
    import fcntl

    def _lock(handle: int, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
