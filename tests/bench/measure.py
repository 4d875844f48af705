"""The clock and the scales: what one function costs against another, run in turns in one process."""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """Median seconds of reading and of parsing the same text."""

    reading: float
    parsing: float

    @property
    def ratio(self) -> float:
        """How many times the parser's time reading takes."""
        return self.reading / self.parsing


def times(reading: Work, parsing: Work, runs: int) -> Times:
    """Run both in turns, so that a slow moment of the machine hits both."""
    pairs = [(seconds(reading), seconds(parsing)) for _ in range(runs)]
    return Times(statistics.median(one for one, _ in pairs), statistics.median(one for _, one in pairs))


def seconds(work: Work) -> float:
    """Time one run, with nothing left over from the run before."""
    gc.collect()
    start = time.perf_counter()
    done = work()
    taken = time.perf_counter() - start
    del done
    return taken


def peak(work: Work) -> int:
    """Give the most bytes that Python held at once while it worked."""
    return _traced(work)[1]


def held(work: Work) -> int:
    """Give the bytes of what the work made."""
    return _traced(work)[0]


def _traced(work: Work) -> tuple[int, int]:
    gc.collect()
    tracemalloc.start()
    try:
        done = work()
        sizes = tracemalloc.get_traced_memory()
        del done
        return sizes
    finally:
        tracemalloc.stop()
