"""The picture of the links over time: where each bar, line and word of the SVG goes. Counts nothing."""

from dataclasses import dataclass

from followworthy.domain.health import Column, History, ticks
from followworthy.web.words import MONTHS

TOP, BOTTOM = 28, 136
"""Between them the columns stand."""
GAP, LEAST = 2, 2
"""Between two bands of a column; what is there at all is so high at least."""
LINE = 15
"""A line of words needs so much."""
A_DIGIT = 7
BANDS = {
    "confirmed": "confirmed",
    "open": "not confirmed yet",
    "troubled": "moved or not answering",
    "gone": "gone",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How far apart columns stand, how broad they are, how many of them have one date, and what is left for words."""

    step: int
    bar: int
    dated: int
    words: int


WIDE, NARROW = Size(48, 32, 2, 176), Size(21, 15, 4, 12)


@dataclass(frozen=True, slots=True)
class Bar:
    """One band of one column."""

    band: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Word:
    """Some words, and where they stand; `at` is their height."""

    x: float
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn."""

    width: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    ticks: tuple[Word, ...]
    dates: tuple[Word, ...]
    labels: tuple[Word, ...]


def chart(told: History, size: Size) -> Chart:
    """Draw it in one size; beside a broad one stand the words for each band."""
    axis = ticks(max(one.total for one in told.columns))
    unit = (BOTTOM - TOP) / axis[-1]
    left = A_DIGIT * len(f"{axis[-1]:,}") + 10
    right = left + size.step * len(told.columns)
    places = [left + (size.step - size.bar) / 2 + at * size.step for at in range(len(told.columns))]
    stacks = [_stack(one, x, unit, size) for one, x in zip(told.columns, places, strict=True)]
    return Chart(
        right + size.words,
        left,
        right,
        tuple(bar for stack in stacks for bar in stack),
        tuple(Word(left - 8, round(BOTTOM - one * unit, 1), f"{one:,}") for one in axis),
        _dates(told, places, size),
        _labels(stacks[-1], told.now, right + 12) if size is WIDE else (),
    )


def short_day(column: Column) -> str:
    """Give a column's day as an axis has room for it: 23 Nov."""
    return f"{column.day.day} {MONTHS[column.day.month - 1][:3]}"


def _stack(column: Column, x: float, unit: float, size: Size) -> list[Bar]:
    found, y = [], BOTTOM - 1.0
    for band, number in zip(BANDS, column.bands or (), strict=False):
        if number:
            height = max(LEAST, number * unit - GAP)
            y = round(y - height, 1)
            found.append(Bar(band, x, y, size.bar, round(height, 1)))
            y -= GAP
    return found


def _dates(told: History, places: list[float], size: Size) -> tuple[Word, ...]:
    """Date every so many columns, counted from the last one, which always has its date."""
    last = len(places) - 1
    dated = [at for at in range(last, -1, -1) if (last - at) % size.dated == 0]
    return tuple(Word(places[at] + size.bar / 2, BOTTOM + 20, short_day(told.columns[at])) for at in reversed(dated))


def _labels(stack: list[Bar], now: tuple[int, ...], x: float) -> tuple[Word, ...]:
    """Put the words of each band beside its bar in the last column, no two of them on one line."""
    numbers, found, at = dict(zip(BANDS, now, strict=True)), [], BOTTOM + 4.0 + LINE
    for bar in stack:
        at = min(at - LINE, round(bar.y + bar.height / 2 + 4, 1))
        found.append(Word(x, at, f"{numbers[bar.band]:,} {BANDS[bar.band]}"))
    return tuple(found)
