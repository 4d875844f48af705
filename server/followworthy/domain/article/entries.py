"""The lines of a page as entries of lists: their first words, their numbers, and how far they reach. Knows no lists."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from followworthy.domain.article.leads import Lead, lead_of
from followworthy.domain.article.page import Page
from followworthy.domain.article.sections import Sections

NAME = 0.45
FEWEST_TURNS = 3
PROMISING, FEW, SAMPLE = 0.22, 4, 12
"""Lines are looked at closely if every fourth of the first dozen begins like a name."""
MOST_ABOVE = 6
"""So many lines of a card may stand above the name: a picture, icons, a role."""


class Entry(NamedTuple):
    """One item of a series: its first words, the line that they stand in, and its lines `first` up to `end`."""

    lead: Lead
    line: int
    first: int
    end: int
    rank: int | None


class Entries:
    """Makes entries of the lines of one page; the first words of a line are read once."""

    def __init__(self, page: Page, sections: Sections) -> None:
        """Take a page and its headings."""
        self._page = page
        self._sections = sections
        self._leads: dict[int, Lead] = {}
        self._ordinals = dict(self._ordered())

    def entry(self, line: int, first: int, end: int) -> Entry:
        """Make an entry of some lines; one of them begins it."""
        lead = self.lead(line)
        return Entry(lead, line, first, end, self._ordinals.get(line) if lead.rank is None else lead.rank)

    def lead(self, line: int) -> Lead:
        """Read the first words of a line, once."""
        if line not in self._leads:
            self._leads[line] = lead_of(self._page.lines[line])
        return self._leads[line]

    def worded(self, first: int, end: int) -> int | None:
        """Give the first line with words among some."""
        for line in range(first, end):
            if self._page.lines[line].text:
                return line
        return None

    def promise(self, lines: list[int]) -> bool:
        """Tell whether enough lines begin like a name; of many, the first ones tell."""
        lines = lines[:SAMPLE]
        return sum(self.lead(line).like.sure >= PROMISING for line in lines) * FEW >= len(lines)

    def in_turn(self, lines: list[int]) -> list[int]:
        """Give only the names where names and other lines take turns (name, role, name, role)."""
        named = [place for place, line in enumerate(lines) if self.lead(line).like.sure >= NAME]
        steps = {after - one for one, after in pairwise(named)}
        if len(named) >= FEWEST_TURNS and len(steps) == 1 and steps != {1}:
            return [lines[place] for place in named]
        return lines

    def has_rank(self, line: int) -> bool:
        """Tell whether a line has a number of its own, or of its list; most have neither, and that is seen at once."""
        text = self._page.lines[line].text
        if line in self._ordinals:
            return True
        return (not text[0].isalpha() or text[0] in "nN" or "#" in text[-6:]) and self.lead(line).rank is not None

    def to_the_next(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Let every entry take the lines up to the next one; the last one ends with its card or its section."""
        given = list(entries)
        before = -1
        for place, one in enumerate(given):
            after = given[place + 1].line if place + 1 < len(given) else len(self._page.lines)
            first, end = self.card(one.line, before, after)
            limit = min(after, self._sections.end(one.line))
            if end <= one.line + 1:
                end = limit
            yield Entry(one.lead, one.line, first, min(end, limit) if end > one.line else limit, one.rank)
            before = one.line

    def card(self, line: int, before: int, after: int) -> tuple[int, int]:
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

    def end_of_parent(self, line: int) -> int:
        """Give where the element ends that holds the one which a line stands in."""
        holder = self._page.elements[self._page.lines[line].holder]
        return self._page.elements[holder.parent].end

    def _ordered(self) -> Iterator[tuple[int, int]]:
        """Give the line that begins each item of an ordered list, and the item's number."""
        last: dict[int, int] = {}
        for element in self._page.elements:
            home = self._page.elements[element.parent]
            if element.tag == "li" and home.tag == "ol":
                counted = last.get(element.parent, (1 if home.number is None else home.number) - 1) + 1
                last[element.parent] = counted if element.number is None else element.number
                line = self.worded(element.first, element.end)
                if line is not None:
                    yield line, last[element.parent]
