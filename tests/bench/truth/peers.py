"""What others do, as simple as they do it: one strike, three strikes over days, and a blog engine's link checker."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.truth.score import Ledger
from tests.bench.truth.web import DAYS, Life, Meets, Web

BAD = {Meets.NOT_FOUND, Meets.DELETED, Meets.REFUSED, Meets.TROUBLE, Meets.SILENCE, Meets.OFFLINE}
"""What a program that looks at the last status only calls an error: a login page and a soft 404 answer 200."""
HARD = {Meets.NOT_FOUND, Meets.DELETED, Meets.REFUSED}


@dataclass(slots=True)
class _Seen:
    strikes: list[float] = field(default_factory=list)
    dead: bool = False


Rule = Callable[[_Seen, Meets, float], bool]


def one_strike(_seen: _Seen, meets: Meets, _day: float) -> bool:
    """lychee, linkchecker, linkinator: whatever one run meets."""
    return meets in BAD


def three_strikes(seen: _Seen, meets: Meets, day: float) -> bool:
    """InternetArchiveBot: dead after three failed looks, each at least three days after the one before."""
    if meets not in BAD:
        seen.strikes.clear()
    elif not seen.strikes or day - seen.strikes[-1] >= 3:
        seen.strikes.append(day)
    return len(seen.strikes) >= 3


def blog_checker(seen: _Seen, meets: Meets, day: float) -> bool:
    """WordPress Broken Link Checker: 404 and the like at once, what may pass only after three failures in a row."""
    if meets not in BAD:
        seen.strikes.clear()
    else:
        seen.strikes.append(day)
    return meets in HARD or len(seen.strikes) >= 3


def play(web: Web, rule: Rule, every: float) -> Ledger:
    """Look at all links at equal distances, spread over the interval, and call each as the rule does."""
    ledger = Ledger()
    for number, life in enumerate(web.lives):
        seen = _Seen()
        day = every * number / len(web.lives)
        while day < DAYS:
            _look(web, life, day, seen, rule, ledger)
            day += every
    return ledger


def _look(web: Web, life: Life, day: float, seen: _Seen, rule: Rule, ledger: Ledger) -> None:
    meets = web.visit(life, day)
    ledger.requests += meets is not Meets.OFFLINE
    if not life.lives(day) and meets in BAD:
        ledger.first.setdefault(life.url, day)
    dead = rule(seen, meets, day)
    if dead is not seen.dead:
        seen.dead = dead
        ledger.call(life, day, dead=dead)
