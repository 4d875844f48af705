"""Builds a page from what a parser meets. Knows no parser, no lists of people."""

import re
from collections.abc import Iterator

from followworthy.domain.article.page import BLOCKS, Element, Line, Page, Span, check_length
from followworthy.domain.survey import DEEPEST
from followworthy.errors import ArticleError

MARKS = {"a": "link", "b": "bold", "strong": "bold", "em": "italic", "i": "italic"}
SPACED = frozenset(("a", "span", "img", "button", "label", "time", "small"))
"""Inline elements that pages set apart by style only: their words do not run into their neighbours'."""
MOST_OPEN = 8
"""No author marks a word more often than this; what is open beyond was never meant to go on in the next line."""
WRITTEN_OUT = re.compile(
    r"https?://[^\s<>\"]{4,2000}|\b(?:[a-z]{2,3}\.)?linkedin\.com/(?:in|company|pub)/[^\s<>\"]{2,300}", re.IGNORECASE
)
"""An address among the words, as plain text, tables and Markdown have it; LinkedIn's often come without https."""
BEHIND = ".,;:!?*_~)]}>'’”»"


class Builder:
    """Builds a page from what a parser meets: elements that open and close, and text.

    Raises ArticleError for elements that are nested absurdly deep, and for too many lines.
    """

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.page = Page()
        self._at = 0
        self._depth = 0
        self._parts: list[str] = []
        self._open: list[tuple[str, int, str]] = []
        self._spans: list[Span] = []
        self._touches = False
        self._pictured = ""

    def open(self, tag: str, shape: str = "", href: str = "", line: int = 0, number: int | None = None) -> None:
        """Begin an element. `line` is the source's (0: unknown), `number` an ordered list's first, or an item's own."""
        if tag in BLOCKS:
            self._flush()
            self._depth += 1
            if self._depth > DEEPEST:
                raise ArticleError(f"the document is damaged: its elements are nested more than {DEEPEST} deep.")
            self.page.elements.append(Element(tag, shape or tag, self._at, line=line, number=number))
            self._at = len(self.page.elements) - 1
        elif tag == "br":
            self._flush()
        elif tag in MARKS:
            self._touches = tag == "a" or self._touches
            self._open.append((tag, len(self._parts), href))
        elif tag in SPACED:
            self._touches = True

    def picture(self, words: str) -> None:
        """Add a picture's text alternative: the words of a line that has no others."""
        self._pictured = self._pictured or words

    def close(self, tag: str) -> None:
        """End the innermost open element of this tag, and what it still holds open; nothing if there is none."""
        if tag in BLOCKS:
            self._close_block(tag)
        elif tag in MARKS:
            self._close_mark(tag)
        if tag in SPACED:
            self._touches = True

    def text(self, words: str) -> None:
        """Add text, as written."""
        if self._touches and self._parts and words:
            if words[0].isalnum() and self._parts[-1][-1:].isalnum():
                self._parts.append(" ")
            self._touches = False
        self._parts.append(words)

    def finish(self) -> Page:
        """Give the page; everything still open ends with it."""
        self._flush()
        for element in self.page.elements:
            if element.end < 0:
                element.end = len(self.page.lines)
            if element.first < 0:
                element.first = element.end
        return self.page

    def _close_block(self, tag: str) -> None:
        at = self._at
        while at and self.page.elements[at].tag != tag:
            at = self.page.elements[at].parent
        if not at:
            return
        self._flush()
        while self._at != at:
            self._end(self._at)
        self._end(at)

    def _end(self, at: int) -> None:
        self._depth -= 1
        self.page.elements[at].end = len(self.page.lines)
        self._at = self.page.elements[at].parent

    def _close_mark(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                self._mark(self._open.pop(place))
                return

    def _mark(self, opened: tuple[str, int, str]) -> None:
        tag, part, href = opened
        words = " ".join("".join(self._parts[part:]).split())
        if words or href:
            self._spans.append(Span(MARKS[tag], words, href))

    def _flush(self) -> None:
        """End the line; marks that are still open go on in the next one."""
        if not self._parts and not self._spans and not self._open:
            return
        for opened in self._open:
            self._mark(opened)
        self._open = [(tag, 0, href) for tag, _, href in self._open[-MOST_OPEN:]]
        words = " ".join("".join(self._parts).split())
        if words or self._spans:
            self._line(words or " ".join(self._pictured.split()))
        self._pictured = ""
        self._parts.clear()
        self._spans = []
        self._touches = False

    def _line(self, words: str) -> None:
        number = len(self.page.lines)
        check_length(number)
        if "://" in words or ".com/" in words:
            self._spans += [Span("address", one, one) for one in written_out(words)]
        self.page.lines.append(Line(words, tuple(self._spans), self._at))
        at = self._at
        while self.page.elements[at].first < 0:
            self.page.elements[at].first = number
            at = self.page.elements[at].parent


def written_out(words: str) -> Iterator[str]:
    """Give the addresses that are written out among words, without the marks behind them."""
    for found in WRITTEN_OUT.findall(words):
        yield found.rstrip(BEHIND)
