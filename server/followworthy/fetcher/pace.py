"""One request at a time to a host, and a gap between them, measured from the end of the last answer.

Threads with business at one host wait for each other; other hosts are not concerned. This very machine, where a
setting admits it, is our own and needs no gap.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from followworthy.fetcher.guard import is_loopback

HERE = "localhost"
"""This very machine's name, everywhere (RFC 6761)."""


class _Slot:
    """One host's turn: who holds the lock may ask, not before `free_at`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = float("-inf")


class Pace:
    """Hands out turns per host. `gap` in seconds; `clock` is monotonic, `wait` waits so many seconds."""

    def __init__(self, gap: float, clock: Callable[[], float], wait: Callable[[float], object]) -> None:
        self._gap = gap
        self._clock = clock
        self._wait = wait
        self._slots: dict[str, _Slot] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for this host's turn, and keep it until the answer is home."""
        with self._lock:
            slot = self._slots.setdefault(host, _Slot())
        with slot.lock:
            while (early := slot.free_at - self._clock()) > 0:
                self._wait(early)
            try:
                yield
            finally:
                slot.free_at = self._clock() + (0 if host == HERE or is_loopback(host) else self._gap)
