"""Read 5,000 hostile documents. Exit code 1 if one breaks a reader, or takes more than two seconds."""

import argparse
import faulthandler
import os
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from tests.hostile.documents import hostile
from tests.hostile.reading import read

COUNT = 5_000
MOST_SECONDS = 2.0
GIVEN_UP = 30
"""Seconds after which a reader is taken to be lost in a document: its process says where, and ends."""
CHUNK = 20


@dataclass(frozen=True)
class Read:
    """What became of one document: seconds by reader, or the defect that it found."""

    number: int
    kind: str
    size: int
    taken: dict[str, float]
    defect: str = ""

    @property
    def slowest(self) -> float:
        """The seconds of the reader that took longest."""
        return max(self.taken.values(), default=0.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read them all, in as many processes as there are processors, and judge."""
    options = argparse.ArgumentParser(prog="make hostile", description=__doc__)
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--first", type=int, default=0, help="the number of the first document")
    given = options.parse_args(arguments)
    started = time.monotonic()
    done, lost = _read_all(range(given.first, given.first + given.count))
    bad = [one for one in done if one.defect or one.slowest > MOST_SECONDS]
    _say(f"{len(done)} documents, {sum(one.size for one in done) / 1e6:.0f} MB, {time.monotonic() - started:.0f} s.")
    for one in sorted(done, key=lambda read: -read.slowest)[:5]:
        _say(_line(one))
    for one in bad:
        _say(f"Broken: {_line(one)}\n{one.defect}")
    if lost:
        _say(f"Lost: one of the documents {lost.start} to {lost.stop - 1}; see above for the place.")
    return 1 if bad or lost else 0


def _read_all(numbers: range) -> tuple[list[Read], range | None]:
    chunks = [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]
    done: list[Read] = []
    workers = min(os.cpu_count() or 1, len(chunks))
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        waiting = [(chunk, pool.submit(_read_chunk, chunk)) for chunk in chunks]
        for chunk, future in waiting:
            try:
                done += future.result()
            except BrokenProcessPool:
                return done, chunk
    return done, None


def _read_chunk(numbers: range) -> list[Read]:
    return [_read_one(number) for number in numbers]


def _read_one(number: int) -> Read:
    document = hostile(number)
    faulthandler.dump_traceback_later(GIVEN_UP, exit=True)
    try:
        return Read(number, document.kind, len(document.body), read(document))
    except Exception:  # noqa: BLE001 - whatever it is, it is a defect, and the others shall be read, too
        return Read(number, document.kind, len(document.body), {}, traceback.format_exc())
    finally:
        faulthandler.cancel_dump_traceback_later()


def _line(one: Read) -> str:
    taken = " ".join(f"{reader} {seconds:.2f}" for reader, seconds in one.taken.items() if seconds > 0.05)
    return f"no. {one.number:5} {one.kind:10} {one.size // 1000:5} KB  {taken}"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
