"""What a document is made of, in reading order: headings, entries of lists, paragraphs. Judges nothing."""

from dataclasses import dataclass, field, replace
from typing import Literal

LONGEST_HEADING = 90
OFTEN = 3
"""A line that stands so often in a document is furniture (an ad slot), not a heading."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a block: its text and its address as written."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document. `series` tells the lists of a document apart; `level` is a heading's (1 to 6)."""

    kind: Literal["heading", "entry", "paragraph"]
    text: str
    where: str
    rank: int | None = None
    level: int = 0
    series: int = 0
    anchors: tuple[Anchor, ...] = field(default=())
    lead: str = ""
    """The entry's first words if the document sets them apart (bold, a heading)."""


def without_furniture(blocks: list[Block]) -> list[Block]:
    """Drop headings that stand again and again: they head nothing."""
    times: dict[str, int] = {}
    for block in blocks:
        if block.kind == "heading":
            times[block.text] = times.get(block.text, 0) + 1
    return [block for block in blocks if block.kind != "heading" or times[block.text] < OFTEN]


def with_series(blocks: list[Block]) -> list[Block]:
    """Tell the lists of a plain text apart: one goes on while its ranks count up by one."""
    series, last = 0, None
    numbered = []
    for block in blocks:
        if block.kind == "entry" and block.rank is not None:
            series += last is None or block.rank != last + 1
            last = block.rank
            numbered.append(replace(block, series=series))
        else:
            numbered.append(block)
    return numbered
