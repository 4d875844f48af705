"""Backups of an SQLite database while it is in use: one whenever it is asked for, and one a day by the schedule.

Each is one file that is enough to restore from, and is proven before it takes an older one's place. Beside the daily
ones lie the key that tells who asked not to be listed, and their hashes. PostgreSQL has better ways of its own, which
are its operator's: `pg_dump` and archived logs.
"""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from followworthy.errors import StoreError
from followworthy.services import backup_file, replaying
from followworthy.services.backup_file import FOLDER
from followworthy.store import Database, copies, opt_outs
from followworthy.store.copies import Copy
from followworthy.store.files import move, write_whole

STAMP = "followworthy-%Y-%m-%d"
ENDS = (".tar", ".db")
"""What the name of a daily backup ends in, now and in earlier versions."""
UNFINISHED = ".backup-"
DAYS, WEEKS = 7, 4
NOT_A_FILE = (
    "This database is PostgreSQL's, and its own tools back it up: run pg_dump, and keep opt-out.key and backups/"
    "opt-outs.txt of the data folder with what it writes (docs/OPERATING.md)."
)


def back_up(database: Database, data_dir: Path, now: datetime) -> str:
    """Write today's backup and drop the old ones; give one sentence. Raises StoreError, also where the key is gone.

    Nothing is dropped unless the new one is proven.
    """
    back_up_key(database, data_dir)
    replaying.catch_up(database, now)  # other machines write into the same table, and not into our file
    if not database.is_file:
        return "The database is not a file: its own tools back it up (pg_dump)."
    folder = data_dir / FOLDER
    target = folder / (now.strftime(STAMP) + ENDS[0])
    try:
        _sweep(folder)
        _write(database, data_dir, target, now)
        dropped = list(kept_out(_dated(folder), now))
        for path in dropped:
            path.unlink()
    except OSError as error:
        raise StoreError(f"The backups in {folder} cannot be kept ({error.strerror}).") from error
    return f"Wrote {target.name}" + (f" and dropped {len(dropped)} old ones." if dropped else ".")


def back_up_to(database: Database, data_dir: Path, target: Path, now: datetime) -> Copy:
    """Write one backup to where somebody wants it, and give what it holds. Raises StoreError; overwrites nothing."""
    if not database.is_file:
        raise StoreError(NOT_A_FILE)
    with database.reading() as session:
        opt_outs.assure(session)
    if target.exists():
        raise StoreError(f"{target} is there already: choose another name, or move it away.")
    try:
        return _write(database, data_dir, target, now)
    except OSError as error:
        raise StoreError(f"No backup could be written to {target} ({error.strerror}).") from error


def back_up_key(database: Database, data_dir: Path) -> None:
    """Keep a copy of the key with the backups, the one that is in use; say aloud when its file is gone meanwhile."""
    folder, key = data_dir / FOLDER, database.opt_out_key
    copy, file = folder / opt_outs.FILE, data_dir / opt_outs.FILE
    with database.reading() as session:
        needed = opt_outs.assure(session)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if key and not (copy.exists() and copy.read_bytes() == key.hex().encode()):
            write_whole(copy, key.hex().encode())
        there = file.exists() and file.read_bytes().strip() == (key or b"").hex().encode()
    except OSError as error:
        raise StoreError(f"The backups in {folder} cannot be kept ({error.strerror}).") from error
    if needed and not there:
        raise StoreError(f"{file} is gone or another one: copy {copy} back before the next start.")


def kept_out(files: dict[Path, datetime], now: datetime) -> Iterable[Path]:
    """Give the backups that need not be kept: not of the last days that have one, nor the first of such a week.

    Days without a backup do not count: a clock that jumped ahead, or a month of failures, must not push out good ones.
    What bears a date to come was written while the clock was wrong; it pushes nothing out, and is left alone.
    """
    past = {path: at for path, at in files.items() if at <= now}
    days = sorted(set(past.values()))[-DAYS:]
    weeks: dict[tuple[int, int], datetime] = {}
    for at in sorted(past.values()):
        weeks.setdefault(at.isocalendar()[:2], at)
    firsts = sorted(weeks.values())[-WEEKS:]
    return [path for path, at in past.items() if at not in days and at not in firsts]


def _write(database: Database, data_dir: Path, target: Path, now: datetime) -> Copy:
    """Write a backup aside, prove it, and put it in its place: whole or not at all. Raises OSError and StoreError."""
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=target.parent) as made:
        copy, archive = Path(made) / backup_file.DATABASE, Path(made) / "archive"
        database.copy_to(copy)
        found = copies.look(copy, Path(f"{database.place} (as it was copied)"))
        rules = {name: data_dir / name for name in backup_file.RULES if (data_dir / name).is_file()}
        backup_file.pack(archive, {backup_file.DATABASE: copy, **rules}, database.opt_out_key, now)
        copy.unlink()
        backup_file.unpack(archive, Path(made))  # what cannot be read back is no backup
        move(archive, target)
    return found


def _sweep(folder: Path) -> None:
    """Remove what killed backups left: it would lie there for ever. Raises OSError."""
    for unfinished in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished)
    for unfinished in folder.glob("followworthy-*.unfinished*"):
        unfinished.unlink()


def _dated(folder: Path) -> dict[Path, datetime]:
    found = {}
    for path in folder.glob("followworthy-*"):
        try:
            at = datetime.strptime(f"{path.stem} +0000", f"{STAMP} %z")
        except ValueError:
            continue  # somebody's own copy: not ours to drop
        if path.suffix in ENDS:
            found[path] = at
    return found
