"""A PostgreSQL to test on: the one that TEST_DATABASE_URL names, else a throw-away one from Debian's binaries."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from followworthy.store import Database
from followworthy.store.tables import Base

GIVEN = "TEST_DATABASE_URL"
HOW = (
    "PostgreSQL is needed: on Debian and Ubuntu, apt-get install postgresql brings it; or let TEST_DATABASE_URL name "
    "a server, as postgresql://USER:PASSWORD@HOST/postgres, whose user may create databases."
)
HURRY = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200")
"""A throw-away server need not survive the loss of power; one that is stopped in the middle must keep what it took."""
SAFE = ("max_connections=200",)


NUMBERS = itertools.count()
SEND_AWAY = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

UNCHECKED = """SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles
WHERE rolname = current_user AND rolsuper"""
"""Everything goes, so no reference need be looked up; only superusers may say so, others wait a little longer."""


def binaries() -> Path | None:
    """Where Debian, or whoever puts it on the PATH, keeps the server's programs: the newest; None without them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path) if on_path else None
    return found.parent if found else None


@dataclass
class Cluster:
    """A throw-away server in a folder of its own; only a socket there leads to it."""

    programs: Path
    folder: Path
    as_whom: tuple[str, ...] = ()
    how: tuple[str, ...] = HURRY

    @property
    def url(self) -> str:
        query = {"host": str(self.folder)}
        return URL.create("postgresql", "postgres", database="postgres", query=query).render_as_string()

    def run(self, program: str, *words: str) -> None:
        command = [*self.as_whom, str(self.programs / program), *words]
        done = subprocess.run(
            command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def make(self) -> None:
        """In a language that does not order text by its bytes, so that whoever relies on that order is found out."""
        language = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
        self.run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *language)

    def start(self) -> None:
        settings = [word for one in self.how for word in ("-c", one)]
        options = " ".join(["-c listen_addresses=''", f"-k {self.folder}", *settings])
        self.run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """At once, whoever is connected: as when the machine is switched off."""
        self.run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


@contextmanager
def cluster(programs: Path, how: tuple[str, ...] = HURRY) -> Iterator[Cluster]:
    """Make and start one, as the user postgres where we are root (it refuses to be root), and remove it again."""
    folder = Path(tempfile.mkdtemp(prefix="followworthy-postgres-"))
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, "postgres")
    made = Cluster(programs, folder, ("runuser", "-u", "postgres", "--") if root else (), how)
    try:
        made.make()
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Emptied:
    """A database with all tables, which is as new after each `clean`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        with self._engine.connect() as connection:
            sequences = connection.scalars(text("SELECT sequencename FROM pg_sequences")).all()
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        self._statements = [
            SEND_AWAY,
            UNCHECKED,
            *(str(table.delete()) for table in reversed(Base.metadata.sorted_tables)),
            *(f"SELECT setval('{one}', 1, false)" for one in sequences),
            "INSERT INTO counter (id, epoch, revision) VALUES (1, 'k3f9x2', 0)",
            f"UPDATE alembic_version SET version_num = '{version}'",  # noqa: S608 - our own number
        ]

    def clean(self) -> bool:
        """Send away whoever is still connected, and take everything out; False where a test changed the very tables."""
        try:
            with self._engine.connect() as connection:
                connection.execute(text("; ".join(self._statements)))
        except DBAPIError:
            self.close()
            return False
        return True

    def close(self) -> None:
        self._engine.dispose()


@dataclass
class Server:
    """Makes and drops databases on a server (as `Databases`), given by the address of one that is there already.

    A database that was only written to is emptied and given to the next test: copying one takes fifty times as long.
    """

    url: str
    _in_use: dict[str, Emptied] = field(default_factory=dict)
    _spare: list[Emptied] = field(default_factory=list)
    _template: str = ""

    def __post_init__(self) -> None:
        self._engine = _engine(self.url)

    def empty(self, _folder: Path | None = None) -> str:
        return self._new("TEMPLATE template0 ENCODING 'UTF8'")

    def fresh(self, _folder: Path | None = None) -> str:
        one = self._spare.pop() if self._spare else Emptied(self._copy())
        self._in_use[one.url] = one
        return one.url

    def drop(self, url: str) -> None:
        one = self._in_use.pop(url, None)
        if one is not None and one.clean():
            self._spare.append(one)
        else:
            self._remove(url)

    def close(self) -> None:
        for one in (*self._spare, *self._in_use.values()):
            one.close()
            self._remove(one.url)
        if self._template:
            self._remove(self._template)
        self._engine.dispose()

    def _copy(self) -> str:
        if not self._template:
            self._template = self.empty()
            database = Database(self._template)
            database.migrate()
            database.close()
        return self._new(f"TEMPLATE {make_url(self._template).database}")

    def _new(self, how: str) -> str:
        name = f"followworthy_test_{os.getpid()}_{next(NUMBERS)}"
        self._run(f"CREATE DATABASE {name} {how}")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _remove(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


def _engine(url: str) -> Engine:
    """Asked before it is used whether it is still there: some tests stop the server."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(address, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True)
