"""A document as its reader sees it: lines, and the elements that hold them. Judges nothing, knows no lists of people.

Every element holds a run of lines, so that an entry, a card, a table row or a section is a pair of numbers.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

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
MOST_LINES = 130_000
"""5 MB of a dense table of people have fewer (measured: `make bench`)."""


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
    """Words that a line marks: a `link` with its address, `bold` or `italic`; or an `address` that is written out."""

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
