"""What every room's tests share: a fresh database, a moment in time."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from followworthy.services import signing_in
from followworthy.store import Database
from tests.databases import Databases, Files
from tests.missing import missing
from tests.postgres import GIVEN, HOW, Cluster, Server, binaries, cluster

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", type=Path, default=None, help="folder of the shared data, for the acceptance tests")
    parser.addoption("--postgresql", action="store_true", help="run what touches a database, and that on PostgreSQL")


MOST_TRIED_AGAIN = 3
"""So many tests of real browsers may want a second try in one run; more are no accident."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what is another command's business.

    Without --shared that is acceptance (`make acceptance`); with --postgresql (`make test-postgresql`), what touches no
    database, and what is about files.
    """
    kept = items
    if config.getoption("--shared") is None:
        kept = [item for item in kept if item.get_closest_marker("acceptance") is None]
    if config.getoption("--postgresql"):
        touching = (item for item in kept if "databases" in getattr(item, "fixturenames", ()))
        kept = [item for item in touching if item.get_closest_marker("sqlite") is None]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that needed a second try, so that nobody overlooks one that does so again and again."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_line(f"TRIED AGAIN {report.nodeid}", yellow=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which more than a few tests needed a second try."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and len(reporter.stats.get("rerun", ())) > MOST_TRIED_AGAIN:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash passwords cheaply and compile each template once: these were half of a desk's tests, and proved nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing_in, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
        compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": compiled})
        yield


@pytest.fixture
def now() -> datetime:
    return MOMENT


@pytest.fixture(scope="session")
def throw_away() -> Iterator[Cluster]:
    """A PostgreSQL of our own, which may be stopped and started."""
    programs = binaries()
    if programs is None:
        missing(HOW)
    with cluster(programs) as running:
        yield running


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL, whichever: the one that was given, or one of our own."""
    server = Server(os.environ.get(GIVEN) or request.getfixturevalue("throw_away").url)
    yield server
    server.close()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where this run's databases come from. Whoever touches one takes it from here, or is not run on PostgreSQL."""
    if request.config.getoption("--postgresql"):
        server: Server = request.getfixturevalue("postgres")
        return server
    return Files(tmp_path_factory.mktemp("template"))


@pytest.fixture
def empty_url(databases: Databases, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Make the address of a database that has no tables yet."""
    yield from _dropped(databases, lambda: databases.empty(tmp_path))


@pytest.fixture
def fresh_url(databases: Databases, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Make the address of a database with tables and nothing in them."""
    yield from _dropped(databases, lambda: databases.fresh(tmp_path))


def _dropped(databases: Databases, make: Callable[[], str]) -> Iterator[Callable[[], str]]:
    """Give `make`, and drop afterwards what it made."""
    made: list[str] = []

    def noted() -> str:
        made.append(make())
        return made[-1]

    yield noted
    for url in made:
        databases.drop(url)


@pytest.fixture
def db(fresh_url: Callable[[], str]) -> Iterator[Database]:
    database = Database(fresh_url(), opt_out_key=b"k" * 32)
    yield database
    database.close()


@pytest.fixture
def database_settings(request: pytest.FixtureRequest, fresh_url: Callable[[], str]) -> dict[str, str]:
    """What tells the real command which database is this test's: on SQLite nothing, the data folder says it."""
    return {"FOLLOWWORTHY_DATABASE_URL": fresh_url()} if request.config.getoption("--postgresql") else {}
