"""Backups of an SQLite database while it is in use: one a day, kept for seven days and four weeks.

Beside them lies the key that tells who asked not to be listed: without it no backup may be published. PostgreSQL has
better ways of its own, which are its operator's: `pg_dump` and archived logs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from followworthy.errors import StoreError
from followworthy.store import Database, opt_outs

FOLDER = "backups"
STAMP = "followworthy-%Y-%m-%d.db"
DAYS, WEEKS = 7, 4


def back_up(database: Database, data_dir: Path, now: datetime) -> str:
    """Write today's backup and drop the old ones; give one sentence. Raises StoreError, also where the key is gone."""
    back_up_key(database, data_dir)
    if not database.is_file:
        return "The database is not a file: its own tools back it up (pg_dump)."
    folder = data_dir / FOLDER
    target = folder / now.strftime(STAMP)
    try:
        for unfinished in folder.glob("followworthy-*.unfinished*"):
            unfinished.unlink()  # of a backup that was killed: it would lie there for ever
        database.copy_to(target)
        dropped = list(kept_out(_dated(folder), now))
        for path in dropped:
            path.unlink()
    except OSError as error:
        raise StoreError(f"The backups in {folder} cannot be kept ({error.strerror}).") from error
    return f"Wrote {target.name}" + (f" and dropped {len(dropped)} old ones." if dropped else ".")


def back_up_key(database: Database, data_dir: Path) -> None:
    """Keep a copy of the key with the backups, the one that is in use; say aloud when its file is gone meanwhile."""
    folder, key = data_dir / FOLDER, database.opt_out_key
    copy, file = folder / opt_outs.FILE, data_dir / opt_outs.FILE
    with database.reading() as session:
        needed = opt_outs.assure(session)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if key and not (copy.exists() and copy.read_bytes() == key.hex().encode()):
            new = copy.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(mode=0o600)
            new.write_text(key.hex(), encoding="ascii")
            new.replace(copy)
        there = file.exists() and file.read_bytes().strip() == (key or b"").hex().encode()
    except OSError as error:
        raise StoreError(f"The backups in {folder} cannot be kept ({error.strerror}).") from error
    if needed and not there:
        raise StoreError(f"{file} is gone or another one: copy {copy} back before the next start.")


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
