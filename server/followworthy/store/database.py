"""Opening a database: engine, short transactions, migrations. Knows nothing of what the tables mean."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError
from sqlalchemy.orm import Session

from followworthy.errors import StoreError
from followworthy.store import opt_outs
from followworthy.store.alone import alone, in_use
from followworthy.store.tables import CounterRow

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 20
"""How long a writer waits for another one before SQLite gives up."""


class Database:
    """One database: `reading()` and `writing()` give sessions, `migrate()` brings its tables up to date.

    A writing session takes SQLite's write lock at once (BEGIN IMMEDIATE): two writers wait for each other
    instead of failing in the middle.
    """

    def __init__(self, url: str, *, opt_out_key: bytes | None = None, opt_out_copy: Path | None = None) -> None:
        """Prepare, without connecting; `opt_out_key` and `opt_out_copy` are those of `opt_outs`.

        Raises StoreError for a wrong address.
        """
        self.opt_out_key, self.opt_out_copy = opt_out_key, opt_out_copy
        try:
            self.engine = create_engine(make_url(url), hide_parameters=True)  # an error may be logged: nobody's words
        except (ArgumentError, ImportError) as error:
            raise StoreError(f"FOLLOWWORTHY_DATABASE_URL cannot be used ({error}).") from error
        if self.engine.dialect.name == "sqlite":
            _set_up_sqlite(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the catalog; nothing is kept."""
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session in one transaction: all of it is kept, or nothing."""
        with self._session(self.engine.execution_options(followworthy_writes=True)) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine, info={opt_outs.KEY: self.opt_out_key, opt_outs.COPY: self.opt_out_copy}) as session:
                yield session
        except DatabaseError as error:
            raise StoreError(self._sentence(error)) from error

    @contextmanager
    def alone(self, name: str, otherwise: str) -> Iterator[None]:
        """Be the only process that does something. Raises BusyError with the sentence `otherwise` if another does."""
        with alone(self.engine, name, otherwise):
            yield

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep `restore` from putting another file in its place. Raises BusyError while that is done just now."""
        with in_use(Path(self.place)) if self.is_file and self.place else nullcontext():
            yield

    def migrate(self) -> None:
        """Bring the tables up to date and draw the epoch of a new database. Raises StoreError."""
        try:
            with self.engine.execution_options(followworthy_writes=True).begin() as connection:
                command.upgrade(migration_config(connection), "head")
                if connection.execute(select(CounterRow.id)).first() is None:
                    connection.execute(insert(CounterRow).values(id=1, epoch=secrets.token_hex(4), revision=0))
        except CommandError as error:
            raise StoreError(
                f"{self.place} was made by another version of Followworthy ({error}): use that version, "
                "or another data folder."
            ) from error
        except SQLAlchemyError as error:
            raise StoreError(self._sentence(error)) from error

    @property
    def is_file(self) -> bool:
        """Whether it lies in one file of this machine."""
        return self.engine.dialect.name == "sqlite"

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
        return self.engine.url.database if self.engine.dialect.name == "sqlite" else str(self.engine.url)  # type: ignore[return-value]

    def _sentence(self, error: SQLAlchemyError) -> str:
        cause = getattr(error, "orig", None) or error
        return f"The database {self.place} cannot be used: {str(cause).splitlines()[0]}."


def migration_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, over an open connection when given."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _set_up_sqlite(engine: Engine) -> None:
    """WAL, enforced references, and transactions begun by us: the driver's own habit would split DDL from them."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("followworthy_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
