"""What an audit works with, and what one who takes part in a run needs to know of it. Does nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from followworthy.domain.leases import Leases
from followworthy.domain.manners import Manners
from followworthy.domain.values import Exchange
from followworthy.services.audit_choosing import Allowance
from followworthy.services.audit_files import AuditRules
from followworthy.services.audit_recording import Visit
from followworthy.store import Database
from followworthy.store.checks import DueLink

VISITORS = 8
"""Visits under way at once; the pace per host is the fetcher's."""

T = TypeVar("T")
Clock = Callable[[], datetime]
Enough = Callable[[], bool]


class Turns(Protocol):
    """The turns of hosts that several processes share."""

    def take(self, host: str) -> None:
        """Wait until a host's turn is ours."""

    def give_back(self, host: str, seconds: float) -> None:
        """Let others have it in so many seconds."""


class FetchesOne(Protocol):
    """One visit, which never raises."""

    def fetch(self, url: str) -> Exchange:
        """Visit an address."""


class Fetches(FetchesOne, Protocol):
    """What the audit needs of a fetcher: visits, which never raise."""

    def visits(self, asked: Iterable[tuple[T, str]], concurrency: int, enough: Enough) -> Iterator[tuple[T, Exchange]]:
        """Visit many addresses, each given with something to know it by, in the order in which they come home.

        Once there is `enough`, begin no more.
        """

    def shared_visits(
        self, asked: Iterator[tuple[T, str]], turns: Turns, concurrency: int, enough: Enough
    ) -> Iterator[tuple[T, Exchange]]:
        """Visit them where other processes do so, too: fetch one only when there is room, and keep common turns."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit works with: where it keeps, who goes out, whose clock, which thresholds, which manners, leases."""

    database: Database
    fetcher: Fetches
    clock: Clock
    rules: AuditRules
    manners: Manners
    leases: Leases = field(default_factory=Leases)


class Part(Protocol):
    """What one process does of a run: of the whole of it (`audit_alone`), or of one that others share."""

    run_id: int
    due: int

    @property
    def direct(self) -> FetchesOne:
        """Who makes the direct looks."""

    def visits(self, enough: Enough) -> Iterator[Visit]:
        """Visit what robots.txt decides about."""

    def permitted(self) -> Iterator[tuple[str, list[DueLink], Allowance]]:
        """Give each host that permits direct looks and is ours alone, its links, and what it allows."""

    def leave(self) -> bool:
        """Give back what we did not look at; tell whether nobody else takes part, so that the run ends with us."""
