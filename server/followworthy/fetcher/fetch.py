"""A visit from door to door: robots.txt, turn, guard, redirects by hand, and home with an Exchange."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from followworthy.domain.values import Exchange, Hop
from followworthy.fetcher.address import Address, read_address
from followworthy.fetcher.asking import Asker
from followworthy.fetcher.line import Line, LookUp, system_look_up
from followworthy.fetcher.naming import product_token
from followworthy.fetcher.pace import Pace
from followworthy.fetcher.robots import Robots
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.walk import Answer, walk
from followworthy.fetcher.watchdog import Budget

MAX_BYTES = 256 * 1024


class Fetcher:
    """Visits addresses, politely; safe for many threads, closed when done.

    `gap` is the pause in seconds after each answer of a host, `deadline` the seconds a whole visit may spend
    outside. `clock`, `wait` and `look_up` are time and name resolution, so that tests need neither sleep nor DNS.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        allow_loopback: bool = False,
        gap: float = 1.0,
        deadline: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
        look_up: LookUp = system_look_up,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._deadline = deadline
        self._asker = Asker(user_agent, Line(allow_loopback, look_up), Pace(gap, clock, wait))
        self._robots = Robots(product_token(user_agent), self._read, self._asker.ask, clock)

    def fetch(self, url: str, *, max_bytes: int = MAX_BYTES) -> Exchange:
        """Visit an address and bring home what was met; a failed visit is data, never an exception."""
        budget = Budget(self._deadline)
        answers: list[Answer] = []
        problem: VisitError | None = None
        try:
            for answer in walk(self._read(url), self._read, lambda hop: self._ask(hop, budget, max_bytes)):
                answers.append(answer)  # noqa: PERF402 - what came before a trouble must not be lost
        except VisitError as error:
            problem = error
        if answers and answers[-1].cut:
            problem = VisitError("too_large", f"The page is larger than {max_bytes // 1024} KiB; the rest was left.")
        return Exchange(
            asked=url,
            hops=tuple(Hop(one.url, one.status, one.location) for one in answers),
            body=answers[-1].body if answers else b"",
            content_type=answers[-1].content_type if answers else "",
            trouble=problem.trouble if problem else None,
            because=str(problem) if problem else "",
            elapsed=budget.spent,
        )

    def close(self) -> None:
        """Close all connections."""
        self._asker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, url: str) -> Address:
        return read_address(url, self._allow_loopback)

    def _ask(self, address: Address, budget: Budget, max_bytes: int) -> Answer:
        self._robots.require(address, budget)
        return self._asker.ask(address, budget, max_bytes)
