"""Long lists for statements: a part at a time, for databases take only so many values in one."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 500
"""So many values stand in one statement."""


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Give the values, each once, in lists of at most `AT_ONCE`."""
    each = list(dict.fromkeys(values))
    for first in range(0, len(each), AT_ONCE):
        yield each[first : first + AT_ONCE]
