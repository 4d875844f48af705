"""What a document is made of, in reading order: headings, entries of lists, paragraphs. Judges nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

LONGEST_HEADING = 90
OFTEN = 3
"""A line that stands so often in a document is furniture (an ad slot), not a heading."""
WIDEST_GAP = 3
"""A list goes on although its author left out a number or two."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a block: its text and its address as written."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document.

    `series` tells the lists of a document apart; `level` is a heading's (1 to 6, 0 if guessed).
    `lead` holds an entry's first words if the document sets them apart (bold, a link, a line, a heading);
    `heads` says that the entry is a heading, so that the paragraphs below belong to it.
    """

    kind: Literal["heading", "entry", "paragraph"]
    text: str
    where: str
    rank: int | None = None
    level: int = 0
    series: int = 0
    anchors: tuple[Anchor, ...] = ()
    lead: str = ""
    heads: bool = False


class Counting:
    """Tells numbered lists apart: one goes on while its ranks count up, or down, nearly one by one."""

    def __init__(self) -> None:
        """Begin before the first list."""
        self._last: int | None = None
        self._step = 0

    def begins(self, rank: int) -> bool:
        """Take the next rank, and tell whether a new list begins with it."""
        went = 0 if self._last is None else rank - self._last
        goes_on = 0 < abs(went) <= WIDEST_GAP and self._step * went >= 0
        self._last = rank
        self._step = went if goes_on else 0
        return not goes_on


def without_furniture(blocks: list[Block]) -> list[Block]:
    """Drop headings that stand again and again: they head nothing."""
    times: dict[str, int] = {}
    for block in blocks:
        if block.kind == "heading":
            times[block.text] = times.get(block.text, 0) + 1
    return [block for block in blocks if block.kind != "heading" or times[block.text] < OFTEN]


def with_paragraphs(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the paragraphs below an entry that is a heading to that entry."""
    entry: Block | None = None
    below: list[Block] = []
    for block in blocks:
        if entry and block.kind == "paragraph":
            below.append(block)
            continue
        if entry:
            yield _joined(entry, below)
        entry, below = (block, []) if block.heads else (None, [])
        if not block.heads:
            yield block
    if entry:
        yield _joined(entry, below)


def _joined(entry: Block, below: list[Block]) -> Block:
    end = "" if not below or entry.text.endswith((".", "!", "?", ":")) else "."
    text = " ".join([entry.text + end, *(block.text for block in below)])
    return replace(entry, text=text, anchors=tuple(one for block in [entry, *below] for one in block.anchors))
