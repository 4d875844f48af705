"""A visit from door to door: robots.txt, turn, guard, redirects by hand, and home with an Exchange."""

import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from followworthy.domain.values import Exchange, Hop
from followworthy.fetcher.address import Address, read_address
from followworthy.fetcher.asking import Asker
from followworthy.fetcher.feeding import FedCrew, SharedTurns
from followworthy.fetcher.ledger import Ledger
from followworthy.fetcher.line import Line, LookUp, system_look_up
from followworthy.fetcher.many import Crew
from followworthy.fetcher.naming import product_token
from followworthy.fetcher.pace import LONGEST_REST, Gaps, Pace, usual_gaps
from followworthy.fetcher.retry_after import Now
from followworthy.fetcher.robots import MOST_BYTES, Robots
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.turns import Turns, in_turn
from followworthy.fetcher.walk import Answer, walk
from followworthy.fetcher.watchdog import Budget

MAX_BYTES = 256 * 1024
PATIENCE = 60.0
STAYED_IN = {"robots": "not asked: robots.txt refuses", "later": "not asked: the host wants to be left alone"}
"""The troubles by which we did not ask at all, in the words of the ledger."""
T = TypeVar("T")


class Fetcher:
    """Visits addresses, politely; safe for many threads, closed when done.

    `gap` is the pause in seconds after each answer of a host (none for this very machine), or tells for each host
    the shortest and the longest. `home` gives the name that stands for a host: those below it share its turns.
    `permission` gives the reason why a host's robots.txt need not be asked, None for most. `width` requests at once
    may go to this very machine where it has no gap. `deadline` are the seconds a whole visit may spend outside; a
    host that asks to be left alone is waited for `patience` seconds at most. `ledger` keeps a line for every request.
    `now` is the wall clock, for a Retry-After that is a date. `clock`, `wait` and `look_up` are time and name
    resolution, so that tests need neither sleep nor DNS.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        allow_loopback: bool = False,
        gap: float | Gaps = 1.0,
        width: int = 1,
        home: Callable[[str], str] = lambda host: host,
        permission: Callable[[str], str | None] = lambda _host: None,
        deadline: float = 20.0,
        patience: float = PATIENCE,
        ledger: Ledger | None = None,
        now: Now | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
        look_up: LookUp = system_look_up,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._deadline = deadline
        self._permission = permission
        self._ledger = ledger
        self._clock = clock
        gaps = gap if callable(gap) else usual_gaps(gap)
        self._pace = Pace(gaps, clock, wait, home=home, width=width, patience=min(patience, LONGEST_REST))
        self._line = Line(allow_loopback, look_up)
        self._asker = Asker(user_agent, self._line, self._pace, ledger, now)
        self._robots = Robots(product_token(user_agent), self._read, self._ask_for_rules, self._pace.slow_down, clock)

    def fetch(self, url: str, *, max_bytes: int = MAX_BYTES) -> Exchange:
        """Visit an address and bring home what was met; a failed visit is data, never an exception."""
        return in_turn(self._visit(url, max_bytes), self._pace)

    def visits(
        self, asked: Iterable[tuple[T, str]], concurrency: int, enough: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[T, Exchange]]:
        """Visit many addresses, each given with something to know it by, and give each as it comes home.

        At most so many requests are under way at once, and none waits for a slow or paced host while another host
        is free. Once there is `enough`, no visit begins any more, and what is under way comes home. When the caller
        stops asking, what is not begun is dropped and what is under way is cut off.
        """
        crew = Crew(asked, lambda url: self._visit(url, MAX_BYTES), self._pace, self._clock)
        return crew.brings(concurrency, self._line.watchdog.shut_all, enough)

    def shared_visits(
        self,
        asked: Iterator[tuple[T, str]],
        turns: SharedTurns,
        concurrency: int,
        enough: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[T, Exchange]]:
        """Visit addresses as `visits` does, but each is fetched from `asked` only when there is room for it.

        Each request is made in its host's turn of those `turns` that other processes keep, too.
        """
        crew = FedCrew(asked, turns, lambda url: self._visit(url, MAX_BYTES), self._pace, self._clock)
        return crew.brings(concurrency, self._line.watchdog.shut_all, enough)

    def close(self) -> None:
        """Close all connections, and write what the ledger still holds."""
        self._asker.close()
        if self._ledger is not None:
            self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, url: str) -> Address:
        return read_address(url, self._allow_loopback)

    def _visit(self, url: str, max_bytes: int) -> Turns[Exchange]:
        budget = Budget(self._deadline)
        met: list[Answer] = []
        problem: VisitError | None = None
        try:
            start = self._read(url)
            yield start.host
            yield from walk(start, self._read, lambda hop: self._ask(hop, budget, max_bytes), met)
        except VisitError as error:
            problem = error
        last = met[-1] if met else Answer("", 0)
        if last.cut:
            problem = VisitError("too_large", f"The page is larger than {max_bytes // 1024} KiB; the rest was left.")
        return Exchange(
            asked=url,
            hops=tuple(Hop(one.url, one.status, one.location) for one in met),
            body=last.body,
            content_type=last.content_type,
            trouble=problem.trouble if problem else None,
            because=str(problem) if problem else "",
            elapsed=budget.spent,
            retry_after=last.retry_after,
        )

    def _ask(self, address: Address, budget: Budget, max_bytes: int) -> Turns[Answer]:
        try:
            rule = yield from self._allowed(address, budget)
            self._pace.require_awake(address.host)
        except VisitError as error:
            if self._ledger is not None and error.trouble in STAYED_IN:
                self._ledger.note(address.host, address.url, STAYED_IN[error.trouble], None, error.trouble, 0)
            raise
        return self._asker.ask(address, budget, max_bytes, rule)

    def _allowed(self, address: Address, budget: Budget) -> Turns[str]:
        """Give the rule by which we may ask for an address. Raises VisitError."""
        reason = self._permission(address.host)
        if reason is not None:
            return f"permission: {reason}"
        if self._robots.known(address):
            return self._robots.require(address)
        yield from self._robots.learn(address, budget)
        rule = self._robots.require(address)
        yield address.host
        return rule

    def _ask_for_rules(self, address: Address, budget: Budget) -> Turns[Answer]:
        yield from ()  # its host's turn is taken already
        self._pace.require_awake(address.host)
        return self._asker.ask(address, budget, MOST_BYTES, "robots.txt itself")
