"""Many visits at once: no worker waits for a slow or paced host while another host is free.

Each host has its visits in a row and a moment from which it may be asked; the hosts stand in a heap by that moment.
A worker takes the host that is ready first, does one step (one request) of its next visit in that host's turn, and
puts the visit where it wants to go on. One idle worker watches the clock for all.
"""

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from followworthy.domain.values import Exchange
from followworthy.errors import FollowworthyError
from followworthy.fetcher.pace import Pace
from followworthy.fetcher.turns import Home, Turns, resume

T = TypeVar("T")
MOST_UNREAD = 64
"""So many visits may be home and unread before no more is asked: pages are large, and readers may be slow."""
ALERT_SECONDS = 0.5
"""So often whoever reads looks up: a Ctrl-C just before a wait without end would be heard at its end only."""
GOODBYE_SECONDS = 1.0
"""So long we wait for workers when nobody reads on; one that is stuck in a connection is left behind."""


class Visit(Generic[T]):
    """One visit, not begun while it has no `steps`; `home` is the host that it begins with."""

    __slots__ = ("home", "known_by", "steps", "url")

    def __init__(self, known_by: T, url: str, home: "Host[T]") -> None:
        self.known_by = known_by
        self.url = url
        self.home = home
        self.steps: Turns[Exchange] | None = None


class Host(Generic[T]):
    """One host, with the visits to begin with it, and those that go on there, which come first.

    Until its first visit has asked for robots.txt there it gets no second one: so that is asked once. `width` requests
    may be under way at once.
    """

    __slots__ = ("begun", "going_on", "name", "opened", "queued", "under_way", "waiting", "width")

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: deque[Visit[T]] = deque()
        self.going_on: deque[Visit[T]] = deque()
        self.width = 1
        self.under_way = 0
        self.begun = self.opened = self.queued = False

    def has_next(self) -> bool:
        """Tell whether there is a visit that may take a turn."""
        may_begin = self.opened or not self.begun
        return self.under_way < self.width and bool(self.going_on or (may_begin and self.waiting))

    def next(self) -> Visit[T]:
        """Give the visit whose turn it is."""
        self.under_way += 1
        if self.going_on:
            return self.going_on.popleft()
        self.begun = True
        return self.waiting.popleft()


