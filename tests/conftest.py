"""What every room's tests share: a fresh database, a moment in time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followworthy.store import Database

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", type=Path, default=None, help="folder of the shared data, for the acceptance tests")


MOST_TRIED_AGAIN = 3
"""So many tests of real browsers may want a second try in one run; more are no accident."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --shared, acceptance is another command's business (`make acceptance`), not a skip."""
    if config.getoption("--shared") is not None:
        return
    kept = [item for item in items if item.get_closest_marker("acceptance") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
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


@pytest.fixture
def now() -> datetime:
    return MOMENT


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'followworthy.db'}", opt_out_key=b"k" * 32)
    database.migrate()
    yield database
    database.close()
