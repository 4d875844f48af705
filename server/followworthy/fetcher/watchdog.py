"""Deadlines that hold: when a visit's time is over, its connection is shut down from outside.

A read timeout alone never ends a body that drips one byte a second. One thread watches over all visits, and no
connection needs timeouts of its own.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

from followworthy.fetcher.trouble import VisitError

ANSWER_SECONDS = 15.0
"""Within these an answer must have begun: 5 to connect, and 10 more."""


class Budget:
    """The seconds one visit may still spend outside, over all its hops; waiting for a turn costs nothing."""

    def __init__(self, seconds: float) -> None:
        self.whole = seconds
        self.left = seconds

    @property
    def spent(self) -> float:
        """Give the seconds already spent outside."""
        return self.whole - self.left


class Grip:
    """Our own hold on a connection: TLS detaches the first socket object, and an answer may take the connection over.

    The connection has it, and each watch while it lasts; who lets go last closes it.
    """

    __slots__ = ("_holders", "_socket")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection.dup()
        self._holders = 1

    def hold(self) -> None:
        """Hold it once more."""
        self._holders += 1

    def let_go(self) -> None:
        """Hold it once less; the connection itself may live on."""
        self._holders -= 1
        if not self._holders:
            self._socket.close()

    def shut(self) -> None:
        """Shut the connection down, whoever is reading from it."""
        with contextlib.suppress(OSError):  # it may have ended by itself
            self._socket.shutdown(socket.SHUT_RDWR)


class Watch:
    """One request under watch, at most until `end`, and first of all until its answer should have begun.

    `fired`: its time ran out; `begun`: its answer has begun; `reused`: it goes over a connection used before.
    """

    __slots__ = ("_grip", "begun", "deadline", "end", "fired", "reused")

    def __init__(self, end: float, deadline: float) -> None:
        self.end = end
        self.deadline = deadline
        self.fired = self.begun = self.reused = False
        self._grip: Grip | None = None

    def left(self) -> float:
        """Give the seconds left. Raises VisitError (`timeout`) when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise VisitError("timeout", "The time for this visit was over.")
        return seconds

    def begins(self) -> None:
        """Take note that the answer begins: from now on only the end counts. One cut off in its head does not."""
        if not self.fired:
            self.begun = True
            self.deadline = self.end

    def shut(self) -> None:
        """Shut the connection down, if there is one yet."""
        self.fired = True
        if self._grip is not None:
            self._grip.shut()

    def hold(self, grip: Grip | None) -> None:
        """Take hold of another connection, or of none."""
        if grip is self._grip:
            return
        if self._grip is not None:
            self._grip.let_go()
        if grip is not None:
            grip.hold()
        self._grip = grip


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
        end = began + budget.left
        watch = self._mine.watch = Watch(end, min(end, began + ANSWER_SECONDS))
        self._begin(watch)
        try:
            yield watch
        finally:
            with self._wake:
                self._watches.discard(watch)
                watch.hold(None)
            budget.left -= time.monotonic() - began

    def watch(self) -> Watch:
        """Give the watch over this thread's request."""
        mine: Watch = self._mine.watch
        return mine

    def hold(self, grip: Grip) -> None:
        """Let this thread's request hold on to its connection."""
        watch = self.watch()
        with self._wake:
            watch.hold(grip)
            if watch.fired:
                watch.shut()

    def let_go(self, grip: Grip) -> None:
        """Let go of a connection that was closed."""
        with self._wake:
            grip.let_go()

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
