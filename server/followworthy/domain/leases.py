"""How long an audit worker may keep a link and a host's turn to itself. Pure."""

from dataclasses import dataclass
from datetime import timedelta

REQUESTS = 7
"""A visit asks its host so often at most: for robots.txt, the page, and five redirects."""


@dataclass(frozen=True, slots=True)
class Leases:
    """A `visit` may be 20 s outside and wait 60 s for a host that asks for it, a request (`turn`) 20 s.

    Both have more than twice that. What lasts longer all the same loses its lease: somebody else looks, too.
    """

    visit: timedelta = timedelta(minutes=4)
    turn: timedelta = timedelta(minutes=1)

    def seconds(self, longest_gap: float) -> float:
        """Give how long a visit's lease lasts on a host of that gap."""
        return self.visit.total_seconds() + REQUESTS * longest_gap
