"""Markdown, or plain text, -> the lines that are read of it. Plain text is Markdown without marks. Knows no lists.

markdown-it-py reads the marks; what it meets is built into a page directly, because making HTML of it and parsing that
again costs as much as reading it (measured: `make bench`).
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from followworthy.domain.article.builder import Builder
from followworthy.domain.article.page import Page
from followworthy.domain.article.tree import build

FRONT_MATTER = re.compile(r"\ufeff?\s{0,9}(---|\+\+\+)[ \t]*\r?\n")
LONGEST_FRONT_MATTER = 20_000
TITLE = re.compile(r"^(?:\w{1,30}_)?title[ \t]{0,9}[:=][ \t]{0,9}(\S[^\n]{0,299})$", re.MULTILINE | re.IGNORECASE)
TEMPLATES = re.compile(r"\{%[^%\n]{0,500}%\}|\{\{[<%][^\n{}]{0,500}[>%]\}\}|\{:[^}\n]{0,200}\}")
"""What Jekyll, Hugo and kramdown put between an author's words."""
CRAMPED = re.compile(r"^(#{2,6})(?=[^\s#])", re.MULTILINE)
"""Headings as they were written before CommonMark: "###7. Given Surname"."""
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
HREF = re.compile(r"\shref\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
NESTING = 40
"""Levels of quotes and lists that are read; nobody writes deeper."""


def page_of_markdown(text: str) -> Page:
    """Read a text. Its title is that of its front matter, if it has one, or its first heading of the first level."""
    title, skipped = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": NESTING})
    parser.enable("table").disable("code")
    page = _Reader(above=text.count("\n", 0, skipped) + 1).read(
        parser.parse(CRAMPED.sub(r"\1 ", TEMPLATES.sub("", text[skipped:])))
    )
    page.title = title or page.headline()
    page.has_source = True
    return page


class _Reader:
    """Hands what the parser met to the builder; `above` lines stand before its first one."""

    def __init__(self, above: int) -> None:
        self._builder = Builder()
        self._above = above
        self._numbers: dict[int, str] = {}

    def read(self, tokens: list[Token]) -> Page:
        """Give the page of a document's tokens."""
        for token in tokens:
            if token.type == "inline":
                self._inline(token.children or [])
            elif token.type == "html_block":
                build(token.content, self._builder)
            elif token.nesting == 1 and not token.hidden:
                line = token.map[0] + self._above if token.map else 0
                self._builder.open(token.tag, line=line, number=self._number(token))
            elif token.nesting == -1 and not token.hidden:
                self._builder.close(token.tag)
        return self._builder.finish()

    def _inline(self, tokens: list[Token]) -> None:
        builder = self._builder
        for token in tokens:
            if token.type in ("text", "code_inline"):
                builder.text(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                builder.open("br")
            elif token.type == "image":
                builder.picture(token.content)
            elif token.type == "html_inline":
                self._html(token.content)
            elif token.nesting == 1:
                builder.open(token.tag, href=str(token.attrs.get("href", "")))
            elif token.nesting == -1:
                builder.close(token.tag)

    def _html(self, written: str) -> None:
        """Read one tag within a line."""
        found = TAG.match(written)
        if found and found[1]:
            self._builder.close(found[2].lower())
        elif found:
            href = HREF.search(written)
            self._builder.open(found[2].lower(), href=href[1] if href else "")

    def _number(self, token: Token) -> int | None:
        """Give the number that an item prints ("5."); where all print the same ("1. 1. 1."), they are counted."""
        if token.type != "list_item_open" or not token.info or self._numbers.get(token.level) == token.info:
            return None
        self._numbers[token.level] = token.info
        return int(token.info)


def _front_matter(text: str) -> tuple[str | None, int]:
    """Give the title and the length of what site generators keep before the text."""
    opening = FRONT_MATTER.match(text)
    if not opening:
        return None, 0
    end = text.find(f"\n{opening[1]}", opening.end() - 1, LONGEST_FRONT_MATTER)
    if end < 0:
        return None, 0
    found = TITLE.search(text[opening.end() : end])
    title = found[1].strip().strip("\"'").strip() if found else None
    return title or None, end + 4
