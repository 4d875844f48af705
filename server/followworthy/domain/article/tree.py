"""What of an HTML page is read: its tree without navigation, comments, sharing and the like. Knows no lists.

Every walk goes over a part of the tree once and without recursion, so that time stays linear in the page.
"""

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from followworthy.domain.article.blocks import Anchor
from followworthy.errors import ArticleError

DEEPEST = 1000
"""No page for people nests its elements so deep; the deepest seen is about 60."""
LEFT_OUT = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "iframe", "svg")
)
FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|related|sharing|share|social|sidebar|trending|newsletter|breadcrumbs?|menu|nav"
    r"|recommended-posts|read-next|pagination|cookie)(?:$|[-_ ])",
    re.IGNORECASE,
)
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")


class Tree:
    """A parsed page. Raises ArticleError if it is no text (lone surrogates) or nested absurdly deep."""

    def __init__(self, html: str) -> None:
        """Parse the page."""
        try:
            declaration = DECLARATION.match(html)
            self.soup = BeautifulSoup(html[declaration.end() :] if declaration else html, "lxml")
        except UnicodeEncodeError as error:
            raise ArticleError("the document is damaged: it holds characters that are none.") from error
        _check_depth(self.soup)
        self._holders = _holders(self.soup)

    def walk(self, top: Tag, enters: Callable[[Tag], bool] = lambda _: True) -> Iterator[Tag | NavigableString]:
        """Give what is read below `top`, in reading order; the inside of a tag only if `enters` says so."""
        levels = [iter(top.contents)]
        while levels:
            one = next(levels[-1], None)
            if one is None:
                levels.pop()
            elif type(one) is NavigableString:  # a Comment, a Doctype or a CData is a child of it
                yield one
            elif isinstance(one, Tag) and not self._is_furniture(one):
                yield one
                if enters(one):
                    levels.append(iter(one.contents))

    def text(self, tag: Tag) -> str:
        """Give the words of a tag on one line."""
        words = " ".join(one for one in self.walk(tag) if not isinstance(one, Tag))
        return " ".join(words.split()).replace(" ,", ",").replace(" .", ".")

    def anchors(self, tag: Tag) -> tuple[Anchor, ...]:
        """Give the links below a tag."""
        links = (one for one in self.walk(tag) if isinstance(one, Tag) and one.name == "a" and one.has_attr("href"))
        return tuple(Anchor(self.text(link), str(link["href"])) for link in links)

    def _is_furniture(self, tag: Tag) -> bool:
        if id(tag) in self._holders:
            return False
        if tag.name in LEFT_OUT or not tag.attrs:
            return tag.name in LEFT_OUT
        names = [str(tag.get("id") or ""), *tag.get_attribute_list("class")]
        return any(name and FURNITURE.search(name) for name in names)


def _check_depth(soup: BeautifulSoup) -> None:
    """Refuse absurd nesting before anything else looks: many a step costs as much as the tree is deep."""
    levels = [iter(soup.contents)]
    while levels:
        one = next(levels[-1], None)
        if one is None:
            levels.pop()
        elif isinstance(one, Tag):
            levels.append(iter(one.contents))
        if len(levels) > DEEPEST:
            raise ArticleError(f"the document is damaged: its elements are nested more than {DEEPEST} deep.")


def _holders(soup: BeautifulSoup) -> frozenset[int]:
    """Give what holds the page's headline or main part: no class name makes furniture of that."""
    found = (soup.find("h1"), soup.find("main"), soup.find("article"), soup.body)
    return frozenset(id(one) for tag in found if tag for one in (tag, *tag.parents))
