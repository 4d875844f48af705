"""Several processes do one thing together: who comes first opens it, and who leaves last closes it.

Each holds a shared advisory lock of PostgreSQL, which goes with its holder, however that ends. Whoever holds the same
lock `alone` keeps them all out. Not used on SQLite: there one process does it.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from followworthy.errors import BusyError, StoreError
from followworthy.store.alone import number_of

CUT = "The connection to the database was cut: our part ends here, and others take over what was left."


class Company:
    """One of those who do something together: `is_first` who must open it, which the others wait for (`opened`)."""

    def __init__(self, connection: Connection, name: str, otherwise: str) -> None:
        """Come in. Raises BusyError with the sentence `otherwise` while somebody does it alone, or closes it."""
        self._connection = connection
        self._lock, self._door = number_of(name), number_of(f"{name} door")
        self._ask("pg_advisory_lock", self._door)
        if not self._ask("pg_try_advisory_lock_shared", self._lock):
            raise BusyError(otherwise)
        # Our own share hinders us not: if nobody else has one, all are kept out until it is open.
        self.is_first = self._ask("pg_try_advisory_lock", self._lock)
        if not self.is_first:
            self._ask("pg_advisory_unlock", self._door)

    def opened(self) -> None:
        """Let the others in, once it is open."""
        self._ask("pg_advisory_unlock", self._lock)
        self._ask("pg_advisory_unlock", self._door)

    def leaves_last(self) -> bool:
        """Leave; tell whether nobody is left: then nobody comes in either before we are done. Raises StoreError.

        The share is given back before the whole is tried: else two who leave at once would each wait for the other.
        """
        try:
            if not self._ask("pg_advisory_unlock_shared", self._lock):
                raise StoreError(CUT)
            return self._ask("pg_try_advisory_lock", self._lock)
        except DBAPIError as error:
            raise StoreError(CUT) from error

    def _ask(self, function: str, number: int) -> bool:
        return self._connection.scalar(text(f"SELECT {function}(:number)"), {"number": number}) is not False


@contextmanager
def together(engine: Engine, name: str, otherwise: str) -> Iterator[Company]:
    """Do `name` together with others while inside. Raises BusyError with the sentence `otherwise`."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield Company(connection, name, otherwise)
        finally:
            with contextlib.suppress(DBAPIError):  # cut: then the locks went with it
                if not connection.invalidated:
                    connection.execute(text("SELECT pg_advisory_unlock_all()"))
