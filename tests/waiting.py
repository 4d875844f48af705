"""Waiting for what another thread or process is about to do: by asking, never by the clock alone."""

import time
from collections.abc import Callable
from threading import Event

PATIENCE = 12.0
"""Seconds until something that must happen counts as not happening; a busy machine is slow, not wrong."""
PAUSE = Event()
"""Never set: between two questions the others may work."""


def wait_until(
    happened: Callable[[], object],
    otherwise: Callable[[], str] = lambda: "what was waited for",
    patience: float = PATIENCE,
) -> None:
    """Ask until it is so; fail with words when it is not so in time."""
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, f"Not within {patience:.0f} s: {otherwise()}"
        PAUSE.wait(0.01)
