"""A homepage's markup, looked at once: data blocks, names in its head, links. Does not say what they are worth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree, html

from followworthy.domain.survey import survey
from followworthy.domain.texts import address, tidy
from followworthy.errors import ArticleError

MOST_CHARACTERS = 2_000_000
MOST_TEXT = 200_000
MOST_LINKS = 5000
MOST_SCOPES = 500
WORDS_LOOKED_AT = 200
"""So many elements are looked at for the words of one link or property: nested ones cannot multiply the work."""
UNSEEN = ("script", "style", "template", "noscript")
ADDRESSES = {"a": "href", "link": "href", "area": "href", "img": "src", "meta": "content", "time": "datetime"}
"""Where an element with `itemprop` keeps its value; all others keep it in their text."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands on the page: where it leads, how it is called, and whether it says rel=me."""

    href: str
    words: str
    me: bool = False


@dataclass(slots=True)
class Markup:
    """What the page holds; `titles` are the places where a page says whose it is, `meta` the first of each name."""

    json_ld: list[str] = field(default_factory=list)
    microdata: list[dict[str, Any]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    see_also: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    text: str = ""


def read_markup(page: str) -> Markup:
    """Look at a page; an empty result for what is no HTML at all."""
    markup = Markup()
    try:
        body = page[:MOST_CHARACTERS].encode("utf-8", "replace")
        survey(body.decode())
        tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (ArticleError, etree.LxmlError, ValueError):
        return markup
    scopes: dict[html.HtmlElement, dict[str, Any]] = {}
    for element in tree.iter(etree.Element):
        _look(element, markup)
        _look_for_microdata(element, markup, scopes)
    markup.text = _text(tree)
    return markup


def _look(element: html.HtmlElement, markup: Markup) -> None:
    tag = element.tag
    if tag == "script" and "ld+json" in (element.get("type") or "").lower():
        markup.json_ld.append(element.text or "")
    elif tag == "meta":
        _look_at_meta(element, markup)
    elif tag in ("title", "h1"):
        markup.titles.append(_words(element))
    elif tag in ("a", "link", "area") and len(markup.anchors) < MOST_LINKS:
        href = address(element.get("href"))
        if href:
            called = (_words(element), tidy(element.get("aria-label")), tidy(element.get("title")))
            me = "me" in (element.get("rel") or "").lower().split()
            markup.anchors.append(Anchor(href, " ".join(filter(None, called)), me))


def _look_at_meta(element: html.HtmlElement, markup: Markup) -> None:
    name = tidy(element.get("property") or element.get("name")).lower()
    if name == "og:see_also":
        markup.see_also.append(address(element.get("content")))
    elif name:
        markup.meta.setdefault(name, tidy(element.get("content")))


def _look_for_microdata(
    element: html.HtmlElement, markup: Markup, scopes: dict[html.HtmlElement, dict[str, Any]]
) -> None:
    """Put a property into the item around it. `scopes` knows each element's nearest item; parents come first."""
    parent = element.getparent()
    around = scopes.get(parent) if parent is not None else None
    inside = around
    if element.get("itemscope") is not None and len(markup.microdata) < MOST_SCOPES:
        inside = {"@type": (element.get("itemtype") or "").split()}
        markup.microdata.append(inside)
    if inside is not None:
        scopes[element] = inside
    names = (element.get("itemprop") or "").split()
    if around is None or not names:
        return
    value = inside if inside is not around else _value(element)
    for name in names[:5]:
        around.setdefault(name, []).append(value)


def _value(element: html.HtmlElement) -> str:
    attribute = ADDRESSES.get(str(element.tag))
    return address(element.get(attribute)) if attribute else tidy(element.get("content")) or _words(element)


def _words(element: html.HtmlElement) -> str:
    """Give an element's own words, as far as the first elements inside hold any, with the text of its images."""
    said = [element.text or ""]
    for one in islice(element.iterdescendants(), WORDS_LOOKED_AT):
        said += (one.get("alt") or "", one.text or "" if isinstance(one.tag, str) else "", one.tail or "")
    return tidy(" ".join(said))


def _text(tree: html.HtmlElement) -> str:
    """Give the text of the page that a reader sees, as much as it takes to find a name."""

    def pieces() -> Iterator[str]:
        left = MOST_TEXT
        for one in tree.iter():
            seen = "" if one.tag in UNSEEN or not isinstance(one.tag, str) else one.text or ""
            for text in (seen, one.tail or ""):
                left -= len(text)
                yield text
            if left < 0:
                return

    return " ".join(pieces())[:MOST_TEXT]
