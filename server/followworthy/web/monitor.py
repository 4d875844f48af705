"""What one web process counts of itself for `/metrics`: requests by route, method and kind of status, and how long.

Each process answers for itself: where several serve, a monitor sees one of them at a time, and has to be led to each.
Nothing here tells of a reader.
"""

import threading
from collections.abc import Callable, Iterator
from itertools import count

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
KNOWN_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
OTHER, NOWHERE = "other", "none"


class Tally:
    """Counts what happens in any thread: `add()` is one step of C, which no other thread can come between."""

    __slots__ = ("_lock", "_read", "add")

    def __init__(self) -> None:
        self._lock, self._read = threading.Lock(), 0
        self.add: Callable[[], int] = count().__next__

    def value(self) -> int:
        """Give how often `add` was called. Reading takes a step, too, and that is not counted."""
        with self._lock:
            seen = self.add() - self._read
            self._read += 1
            return seen


class Monitor(Collector):
    """The counts of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._tallies: dict[tuple[str, str, str], Tally] = {}
        self._lock = threading.Lock()
        self._seconds = Histogram(
            "followworthy_http_request_seconds",
            "How long requests took that the application answered.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(self)

    def tally(self, route: str, method: str, status: int) -> Tally:
        """Give what counts one kind of answer. Whoever answers before the application keeps it, and calls its `add`."""
        kind = (route, method if method in KNOWN_METHODS else OTHER, f"{status // 100}xx")
        found = self._tallies.get(kind)
        if found is None:
            with self._lock:
                found = self._tallies.setdefault(kind, Tally())
        return found

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer of the application."""
        self.tally(route, method, status).add()
        self._seconds.labels(route).observe(seconds)

    def describe(self) -> list[Metric]:
        """Name nothing beforehand: what is counted is known when it is asked for."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give the requests."""
        told = CounterMetricFamily(
            "followworthy_http_requests", "Answers of this process.", labels=["route", "method", "status"]
        )
        for kind, tally in sorted(self._tallies.copy().items()):
            told.add_metric(list(kind), tally.value())
        yield told
