"""One request at a time to a host, and a gap between them, measured from the end of the last answer.

A host that asks to be left alone (Retry-After) or to be asked slowly (Crawl-delay) gets its wish, within bounds.
Threads with business at one host wait for each other; other hosts are not concerned.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from followworthy.fetcher.guard import is_loopback
from followworthy.fetcher.trouble import VisitError

HERE = "localhost"
"""This very machine's name, everywhere (RFC 6761)."""
LONGEST_REST = 3600.0
"""A host that wants to be left alone for longer is asked again after an hour at the earliest."""
LONGEST_CRAWL_DELAY = 60.0
NO_GAP = (0.0, 0.0)

Gaps = Callable[[str], tuple[float, float]]
"""The shortest and the longest gap of a host, in seconds; each gap is drawn between them."""


def usual_gaps(seconds: float) -> Gaps:
    """Give the same gap to every host but this very machine, which is our own and needs none."""
    return lambda host: NO_GAP if is_here(host) else (seconds, seconds)


def is_here(host: str) -> bool:
    """Tell whether a host's name or address is this very machine's."""
    return host == HERE or is_loopback(host)


class _Slot:
    """One host's turns: who has entered may ask, not before `free_at`, nor, if it rests, before `awake_at`."""

    def __init__(self, gap: tuple[float, float], width: int) -> None:
        self.gap = gap
        self.width = width
        self.entry = threading.Semaphore(width)
        self.least = 0.0
        self.ended_at = self.free_at = self.awake_at = float("-inf")


class Pace:
    """Hands out turns per host.

    `clock` is monotonic, `wait` waits so many seconds. `home` gives the name that stands for a host: those below it
    share its turns, as subdomains of one site do. `width` requests at once may go to this very machine where
    it has no gap. A rest longer than `patience` seconds is not waited for: `require_awake` says so.
    """

    def __init__(
        self,
        gaps: Gaps,
        clock: Callable[[], float],
        wait: Callable[[float], object],
        *,
        home: Callable[[str], str] = lambda host: host,
        width: int = 1,
        patience: float = LONGEST_REST,
    ) -> None:
        self.home = home
        self._gaps = gaps
        self._clock = clock
        self._wait = wait
        self.most_at_once = width
        self._patience = patience
        self._slots: dict[str, _Slot] = {}
        self._lock = threading.Lock()
        self._chance = random.SystemRandom()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for this host's turn, and keep it until the answer is home."""
        with self._slot(host).entry:
            while (early := self.ready_at(host) - self._clock()) > 0:
                self._wait(early)
            yield

    def ready_at(self, host: str) -> float:
        """Give the moment from which the host may be asked; one that rests for too long is not waited for."""
        slot = self._slot(host)
        if slot.awake_at - self._clock() > self._patience:
            return slot.free_at
        return max(slot.free_at, slot.awake_at)

    def width(self, host: str) -> int:
        """Give how many requests at once the host may get: one, but for this very machine without a gap."""
        return self._slot(host).width

    def require_awake(self, host: str) -> None:
        """Raise VisitError (`later`) if the host asked to be left alone, and still wants that."""
        rest = self._slot(host).awake_at - self._clock()
        if rest > 0:
            minutes = f"{rest / 60:.0f} minutes" if rest >= 90 else f"{rest:.0f} seconds"
            raise VisitError("later", f"{host} asked to be left alone for another {minutes}.")

    def answered(self, host: str, rest: float | None = None) -> None:
        """Begin the gap: an answer has ended now. `rest` is for how many seconds the host wants to be left alone."""
        slot = self._slot(host)
        slot.ended_at = self._clock()
        low, high = slot.gap
        gap = low if low == high else self._chance.uniform(low, high)
        slot.free_at = slot.ended_at + max(gap, slot.least)
        if rest is not None:
            slot.awake_at = slot.ended_at + min(rest, LONGEST_REST)

    def slow_down(self, host: str, delay: float) -> None:
        """Ask a host no faster than it wishes: `delay` seconds from answer to request, a minute at most."""
        slot = self._slot(host)
        slot.least = min(delay, LONGEST_CRAWL_DELAY)
        slot.free_at = max(slot.free_at, slot.ended_at + slot.least)

    def _slot(self, host: str) -> _Slot:
        slot = self._slots.get(host)
        if slot is not None:
            return slot
        gap = self._gaps(host)
        width = self.most_at_once if gap == NO_GAP and is_here(host) else 1
        with self._lock:
            shared = self._slots.setdefault(self.home(host), _Slot(gap, width))
            return self._slots.setdefault(host, shared)
