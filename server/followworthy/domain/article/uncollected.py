"""Time without garbage collection, for work that makes many objects and drops hardly any. Knows no documents."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's cycle collector away for a moment.

    It would search a growing tree again and again for garbage that is not there: a fifth to a third of the whole time
    (measured: `make bench`). Threads may overlap here: the first one out switches it on again, which costs time only.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
