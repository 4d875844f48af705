"""Everything on a page that could be a list. Whether it lists people, `judging` decides.

Items of one list, rows of one table, headings of one level, numbers that count up, and lines of one shape.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from followworthy.domain.article.leads import Lead, lead_of
from followworthy.domain.article.page import HEADINGS, Element, Page
from followworthy.domain.article.sections import Sections

LONGEST_SHORT = 100
"""A line of more characters is no name by itself."""
MOST_COLUMNS = 4
"""A table's name stands in one of its first columns."""
NAME = 0.45
FEWEST_TURNS = 3
PROMISING, FEW, SAMPLE = 0.22, 4, 12
MOST_ABOVE = 6
"""So many lines of a card may stand above the name: a picture, icons, a role."""
"""Lines of one shape are looked at closely if every fourth begins like a name."""
CELLS = frozenset(("td", "th"))
WIDEST_GAP = 3
"""A numbered list goes on although its author left out a number or two."""


class Entry(NamedTuple):
    """One item of a series: its first words, the line that they stand in, and its lines `first` up to `end`."""

    lead: Lead
    line: int
    first: int
    end: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Entries of one make. `make` says which: series of the same make on one page resemble each other."""

    make: tuple[object, ...]
    entries: tuple[Entry, ...]


class Finder:
    """Finds the series of one page; every line is looked at once."""

    def __init__(self, page: Page, sections: Sections) -> None:
        """Take a page and its headings."""
        self._page = page
        self._sections = sections
        self._leads: dict[int, Lead] = {}
        self._ordinals = dict(self._ordered())

    def marked(self) -> Iterator[Series]:
        """Give the series that the document marks as such: lists, tables, headings, numbers."""
        yield from self._items()
        yield from self._rows()
        yield from self._headings()
        yield from self._numbered()

    def _items(self) -> Iterator[Series]:
        """Give lists: the items of each ul and ol, the terms of each dl."""
        for tag in ("li", "dt"):
            lists: dict[int, list[Entry]] = defaultdict(list)
            for element in self._page.elements:
                line = self._worded(element.first, element.end) if element.tag == tag else None
                if line is not None:
                    lists[element.parent].append(self._entry(line, element.first, element.end))
            for number, entries in lists.items():
                yield Series((tag, self._page.elements[number].shape), tuple(self._to_next(entries, tag)))

    def _to_next(self, entries: list[Entry], tag: str) -> Iterable[Entry]:
        """Let a term reach to the next one: what is said of it stands between."""
        if tag != "dt":
            return entries
        ends = [one.first for one in entries[1:]] + [self._end_of_parent(entries[-1].line)]
        return [Entry(one.lead, one.line, one.first, end, one.rank) for one, end in zip(entries, ends, strict=True)]

    def _rows(self) -> Iterator[Series]:
        """Give each table once for each of its first columns."""
        columns: dict[tuple[int, int], list[tuple[int, Element]]] = defaultdict(list)
        cells: dict[int, int] = defaultdict(int)
        for element in self._page.elements:
            if element.tag != "td":
                continue
            column, row = cells[element.parent], self._page.elements[element.parent]
            cells[element.parent] += 1
            line = self._worded(element.first, element.end)
            if column < MOST_COLUMNS and line is not None:
                columns[self._table(element.parent), column].append((line, row))
        for (table, column), found in columns.items():
            if self._promises([line for line, _ in found]):
                entries = tuple(self._entry(line, row.first, row.end) for line, row in found)
                yield Series(("td", self._page.elements[table].shape, column), entries)

    def _table(self, row: int) -> int:
        at = row
        while at and self._page.elements[at].tag != "table":
            at = self._page.elements[at].parent
        return at

    def _headings(self) -> Iterator[Series]:
        """Give the headings of one level below the same higher heading."""
        below: dict[tuple[int, int], list[int]] = defaultdict(list)
        for line, level, above in self._sections.headings():
            below[level, above].append(line)
        for (level, _), lines in below.items():
            yield Series((f"h{level}",), tuple(self._headed(line) for line in lines))

    def _headed(self, line: int) -> Entry:
        """Give a heading's entry: the card that it stands in, else all lines up to the next heading of its rank."""
        end = self._sections.end(line)
        first, of_card = self._card(line, self._sections.before(line), end)
        return self._entry(line, first, of_card if of_card > line + 1 or first < line else end)

    def _numbered(self) -> Iterator[Series]:
        """Give runs of numbers that count up or down, wherever they stand."""
        makes: dict[str, list[Entry]] = defaultdict(list)
        for entry, make in self._ranked():
            makes[make].append(entry)
        for make, entries in makes.items():
            run: list[Entry] = []
            for entry in self._to_the_next(entries):
                if run and not _goes_on(run, entry):
                    yield Series(("number", make), tuple(run))
                    run = []
                run.append(entry)
            yield Series(("number", make), tuple(run))

    def _ranked(self) -> Iterator[tuple[Entry, str]]:
        """Give the lines that have a number of their own, or that an ordered list gives one."""
        for number, line in enumerate(self._page.lines):
            tag = self._page.elements[line.holder].tag
            if line.text and tag not in CELLS and (number in self._ordinals or self._has_rank(number)):
                yield self._entry(number, number, number + 1), tag if tag in HEADINGS else "text"

    def _ordered(self) -> Iterator[tuple[int, int]]:
        """Give the line that begins each item of an ordered list, and the item's number."""
        last: dict[int, int] = {}
        for element in self._page.elements:
            home = self._page.elements[element.parent]
            if element.tag == "li" and home.tag == "ol":
                counted = last.get(element.parent, (1 if home.number is None else home.number) - 1) + 1
                last[element.parent] = counted if element.number is None else element.number
                line = self._worded(element.first, element.end)
                if line is not None:
                    yield line, last[element.parent]

    def unmarked(self, known: Container[int]) -> Iterator[Series]:
        """Give the lines of one shape: cards, names on lines of their own, names that begin paragraphs.

        Lines that are `known` to be somebody's entry are left out.
        """
        items = {self._worded(one.first, one.end) for one in self._page.elements if one.tag in ("li", "dt")}
        shapes: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, line in enumerate(self._page.lines):
            holder = self._page.elements[line.holder]
            if not line.text or number in known or number in items or holder.tag in HEADINGS or holder.tag in CELLS:
                continue
            lead = self._lead(number)
            whole = lead.text and len(line.text) <= LONGEST_SHORT
            if whole or lead.apart in ("bold", "link") or lead.apart == "cut":
                parent = self._page.elements[holder.parent].shape
                apart = lead.apart if not whole or lead.apart != "cut" else "line"
                shapes[holder.shape, parent, apart, bool(whole), self._sections.of(number)].append(number)
        for make, found in shapes.items():
            lines = self._in_turn(found)
            if not self._promises(lines):
                continue
            entries = tuple(self._entry(line, line, line + 1) for line in lines)
            yield Series(("shape", *make[:4]), tuple(self._to_the_next(entries)))

    def _in_turn(self, lines: list[int]) -> list[int]:
        """Give only the names where names and other lines take turns (name, role, name, role)."""
        named = [place for place, line in enumerate(lines) if self._lead(line).like.sure >= NAME]
        steps = {after - one for one, after in pairwise(named)}
        if len(named) >= FEWEST_TURNS and len(steps) == 1 and steps != {1}:
            return [lines[place] for place in named]
        return lines

    def _promises(self, lines: list[int]) -> bool:
        """Tell whether enough lines begin like a name; of many, the first ones tell."""
        lines = lines[:SAMPLE]
        return sum(self._lead(line).like.sure >= PROMISING for line in lines) * FEW >= len(lines)

    def _lead(self, line: int) -> Lead:
        """Read the first words of a line, once."""
        if line not in self._leads:
            self._leads[line] = lead_of(self._page.lines[line])
        return self._leads[line]

    def _has_rank(self, line: int) -> bool:
        """Tell whether a line begins or ends with a number; most do neither, and that is seen at once."""
        text = self._page.lines[line].text
        return (not text[0].isalpha() or text[0] in "nN" or "#" in text[-6:]) and self._lead(line).rank is not None

    def _entry(self, line: int, first: int, end: int) -> Entry:
        lead = self._lead(line)
        return Entry(lead, line, first, end, self._ordinals.get(line) if lead.rank is None else lead.rank)

    def _worded(self, first: int, end: int) -> int | None:
        """Give the first line with words among some."""
        for line in range(first, end):
            if self._page.lines[line].text:
                return line
        return None

    def _to_the_next(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Let every entry take the lines up to the next one; the last one ends with its card or its section."""
        given = list(entries)
        before = -1
        for place, one in enumerate(given):
            after = given[place + 1].line if place + 1 < len(given) else len(self._page.lines)
            first, end = self._card(one.line, before, after)
            limit = min(after, self._sections.end(one.line))
            if end <= one.line + 1:
                end = limit
            yield Entry(one.lead, one.line, first, min(end, limit) if end > one.line else limit, one.rank)
            before = one.line

    def _card(self, line: int, before: int, after: int) -> tuple[int, int]:
        """Give the largest element around a line that holds no other entry's line."""
        at = self._page.lines[line].holder
        first, end = line, line + 1
        while at:
            element = self._page.elements[at]
            if element.first <= before or element.end > after or element.first < line - MOST_ABOVE:
                break
            first, end = element.first, element.end
            at = element.parent
        return first, end

    def _end_of_parent(self, line: int) -> int:
        holder = self._page.elements[self._page.lines[line].holder]
        return self._page.elements[holder.parent].end


def _goes_on(run: list[Entry], entry: Entry) -> bool:
    if not run or entry.rank is None or run[-1].rank is None:
        return False
    went = entry.rank - run[-1].rank
    step = run[1].rank - run[0].rank if len(run) > 1 and run[1].rank is not None and run[0].rank is not None else went
    return 0 < abs(went) <= WIDEST_GAP and step * went > 0
