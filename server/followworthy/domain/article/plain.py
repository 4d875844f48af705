"""Plain text (and Markdown as far as it goes) -> blocks: paragraphs between blank lines."""

import re
from dataclasses import replace

from followworthy.domain.article.blocks import LONGEST_HEADING, Anchor, Block, Counting, with_paragraphs

NUMBERED = re.compile(r"(\d{1,4})[.)]\s+(?=\S)")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()]{1,2000})\)")
MARKDOWN_MARKS = re.compile(r"\*\*|__")
SENTENCE_END = (".", "!", "?", ":", ";", ",")


def text_blocks(text: str) -> list[Block]:
    """Give the blocks of a plain text, each with its line."""
    blocks = _with_series([_block(lines, start) for lines, start in _paragraphs(text)])
    if any(block.level for block in blocks):  # where headings are marked, a short line is none
        blocks = [replace(one, kind="paragraph") if one.kind == "heading" and not one.level else one for one in blocks]
    return list(with_paragraphs(blocks))


def _with_series(blocks: list[Block]) -> list[Block]:
    counting, series = Counting(), 0
    numbered = []
    for block in blocks:
        if block.rank is not None:
            series += counting.begins(block.rank)
        numbered.append(replace(block, series=series) if block.kind == "entry" else block)
    return numbered


def _paragraphs(text: str) -> list[tuple[list[str], int]]:
    """Give paragraphs with the line (from 1) where each begins; a numbered line or a heading begins one by itself."""
    found: list[tuple[list[str], int]] = []
    lines: list[str] = []
    start = 1
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        if lines and (not line or _stands_alone(lines[0]) or NUMBERED.match(line) or _stands_alone(line)):
            found.append((lines, start))
            lines = []
        if line:
            start = start if lines else number
            lines.append(line)
    return found


def _stands_alone(line: str) -> bool:
    return MARKDOWN_HEADING.match(line) is not None


def _block(lines: list[str], line: int) -> Block:
    where = f"line {line}"
    paragraph = " ".join(lines)
    heading = MARKDOWN_HEADING.match(paragraph)
    anchors = tuple(Anchor(_plain(one[1]), one[2]) for one in MARKDOWN_LINK.finditer(paragraph))
    plain = _plain(paragraph[heading.end() :].strip("# ") if heading else paragraph)
    entry = NUMBERED.match(plain)
    if entry:
        words = plain[entry.end() :]
        lead = words if heading else _first_line(lines, entry[0])
        return Block("entry", words, where, int(entry[1]), 0, 0, anchors, lead, heading is not None)
    if heading:
        return Block("heading", plain, where, level=len(heading[1]))
    if len(plain) <= LONGEST_HEADING and not plain.endswith(SENTENCE_END):
        return Block("heading", plain, where, anchors=anchors)
    return Block("paragraph", plain, where, anchors=anchors)


def _plain(text: str) -> str:
    return MARKDOWN_MARKS.sub("", MARKDOWN_LINK.sub(r"\1", text))


def _first_line(lines: list[str], number: str) -> str:
    return _plain(lines[0]).removeprefix(number) if len(lines) > 1 else ""
