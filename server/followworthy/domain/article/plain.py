"""Plain text (and Markdown as far as it goes) -> blocks: paragraphs between blank lines."""

import re

from followworthy.domain.article.blocks import LONGEST_HEADING, Anchor, Block, with_series

NUMBERED = re.compile(r"(\d{1,4})[.)]\s+(?=\S)")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()]{1,2000})\)")
MARKDOWN_MARKS = re.compile(r"\*\*|__")
SENTENCE_END = (".", "!", "?", ":", ";", ",")


def text_blocks(text: str) -> list[Block]:
    """Give the blocks of a plain text, each with its line."""
    return with_series([_block(paragraph, line) for paragraph, line in _paragraphs(text)])


def _paragraphs(text: str) -> list[tuple[str, int]]:
    """Give paragraphs with the line (from 1) where each begins; a numbered line begins one by itself."""
    found: list[tuple[str, int]] = []
    lines: list[str] = []
    start = 1
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        if lines and (not line or NUMBERED.match(line) or MARKDOWN_HEADING.match(line)):
            found.append((" ".join(lines), start))
            lines = []
        if line:
            start = start if lines else number
            lines.append(line)
    return found


def _block(paragraph: str, line: int) -> Block:
    where = f"line {line}"
    heading = MARKDOWN_HEADING.match(paragraph)
    if heading:
        return Block("heading", paragraph[heading.end() :].strip("# "), where, level=len(heading[1]))
    anchors = tuple(Anchor(one[1], one[2]) for one in MARKDOWN_LINK.finditer(paragraph))
    plain = MARKDOWN_MARKS.sub("", MARKDOWN_LINK.sub(r"\1", paragraph))
    entry = NUMBERED.match(plain)
    if entry:
        return Block("entry", plain[entry.end() :], where, rank=int(entry[1]), anchors=anchors)
    if len(plain) <= LONGEST_HEADING and not plain.endswith(SENTENCE_END):
        return Block("heading", plain, where, level=2)
    return Block("paragraph", plain, where, anchors=anchors)
