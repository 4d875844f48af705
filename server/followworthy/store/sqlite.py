"""What is SQLite's alone: how a file is opened, and how writers wait. Knows nothing of what tables mean."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

BUSY_SECONDS = 20
"""How long a writer waits for another one before SQLite gives up."""


def engine(url: URL, writes: str) -> Engine:
    """WAL, enforced references, and transactions begun by us: the driver's own habit would split DDL from them.

    A connection with the option `writes` takes the file's write lock at once (BEGIN IMMEDIATE).
    """
    made = create_engine(url, hide_parameters=True)  # an error may be logged: nobody's words

    @event.listens_for(made, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(writes, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made
