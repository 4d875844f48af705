"""Which heading governs a line, and how far a heading reaches. Knows no lists."""

from collections.abc import Iterator

from followworthy.domain.article.page import HEADINGS, Page


class Sections:
    """The headings of a page: what each governs."""

    def __init__(self, page: Page) -> None:
        """Find the headings and what each governs, in one pass."""
        self._page = page
        self._level: dict[int, int] = {}
        self._above: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._of: list[int] = []
        self._read()

    def headings(self) -> Iterator[tuple[int, int, int]]:
        """Give each real heading's line, its level, and the line of the heading above it (-1: none)."""
        return ((line, level, self._above[line]) for line, level in self._level.items())

    def of(self, line: int) -> int:
        """Give the line of the nearest real heading at or above a line, -1 if there is none."""
        return self._of[line]

    def above(self, line: int) -> int:
        """Give the heading above a heading."""
        return self._above.get(line, -1)

    def before(self, line: int) -> int:
        """Give the last line of the heading before a heading, whatever its rank, -1 if there is none."""
        return self._before.get(line, -1)

    def end(self, line: int) -> int:
        """Give the line where the section of a line ends: the next heading of its rank or a higher one."""
        heading = line if line in self._level else self._of[line]
        return self._ends.get(heading, len(self._page.lines)) if heading >= 0 else self._first()

    def _first(self) -> int:
        return next(iter(self._level), len(self._page.lines))

    def _read(self) -> None:
        open_: list[int] = []
        last = -1
        for number, line in enumerate(self._page.lines):
            holder = self._page.elements[line.holder]
            level = HEADINGS.get(holder.tag)
            if level is not None and line.text and holder.first == number:
                while open_ and self._level[open_[-1]] >= level:
                    self._ends[open_.pop()] = number
                self._above[number] = open_[-1] if open_ else -1
                self._before[number] = last
                self._level[number] = level
                last = number
                open_.append(number)
            self._of.append(open_[-1] if open_ else -1)
