"""Asking somebody who may never answer, and waiting only for so long."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Patience(Generic[T]):
    """Asks in a thread of its own, one at a time: while an answer is still awaited, nobody asks a second time."""

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._asked: _Asked[T] | None = None

    def answer(self) -> T | None:
        """Give the answer, None if there is none in time."""
        with self._lock:
            if self._asked is None or not self._asked.is_alive():
                self._asked = _Asked(self._ask)
                self._asked.start()
            asked = self._asked
        asked.join(self._seconds)
        return asked.found


class _Asked(threading.Thread, Generic[T]):
    def __init__(self, ask: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._ask, self.found = ask, None  # type: tuple[Callable[[], T], T | None]

    def run(self) -> None:
        self.found = self._ask()
