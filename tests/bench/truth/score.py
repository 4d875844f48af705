"""How well a policy told the truth: deaths invented and missed, how late it noticed, what it cost the sites."""

import statistics
from dataclasses import dataclass, field

from tests.bench.truth.web import DAYS, STRONG, Life, Web

PATIENCE = 180
"""A death so close to the end is nobody's miss."""


@dataclass(slots=True)
class Ledger:
    """What a policy did: the days on which it called each link dead or took that back, and its requests.

    `first` is when it first looked at a link after its death and met that it is gone.
    """

    called: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    requests: int = 0

    def call(self, life: Life, day: float, *, dead: bool) -> None:
        """Note that the policy changed its mind."""
        self.called.setdefault(life.url, []).append((day, dead))


@dataclass(frozen=True, slots=True)
class Score:
    """One policy on one web. `notice` and `worst` are days from death to call, the median and the longest.

    `late` are the most days from the first failing look to the call, without those on which the site answered nothing
    about the link: of what answers 404 or 410 from its death on, and of all others. `latest` are the most of all, with
    those days.
    """

    false: int
    missed: int
    deaths: int
    notice: float
    worst: float
    late: float
    late_soft: float
    latest: float
    requests: int


def score(web: Web, ledger: Ledger) -> Score:
    """Hold what a policy called against the truth."""
    false = missed = deaths = 0
    notice: list[float] = []
    late: list[float] = [0.0]
    late_soft: list[float] = [0.0]
    latest = 0.0
    for life in web.lives:
        calls = ledger.called.get(life.url, [])
        false += any(dead and life.lives(day) for day, dead in calls)
        if life.ends is None or life.ends > DAYS - PATIENCE or life.meets(life.ends).name == "MOVED":
            continue
        deaths += 1
        called = next((day for day, dead in calls if dead and day >= life.ends), None)
        if called is None:
            missed += 1
            continue
        notice.append(called - life.ends)
        first = ledger.first.get(life.url, called)
        waited = called - first - _disturbed(web, life, first, called)
        latest = max(latest, called - first)
        (late if life.meets(life.ends) in STRONG and len(life.phases) == 1 else late_soft).append(waited)
    middle, worst = (statistics.median(notice), max(notice)) if notice else (0.0, 0.0)
    return Score(false, missed, deaths, middle, worst, max(late), max(late_soft), latest, ledger.requests)


def _disturbed(web: Web, life: Life, begin: float, end: float) -> float:
    """Give for how many of these days the host answered nothing about the link."""
    lost = 0.0
    for one in web.disturbances:
        if one.host in ("", life.host):
            lost += max(0.0, min(end, one.ends) - max(begin, one.begins))
    return lost
