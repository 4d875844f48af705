"""From blocks to claims: the lists whose entries name people are the lists of people."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from followworthy.domain.article.blocks import Block, without_furniture
from followworthy.domain.article.html import html_blocks
from followworthy.domain.article.names import Name, find_name
from followworthy.domain.article.plain import text_blocks
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError

FEWEST_ENTRIES = 3
LEAST_SHARE = 0.6
"""A list is one of people if so many of its entries name somebody."""
LONGEST_QUOTE = 200
HTML_MARKS = ("<!doctype html", "<html", "<head", "<body", "<div", "<article", "<p>", "<ol", "<ul")
PROFILES = ("profile", "company", "school", "legacy_pub")
SHARING = ("/sharer", "/share", "/intent", "/pin/create", "/submit", "/sharing")


@dataclass(frozen=True, slots=True)
class _Entry:
    block: Block
    name: Name | None
    heading: Block | None


def read_article(text: str, base: str | None = None) -> Reading:
    """Read whom a document recommends; `base` is its address. Raises ArticleError for what is no article."""
    if not text.strip():
        raise ArticleError("the document is empty.")
    if "\0" in text:
        raise ArticleError("this is not a text or HTML document.")
    title, blocks = html_blocks(text) if _is_html(text) else (None, text_blocks(text))
    blocks = without_furniture(blocks)
    entries = [_Entry(block, _name(block), heading) for block, heading in _with_headings(blocks)]
    chosen = _lists_of_people(entries)
    if not chosen:
        return Reading(title, (), _because(entries))
    title = title or _title(blocks, chosen[0])
    headings = {entry.heading.text for entry in chosen if entry.heading}
    return Reading(title, tuple(_claim(entry, headings, title, base) for entry in chosen if entry.name))


def _is_html(text: str) -> bool:
    start = text[:2000].lower()
    return any(mark in start for mark in HTML_MARKS)


def _name(block: Block) -> Name | None:
    linked = frozenset(anchor.text for anchor in block.anchors if _profile(anchor.href, None))
    return find_name(block.text, block.lead, linked)


def _with_headings(blocks: list[Block]) -> list[tuple[Block, Block | None]]:
    heading: Block | None = None
    found = []
    for block in blocks:
        if block.kind == "heading":
            heading = block
        elif block.kind == "entry":
            found.append((block, heading))
    return found


def _lists_of_people(entries: list[_Entry]) -> list[_Entry]:
    of_series = Counter(entry.block.series for entry in entries)
    named = Counter(entry.block.series for entry in entries if entry.name)
    lists = {
        series for series, size in of_series.items() if size >= FEWEST_ENTRIES and named[series] >= LEAST_SHARE * size
    }
    # A short list (a category of two) counts when the page has a list of people anyway.
    lists |= {series for series, size in of_series.items() if lists and size < FEWEST_ENTRIES and named[series] == size}
    return [entry for entry in entries if entry.block.series in lists]


def _because(entries: list[_Entry]) -> str:
    if not entries:
        return "No list was found on the page."
    naming = sum(1 for one in entries if one.name)
    return f"No list of people was found: of {len(entries)} list entries, {naming} name somebody."


def _title(blocks: list[Block], first: _Entry) -> str | None:
    """Give a plain text's title: the last heading before the one that governs the first entry, else that one."""
    before = blocks[: blocks.index(first.block)]
    headings = [block for block in before if block.kind == "heading"]
    if not headings:
        return None
    return headings[-2].text if len(headings) > 1 else headings[-1].text


def _claim(entry: _Entry, headings: set[str], title: str | None, base: str | None) -> Claim:
    heading = entry.heading.text if entry.heading else None
    name = entry.name or Name("", "person", 0)
    profile = next((anchor.href for anchor in entry.block.anchors if _profile(anchor.href, base)), None)
    where = f"{entry.block.where}, under “{heading}”" if heading else entry.block.where
    return Claim(
        name=name.name,
        kind=_kind(name, profile, base),
        category=None if heading == title or (len(headings) == 1 and title is None) else heading,
        rank=entry.block.rank,
        linkedin_url=profile,
        links=_links(entry.block, base),
        quote=_quote(entry.block.text),
        where=where,
        sure=name.sure,
    )


def _kind(name: Name, profile: str | None, base: str | None) -> Literal["person", "organisation"]:
    kind = parse_profile_url(profile, base).kind if profile else None
    return "organisation" if kind in ("company", "school") else name.kind


def _profile(href: str, base: str | None) -> bool:
    return parse_profile_url(href, base).kind in PROFILES


def _links(block: Block, base: str | None) -> tuple[str, ...]:
    """Give the entry's other addresses: not the profile, not the page's own site, not a share button."""
    home = urlsplit(base).hostname if base else None
    found: dict[str, None] = {}
    for anchor in block.anchors:
        href = anchor.href.strip()
        if not href.lower().startswith(("http://", "https://")) or _profile(href, base):
            continue
        try:
            parts = urlsplit(href)
        except ValueError:
            continue
        if parts.hostname != home and not parts.path.lower().startswith(SHARING):
            found[href] = None
    return tuple(found)


def _quote(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
