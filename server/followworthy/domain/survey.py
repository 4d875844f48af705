"""One look over an HTML page before its tree is made: how much of what is there. Keeps no text but the headline's.

libxml2 tells each element as it meets it, at a fifteenth of the tree's price, so that a page made to hurt costs nearly
nothing: the tree of 100,000 nested elements would take two seconds, and a walk over it much longer.
"""

from lxml import etree

from followworthy.errors import ArticleError

DEEPEST = 500
"""Levels of elements. The deepest page seen has about 60; elements that nobody closed make it more."""
MANY = 50_000
"""A page may have so many elements whatever it says: its tree takes half a second."""
DENSE = 250_000
"""Beyond MANY, elements need 20 characters each on average, their own tags included: a list has more, a page that is
all tags has fewer. Nothing has more than DENSE: that tree takes half a gigabyte."""
MOST_ATTRIBUTES = 1000
"""Of one element. libxml2's own tree takes quadratic time for them: nine seconds for 100,000."""
ENOUGH_WORDS = 200
"""Beyond this a page has words; how many is of no interest."""
LONGEST = 2000
"""Of a text between two tags, so many characters are looked at."""
CODE = frozenset(("script", "style"))
UNSEEN = CODE | {"noscript", "template", "title", "option", "head"}
BESIDE = frozenset(("header", "nav", "footer", "aside", "form", "select"))
ITEMS = frozenset(("li", "tr", "dt", "h2", "h3", "h4", "p", "b", "strong"))
NOTED = UNSEEN | BESIDE | {"input"}
HEADLINES = frozenset(("title", "h1"))


class Survey:
    """What a page is made of, filled while libxml2 reads it. Raises ArticleError as soon as it is too much.

    `words` counts those that are seen, to ENOUGH_WORDS or a few more; `beginning` is their text and that for browsers
    without scripts; `headline` is the text of its title and first headings; `items` counts what a list may be made of,
    and not in what stands beside the page's main part; `scripts` and `passwords` count elements.
    """

    def __init__(self, most: int) -> None:
        """Begin with nothing; at most so many elements."""
        self.words = 0
        self.headline = ""
        self.beginning = ""
        self.items = 0
        self.scripts = 0
        self.passwords = 0
        self._most = most
        self._count = 0
        self._open: list[str] = []
        self._unseen = 0
        self._beside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Go one level down."""
        self._open.append(tag)
        self._count += 1
        if tag in ITEMS:
            self.items += not self._beside
        elif tag in NOTED:
            self._note(tag, attributes)
        if len(self._open) > DEEPEST:
            raise ArticleError(f"the document is damaged: its elements are nested more than {DEEPEST} deep.")
        if len(attributes) > MOST_ATTRIBUTES:
            raise ArticleError(f"the document is damaged: an element has more than {MOST_ATTRIBUTES} attributes.")
        if self._count > self._most:
            self._refuse()

    def end(self, _tag: str) -> None:
        """Go one level up."""
        tag = self._open.pop()
        if tag in NOTED:
            self._unseen -= tag in UNSEEN
            self._beside -= tag in BESIDE

    def data(self, text: str) -> None:
        """Take the words between two tags."""
        if self.words >= ENOUGH_WORDS:
            return
        inside = self._open[-1] if self._open else ""
        if inside in CODE:
            return
        start = text[:LONGEST]
        if inside in HEADLINES and not self._beside:
            self.headline = (self.headline + start + " ")[:LONGEST]
        if not self._unseen:
            self.words += len(start.split())
        if len(self.beginning) < LONGEST:
            self.beginning += start + " "

    def comment(self, _text: str) -> None:
        """Count what is no element, but costs as much."""
        self._count += 1
        if self._count > self._most:
            self._refuse()

    def pi(self, _target: str, _data: str) -> None:
        """Count what is no element, but costs as much."""
        self._count += 1
        if self._count > self._most:
            self._refuse()

    def close(self) -> None:
        """Have nothing to hand over: it is filled already."""

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        self._unseen += tag in UNSEEN
        self._beside += tag in BESIDE
        self.scripts += tag == "script"
        self.passwords += attributes.get("type", "").lower() == "password"

    def _refuse(self) -> None:
        raise ArticleError(f"the document is damaged: it has more than {self._most} elements for so little text.")


def survey(html: str) -> Survey:
    """Look over a page. Raises ArticleError for one that is nested absurdly deep, or nothing but tags or attributes."""
    found = Survey(max(MANY, min(DENSE, len(html) // 20)))
    parser = etree.HTMLParser(target=found)  # type: ignore[arg-type]  # the stubs still ask for the bytes of Python 2
    try:
        parser.feed(html)
        parser.close()
    except UnicodeEncodeError as error:
        raise ArticleError("the document is damaged: it holds characters that are none.") from error
    return found
