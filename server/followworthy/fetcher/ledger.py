"""The ledger: one line for every request that left the house, and for every one that robots.txt kept in.

Lines are JSON, in one file a month, only ever added to. Each write is of whole lines, so several processes can
share a file. Lines wait for a second at most: a killed process loses no more. They say what was asked and by which
rule, and nothing about readers.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from followworthy.errors import FetchError

FOLDER = "outbound"
"""Where the ledger lies in the data folder."""
HELD_SECONDS = 1.0
MONTH = len("2026-11")
LedgerLine = dict[str, str | int | None]
"""at, host, url, rule, status (None without an answer), trouble (empty without one), ms."""


class Ledger:
    """Writes the ledger; safe for many threads. `now` is the wall clock. Raises FetchError where it cannot write.

    Whoever asks calls `require` before: without a ledger nobody should be asked.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._waiting: list[tuple[str, str]] = []
        self._timer: threading.Timer | None = None
        self._problem: FetchError | None = None
        self._proven = False

    def require(self) -> None:
        """Make sure that lines can be written, by trying for the first one. Raises FetchError."""
        with self._lock:
            if not self._proven:
                self._write(self._at()[:MONTH], b"")
                self._proven = True
            if self._problem is not None:
                raise self._problem

    def note(self, host: str, url: str, rule: str, status: int | None, trouble: str, seconds: float) -> None:
        """Add a line, which is written within a second."""
        at = self._at()
        line: LedgerLine = {
            "at": at,
            "host": host,
            "url": url,
            "rule": rule,
            "status": status,
            "trouble": trouble,
            "ms": round(seconds * 1000),
        }
        with self._lock:
            self._waiting.append((at[:MONTH], json.dumps(line, ensure_ascii=False)))
            if self._timer is None:
                self._timer = threading.Timer(HELD_SECONDS, self._flush)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """Write what waits."""
        with self._lock:
            timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()
        self._flush()
        if self._problem is not None:
            raise self._problem

    def _at(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _flush(self) -> None:
        with self._lock:
            self._timer = None
            waiting, self._waiting = self._waiting, []
            try:
                for month, lines in groupby(waiting, key=lambda one: one[0]):
                    self._write(month, "".join(f"{line}\n" for _, line in lines).encode())
            except FetchError as error:
                self._problem = error

    def _write(self, month: str, lines: bytes) -> None:
        file = self._folder / f"{month}.jsonl"
        try:
            self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                while lines:
                    lines = lines[os.write(handle, lines) :]
            finally:
                os.close(handle)
        except OSError as error:
            reason = f"The ledger {file} cannot be written ({error.strerror}), so nobody is asked any more."
            raise FetchError(reason) from error


def read_ledger(folder: Path, host: str | None = None, since: str = "") -> Iterator[LedgerLine]:
    """Give the lines, oldest month first: those of a host (its subdomains, too), since a day (`2026-11-01`).

    A line that was cut off by a crash is left out. Raises FetchError if a file cannot be read.
    """
    for file in sorted(folder.glob("????-??.jsonl")):
        if file.stem >= since[:MONTH]:
            yield from (line for line in _lines(file) if str(line["at"]) >= since and _of_host(line, host))


def strike(folder: Path, struck: Callable[[LedgerLine], bool]) -> int:
    """Blank out lines for good; give how many. They are overwritten in place, so others may add lines meanwhile.

    Raises FetchError if a file cannot be changed.
    """
    count = 0
    for file in sorted(folder.glob("????-??.jsonl")):
        try:
            with file.open("r+b") as written:
                at = 0
                for text in list(written):
                    if _is_struck(text, struck):
                        written.seek(at)
                        written.write(b" " * len(text.rstrip(b"\n")))
                        count += 1
                    at += len(text)
        except OSError as error:
            raise FetchError(f"The ledger {file} cannot be changed ({error.strerror}).") from error
    return count


def _is_struck(text: bytes, struck: Callable[[LedgerLine], bool]) -> bool:
    try:
        return struck(json.loads(text))
    except ValueError:
        return False


def _lines(file: Path) -> Iterator[LedgerLine]:
    try:
        with file.open(encoding="utf-8", errors="replace") as written:
            for text in written:
                try:
                    yield json.loads(text)
                except ValueError:
                    continue
    except OSError as error:
        raise FetchError(f"The ledger {file} cannot be read ({error.strerror}).") from error


def _of_host(line: LedgerLine, host: str | None) -> bool:
    return host is None or f".{line['host']}".endswith(f".{host}")
