"""A document as its reader sees it: lines, and the elements that hold them. Judges nothing, knows no lists of people.

Every element holds a run of lines, so that an entry, a card, a table row or a section is a pair of numbers.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from followworthy.domain.survey import DEEPEST
from followworthy.errors import ArticleError

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    {*HEADINGS, "p", "div", "pre", "blockquote", "address", "center", "hr", "ul", "ol", "menu", "li", "dl", "dt", "dd"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "details", "summary"}
    | {
        "html",
        "body",
        "main",
        "article",
        "section",
        "aside",
        "header",
        "footer",
        "hgroup",
        "form",
        "fieldset",
        "legend",
    }
)
"""Elements that begin a line and end one (HTML Living Standard, 15.3: rendering of flow content)."""
MARKS = {"a": "link", "b": "bold", "strong": "bold", "em": "italic", "i": "italic"}
SPACED = frozenset(("a", "span", "img", "button", "label", "time", "small"))
"""Inline elements that pages set apart by style only: their words do not run into their neighbours'."""
MOST_LINES = 130_000
"""5 MB of a dense table of people have fewer (measured: `make bench`)."""
MOST_OPEN = 8
"""No author marks a word more often than this; what is open beyond was never meant to go on in the next line."""


@dataclass(slots=True)
class Element:
    """A block element: its tag, its `shape` (tag and classes), its parent, and the lines `first` up to `end`.

    `line` is its place in the source (0: unknown), `number` what an ordered list begins with or an item gives itself.
    """

    tag: str
    shape: str = ""
    parent: int = 0
    first: int = -1
    end: int = -1
    line: int = 0
    number: int | None = None


class Span(NamedTuple):
    """Words that a line marks: a `link` with its address, `bold` or `italic`."""

    mark: str
    text: str
    href: str = ""


@dataclass(slots=True)
class Line:
    """One line: its words, the spans it marks, and the innermost element that it stands in."""

    text: str
    spans: tuple[Span, ...]
    holder: int


@dataclass(slots=True)
class Page:
    """All lines and elements of a document, in reading order; element 0 holds everything.

    `has_source` says that elements know their line in the source.
    """

    title: str | None = None
    has_source: bool = False
    lines: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=lambda: [Element("page")])

    def headline(self) -> str | None:
        """Give the first heading of the first level."""
        return next((one.text for one in self.lines if one.text and self.elements[one.holder].tag == "h1"), None)


def check_length(lines: int) -> None:
    """Raise ArticleError for more lines than a list of people has."""
    if lines > MOST_LINES:
        raise ArticleError(f"the document has more than {MOST_LINES} lines, which no list of people has.")


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
        self.page.lines.append(Line(words, tuple(self._spans), self._at))
        at = self._at
        while self.page.elements[at].first < 0:
            self.page.elements[at].first = number
            at = self.page.elements[at].parent
