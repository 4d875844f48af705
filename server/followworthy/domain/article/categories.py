"""Which heading an entry stands under. The title of the page is none, and neither is somebody's name."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence

from followworthy.domain.article.page import HEADINGS, Page
from followworthy.domain.article.sections import Sections

LONGEST = 90
OFTEN = 3
"""A line that stands so often in a document is furniture (an ad slot), not a heading."""
LABELLED = ("li", "p", "td", "dd")
FEWEST_HELD = 2
MOST_LOOKED_AT = 20
LONGEST_LABEL = 50
NUMBERED = re.compile(r"\d{1,3}[.)]\s")
MOST_CATEGORIES = 2
SENTENCE_END = (".", "!", "?", ";", ",", "…", "。", "！", "？")


class Categories:
    """The headings of one page as categories of its entries."""

    def __init__(self, page: Page, sections: Sections) -> None:
        """Take a page and its headings."""
        self._page = page
        self._sections = sections
        marked = list(sections.headings())
        self.title = page.title or (page.lines[marked[0][0]].text if marked else None)
        self._plain_title = _plain(self.title or "")
        self._titles: dict[int, bool] = {}
        self._first = next((line for line, level, _ in marked if level == 1), -1)
        self._guessed = [] if any(level > 1 for _, level, _ in marked) else _guessed(page, bold=bool(marked))

    def over(self, line: int) -> list[str]:
        """Give the headings above a line, whatever they are, the nearest one first, and the title as the last."""
        at = self._sections.above(line) if self._is_heading(line) else self._sections.of(line)
        guess = self._guess(line, ())
        found = [self._page.lines[guess].text] if guess > at else []
        while at >= 0:
            if not NUMBERED.match(self._page.lines[at].text):  # an entry of some list speaks for itself alone
                found.append(self._page.lines[at].text)
            at = self._sections.above(at)
        return [*found, self.title or (self._before(guess) or "")]

    def of(self, entries: Sequence[int]) -> tuple[list[str | None], str | None]:
        """Give the category of each entry, and the page's title; `entries` are their lines, in reading order."""
        known = frozenset(entries)
        over = [max(self._guess(line, known), self._heading(line, known), self._label(line, known)) for line in entries]
        first = over[0]
        if len(set(over)) * MOST_CATEGORIES > len(over) and set(over) & set(self._guessed):
            over = [self._heading(line, known) for line in entries]  # a "heading" for every entry is part of it
            first = over[0]
        alone = len(set(over)) == 1 and first in self._guessed and self._begins_page(first)
        title = self.title or (self._page.lines[first].text if alone else self._before(first))
        if alone:
            return [None] * len(over), title
        return [None if line < 0 else _text(self._page.lines[line].text) for line in over], title

    def _begins_page(self, line: int) -> bool:
        """Tell whether only short lines stand above: then a line that looks like a heading is the title."""
        return all(len(one.text) <= LONGEST for one in self._page.lines[:line])

    def _before(self, line: int) -> str | None:
        """Give what looks like a heading above the first category: the title of a text that marks none."""
        guess = self._guess(line, ())
        return self._page.lines[guess].text if guess >= 0 else None

    def _label(self, line: int, entries: Container[int]) -> int:
        """Give the words that begin the item in which several entries stand, -1 if there are none."""
        at = self._page.lines[line].holder
        while at and (self._page.elements[at].tag not in LABELLED or self._page.elements[at].first == line):
            at = self._page.elements[at].parent
        element = self._page.elements[at]
        if not at or element.first in entries or not self._labels(element.first):
            return -1
        near = range(max(element.first, line - MOST_LOOKED_AT), min(element.end, line + MOST_LOOKED_AT))
        held = sum(other in entries for other in near)
        return element.first if held >= FEWEST_HELD else -1

    def _labels(self, line: int) -> bool:
        text = self._page.lines[line].text
        return bool(text) and len(text) <= LONGEST_LABEL and not text.endswith(SENTENCE_END)

    def _heading(self, line: int, entries: Container[int]) -> int:
        at = self._sections.above(line) if line in entries and self._is_heading(line) else self._sections.of(line)
        while at >= 0 and at in entries:
            at = self._sections.above(at)
        return -1 if at < 0 or self._is_title(at) else at

    def _is_heading(self, line: int) -> bool:
        return self._page.elements[self._page.lines[line].holder].tag in HEADINGS

    def _is_title(self, line: int) -> bool:
        if line not in self._titles:
            self._titles[line] = line == self._first or _plain(self._page.lines[line].text) == self._plain_title
        return self._titles[line]

    def _guess(self, line: int, entries: Container[int]) -> int:
        """Give the nearest line above that only looks like a heading, -1 if there is none."""
        place = bisect_left(self._guessed, line) - 1
        while place >= 0 and self._guessed[place] in entries:
            place -= 1
        return self._guessed[place] if place >= 0 else -1


def _guessed(page: Page, *, bold: bool) -> list[int]:
    """Give the lines that look like headings of a document that marks none, or no more than its title.

    In the latter case only `bold` ones count.
    """
    times = Counter(line.text for line in page.lines)
    alone = Counter(line.holder for line in page.lines)
    return [
        number
        for number, line in enumerate(page.lines)
        if line.text
        and len(line.text) <= LONGEST
        and alone[line.holder] == 1
        and not line.text.endswith(SENTENCE_END)
        and times[line.text] < OFTEN
        and page.elements[line.holder].tag == "p"
        and (not bold or any(span.mark == "bold" and span.text == line.text for span in line.spans))
    ]


def _text(text: str) -> str:
    return text.strip(" *_#:").strip()


def _plain(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
