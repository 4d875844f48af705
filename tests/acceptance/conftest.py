"""The shared data, for the tests that hold the product against it."""

from pathlib import Path

import pytest

from tests.extension.conftest import chromium_path, playwright_started

__all__ = ["chromium_path", "playwright_started", "shared"]


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.config.getoption("--shared")
    assert (folder / "data" / "experts.json").is_file(), f"{folder} does not hold the shared data"
    return folder
