"""The brake of an audit run: a run that would bury many links at once is held for a person. Pure; decides one thing."""

from collections.abc import Iterable
from dataclasses import dataclass

from followworthy.domain.values import Verdict

FEARED = frozenset((Verdict.MOVED, Verdict.FAILING, Verdict.GONE))


@dataclass(frozen=True, slots=True)
class Flip:
    """A link of which we would believe something else: whose, which, what was believed, what would be, and why."""

    expert_id: str
    name: str
    url: str
    before: Verdict
    after: Verdict
    because: str

    @property
    def is_feared(self) -> bool:
        """Whether it says something bad of a link that was not said before."""
        return self.after in FEARED and self.after is not self.before


@dataclass(frozen=True, slots=True)
class Brake:
    """How many feared flips of one run pass: `least` in any case, and that `share` of the alive links."""

    least: int = 5
    share: float = 0.05

    def holds(self, flips: Iterable[Flip], alive: int) -> bool:
        """Tell whether so many flips, of so many links believed alive before, look like a wall in disguise."""
        return sum(one.is_feared for one in flips) > max(self.least, self.share * alive)
