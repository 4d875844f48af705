"""The same keyed hashes as in the table of opt-outs, in a file beside the backups: they outlive the database.

Sorted, without times, as in the table. The first line tells by which key they were made. Whoever asks not to be listed
stands here before their transaction ends: what was said to be done is never missing, not even after a power cut.
"""

import re
from collections.abc import Collection
from pathlib import Path

from followworthy.errors import LostKeyError, StoreError
from followworthy.store.files import write_whole

NAME = "opt-outs.txt"
HASH = re.compile(r"[0-9a-f]{64}")
OTHER_KEY = (
    "{file} was made with another opt-out.key than the one in use: put the right key back into the data folder "
    "(a copy may lie beside that file), or nobody who asked not to be listed would be known any more."
)


def read(file: Path, check: str | None) -> frozenset[str]:
    """Give the hashes of a file, none if there is no file; `check` is what tells the key in use.

    Raises LostKeyError where another key made them, and StoreError for a file that is damaged.
    """
    found = _lines(file)
    if found and found[0] != check:
        raise LostKeyError(OTHER_KEY.format(file=file))
    return frozenset(found[1:])


def made_with(file: Path) -> str | None:
    """Give the check of the key that made a file's hashes, None if there is no file. Raises StoreError."""
    found = _lines(file)
    return found[0] if found else None


def _lines(file: Path) -> list[str]:
    """Give the check of the key, and the hashes; nothing if there is no file. Raises StoreError."""
    try:
        first, *lines = file.read_text(encoding="ascii").splitlines() or [""]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{file} cannot be read ({getattr(error, 'strerror', None) or 'it is no text'}).") from error
    found = [first.removeprefix("key ") if first.startswith("key ") else "", *lines]
    wrong = next((number for number, line in enumerate(found, 1) if not HASH.fullmatch(line)), None)
    if wrong:
        raise StoreError(f"{file} is damaged in line {wrong}: put a copy of it back, from beside a backup.")
    return found


def add(file: Path, check: str, hashes: Collection[str]) -> None:
    """Keep more hashes. Only who holds the table's lock may: two at once would lose one. Raises StoreError."""
    known = read(file, check)
    if known.issuperset(hashes) and file.exists():
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, "\n".join([f"key {check}", *sorted(known.union(hashes)), ""]).encode())
    except OSError as error:
        raise StoreError(f"{file} cannot be written ({error.strerror}), so no opt-out was kept.") from error
