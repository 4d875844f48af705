"""Turns: a visit is work in steps, and each step needs one host's turn for one request.

Such work yields the host it wants to ask next and is resumed in that host's turn. So whoever drives it decides
who waits where: one visit by itself waits in place (`in_turn`); many visits leave their workers free (`many.py`).
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Generic, TypeVar

from followworthy.fetcher.pace import Pace

T = TypeVar("T")
Turns = Generator[str, None, T]
"""Work that yields the host whose turn it needs, and in the end returns a T."""


@dataclass(frozen=True, slots=True)
class Home(Generic[T]):
    """The end of some work, and what it brought."""

    brought: T


def resume(work: Turns[T]) -> str | Home[T]:
    """Do one step; give the host whose turn is needed next, or what the work brought home."""
    try:
        return next(work)
    except StopIteration as end:
        return Home(end.value)


def in_turn(work: Turns[T], pace: Pace) -> T:
    """Do the work to its end, waiting for each turn."""
    at = resume(work)
    while not isinstance(at, Home):
        with pace.turn(at):
            at = resume(work)
    return at.brought
