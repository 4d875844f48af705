"""*Needs your eyes*: which links no program may look at, and which of them a curator is asked to open this week.

Pure: the same links, looks and moment give the same list. A person's time is the measure: few a week, those with the
oldest evidence first, and nobody is asked again about what was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from followworthy.domain.values import Outcome, Watched

DAY = timedelta(days=1)
WEEK = 7 * DAY
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EyesRules:
    """How many links a week, and for how long what was said of a link holds.

    A link that a curator did not find is asked about again soon, so that three looks over two weeks can settle it.
    """

    a_week: int = 10
    vouched_for: timedelta = 90 * DAY
    seen_for: timedelta = 180 * DAY
    missing_again: timedelta = 7 * DAY


@dataclass(frozen=True, slots=True)
class Week:
    """What a curator is asked `now`; for so many `later` the week has no room before `next_at`. `given` looks count."""

    now: tuple[Watched, ...]
    later: int = 0
    given: int = 0
    next_at: datetime | None = None


def week(
    links: Iterable[Watched], looks: Sequence[datetime], now: datetime, rules: EyesRules, *, beyond: int = 0
) -> Week:
    """Choose what to ask for; `looks` are the times of the curators' looks, of which the last seven days count.

    So many links `beyond` those given are wanted, too, and come after them.
    """
    wanted = sorted((one for one in links if _is_wanted(one, now, rules)), key=_oldest_first)
    given = sorted(at for at in looks if at > now - WEEK)
    room = max(0, rules.a_week - len(given))
    later = len(wanted) - len(wanted[:room]) + beyond
    next_at = given[-rules.a_week] + WEEK if later and not room else None
    return Week(tuple(wanted[:room]), later, len(given), next_at)


def _is_wanted(link: Watched, now: datetime, rules: EyesRules) -> bool:
    if not link.walled or _within(link.vouched_at, rules.vouched_for, now):
        return False
    holds = rules.missing_again if link.curator_met is Outcome.MISSING else rules.seen_for
    return not _within(link.curator_at, holds, now)


def _within(at: datetime | None, time: timedelta, now: datetime) -> bool:
    return at is not None and now - at < time


def _oldest_first(link: Watched) -> tuple[datetime, str, str]:
    return (link.spoken_of or NEVER, link.name.casefold(), link.url)
