"""Opening a database: engine, short transactions, migrations. Knows nothing of what the tables mean."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoRoomError
from sqlalchemy.orm import Session

from followworthy.errors import StoreError
from followworthy.store import opt_outs, postgres, sqlite
from followworthy.store.alone import alone, in_use
from followworthy.store.tables import CounterRow
from followworthy.store.together import Company, together

MIGRATIONS = Path(__file__).parent / "migrations"
WRITES = "followworthy_writes"
"""The option of a connection whose transactions write."""
JOB_SECONDS = 600
"""So long may one statement take on PostgreSQL, where nothing else is said."""
KINDS = {"sqlite": "sqlite", "postgresql": "postgresql", "postgresql+psycopg": "postgresql"}
WRONG_ADDRESS = (
    "The address of the database (FOLLOWWORTHY_DATABASE_URL) cannot be used: write sqlite:///FILE, or "
    "postgresql://USER:PASSWORD@HOST/NAME with %40 for an @ in the password, and %25 for a %."
)
OLD_SCHEME = "The address of the database begins with postgres://: write postgresql:// instead."


class Database:
    """One database: `reading()` and `writing()` give sessions, `migrate()` brings its tables up to date.

    Writers wait for each other instead of failing in the middle: a writing session takes the file's lock at once on
    SQLite (BEGIN IMMEDIATE), and on PostgreSQL a lock that all writing transactions take first.
    """

    def __init__(
        self,
        url: str,
        *,
        opt_out_key: bytes | None = None,
        opt_out_copy: Path | None = None,
        seconds: int = JOB_SECONDS,
    ) -> None:
        """Prepare, without connecting; the opt-outs' key and copy are those of `opt_outs`. Raises StoreError.

        On PostgreSQL a statement may take so many `seconds`.
        """
        self.opt_out_key, self.opt_out_copy = opt_out_key, opt_out_copy
        address = _address(url)
        self.is_file = KINDS[address.drivername] == "sqlite"
        """Whether it lies in one file of this machine."""
        if self.is_file:
            self.engine = sqlite.engine(address, WRITES)
            self._for_reading = self.engine
        else:
            self.engine = postgres.engine(address, WRITES, seconds)
            self._for_reading = self.engine.execution_options(**postgres.READING)
        self._for_writing = self.engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the catalog; nothing is kept."""
        with self._session(self._for_reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session in one transaction: all of it is kept, or nothing."""
        with self._session(self._for_writing) as session:
            yield session
            session.commit()

    @contextmanager
    def sharing(self) -> Iterator[Session]:
        """Give a session in one transaction that does not queue with the writers of a PostgreSQL.

        Only for rows that are no part of the catalog and are locked one by one: leases and turns.
        """
        with self._session(self.engine) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine, info={opt_outs.KEY: self.opt_out_key, opt_outs.COPY: self.opt_out_copy}) as session:
                yield session
        except (DBAPIError, PendingRollbackError, NoRoomError) as error:
            raise StoreError(self._sentence(error)) from error

    @contextmanager
    def alone(self, name: str, otherwise: str) -> Iterator[None]:
        """Be the only process that does something. Raises BusyError with the sentence `otherwise` if another does."""
        try:
            with alone(self.engine, name, otherwise):
                yield
        except (DBAPIError, NoRoomError) as error:
            raise StoreError(self._sentence(error)) from error

    @contextmanager
    def together(self, name: str, otherwise: str) -> Iterator[Company]:
        """Do something together with other processes, on PostgreSQL. Raises BusyError while one does it `alone`."""
        try:
            with together(self.engine, name, otherwise) as company:
                yield company
        except (DBAPIError, NoRoomError) as error:
            raise StoreError(self._sentence(error)) from error

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep `restore` from putting another file in its place. Raises BusyError while that is done just now."""
        with in_use(Path(self.place)) if self.is_file and self.place else nullcontext():
            yield

    def migrate(self) -> None:
        """Bring the tables up to date and draw the epoch of a new database. Raises StoreError."""
        try:
            with self._for_writing.begin() as connection:
                if not self.is_file:
                    postgres.require_utf8(connection)
                    postgres.take_time(connection)
                command.upgrade(migration_config(connection), "head")
                if not self.is_file:
                    postgres.order_by_bytes(connection)
                if connection.execute(select(CounterRow.id)).first() is None:
                    connection.execute(insert(CounterRow).values(id=1, epoch=secrets.token_hex(4), revision=0))
        except CommandError as error:
            raise StoreError(
                f"{self.place} was made by another version of Followworthy ({error}): use that version, "
                "or another data folder."
            ) from error
        except SQLAlchemyError as error:
            raise StoreError(self._sentence(error)) from error

    def copy_to(self, target: Path) -> None:
        """Write a copy of an SQLite database while it is in use, whole or not at all. Raises StoreError."""
        unfinished = target.with_suffix(".unfinished")
        try:
            unfinished.touch(mode=0o600)
            with closing(self.engine.raw_connection()) as source, closing(sqlite3.connect(unfinished)) as copy:
                source.driver_connection.backup(copy)  # type: ignore[union-attr]
            unfinished.replace(target)
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            unfinished.unlink(missing_ok=True)
            raise StoreError(f"No backup could be written to {target}: {error}.") from error

    def compact(self) -> bool:
        """Write an SQLite file anew, so that nothing deleted is left in its pages; tell whether all of it is gone.

        Somebody who reads meanwhile keeps the old pages in the log beside the file. Raises StoreError.
        """
        try:
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = cursor.fetchone() or (1,)
                return not busy[0]
        except (sqlite3.Error, SQLAlchemyError) as error:
            raise StoreError(f"The old pages of {self.place} could not be overwritten: {error}.") from error

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @property
    def place(self) -> str:
        """Where it is, for people; a password is hidden."""
        url = self.engine.url
        return str(url.database) if self.is_file else str(url.set(drivername="postgresql", query={}))

    def _sentence(self, error: SQLAlchemyError) -> str:
        known = postgres.cause(error) if isinstance(error, DBAPIError) else None
        cause = known or str(getattr(error, "orig", None) or error).splitlines()[0]
        return f"The database {self.place} cannot be used: {cause.rstrip('.')}."


def migration_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, over an open connection when given."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _address(text: str) -> URL:
    """Give the address taken apart. What is wrong with one is told without a word of it: it may hold a password."""
    if text.startswith("postgres://"):
        raise StoreError(OLD_SCHEME)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(WRONG_ADDRESS) from None
    if url.drivername not in KINDS or "@" in (url.host or ""):
        raise StoreError(WRONG_ADDRESS)
    return url
