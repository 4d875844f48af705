"""Deadlines that hold: when a visit's time is over, its connection is shut down from outside.

A read timeout alone never ends a body that drips one byte a second. One thread watches over all visits.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

from followworthy.fetcher.trouble import VisitError


class Budget:
    """The seconds one visit may still spend outside, over all its hops; waiting for a turn costs nothing."""

    def __init__(self, seconds: float) -> None:
        self.whole = seconds
        self.left = seconds

    @property
    def spent(self) -> float:
        """Give the seconds already spent outside."""
        return self.whole - self.left


class Watch:
    """One request under watch. `fired`: its time ran out; `reused`: it goes over a connection used before."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.fired = False
        self.reused = False
        self.handle: socket.socket | None = None

    def left(self) -> float:
        """Give the seconds left. Raises VisitError (`timeout`) when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise VisitError("timeout", "The time for this visit was over.")
        return seconds

    def shut(self) -> None:
        """Shut the connection down, whoever is reading from it."""
        self.fired = True
        if self.handle is not None:
            with contextlib.suppress(OSError):  # it may have ended by itself
                self.handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Give our own handle back; the connection itself lives on."""
        if self.handle is not None:
            self.handle.close()
            self.handle = None


class Watchdog:
    """Watches over all requests under way; `over` and `hold` belong to the thread that makes the request."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._watches: set[Watch] = set()
        self._next = float("inf")
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._mine = threading.local()

    @contextlib.contextmanager
    def over(self, budget: Budget) -> Iterator[Watch]:
        """Watch over one request of this thread; what it takes is taken from the budget."""
        began = time.monotonic()
        watch = self._mine.watch = Watch(began + budget.left)
        self._begin(watch)
        try:
            yield watch
        finally:
            with self._wake:
                self._watches.discard(watch)
                watch.let_go()
            budget.left -= time.monotonic() - began

    def watch(self) -> Watch:
        """Give the watch over this thread's request."""
        mine: Watch = self._mine.watch
        return mine

    def hold(self, connection: socket.socket) -> None:
        """Keep a handle of our own on this request's connection.

        A duplicate, because TLS detaches the first socket object and an answer may take the connection over.
        """
        handle = socket.socket(fileno=os.dup(connection.fileno()))
        watch = self.watch()
        with self._wake:
            watch.let_go()
            watch.handle = handle
            if watch.fired:
                watch.shut()

    def shut_all(self) -> None:
        """End every request under way, as if its time were over."""
        with self._wake:
            for watch in self._watches:
                watch.shut()

    def stop(self) -> None:
        """End the watching thread."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _begin(self, watch: Watch) -> None:
        with self._wake:
            self._watches.add(watch)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="fetcher-watchdog", daemon=True)
                self._thread.start()
            if watch.deadline < self._next:
                self._wake.notify()

    def _look(self) -> None:
        with self._wake:
            while not self._stopped:
                now = time.monotonic()
                for late in [one for one in self._watches if one.deadline <= now]:
                    self._watches.discard(late)
                    late.shut()
                self._next = min((one.deadline for one in self._watches), default=float("inf"))
                self._wake.wait(None if self._next == float("inf") else self._next - now)
