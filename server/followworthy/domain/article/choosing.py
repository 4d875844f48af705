"""Of all lists of people on a page, those that are read: an entry's body is no list of its own, nor is a category."""

from bisect import bisect_right, insort
from collections.abc import Container, Iterable, Iterator
from math import sqrt

from followworthy.domain.article.entries import Entry
from followworthy.domain.article.held import Held
from followworthy.domain.article.judging import Judged, Named


def chosen(lists: Iterable[Judged]) -> list[Named]:
    """Give the entries of the lists that do not lie inside one another, in reading order; each ends with the next."""
    taken: dict[int, list[Named]] = {}
    lines: list[int] = []
    held = Held()
    for one in sorted(lists, key=_weight, reverse=True):
        fresh = [named for named in one.named if named.entry.line not in taken and named.entry.line not in held]
        few = len(fresh) * 2 < len(one.named) and not _together(one, taken)
        if not fresh or few or _holds(fresh, lines):
            continue
        for named in fresh:
            taken.setdefault(named.entry.line, []).append(named)
            insort(lines, named.entry.line)
            held.add(named.entry.first, named.entry.end)
    return list(_without_parts(_ended(named for line in sorted(taken) for named in taken[line])))


def _ended(given: Iterable[Named]) -> Iterator[Named]:
    """Let every entry end where the next one begins."""
    before: Named | None = None
    for named in given:
        if before:
            yield _cut(before, named.entry)
        before = named
    if before:
        yield before


def _cut(named: Named, after: Entry) -> Named:
    entry = named.entry
    end = max(after.first if after.first > entry.line else after.line, entry.line + 1)
    return named if entry.end <= end else named._replace(entry=entry._replace(end=end))


def _without_parts(given: Iterable[Named]) -> Iterator[Named]:
    """Leave out who was named in full before: "Corvane" after "Ilse Corvane" begins a paragraph, no entry."""
    ends: set[str] = set()
    for named in given:
        if named.name not in ends:
            yield named
            end = named.name.partition(" ")[2]
            while end:
                ends.add(end)
                end = end.partition(" ")[2]


def bodies(lists: Iterable[Judged]) -> Held:
    """Give all lines of the entries of some lists."""
    held = Held()
    for one in lists:
        for named in one.named:
            held.add(named.entry.first, named.entry.end)
    return held


def _weight(one: Judged) -> float:
    return one.sure**3 * sqrt(len(one.named))


def _holds(fresh: list[Named], lines: list[int]) -> bool:
    """Tell whether entries hold chosen ones in their bodies: then they are the chosen ones' categories."""
    holding = 0
    for one in fresh:
        place = bisect_right(lines, one.entry.line)
        holding += place < len(lines) and lines[place] < one.entry.end
    return holding * 3 > len(fresh)


def _together(one: Judged, taken: Container[int]) -> bool:
    """Tell whether most of a list is chosen already, so that the rest of it is a list of people, too."""
    return sum(named.entry.line in taken for named in one.named) * 2 >= len(one.named)
