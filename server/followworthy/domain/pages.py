"""What a page says of its place: its own address, the page after it; and several pages of one article as one reading.

It reads with lxml, and only where the text holds a word that promises something. It fetches nothing, and does not
know what the pages list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import etree, html

from followworthy.domain.survey import survey
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError

PROMISING = re.compile(r"canonical|og:url|saved from url|\bnext\b", re.IGNORECASE)
SAVED_FROM = re.compile(r"saved from url=\(\d{1,5}\)(https?://[^\s<>\"]{1,2000})")
SAVED_WITHIN = 2000
"""Browsers write where a page was saved from at its very beginning."""
NUMBERED = re.compile(r"(?:[/_-](?:page|seite|p)?[/_-]?|(?:page|seite|p)[/_-]?)(\d{1,3})/?$", re.IGNORECASE)
NUMBER_NAMES = frozenset({"page", "p", "pg", "paged", "seite", "part"})
ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
PAGE_WORDS = re.compile(r"\b(?:page|part|seite|teil)\b|\W|\d")


@dataclass(frozen=True, slots=True)
class Place:
    """What a page says: its `own` address and the `following` page's, absolute, or None; and its title."""

    own: str | None = None
    following: str | None = None
    title: str = ""


def read_place(text: str, base: str | None = None) -> Place:
    """Read what an HTML page says of its place; `base` is where it was read. Nothing for what says nothing."""
    if not PROMISING.search(text):
        return Place()
    try:
        survey(text)
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ArticleError, etree.LxmlError, ValueError):
        return Place()
    return Place(
        own=_own(page, text, base),
        following=_following(page, base),
        title=str(page.xpath("normalize-space((//h1 | //title)[last()])")),
    )


def goes_on(first: Place, first_url: str, after: Place, url: str) -> bool:
    """Tell whether a page that calls itself the next one belongs to the same article.

    Blogs call the next post "next", too: only the same title, or the same address but for a page number, goes on.
    """
    same_title = bool(first.title) and _words(first.title) == _words(after.title)
    return same_host(first_url, url) and (same_title or _stem(first_url, ("0", "1")) == _stem(url))


def same_host(one: str, other: str) -> bool:
    """Tell whether two addresses lie on one host."""
    return _host(one) == _host(other) != ""


def joined(readings: Sequence[Reading]) -> Reading:
    """Give the readings of an article's pages as one; a page that begins without a heading goes on under the last."""
    if len(readings) == 1:
        return readings[0]
    claims = tuple(_claims(readings))
    return Reading(readings[0].title, claims, "" if claims else readings[0].because)


def _claims(readings: Sequence[Reading]) -> Iterator[Claim]:
    heading: str | None = None
    for number, reading in enumerate(readings, start=1):
        for claim in reading.claims:
            heading = claim.category or heading
            yield replace(claim, category=heading, where=f"page {number}, {claim.where}")


def _own(page: html.HtmlElement, text: str, base: str | None) -> str | None:
    saved = SAVED_FROM.search(text, 0, SAVED_WITHIN)
    given = (
        _attribute(page, "//link[@href]", "canonical"),
        str(page.xpath("string((//meta[@property='og:url' or @name='og:url']/@content)[1])")),
        saved[1] if saved else "",
    )
    return next(filter(None, (_web(one, base) for one in given)), None)


def _following(page: html.HtmlElement, base: str | None) -> str | None:
    over = _web(str(page.xpath("string((//base/@href)[1])")), base) or base
    given = _attribute(page, "//link[@href]", "next") or _attribute(page, "//a[@href]", "next")
    return _web(given, over)


def _attribute(page: html.HtmlElement, path: str, relation: str) -> str:
    """Give the address of the first element with this relation; `rel` holds words, in any case."""
    found = (one for one in page.xpath(path) if relation in str(one.get("rel", "")).lower().split())
    return next((str(one.get("href")) for one in found), "")


def _web(address: str, base: str | None) -> str | None:
    """Give a web address, absolute and without fragment; None for anything else."""
    try:
        url = urldefrag(urljoin(base or "", address.strip())).url if address.strip() else ""
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if whole else None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _stem(url: str, numbers: tuple[str, ...] = ()) -> tuple[str, frozenset[tuple[str, str]]]:
    """Give path and query without a page number; with `numbers`, only these are one (post 81 is no page 81)."""
    parts = urlsplit(url)
    path = ENDING.sub("", parts.path)
    found = NUMBERED.search(path)
    if found and (not numbers or found[1] in numbers):
        path = path[: found.start()]
    query = frozenset(
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name.lower() not in NUMBER_NAMES or not value.isdigit() or (numbers and value not in numbers)
    )
    return path.rstrip("/").lower(), query


def _words(title: str) -> str:
    return PAGE_WORDS.sub("", title.casefold())
