"""The brake of an audit run: what would bury many links at once is held for a person. Pure; decides one thing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

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
    def host(self) -> str:
        """The host of its address."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_feared(self) -> bool:
        """Whether it says something bad of a link that was not said before."""
        return self.after in FEARED and self.after is not self.before


@dataclass(frozen=True, slots=True)
class Brake:
    """How many feared flips of one run pass: `least` in any case, and that `share` of the alive links.

    Of a host that has `of_host` of them or more, none passes unless as many of its links answered; the same holds for
    every flip of a host with a `crowd` of links, where as many are looked at in each run. Only what was not failing
    before counts here: who was, has been for two weeks when it is called gone.
    """

    least: int = 5
    share: float = 0.05
    of_host: int = 3
    crowd: int = 60

    def held(self, flips: Iterable[Flip], alive: Counter[str], answered: Counter[str]) -> Sequence[Flip]:
        """Give the feared flips that look like a wall in disguise.

        Of each host so many links were believed `alive` before the run, and so many `answered` in it.
        """
        feared = [one for one in flips if one.is_feared]
        if len(feared) > max(self.least, self.share * alive.total()):
            return feared
        fresh = [one for one in feared if one.before is not Verdict.FAILING]
        met = Counter(one.host for one in fresh)
        return [one for one in fresh if self._is_bad(met[one.host], alive[one.host], answered[one.host])]

    def _is_bad(self, number: int, alive: int, answered: int) -> bool:
        return number > answered and (number >= self.of_host or alive >= self.crowd)
