"""robots.txt: asked first, kept a day per origin, and a refusal is a refusal (RFC 9309, read by Protego).

No file (4xx) means yes. A server in trouble (5xx), one that answers 429, or endless redirects mean no. A
host that cannot be reached is that trouble itself, not a refusal.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from followworthy.fetcher.address import Address
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.walk import Answer, walk
from followworthy.fetcher.watchdog import Budget

MOST_BYTES = 512 * 1024
"""RFC 9309 wants at least 500 KiB to be read."""
KEPT_SECONDS = 24 * 3600.0
TROUBLE_KEPT_SECONDS = 600.0
"""So long a trouble is remembered: enough that one run asks a dead host once."""

Ask = Callable[[Address, Budget, int], Answer]


@dataclass(frozen=True, slots=True)
class _Known:
    """What we know of an origin: its rules, or the trouble we met instead."""

    rules: Protego | None = None
    trouble: VisitError | None = None


class _Origin:
    """One origin's memory; who holds the lock asks, the others wait for what it learns."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known = _Known()
        self.until = float("-inf")


class Robots:
    """Knows what each origin's robots.txt says to us; safe for many threads."""

    def __init__(self, token: str, read: Callable[[str], Address], ask: Ask, clock: Callable[[], float]) -> None:
        self._token = token
        self._read = read
        self._ask = ask
        self._clock = clock
        self._origins: dict[str, _Origin] = {}
        self._lock = threading.Lock()

    def require(self, address: Address, budget: Budget) -> None:
        """Return when we may ask for the address. Raises VisitError (`robots`, or what stood in the way)."""
        known = self._known(address, budget)
        if known.trouble is not None:
            raise VisitError(known.trouble.trouble, str(known.trouble))
        if known.rules is not None and not known.rules.can_fetch(address.url, self._token):
            raise VisitError("robots", f"robots.txt of {address.host} asks programs to stay out.")

    def _known(self, address: Address, budget: Budget) -> _Known:
        with self._lock:
            origin = self._origins.setdefault(address.origin, _Origin())
        with origin.lock:
            if self._clock() >= origin.until:
                fresh = budget.spent == 0
                origin.known = self._learned(address, budget)
                origin.until = self._clock() + _kept(origin.known, fresh)
            return origin.known

    def _learned(self, address: Address, budget: Budget) -> _Known:
        """Ask for robots.txt itself, following its redirects."""
        start = self._read(f"{address.origin}/robots.txt")
        try:
            *_, last = walk(start, self._read, lambda hop: self._ask(hop, budget, MOST_BYTES))
        except VisitError as error:
            if error.trouble == "loop":
                return _Known(trouble=VisitError("robots", f"robots.txt of {address.host} redirects without end."))
            return _Known(trouble=error)
        if 200 <= last.status < 300:
            return _Known(rules=Protego.parse(last.body.decode("utf-8-sig", errors="replace")))
        if 400 <= last.status < 500 and last.status != 429:
            return _Known()
        return _Known(
            trouble=VisitError("robots", f"robots.txt of {address.host} cannot be read (answered {last.status}).")
        )


def _kept(known: _Known, fresh: bool) -> float:
    """Tell how long to believe it: not at all when a visit that had little time left ran out of it."""
    if known.trouble is None:
        return KEPT_SECONDS
    return TROUBLE_KEPT_SECONDS if fresh or known.trouble.trouble != "timeout" else 0.0
