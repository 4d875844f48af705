"""HTML -> blocks: which elements are headings, entries and paragraphs. What is furniture, `tree` decides."""

from collections.abc import Iterator

from bs4.element import Tag

from followworthy.domain.article.blocks import Block, Counting, with_paragraphs
from followworthy.domain.article.plain import NUMBERED
from followworthy.domain.article.tree import Tree

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
ITEMS = ("li", "tr")
BLOCKS = frozenset((*HEADINGS, *ITEMS, "p"))
SET_APART = frozenset(("a", "b", "strong", "h2", "h3", "h4", "h5", "h6"))
LAYOUT = ["table", "ol", "h1", "h2"]
"""A table row that holds one of these lays out the page; it is no entry."""
MOST_DIGITS = 4


def html_blocks(html: str) -> tuple[str | None, list[Block]]:
    """Give the page's title and its blocks. Raises ArticleError for a damaged page."""
    tree = Tree(html)
    headline = tree.soup.find("h1") or tree.soup.find("title")
    title = tree.text(headline) if headline else None
    return title or None, list(with_paragraphs(_Blocks(tree)))


class _Blocks:
    """One pass over a page: each element of a block becomes one, with the list that it belongs to."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._lists = 0
        self._of_home: dict[int, int] = {}
        self._items: dict[int, int] = {}
        self._counting: dict[str, Counting] = {}
        self._numbered: dict[str, int] = {}

    def __iter__(self) -> Iterator[Block]:
        for tag in self._tree.walk(self._tree.soup, lambda tag: not _is_block(tag)):
            if isinstance(tag, Tag) and _is_block(tag):
                block = self._block(tag)
                if block:
                    yield block

    def _block(self, tag: Tag) -> Block | None:
        text = self._text(tag)
        if not text:
            return None
        if tag.name in ITEMS:
            return self._item(tag, text)
        numbered = NUMBERED.match(text)
        if numbered:
            return self._numbered_entry(tag, int(numbered[1]), text[numbered.end() :])
        if tag.name in HEADINGS:
            return Block("heading", text, f"heading “{text[:60]}”", level=HEADINGS[tag.name])
        return Block("paragraph", text, "", anchors=self._tree.anchors(tag))

    def _item(self, tag: Tag, text: str) -> Block:
        home = tag.find_parent(["ol", "ul", "menu", "table"])
        if id(home) not in self._of_home:
            self._lists += 1
            self._of_home[id(home)] = self._lists
        series = self._of_home[id(home)]
        place = self._items[series] = self._items.get(series, 0) + 1
        numbered = NUMBERED.match(text)
        rank = int(numbered[1]) if numbered else _ordinal(home, place)
        words = text[numbered.end() :] if numbered else text
        where = f"list {series}, item {place}"
        return Block("entry", words, where, rank, 0, series, self._tree.anchors(tag), self._lead(tag, words))

    def _numbered_entry(self, tag: Tag, rank: int, words: str) -> Block:
        if self._counting.setdefault(tag.name, Counting()).begins(rank):
            self._lists += 1
            self._numbered[tag.name] = self._lists
        series = self._numbered[tag.name]
        heads = tag.name in HEADINGS
        lead = words if heads else self._lead(tag, words)
        where = f"list {series}, no. {rank}"
        return Block("entry", words, where, rank, 0, series, self._tree.anchors(tag), lead, heads)

    def _text(self, tag: Tag) -> str:
        if tag.name != "tr":
            return self._tree.text(tag)
        cells = (self._tree.text(cell) for cell in tag.contents if isinstance(cell, Tag))
        return " | ".join(cell for cell in cells if cell)

    def _lead(self, tag: Tag, words: str) -> str:
        """Give the first words of an entry if they are set apart, or are a link, or a table's cell."""
        if tag.name == "tr":
            return words.partition(" | ")[0]
        for one in self._tree.walk(tag):
            if isinstance(one, Tag) and one.name in SET_APART:
                lead = NUMBERED.sub("", self._tree.text(one), count=1)
                return lead if words.startswith(lead) else ""
        return ""


def _is_block(tag: Tag) -> bool:
    if tag.name == "tr":
        return tag.find("td") is not None and tag.find(LAYOUT) is None
    return tag.name in BLOCKS


def _ordinal(home: Tag | None, place: int) -> int | None:
    if home is None or home.name != "ol":
        return None
    start = str(home.get("start") or "1")
    return place - 1 + (int(start) if start.isascii() and start.isdigit() and len(start) <= MOST_DIGITS else 1)
