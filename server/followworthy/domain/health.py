"""How the catalog was, day by day, as columns of a picture: which days or weeks, and how many of each status. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from followworthy.domain.values import Verdict

Counts = Mapping[str, int]
"""How many published current LinkedIn links have each verdict."""
BANDS: tuple[tuple[Verdict, ...], ...] = (
    (Verdict.ALIVE,),
    (Verdict.UNCONFIRMED,),
    (Verdict.MOVED, Verdict.FAILING),
    (Verdict.GONE,),
)
"""What a column is made of, from the bottom up."""
COLUMNS = 12
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Column:
    """One day, or the week that begins on a day: how many links in each band; None where nothing was noted."""

    day: date
    bands: tuple[int, ...] | None

    @property
    def total(self) -> int:
        """How many links there were."""
        return sum(self.bands or ())


@dataclass(frozen=True, slots=True)
class History:
    """The columns, the oldest first; the last one is how it is now."""

    columns: tuple[Column, ...]
    weekly: bool

    @property
    def now(self) -> tuple[int, ...]:
        """How many links are in each band now."""
        return self.columns[-1].bands or ()


def history(noted: Mapping[date, Counts], today: date, now: Counts) -> History:
    """Give twelve columns that end with how it is `now`: weeks, or days while nothing older was noted.

    A week is as it was on its last noted day.
    """
    days = {**{day: counts for day, counts in noted.items() if day < today}, today: now}
    weekly = min(days) <= today - COLUMNS * DAY
    by_column: dict[date, Counts] = {}
    for day in sorted(days):
        by_column[day - timedelta(days=day.weekday()) if weekly else day] = days[day]
    step, last = (WEEK if weekly else DAY), max(by_column)
    first = max(last - (COLUMNS - 1) * step, min(by_column))
    number = (last - first) // step + 1
    columns = (first + at * step for at in range(number))
    return History(tuple(Column(day, _bands(by_column.get(day))) for day in columns), weekly)


def since(today: date) -> date:
    """Give the first day of which such a history can tell anything."""
    return today - (COLUMNS * WEEK)


def ticks(most: int) -> tuple[int, int, int]:
    """Give three round numbers for an axis that holds `most`: nothing, a half, and a top that is near it."""
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if 2 * step >= most * 0.8:
                return 0, step, 2 * step
        unit *= 10


def _bands(counts: Counts | None) -> tuple[int, ...] | None:
    if counts is None:
        return None
    return tuple(sum(counts.get(verdict, 0) for verdict in band) for band in BANDS)
