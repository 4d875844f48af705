"""HTML -> blocks, by BeautifulSoup with lxml. Navigation, comments, sharing and the like are left out unread."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, Tag

from followworthy.domain.article.blocks import Anchor, Block
from followworthy.domain.article.plain import NUMBERED

LEFT_OUT = ["script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "iframe", "svg"]
FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|related|sharing|share|social|sidebar|trending|newsletter|breadcrumbs?|menu|nav"
    r"|recommended-posts|read-next|pagination|cookie)(?:$|[-_ ])",
    re.IGNORECASE,
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = [*HEADINGS, "li", "p", "tr"]
SET_APART = ("b", "strong", "h2", "h3", "h4", "h5", "h6")


def html_blocks(html: str) -> tuple[str | None, list[Block]]:
    """Give the page's title and its blocks."""
    soup = BeautifulSoup(html, "lxml")
    _leave_out(soup)
    headline = soup.find("h1") or soup.find("title")
    title = _text(headline) if isinstance(headline, Tag) else None
    return title or None, list(_blocks(soup))


def _leave_out(soup: BeautifulSoup) -> None:
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(LEFT_OUT):
        tag.extract()
    for tag in soup.find_all(_is_furniture):
        tag.extract()


def _is_furniture(tag: Tag) -> bool:
    if tag.name in ("html", "body", "main", "article"):
        return False
    names = [str(tag.get("id") or ""), *tag.get_attribute_list("class")]
    return any(name and FURNITURE.search(name) for name in names)


def _blocks(soup: BeautifulSoup) -> Iterator[Block]:
    series: dict[int, int] = {}
    counted: dict[int, int] = {}
    open_entry: Block | None = None
    for tag in soup.find_all(BLOCKS):
        if any(parent.name in ("li", "tr") for parent in tag.parents):
            continue  # its entry has it
        block = _block(tag, series, counted)
        if block is None:
            continue
        if open_entry and block.kind == "paragraph":
            open_entry = _joined(open_entry, block)
            continue
        if open_entry:
            yield open_entry
            open_entry = None
        if block.kind == "entry" and tag.name in HEADINGS:
            open_entry = block  # a numbered heading: what follows belongs to it
        else:
            yield block
    if open_entry:
        yield open_entry


def _block(tag: Tag, series: dict[int, int], counted: dict[int, int]) -> Block | None:
    text = _text(tag)
    if not text:
        return None
    numbered = NUMBERED.match(text)
    anchors = tuple(_anchors(tag))
    if tag.name in ("li", "tr"):
        home = tag.find_parent(["ol", "ul", "table"])
        number = series.setdefault(id(home), len(series) + 1)
        counted[id(home)] = place = counted.get(id(home), 0) + 1
        rank = int(numbered[1]) if numbered else _ordinal(home, place)
        words = text[numbered.end() :] if numbered else text
        return Block("entry", words, f"list {number}, item {place}", rank, 0, number, anchors, _lead(tag))
    if numbered and (tag.name in HEADINGS or tag.name == "p"):
        number = series.setdefault(-HEADINGS.get(tag.name, 7), len(series) + 1)
        words = text[numbered.end() :]
        lead = words if tag.name in HEADINGS else _lead(tag)
        return Block("entry", words, f"no. {numbered[1]}", int(numbered[1]), 0, number, anchors, lead)
    if tag.name in HEADINGS:
        return Block("heading", text, f"heading “{text[:60]}”", level=HEADINGS[tag.name])
    return Block("paragraph", text, "", anchors=anchors)


def _joined(entry: Block, paragraph: Block) -> Block:
    text = f"{entry.text}. {paragraph.text}" if entry.text == entry.lead else f"{entry.text} {paragraph.text}"
    anchors = entry.anchors + paragraph.anchors
    return Block("entry", text, entry.where, entry.rank, 0, entry.series, anchors, entry.lead)


def _ordinal(home: Tag | None, place: int) -> int | None:
    if home is None or home.name != "ol":
        return None
    start = str(home.get("start") or "1")
    return place - 1 + (int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1)


def _lead(tag: Tag) -> str:
    """Give the first words of an entry if they are set apart, or are a link."""
    first = tag.find([*SET_APART, "a"])
    words = _text(first) if isinstance(first, Tag) else ""
    whole = _text(tag)
    numbered = NUMBERED.match(whole)
    begins = whole[numbered.end() :] if numbered else whole
    words = words[NUMBERED.match(words).end() :] if NUMBERED.match(words) else words  # type: ignore[union-attr]
    return words if words and begins.startswith(words) else ""


def _anchors(tag: Tag) -> Iterator[Anchor]:
    for anchor in tag.find_all("a", href=True):
        yield Anchor(_text(anchor), str(anchor["href"]))


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")
