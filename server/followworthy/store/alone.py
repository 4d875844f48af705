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
    with _kept_by_connection(engine, zlib.crc32(f"followworthy {name}".encode()), otherwise):
        yield


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
def _locked_file(path: Path, otherwise: str) -> Iterator[None]:
    """Lock a file; the file stays, for whoever removes it could remove another's lock."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}): it keeps two from doing one thing.") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise BusyError(otherwise) from error
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
