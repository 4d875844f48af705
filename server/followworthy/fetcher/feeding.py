"""Visits that are shared with other processes: fetched one by one when there is room, each request in a common turn.

What this process knows of a host's pace still holds; the common turn comes on top of it, and others get it when the
host's gap is over. So no two processes ask one host at once, and each keeps the gap after what another one asked.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from followworthy.domain.values import Exchange
from followworthy.errors import FollowworthyError
from followworthy.fetcher.many import Crew, Host, Visit, name_in
from followworthy.fetcher.pace import Pace
from followworthy.fetcher.turns import Home, Turns

T = TypeVar("T")
ROOM = 4
"""For each worker so many visits may be on their way: most of them wait for a pace and need nobody."""


class SharedTurns(Protocol):
    """The turns of hosts, as processes share them."""

    def take(self, host: str) -> None:
        """Wait until a host's turn is ours."""

    def give_back(self, host: str, seconds: float) -> None:
        """Let others have it in so many seconds."""


class FedCrew(Crew[T]):
    """Workers on visits that are fetched from `asked` in a thread of its own, as long as there is room."""

    def __init__(
        self,
        asked: Iterator[tuple[T, str]],
        turns: SharedTurns,
        start: Callable[[str], Turns[Exchange]],
        pace: Pace,
        clock: Callable[[], float],
    ) -> None:
        super().__init__((), start, pace, clock)
        self._asked = asked
        self._turns = turns
        self._fed = False
        self._most = 0
        self._room = threading.Condition(self._lock)

    def _hired(self, concurrency: int) -> list[threading.Thread]:
        self._most = concurrency * ROOM
        return [*self._hands(concurrency), threading.Thread(target=self._feed, name="visits-feeder", daemon=True)]

    def _is_over(self) -> bool:
        return self._fed and not self._left

    def _feed(self) -> None:
        try:
            while self._has_room() and (one := next(self._asked, None)) is not None:
                self._add(*one)
            self._fed = True
        except FollowworthyError as error:
            self._problem = error
        finally:
            with self._lock:
                if not self._left or not self._fed:
                    self._stop()
                self._arrived.notify()

    def _has_room(self) -> bool:
        """Wait for room; tell whether more is wanted at all."""
        with self._lock:
            while self._left >= self._most and not self._stopped:
                self._room.wait()
            return not self._stopped

    def _add(self, known_by: T, url: str) -> None:
        with self._lock:
            home = self._host(name_in(url))
            home.waiting.append(Visit(known_by, url, home))
            self._left += 1
            self._queue(home)

    def _drop_the_rest(self) -> None:
        super()._drop_the_rest()
        with self._lock:
            self._room.notify()

    def _put(self, host: Host[T], visit: Visit[T], at: str | Home[Exchange]) -> None:
        super()._put(host, visit, at)
        with self._lock:
            self._room.notify()

    def _stop(self) -> None:
        super()._stop()
        self._room.notify()

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        with self._pace.turn(host):
            self._turns.take(host)
            try:
                yield
            finally:
                self._turns.give_back(host, max(self._pace.ready_at(host) - self._clock(), 0.0))
