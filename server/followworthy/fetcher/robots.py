"""robots.txt: asked first, kept a day per origin, and a refusal is a refusal (RFC 9309, read by Protego).

No file (4xx) means yes. A server in trouble (5xx), one that answers 429, or endless redirects mean no. A
host that cannot be reached is that trouble itself, not a refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from followworthy.fetcher.address import Address
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.turns import Turns
from followworthy.fetcher.walk import Answer, walk
from followworthy.fetcher.watchdog import Budget

MOST_BYTES = 512 * 1024
"""RFC 9309 wants at least 500 KiB to be read."""
KEPT_SECONDS = 24 * 3600.0
TROUBLE_KEPT_SECONDS = 600.0
"""So long a trouble is remembered: enough that one run asks a dead host once."""
ALLOWED = "robots.txt allows"
NO_FILE = "no robots.txt"

Ask = Callable[[Address, Budget], Turns[Answer]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What we know of an origin until some moment: its rules, or the trouble we met instead."""

    rules: Protego | None = None
    trouble: VisitError | None = None
    until: float = float("-inf")


class Robots:
    """Knows what each origin's robots.txt says to us; safe for many threads.

    `ask` asks for one address; `slow_down` hears how slowly (Crawl-delay, in seconds) a host wants to be asked.
    """

    def __init__(
        self,
        token: str,
        read: Callable[[str], Address],
        ask: Ask,
        slow_down: Callable[[str, float], None],
        clock: Callable[[], float],
    ) -> None:
        self._token = token
        self._read = read
        self._ask = ask
        self._slow_down = slow_down
        self._clock = clock
        self._origins: dict[str, _Known] = {}

    def known(self, address: Address) -> bool:
        """Tell whether we know what the origin of an address wants."""
        known = self._origins.get(address.origin)
        return known is not None and self._clock() < known.until

    def require(self, address: Address) -> str:
        """Give the rule by which we may ask for the address. Raises VisitError (`robots`, or what stood in the way)."""
        known = self._origins[address.origin]
        if known.trouble is not None:
            raise VisitError(known.trouble.trouble, str(known.trouble))
        if known.rules is None:
            return NO_FILE
        if not known.rules.can_fetch(address.url, self._token):
            raise VisitError("robots", f"robots.txt of {address.host} asks programs to stay out.")
        return ALLOWED

    def learn(self, address: Address, budget: Budget) -> Turns[None]:
        """Ask for the origin's robots.txt; begun in its host's turn. Raises VisitError if it cannot be read.

        Two visits may do so at once, when a robots.txt leads elsewhere; what they learn is the same.
        """
        fresh = budget.spent == 0
        try:
            rules = yield from self._rules(address, budget)
        except VisitError as error:
            self._origins[address.origin] = _Known(trouble=error, until=self._clock() + _kept(error, fresh))
            raise
        self._origins[address.origin] = _Known(rules, until=self._clock() + KEPT_SECONDS)
        delay = rules.crawl_delay(self._token) if rules is not None else None
        if delay is not None:
            self._slow_down(address.host, delay)

    def _rules(self, address: Address, budget: Budget) -> Turns[Protego | None]:
        """Read robots.txt, following its redirects; None if there is no such file. Raises VisitError."""
        start = self._read(f"{address.origin}/robots.txt")
        met: list[Answer] = []
        try:
            yield from walk(start, self._read, lambda hop: self._ask(hop, budget), met)
        except VisitError as error:
            if error.trouble == "loop":
                raise VisitError("robots", f"robots.txt of {address.host} redirects without end.") from error
            raise
        last = met[-1]
        if 200 <= last.status < 300:
            return Protego.parse(last.body.decode("utf-8-sig", errors="replace"))
        if 400 <= last.status < 500 and last.status != 429:
            return None
        raise VisitError("robots", f"robots.txt of {address.host} cannot be read (answered {last.status}).")


def _kept(trouble: VisitError, fresh: bool) -> float:
    """Tell how long to believe a trouble: not at all when the visit had little time left, or the host only rests."""
    passing = trouble.trouble == "later" or (trouble.trouble == "timeout" and not fresh)
    return 0.0 if passing else TROUBLE_KEPT_SECONDS
