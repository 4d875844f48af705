"""A component that this machine lacks: one line that says how to get it; where nothing may be skipped, a failure."""

import os
from typing import NoReturn

import pytest


def missing(sentence: str) -> NoReturn:
    """Skip with the sentence, or fail with it when CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
