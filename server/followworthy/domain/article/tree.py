"""An HTML page -> the lines that are read of it: no navigation, no comments, no sharing. Knows no lists.

One walk over the tree, without recursion, so that time stays linear in the page.
"""

import re
from sys import intern
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from followworthy.domain.article.builder import Builder
from followworthy.domain.article.page import BLOCKS, Page
from followworthy.domain.survey import DEEPEST, survey
from followworthy.errors import ArticleError

LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "video", "audio", "map"}
    | {"button", "select", "textarea", "option"}
)
PERHAPS = frozenset(("nav", "aside", "form", "footer", "dialog"))
HEADLINES = ("h1", "main")
"""What holds these is read, whatever it is called: old sites wrap a whole page in a form or in a "sidebar"."""
NAMING = frozenset(("id", "class", "role", "hidden"))
FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:comments?|commentlist|comment-list|disqus|related|sharing|share|sharedaddy|social-share|sidebar"
    r"|trending|newsletter|breadcrumbs?|menu|nav|navbar|navigation|recommended-posts|read-next|pagination|pager|cookie"
    r"|advert|advertisement|promo|popup|modal|screen-reader-text|sr-only|visually-hidden|skip-link|toc|post-tags"
    r"|author-box|about-author|jp-relatedposts|more-articles)(?:$|[-_ ])",
    re.IGNORECASE,
)
FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"))
AS_WRITTEN: Final = {"multi_valued_attributes": None}
"""To take every class apart costs up to a quarter of the parser's time; few of them are looked at."""
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")
BLANKS = re.compile(
    r">\s+(?=</?(?:" + "|".join(sorted(BLOCKS | {"meta", "link", "script", "style", "head"})) + r")[\s>/])"
)
"""Indentation between the elements of a layout says nothing, and makes a third of a usual page's nodes."""
MANY_TAGS, LONG_TAG = 40_000, 20_000
"""The tree of so many tags takes a third of a second at most, however they are nested, and so long a tag less."""
MOST_DIGITS = 6
COUNTED = {"ol": "start", "li": "value"}


def page_of_html(html: str) -> Page:
    """Read a page. Raises ArticleError if it is no text (lone surrogates) or nested absurdly deep."""
    builder = Builder()
    soup = build(html, builder)
    page = builder.finish()
    page.title = page.headline() or _title(soup)
    return page


def build(html: str, builder: Builder) -> BeautifulSoup:
    """Hand what is read of a page, or of a piece of one, to the builder, and give its tree. Raises ArticleError."""
    if _is_heavy(html):
        survey(html)
    try:
        declared = DECLARATION.match(html)
        soup = BeautifulSoup(BLANKS.sub(">", html[declared.end() :] if declared else html), "lxml", **AS_WRITTEN)
    except UnicodeEncodeError as error:
        raise ArticleError("the document is damaged: it holds characters that are none.") from error
    _Walk(builder).run(_parts(soup).get("body") or soup)
    return soup


def _is_heavy(html: str) -> bool:
    """Tell a page whose tree may cost much, by its number of tags or the length of one; a survey shows whether it does.

    For all others the survey itself would be the cost: a tenth of the tree's (measured: `make bench`).
    """
    return html.count("<") > MANY_TAGS or max(map(len, html.split("<"))) > LONG_TAG


def _parts(soup: BeautifulSoup) -> dict[str, Tag]:
    """Give the head and the body of a page, without a search through all of it."""
    tops = (one for one in soup.contents if isinstance(one, Tag))
    return {one.name: one for top in tops for one in top.contents if isinstance(one, Tag)}


def _title(soup: BeautifulSoup) -> str | None:
    head = _parts(soup).get("head")
    title = head.title if head else None
    return " ".join(title.get_text(" ").split()) or None if title else None


class _Walk:
    """The one walk: hands every element and every word that is read to the builder."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._known: dict[str, bool] = {}

    def run(self, top: Tag) -> None:
        text, close = self._builder.text, self._builder.close
        levels = [("", iter(top.contents))]
        while levels:
            name, rest = levels[-1]
            for one in rest:
                if type(one) is NavigableString:  # a Comment, a Doctype or a CData is a child of it
                    text(one)
                elif isinstance(one, Tag) and not self._is_furniture(one):
                    self._enter(one)
                    levels.append((one.name, iter(one.contents)))
                    break
            else:
                levels.pop()
                close(name)
            if len(levels) > DEEPEST:
                raise ArticleError(f"the document is damaged: its elements are nested more than {DEEPEST} deep.")

    def _enter(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attrs
        if name in BLOCKS and attributes:
            shape = intern(f"{name}.{_classes(tag)}") if "class" in attributes else name
            number = _number(tag, COUNTED[name]) if name in COUNTED else None
            self._builder.open(name, shape, number=number)
        elif name == "a":
            self._builder.open(name, href=str(attributes.get("href") or ""))
        else:
            self._builder.open(name)
            if name == "img":
                self._builder.picture(str(attributes.get("alt") or ""))

    def _is_furniture(self, tag: Tag) -> bool:
        if tag.name in LEFT_OUT:
            return True
        named_so = tag.name in PERHAPS or (not NAMING.isdisjoint(tag.attrs) and self._is_named_so(tag))
        return named_so and not any(isinstance(one, Tag) and one.name in HEADLINES for one in tag.descendants)

    def _is_named_so(self, tag: Tag) -> bool:
        attributes = tag.attrs
        if "hidden" in attributes or attributes.get("role") in FURNITURE_ROLES:
            return True
        names = f"{attributes.get('id') or ''} {_classes(tag)}"
        if names not in self._known:
            self._known[names] = any(FURNITURE.search(name) for name in names.split())
        return self._known[names]


def _classes(tag: Tag) -> str:
    return " ".join(str(tag.attrs.get("class", "")).split())


def _number(tag: Tag, name: str) -> int | None:
    """Give a small number that an attribute holds."""
    value = tag.attrs.get(name)
    if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > MOST_DIGITS:
        return None
    return int(value)
