"""What is PostgreSQL's alone: how connections are set up, how writers queue, in which order text stands.

Knows nothing of what tables mean. Which lock keeps two processes from one job is `alone`'s matter.
"""

from typing import Any
from zlib import crc32

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from followworthy.errors import StoreError

READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""The options of a connection that sees one state, however many statements it asks, and writes nothing."""
WRITERS = crc32(b"followworthy writers")
"""The number of the lock that every writing transaction takes first, so that writers queue as they do on SQLite."""
CONNECT_SECONDS = 5
CONNECTIONS = 5
MORE_CONNECTIONS = 15
"""Beyond those that are kept, so many are opened while they are needed."""
LEAST_IDLE_SECONDS = 60
KEEPALIVE_SECONDS, AGAIN_SECONDS, TRIES = 60, 10, 3
"""An idle connection speaks so often, so that no firewall between forgets it; unanswered so often, it is dead."""
UNHEARD_SECONDS = 30
"""So long a question may be on its way before a server that went without a word counts as gone."""
TOO_LONG, SOMEBODY_WRITES = "57014", "55P03"
"""PostgreSQL's codes for a statement, and for a wait, that took too long."""
TEXT_COLUMNS = """SELECT quote_ident(c.relname), quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
AND l.collname <> 'C' AND a.atttypid <> 'name'::regtype ORDER BY c.relname, a.attnum"""

SEQUENCES = """SELECT s.oid::regclass::text, c.oid::regclass::text, quote_ident(a.attname)
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class c ON c.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE d.deptype IN ('a', 'i') AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"""


def engine(url: URL, writes: str, seconds: int) -> Engine:
    """Make an engine whose statements may take so many seconds, and whose writers wait for each other.

    A connection with the option `writes` takes the writers' lock at its beginning and holds it to its end.
    """
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # an error may be logged: nobody's words
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        pool_timeout=seconds,
        connect_args={
            "application_name": "followworthy",
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": KEEPALIVE_SECONDS,
            "keepalives_interval": AGAIN_SECONDS,
            "keepalives_count": TRIES,
            "tcp_user_timeout": 1000 * UNHEARD_SECONDS,
            "options": _options(url, seconds),
        },
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(writes, False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return made


def take_time(connection: Connection) -> None:
    """Let this transaction's statements take as long as they need: a migration of a large catalog does."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def require_utf8(connection: Connection) -> None:
    """Raise StoreError for a database that cannot hold every name."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreError(f"The database keeps text as {encoding}: make one with ENCODING 'UTF8' TEMPLATE template0.")


def order_by_bytes(connection: Connection) -> None:
    """Let all text columns be compared by their bytes, as SQLite compares them, whatever language the server speaks.

    It is done after the migrations rather than by them, so that none of them can forget it.
    """
    for table, column, kind in connection.exec_driver_sql(TEXT_COLUMNS).all():
        connection.execute(text(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind} COLLATE "C"'))


def count_on(connection: Connection) -> None:
    """Let numbers be drawn from the highest one that is there: rows that came with their own leave counting behind."""
    for sequence, table, column in connection.exec_driver_sql(SEQUENCES).all():
        highest = f"SELECT coalesce(max({column}), 0) + 1 FROM {table}"  # noqa: S608 - the server's own names, quoted
        connection.exec_driver_sql(f"SELECT setval('{sequence}', ({highest}), false)")


def settle(connection: Connection) -> None:
    """Make everything ready after many rows came at once: counting goes on behind them, and plans know of them."""
    count_on(connection)
    connection.exec_driver_sql("ANALYZE")


def cause(error: DBAPIError) -> str | None:
    """Say in words what PostgreSQL means by some of its codes; None for the others, whose own words do."""
    return {
        TOO_LONG: "it took too long to answer; try again, or when it is less busy",
        SOMEBODY_WRITES: "somebody else has been writing for too long; try again in a moment",
    }.get(getattr(error.orig, "sqlstate", None) or "")


def _options(url: URL, seconds: int) -> str:
    """Give the settings of each session; what an operator wrote into the address comes last, and wins."""
    limits = {
        "timezone": "UTC",
        "statement_timeout": f"{seconds}s",
        "lock_timeout": f"{max(seconds * 2 // 3, 1)}s",
        "idle_in_transaction_session_timeout": f"{max(seconds, LEAST_IDLE_SECONDS)}s",
        # So that the server, too, notices a machine that went without a word: its locks would stay for two hours.
        "tcp_keepalives_idle": KEEPALIVE_SECONDS,
        "tcp_keepalives_interval": AGAIN_SECONDS,
        "tcp_keepalives_count": TRIES,
    }
    given = url.query.get("options", ())
    theirs = (given,) if isinstance(given, str) else given
    return " ".join((*(f"-c {name}={value}" for name, value in limits.items()), *theirs))
