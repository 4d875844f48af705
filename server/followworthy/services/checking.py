"""Looking at a list of addresses with the audit's own eye, keeping nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from followworthy.domain.manners import Manners
from followworthy.domain.outcome import evidence
from followworthy.domain.values import Exchange, Hop, Outcome

T = TypeVar("T")


class Visits(Protocol):
    """What checking needs of a fetcher: many visits, in the order in which they come home."""

    def visits(self, asked: Iterable[tuple[T, str]], concurrency: int) -> Iterator[tuple[T, Exchange]]:
        """Visit addresses, each given with something to know it by."""


@dataclass(frozen=True, slots=True)
class Look:
    """One address, and what was met there. `elapsed` is in seconds."""

    url: str
    outcome: Outcome
    because: str
    hops: tuple[Hop, ...]
    elapsed: float


def looks(urls: Iterable[str], fetcher: Visits, manners: Manners, concurrency: int) -> Iterator[Look]:
    """Look at addresses and give each look as it comes home; `manners` tells which have LinkedIn's rules."""
    for url, exchange in fetcher.visits(((url, url) for url in urls), concurrency):
        found = evidence(exchange, manners.key_of(url))
        yield Look(url, found.outcome, found.because, exchange.hops, exchange.elapsed)
