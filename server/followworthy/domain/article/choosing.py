"""Of all lists of people on a page, those that are read: an entry's body is no list of its own, nor is a category."""

from collections.abc import Container, Iterable, Iterator
from math import sqrt

from followworthy.domain.article.judging import Judged, Named


def chosen(lists: Iterable[Judged]) -> list[Named]:
    """Give the entries of the lists that do not lie inside one another, in reading order."""
    taken: dict[int, list[Named]] = {}
    held: set[int] = set()
    for one in sorted(lists, key=_weight, reverse=True):
        fresh = [named for named in one.named if named.entry.line not in taken and named.entry.line not in held]
        if not fresh or _holds(fresh, taken) or (len(fresh) * 2 < len(one.named) and not _together(one, taken)):
            continue
        for named in fresh:
            taken.setdefault(named.entry.line, []).append(named)
            held.update(range(named.entry.first, named.entry.end))
    return list(_without_parts(named for line in sorted(taken) for named in taken[line]))


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


def bodies(lists: Iterable[Judged]) -> frozenset[int]:
    """Give all lines of the entries of some lists."""
    entries = (named.entry for one in lists for named in one.named)
    return frozenset(line for entry in entries for line in range(entry.first, entry.end))


def _weight(one: Judged) -> float:
    return one.sure**3 * sqrt(len(one.named))


def _holds(fresh: list[Named], taken: Container[int]) -> bool:
    """Tell whether entries hold chosen ones in their bodies: then they are the chosen ones' categories."""
    holding = sum(any(line in taken for line in range(one.entry.line + 1, one.entry.end)) for one in fresh)
    return holding * 3 > len(fresh)


def _together(one: Judged, taken: Container[int]) -> bool:
    """Tell whether most of a list is chosen already, so that the rest of it is a list of people, too."""
    return sum(named.entry.line in taken for named in one.named) * 2 >= len(one.named)
