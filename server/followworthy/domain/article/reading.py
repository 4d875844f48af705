"""From blocks to claims: the lists whose entries name people are the lists of people."""

from collections import Counter
from dataclasses import dataclass

from followworthy.domain.article.addresses import other_links, own_profile, profiles
from followworthy.domain.article.blocks import Block, without_furniture
from followworthy.domain.article.format import checked, is_html
from followworthy.domain.article.html import html_blocks
from followworthy.domain.article.names import Name, Signs, common_words, find_name
from followworthy.domain.article.plain import text_blocks
from followworthy.domain.values import Claim, Reading

FEWEST_ENTRIES = 3
LEAST_SHARE = 0.6
"""A list is one of people if so many of its entries name somebody."""
LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    block: Block
    name: Name | None
    heading: Block | None


def read_article(text: str, base: str | None = None) -> Reading:
    """Read whom a document recommends; `base` is its address. Raises ArticleError for what is no article."""
    checked(text)
    title, blocks = html_blocks(text) if is_html(text) else (None, text_blocks(text))
    blocks = without_furniture(blocks)
    common = common_words(block.text for block in blocks)
    entries = [_Entry(block, _name(block, base, common), heading) for block, heading in _with_headings(blocks)]
    chosen = _lists_of_people(entries)
    if not chosen:
        return Reading(title, (), _because(entries))
    title = title or _title(blocks, chosen)
    return Reading(title, tuple(_claim(entry, entry.name, title, base) for entry in chosen if entry.name))


def _name(block: Block, base: str | None, common: frozenset[str]) -> Name | None:
    linked = frozenset(anchor.text for anchor, _ in profiles(block, base))
    return find_name(block.text, Signs(block.lead, frozenset(one.text for one in block.anchors), linked, common))


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


def _title(blocks: list[Block], chosen: list[_Entry]) -> str | None:
    """Give a text's title: the first heading above the one that governs the first entry.

    Headings guessed from short lines (level 0) have no levels: there it is the one before, or, if it governs all
    entries, that heading itself.
    """
    headings = [block for block in blocks[: blocks.index(chosen[0].block)] if block.kind == "heading"]
    if not headings:
        return None
    if headings[-1].level:
        over = (one for one in headings if one.level == 1 or one.level < headings[-1].level)
        return next((one.text for one in over), None)
    governing = {entry.heading.where for entry in chosen if entry.heading}
    return headings[-1].text if len(headings) == 1 or len(governing) == 1 else headings[-2].text


def _claim(entry: _Entry, name: Name, title: str | None, base: str | None) -> Claim:
    block = entry.block
    heading = entry.heading.text if entry.heading else None
    written, profile = own_profile(block, name, base) or (None, None)
    return Claim(
        name=name.name,
        kind="organisation" if profile and profile.kind in ("company", "school") else name.kind,
        category=None if heading == title else heading,
        rank=block.rank,
        linkedin_url=written,
        links=other_links(block, base),
        quote=_quote(block.text),
        where=f"{block.where}, under “{heading}”" if heading else block.where,
        sure=name.sure,
    )


def _quote(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
