"""`make bench`: what reading costs against parsing alone. Exit code 1 if a target is missed, and which."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from followworthy.domain.article import read_article
from followworthy.domain.values import Reading
from tests.bench.measure import Times, held, peak, times
from tests.bench.pages import HTML, MARKDOWN, Shape, page

SIZES = (20_000, 200_000, 1_000_000, 2_000_000, 5_000_000)
MOST_RATIO = 2.0
MOST_MEMORY = 1.5
MOST_GROWTH = 1.5
"""Time per character, largest size over second smallest: 1 is linear, and the collector of garbage takes some."""
WEIGHED = 1_000_000
"""Memory is measured up to this size: tracing is slow."""
PARSERS: tuple[tuple[dict[Shape, tuple[str, str]], Callable[[str], object]], ...] = (
    (HTML, partial(BeautifulSoup, features="lxml")),
    (MARKDOWN, MarkdownIt("commonmark").enable("table").parse),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every shape at every size, print a line each, and judge."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="characters of the documents")
    options.add_argument("--runs", type=int, help="runs of each (by default more for small documents)")
    options.add_argument("--only", help="one shape only")
    given = options.parse_args(arguments)
    print(f"{'shape':10} {'KB':>6} {'people':>7} {'read s':>8} {'parse s':>8} {'time x':>7} {'memory x':>8}")  # noqa: T201
    missed: list[str] = []
    for shapes, parse in PARSERS:
        for shape in shapes:
            if given.only in (None, shape.__name__):
                missed += bench(shape, parse, given.sizes, given.runs)
    for one in missed:
        print(f"Missed: {one}", file=sys.stderr)  # noqa: T201
    return 1 if missed else 0


def bench(shape: Shape, parse: Callable[[str], object], sizes: Sequence[int], runs: int | None) -> list[str]:
    """Measure one shape at every size, and give the targets that it missed."""
    missed: list[str] = []
    of_size: dict[int, float] = {}
    for size in sizes:
        text = page(shape, size)
        reading = read_article(text)
        taken = times(partial(read_article, text), partial(parse, text), runs or (9 if size <= SIZES[1] else 3))
        memory = _memory(text, parse) if size <= WEIGHED else None
        of_size[size] = taken.reading / len(text)
        print(_line(shape.__name__, len(text), reading, taken, memory), flush=True)  # noqa: T201
        missed += _judged(f"{shape.__name__} of {size // 1000} KB", reading, taken, memory)
    return missed + _growth(shape.__name__, of_size)


def _memory(text: str, parse: Callable[[str], object]) -> float:
    return peak(partial(read_article, text)) / held(partial(parse, text))


def _line(name: str, length: int, reading: Reading, taken: Times, memory: float | None) -> str:
    weighed = "" if memory is None else f"{memory:8.2f}"
    return (
        f"{name:10} {length // 1000:6} {len(reading.claims):7} {taken.reading:8.3f} {taken.parsing:8.3f}"
        f" {taken.ratio:7.2f} {weighed}"
    )


def _judged(name: str, reading: Reading, taken: Times, memory: float | None) -> list[str]:
    missed = []
    if not reading.claims:
        missed.append(f"{name}: nobody was found.")
    if taken.ratio > MOST_RATIO:
        missed.append(f"{name}: {taken.ratio:.2f} x the parser's time, at most {MOST_RATIO} wanted.")
    if memory is not None and memory > MOST_MEMORY:
        missed.append(f"{name}: {memory:.2f} x the tree's memory, at most {MOST_MEMORY} wanted.")
    return missed


def _growth(name: str, of_size: dict[int, float]) -> list[str]:
    """Judge the growth of reading: from the second smallest size on, below which fixed costs count."""
    sizes = sorted(of_size)[1:]
    if len(sizes) < 2:
        return []
    growth = of_size[sizes[-1]] / of_size[sizes[0]]
    print(f"{name:10} time per character grows {growth:.2f} x from {sizes[0] // 1000} to {sizes[-1] // 1000} KB")  # noqa: T201
    return [f"{name}: time grows {growth:.2f} x faster than the document."] if growth > MOST_GROWTH else []


if __name__ == "__main__":
    sys.exit(main())
