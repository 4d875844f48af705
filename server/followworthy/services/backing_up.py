"""Backups of an SQLite database while it is in use: one a day, kept for seven days and four weeks.

PostgreSQL has better ways of its own, which are its operator's: `pg_dump` and archived logs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from followworthy.errors import StoreError
from followworthy.store import Database

FOLDER = "backups"
STAMP = "followworthy-%Y-%m-%d.db"
DAYS, WEEKS = 7, 4


def back_up(database: Database, data_dir: Path, now: datetime) -> str:
    """Write today's backup and drop the old ones; give one sentence. Raises StoreError."""
    if not database.is_file:
        return "The database is not a file: its own tools back it up (pg_dump)."
    folder = data_dir / FOLDER
    target = folder / now.strftime(STAMP)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for unfinished in folder.glob("followworthy-*.unfinished*"):
            unfinished.unlink()  # of a backup that was killed: it would lie there for ever
        database.copy_to(target)
        dropped = list(kept_out(_dated(folder), now))
        for path in dropped:
            path.unlink()
    except OSError as error:
        raise StoreError(f"The backups in {folder} cannot be kept ({error.strerror}).") from error
    return f"Wrote {target.name}" + (f" and dropped {len(dropped)} old ones." if dropped else ".")


def kept_out(files: dict[Path, datetime], now: datetime) -> Iterable[Path]:
    """Give the backups that need not be kept: not of the last days, nor the first of one of the last weeks."""
    weeks: dict[tuple[int, int], Path] = {}
    for path, at in sorted(files.items(), key=lambda one: one[1]):
        weeks.setdefault(at.isocalendar()[:2], path)
    for path, at in files.items():
        young = now - at < timedelta(days=DAYS)
        of_week = now - at < timedelta(weeks=WEEKS) and weeks[at.isocalendar()[:2]] == path
        if not young and not of_week:
            yield path


def _dated(folder: Path) -> dict[Path, datetime]:
    found = {}
    for path in folder.glob("followworthy-*.db"):
        try:
            found[path] = datetime.strptime(f"{path.name} +0000", f"{STAMP} %z")
        except ValueError:
            continue  # somebody's own copy: not ours to drop
    return found
