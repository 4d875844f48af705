"""A simulated web with known truth: addresses that are renamed, deleted, given to others; sites that lie for a while.

Time is in days from the beginning. What a visit meets is decided by the truth, then by what disturbs the site.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

YEARS = 10
DAYS = 365 * YEARS
PROFILES = "profiles.example"
"""The site with LinkedIn's rules, which permits direct looks."""
SHARED = "pages.example"
"""A site where many experts have their homepages."""


class Meets(StrEnum):
    """What a visit meets."""

    PAGE = "page"
    MOVED = "moved"
    NOT_FOUND = "404"
    DELETED = "410"
    SOFT_404 = "soft 404"
    NOWHERE = "led nowhere"
    STRANGER = "stranger"
    REFUSED = "999"
    LOGIN = "login wall"
    TROUBLE = "503"
    SILENCE = "silence"
    OFFLINE = "offline"


STRONG = (Meets.NOT_FOUND, Meets.DELETED)
WEAK = (Meets.SOFT_404, Meets.NOWHERE, Meets.STRANGER)


@dataclass(frozen=True, slots=True)
class Life:
    """The truth of one link: from which day on a visit meets what, and when the expert's page left it for good.

    `ends` is None for a link that lives to the end; what is met between is for a while only.
    """

    url: str
    host: str
    phases: tuple[tuple[float, Meets], ...]
    ends: float | None = None

    def meets(self, day: float) -> Meets:
        """Tell what is there on a day, nothing disturbing."""
        met = Meets.PAGE
        for since, what in self.phases:
            if day < since:
                break
            met = what
        return met

    def lives(self, day: float) -> bool:
        """Tell whether the address is the expert's on that day; for a while out of reach is not dead."""
        return self.ends is None or day < self.ends


@dataclass(frozen=True, slots=True)
class Disturbance:
    """For some days a host (or all of them: "") answers something that has nothing to do with the truth."""

    host: str
    begins: float
    ends: float
    meets: Meets


@dataclass(frozen=True, slots=True)
class Web:
    """All lives and disturbances."""

    lives: tuple[Life, ...]
    disturbances: tuple[Disturbance, ...]
    _by_host: dict[str, tuple[Disturbance, ...]] = field(default_factory=dict)

    def visit(self, life: Life, day: float) -> Meets:
        """Tell what a visit meets."""
        disturbed = self.disturbed(life.host, day)
        return disturbed.meets if disturbed else life.meets(day)

    def disturbed(self, host: str, day: float) -> Disturbance | None:
        """Give what disturbs a host on a day, if anything does."""
        return next((one for one in self._of(host) if one.begins <= day < one.ends), None)

    def _of(self, host: str) -> tuple[Disturbance, ...]:
        if host not in self._by_host:
            self._by_host[host] = tuple(one for one in self.disturbances if one.host in ("", host))
        return self._by_host[host]


def web(seed: int, links: int) -> Web:
    """Make a web: half its links profiles, a third homepages with hosts of their own, the rest on a shared host."""
    chance = random.Random(seed)  # noqa: S311 - a simulation wants to be repeated
    lives = tuple(_life(chance, number, links) for number in range(links))
    return Web(lives, tuple(_disturbances(chance, lives)))


def _life(chance: random.Random, number: int, links: int) -> Life:
    share = number / links
    host = PROFILES if share < 0.5 else SHARED if share < 0.65 else f"p{number}.example"
    url = f"https://{host}/in/p{number}" if host == PROFILES else f"https://{host}/{number}"
    day = chance.uniform(60, DAYS - 200)
    kind = chance.random()
    if kind < 0.15:
        return Life(url, host, ((day, chance.choice(STRONG)),), day)
    if kind < 0.19:
        return Life(url, host, ((day, Meets.SOFT_404 if host != PROFILES else chance.choice(WEAK[:2])),), day)
    if kind < 0.26:  # renamed; the redirect is dropped later, or stays
        dropped = day + chance.uniform(90, 1200)
        return Life(url, host, ((day, Meets.MOVED), (dropped, Meets.NOT_FOUND)), day)
    if kind < 0.29 and host == PROFILES:  # given up, and given to somebody else
        return Life(url, host, ((day, Meets.NOT_FOUND), (day + chance.uniform(5, 400), Meets.STRANGER)), day)
    if kind < 0.37:  # flapping: not there for a few days, now and then
        return Life(url, host, tuple(_flaps(chance)))
    return Life(url, host, ())


def _flaps(chance: random.Random) -> Iterator[tuple[float, Meets]]:
    day = 0.0
    for _ in range(chance.randint(2, 12)):
        day += chance.uniform(40, 500)
        yield day, chance.choice((Meets.NOT_FOUND, Meets.TROUBLE, Meets.SOFT_404))
        day += chance.uniform(0.2, 6)
        yield day, Meets.PAGE


def _disturbances(chance: random.Random, lives: tuple[Life, ...]) -> Iterator[Disturbance]:
    for year in range(YEARS):
        start = 365 * year
        week = start + chance.uniform(20, 330)
        yield Disturbance(PROFILES, week, week + 7, Meets.REFUSED)
        hole = start + chance.uniform(0, 360)
        yield Disturbance("", hole, hole + chance.uniform(0.5, 3), Meets.OFFLINE)
        trouble = start + chance.uniform(0, 350)
        yield Disturbance(SHARED, trouble, trouble + chance.uniform(1, 9), Meets.TROUBLE)
    for host in (PROFILES, SHARED):
        lie = chance.uniform(400, DAYS - 400)
        yield Disturbance(host, lie, lie + 7, Meets.NOT_FOUND)
        soft = chance.uniform(400, DAYS - 400)
        yield Disturbance(host, soft, soft + 4, Meets.SOFT_404)
    month = chance.uniform(400, DAYS - 400)
    yield Disturbance(PROFILES, month, month + 30, Meets.LOGIN)
    for life in chance.sample(lives, len(lives) // 10):
        if life.host not in (PROFILES, SHARED):
            day = chance.uniform(100, DAYS - 100)
            yield Disturbance(
                life.host, day, day + chance.uniform(1, 20), chance.choice((Meets.TROUBLE, Meets.SILENCE))
            )
