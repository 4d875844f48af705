"""What every room's tests share: a fresh database, a moment in time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followworthy.store import Database

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", type=Path, default=None, help="folder of the shared data, for the acceptance tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --shared, acceptance is another command's business (`make acceptance`), not a skip."""
    if config.getoption("--shared") is not None:
        return
    kept = [item for item in items if item.get_closest_marker("acceptance") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture
def now() -> datetime:
    return MOMENT


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'followworthy.db'}", opt_out_key=b"k" * 32)
    database.migrate()
    yield database
    database.close()
