"""Small files of ours, written whole or not at all, for their owner only. What stands in them is told elsewhere."""

import os
import sys
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Put a file in the place of an earlier one; it is on the disk before anybody relies on it. Raises OSError."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    move(new, file)


def move(new: Path, file: Path) -> None:
    """Put `new` in the place of `file` in one step, so that there is always one of them. Raises OSError."""
    new.replace(file)
    if sys.platform != "win32":  # there, a folder cannot be opened to be written out
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
