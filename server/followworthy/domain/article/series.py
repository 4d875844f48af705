"""Everything on a page that could be a list. Whether it lists people, `judging` decides.

Items of one list, rows of one table, headings of one level, numbers that count up, and lines of one shape.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from followworthy.domain.article.entries import Entries, Entry
from followworthy.domain.article.page import HEADINGS, Element, Page
from followworthy.domain.article.sections import Sections

LONGEST_SHORT = 100
"""A line of more characters is no name by itself."""
MOST_COLUMNS = 4
"""A table's name stands in one of its first columns."""
CELLS = frozenset(("td", "th"))
WIDEST_GAP = 3
"""A numbered list goes on although its author left out a number or two."""


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
        self._entries = Entries(page, sections)

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
                line = self._entries.worded(element.first, element.end) if element.tag == tag else None
                if line is not None:
                    lists[element.parent].append(self._entries.entry(line, element.first, element.end))
            for number, entries in lists.items():
                yield Series((tag, self._page.elements[number].shape), tuple(self._to_next(entries, tag)))

    def _to_next(self, entries: list[Entry], tag: str) -> Iterable[Entry]:
        """Let a term reach to the next one: what is said of it stands between."""
        if tag != "dt":
            return entries
        ends = [one.first for one in entries[1:]] + [self._entries.end_of_parent(entries[-1].line)]
        return [Entry(one.lead, one.line, one.first, end, one.rank) for one, end in zip(entries, ends, strict=True)]

    def _rows(self) -> Iterator[Series]:
        """Give each table once for each of its first columns, and as a grid if all of them hold names."""
        tables: dict[int, dict[int, list[Element]]] = defaultdict(lambda: defaultdict(list))
        cells: dict[int, int] = defaultdict(int)
        for element in self._page.elements:
            if element.tag == "td":
                column = cells[element.parent]
                cells[element.parent] += 1
                if column < MOST_COLUMNS:
                    tables[self._table(element.parent)][column].append(element)
        for table, columns in tables.items():
            shape = self._page.elements[table].shape
            found = [(column, list(self._worded_cells(held))) for column, held in columns.items()]
            named = [(column, held) for column, held in found if held and self._promise(held)]
            for column, held in named:
                yield Series(("td", shape, column), tuple(self._in_row(*one) for one in held))
            if len(named) == len(found) > 1:
                both = sorted((pair for _, held in named for pair in held), key=itemgetter(0))
                yield Series(("grid", shape), tuple(self._in_cell(*one) for one in both))

    def _promise(self, cells: list[tuple[int, Element]]) -> bool:
        return self._entries.promise([line for line, _ in cells])

    def _in_row(self, line: int, cell: Element) -> Entry:
        row = self._page.elements[cell.parent]
        return self._entries.entry(line, row.first, row.end)

    def _in_cell(self, line: int, cell: Element) -> Entry:
        return self._entries.entry(line, cell.first, cell.end)

    def _worded_cells(self, cells: Iterable[Element]) -> Iterator[tuple[int, Element]]:
        for cell in cells:
            line = self._entries.worded(cell.first, cell.end)
            if line is not None:
                yield line, cell

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
        first, of_card = self._entries.card(line, self._sections.before(line), end)
        return self._entries.entry(line, first, of_card if of_card > line + 1 or first < line else end)

    def _numbered(self) -> Iterator[Series]:
        """Give runs of numbers that count up or down, wherever they stand."""
        makes: dict[str, list[Entry]] = defaultdict(list)
        for entry, make in self._ranked():
            makes[make].append(entry)
        for make, entries in makes.items():
            run: list[Entry] = []
            for entry in self._entries.to_the_next(entries):
                if run and not _goes_on(run, entry):
                    yield Series(("number", make), tuple(run))
                    run = []
                run.append(entry)
            yield Series(("number", make), tuple(run))

    def _ranked(self) -> Iterator[tuple[Entry, str]]:
        """Give the lines that have a number of their own, or that an ordered list gives one."""
        for number, line in enumerate(self._page.lines):
            tag = self._page.elements[line.holder].tag
            if line.text and tag not in CELLS and (self._entries.has_rank(number)):
                yield self._entries.entry(number, number, number + 1), tag if tag in HEADINGS else "text"

    def unmarked(self, known: Container[int]) -> Iterator[Series]:
        """Give the lines of one shape: cards, names on lines of their own, names that begin paragraphs.

        Lines that are `known` to be somebody's entry are left out.
        """
        items = {self._entries.worded(one.first, one.end) for one in self._page.elements if one.tag in ("li", "dt")}
        shapes: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, line in enumerate(self._page.lines):
            holder = self._page.elements[line.holder]
            if not line.text or number in known or number in items or holder.tag in HEADINGS or holder.tag in CELLS:
                continue
            lead = self._entries.lead(number)
            whole = lead.text and len(line.text) <= LONGEST_SHORT
            if whole or lead.apart in ("bold", "link") or lead.apart == "cut":
                parent = self._page.elements[holder.parent].shape
                apart = lead.apart if not whole or lead.apart != "cut" else "line"
                shapes[holder.shape, parent, apart, bool(whole), self._sections.of(number)].append(number)
        for make, found in shapes.items():
            lines = self._entries.in_turn(found)
            if not self._entries.promise(lines):
                continue
            entries = tuple(self._entries.entry(line, line, line + 1) for line in lines)
            yield Series(("shape", *make[:4]), tuple(self._entries.to_the_next(entries)))


def _goes_on(run: list[Entry], entry: Entry) -> bool:
    if not run or entry.rank is None or run[-1].rank is None:
        return False
    went = entry.rank - run[-1].rank
    step = run[1].rank - run[0].rank if len(run) > 1 and run[1].rank is not None and run[0].rank is not None else went
    return 0 < abs(went) <= WIDEST_GAP and step * went > 0