class Crew(Generic[T]):
    """Workers on a number of visits: each is something it is known by, and an address; `start` begins one."""

    def __init__(
        self,
        asked: Iterable[tuple[T, str]],
        start: Callable[[str], Turns[Exchange]],
        pace: Pace,
        clock: Callable[[], float],
    ) -> None:
        self._start = start
        self._pace = pace
        self._clock = clock
        self._hosts: dict[str, Host[T]] = {}
        self._left = 0
        for known_by, url in asked:
            home = self._host(name_in(url))
            home.waiting.append(Visit(known_by, url, home))
            self._left += 1
        self._heap: list[tuple[float, int, Host[T]]] = []
        self._order = itertools.count()
        self._workers = 0
        self._stopped = self._watched = False
        self._problem: FollowworthyError | None = None
        self._home: list[tuple[T, Exchange]] = []
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._watch = threading.Condition(self._lock)
        self._arrived = threading.Condition(self._lock)

    def brings(
        self, concurrency: int, cut_off: Callable[[], None], enough: Callable[[], bool]
    ) -> Iterator[tuple[T, Exchange]]:
        """Set the workers to work and give each visit as it comes home.

        `cut_off` ends what is under way when the caller stops reading; `enough` tells, whenever a visit was read,
        whether to begin no more. Raises what made a worker stop.
        """
        workers = self._hired(concurrency)
        for worker in workers:
            worker.start()
        try:
            while arrived := self._arrivals():
                for one in arrived:
                    yield one
                    if enough():
                        self._drop_the_rest()
        finally:
            if not self._is_over():
                with self._lock:
                    self._stop()
                cut_off()
            for worker in workers:
                worker.join(GOODBYE_SECONDS)

    def _hired(self, concurrency: int) -> list[threading.Thread]:
        """Give the workers, after each host got its share of them: so connections are at most workers and hosts."""
        total = self._left
        with self._lock:
            for host in self._hosts.values():
                share = -(-concurrency * len(host.waiting) // total)
                host.width = min(self._pace.width(host.name), share)
                self._queue(host)
        return self._hands(min(concurrency, total))

    def _hands(self, number: int) -> list[threading.Thread]:
        self._workers = number
        return [threading.Thread(target=self._work, name=f"visits-{one}", daemon=True) for one in range(number)]

    def _is_over(self) -> bool:
        return not self._left

    def _arrivals(self) -> list[tuple[T, Exchange]]:
        """Wait for visits that come home; none when all are read. Raises what made a worker stop."""
        with self._lock:
            while not self._home and self._workers:
                self._arrived.wait(ALERT_SECONDS)
            arrived, self._home = self._home, []
            if len(arrived) >= MOST_UNREAD:
                self._idle.notify_all()
            if self._problem is not None:
                raise self._problem
            if not self._is_over() and not self._workers:
                raise RuntimeError("The visits ended early: a worker met a defect.")
        return arrived

    def _drop_the_rest(self) -> None:
        """Forget the visits that are not begun; those under way come home."""
        with self._lock:
            for host in self._hosts.values():
                self._left -= len(host.waiting)
                host.waiting.clear()
                host.queued = False
            self._heap = []
            for host in self._hosts.values():
                self._queue(host)
            self._idle.notify_all()
            self._watch.notify_all()

    def _stop(self) -> None:
        self._stopped = True
        self._idle.notify_all()
        self._watch.notify_all()

    def _work(self) -> None:
        try:
            while (taken := self._take()) is not None:
                host, visit = taken
                self._put(host, visit, self._step(host, visit))
        except FollowworthyError as error:
            self._problem = error
        finally:
            with self._lock:
                self._workers -= 1
                self._stop()  # all is home, or nothing is right: either way the others need not go on
                self._arrived.notify()

    def _step(self, host: Host[T], visit: Visit[T]) -> str | Home[Exchange]:
        """Do one step in the host's turn. The first one only tells where a visit begins: here, as a rule."""
        if visit.steps is None:
            visit.steps = self._start(visit.url)
            begins_at = resume(visit.steps)
            if isinstance(begins_at, Home) or self._pace.home(begins_at) != host.name:
                return begins_at
        with self._turn(host.name):
            return resume(visit.steps)

    def _turn(self, host: str) -> AbstractContextManager[None]:
        return self._pace.turn(host)

    def _take(self) -> tuple[Host[T], Visit[T]] | None:
        """Wait for a host that may be asked now, and give it with its next visit; None when the work is over."""
        with self._lock:
            while not self._is_over() and not self._stopped:
                early = self._early()
                if early is None or len(self._home) >= MOST_UNREAD:
                    self._idle.wait()
                elif early <= 0:
                    return self._popped()
                elif self._watched:
                    self._idle.wait()
                else:
                    self._watched = True
                    self._watch.wait(early)
                    self._watched = False
        return None

    def _early(self) -> float | None:
        """Give for how many seconds it is too early for every host; None if no host has anything to do."""
        if not self._heap:
            return None
        return self._heap[0][0] - self._clock()

    def _popped(self) -> tuple[Host[T], Visit[T]]:
        _, _, host = heapq.heappop(self._heap)
        host.queued = False
        visit = host.next()
        self._queue(host)
        if self._heap:
            self._idle.notify()  # somebody has to watch the clock
        return host, visit

    def _put(self, host: Host[T], visit: Visit[T], at: str | Home[Exchange]) -> None:
        """Put a visit where it goes on, or among those that are home."""
        with self._lock:
            host.under_way -= 1
            if isinstance(at, Home):
                visit.home.opened = True
                self._queue(visit.home)
                self._left -= 1
                self._home.append((visit.known_by, at.brought))
                self._arrived.notify()
            else:
                goes_on = self._host(at)
                goes_on.going_on.append(visit)
                visit.home.opened |= goes_on is visit.home
                self._queue(visit.home)
                self._queue(goes_on)
            self._queue(host)

    def _queue(self, host: Host[T]) -> None:
        """Put a host that can be asked into the heap, and wake somebody if it is now the first."""
        if host.queued or not host.has_next():
            return
        host.queued = True
        heapq.heappush(self._heap, (self._pace.ready_at(host.name), next(self._order), host))
        if self._heap[0][2] is host:
            (self._watch if self._watched else self._idle).notify()

    def _host(self, named: str) -> Host[T]:
        name = self._pace.home(named)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(name)
        return host


def name_in(url: str) -> str:
    """Give the host that a visit will most likely begin with; where it really does is the visit's matter."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
