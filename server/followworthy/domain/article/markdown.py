"""Markdown, or plain text, -> HTML that remembers its source lines. Plain text is Markdown without marks.

Reads no structure itself: markdown-it-py does, and what it makes is read like any page.
"""

import re

from markdown_it import MarkdownIt

from followworthy.domain.article.tree import SOURCE_LINE

FRONT_MATTER = re.compile(r"\ufeff?\s{0,9}(---|\+\+\+)[ \t]*\r?\n")
LONGEST_FRONT_MATTER = 20_000
TITLE = re.compile(r"^(?:\w{1,30}_)?title[ \t]{0,9}[:=][ \t]{0,9}(\S[^\n]{0,299})$", re.MULTILINE | re.IGNORECASE)
TEMPLATES = re.compile(r"\{%[^%\n]{0,500}%\}|\{\{[<%][^\n{}]{0,500}[>%]\}\}|\{:[^}\n]{0,200}\}")
"""What Jekyll, Hugo and kramdown put between an author's words."""
NESTING = 40
"""Levels of quotes and lists that are read; nobody writes deeper."""


def html_of(text: str) -> tuple[str | None, str]:
    """Give the title of a text's front matter, if it has one, and the text as HTML."""
    title, skipped = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable("code")
    body = TEMPLATES.sub("", text[skipped:])
    tokens = parser.parse(body)
    above = text.count("\n", 0, skipped) + 1
    numbers: dict[int, str] = {}
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrs[SOURCE_LINE] = str(token.map[0] + above)
        if token.type == "list_item_open" and token.info and numbers.get(token.level) != token.info:
            numbers[token.level] = token.attrs["value"] = token.info  # as printed; "1. 1. 1." is left to be counted
    return title, "<!doctype html><body>" + parser.renderer.render(tokens, parser.options, {}) + "</body>"


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
