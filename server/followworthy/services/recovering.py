"""Restoring a backup: proven first, made ready aside, and put in its place in one step; what was there is kept.

Killed at any moment it leaves the database that was there or the restored one, and can simply be run again.
"""

import hmac
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from followworthy.errors import LostKeyError, StoreError
from followworthy.services import backup_file, replaying
from followworthy.services.replaying import Begun
from followworthy.store import Database, copies, opt_out_file, opt_outs
from followworthy.store.alone import unused
from followworthy.store.copies import Copy
from followworthy.store.files import move, write_whole

IN_USE = (
    "A server, a worker or another command uses this database: stop it (Ctrl-C, or your service manager), then restore."
)
WORK = "restoring"
NO_KEY = (
    "{file} needs the opt-out.key of its time, which tells who asked not to be listed; it is neither in the file nor "
    "in {data}: put it there (a copy lies beside the daily backups), then restore."
)
TWO_KEYS = (
    "{file} was made with another opt-out.key than the one in {data}, by which people asked not to be listed: restore "
    "it into an empty data folder (FOLLOWWORTHY_DATA_DIR), so that nobody's wish is lost."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a catalog lies: its SQLite file, its data folder, and the key in that folder, None if there is none."""

    database: Path
    data_dir: Path
    key: bytes | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: what the backup held, with what it began anew, where the former database is kept.

    `unread` says why the opt-outs of the former database could not be taken along; "" where they were.
    """

    backup: Copy
    begun: Begun
    kept: Path | None
    unread: str


@dataclass(frozen=True, slots=True)
class _Former:
    """The opt-outs of the database that is there: the check of their key, the hashes, and why they cannot be read."""

    check: str | None = None
    hashes: frozenset[str] = frozenset()
    unread: str = ""


def restore(file: Path, place: Place, now: datetime) -> Restored:
    """Put a backup in the place of the database.

    Raises StoreError with one sentence for a backup that is damaged, newer or lacks its key, BusyError while anybody
    uses the database; nothing was touched then.
    """
    try:
        place.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unused(place.database, IN_USE), _workplace(place.database) as work:
            return _restore(file, place, work, now)
    except OSError as error:
        raise StoreError(f"{file} cannot be restored ({error.strerror}: {error.filename}).") from error


def _restore(file: Path, place: Place, work: Path, now: datetime) -> Restored:
    backup_file.unpack(file, work)
    fresh = work / backup_file.DATABASE
    found = copies.look(fresh, file)
    former = _former(place.database)
    key = _key(file, place, work, found, former)
    hashes = former.hashes | _copied(file, place, key)
    begun = _made_ready(fresh, key, backup_file.opt_out_copy(place.data_dir), hashes, now)
    _put_beside(place, work, key)
    kept = _kept_aside(place, now) if place.database.exists() else None
    move(fresh, place.database)
    return Restored(found, begun, kept, former.unread)


@contextmanager
def _workplace(database: Path) -> Iterator[Path]:
    """Give a folder on the same disk, empty; one that a killed restore left is emptied."""
    work = database.with_name(WORK)
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _former(database: Path) -> _Former:
    """Give the opt-outs of the database that is there, as far as it can be read."""
    if not database.exists():
        return _Former()
    try:
        return _Former(*copies.opt_outs_of(database))
    except StoreError as error:
        return _Former(unread=str(error))


def _key(file: Path, place: Place, work: Path, found: Copy, former: _Former) -> bytes | None:
    """Give the key that is to be in use: the one by which people asked. Raises LostKeyError where there is none."""
    packed = work / opt_outs.FILE
    theirs = bytes.fromhex(packed.read_text(encoding="ascii")) if packed.exists() else None
    beside = backup_file.opt_out_copy(place.data_dir)
    needed = {check for check in (found.opt_out_check, former.check, opt_out_file.made_with(beside)) if check}
    if not needed:
        return place.key or theirs
    if len(needed) > 1:
        raise LostKeyError(TWO_KEYS.format(file=file, data=place.data_dir))
    fitting = [one for one in (place.key, theirs) if one and _fits(one, *needed)]
    if not fitting:
        raise LostKeyError(NO_KEY.format(file=file, data=place.data_dir))
    return fitting[0]


def _fits(key: bytes, check: str) -> bool:
    return hmac.compare_digest(opt_outs.check_of(key), check)


def _copied(file: Path, place: Place, key: bytes | None) -> frozenset[str]:
    """Give the hashes that lie in the data folder, and beside the backup, which may come from another machine."""
    check = opt_outs.check_of(key) if key else None
    beside = file.with_name(opt_out_file.NAME)
    return opt_out_file.read(backup_file.opt_out_copy(place.data_dir), check) | opt_out_file.read(beside, check)


def _made_ready(fresh: Path, key: bytes | None, copy: Path, hashes: frozenset[str], now: datetime) -> Begun:
    """Bring the unpacked database up to date and let it begin anew, without an old page of anybody who left."""
    database = Database(f"sqlite:///{fresh}", opt_out_key=key, opt_out_copy=copy)
    try:
        database.migrate()
        with database.writing() as session:
            begun = replaying.begin_anew(session, hashes, now)
        database.compact()
    finally:
        database.close()
    copies.come_to_rest(fresh)
    return begun


def _put_beside(place: Place, work: Path, key: bytes | None) -> None:
    """Put the key where it belongs, one that protected nothing aside, and the rules that the data folder lacks."""
    file = place.data_dir / opt_outs.FILE
    if key and key != place.key:
        if file.exists():
            shutil.copyfile(file, _free(place.data_dir / f"{opt_outs.FILE}.before"))
        write_whole(file, key.hex().encode())
    for name in backup_file.RULES:
        if (work / name).exists() and not (place.data_dir / name).exists():
            write_whole(place.data_dir / name, (work / name).read_bytes())


def _kept_aside(place: Place, now: datetime) -> Path:
    """Keep the database that is there among the backups, with its log where that cannot be written into it."""
    folder = place.data_dir / backup_file.FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = _free(folder / now.strftime("before-restore-%Y-%m-%dT%H%M%SZ.db"))
    with suppress(StoreError):  # one that is damaged is kept as it is
        copies.come_to_rest(place.database)
    logs = [end for end in backup_file.LOGS if Path(f"{place.database}{end}").exists()]
    for end in logs:
        shutil.copyfile(f"{place.database}{end}", f"{kept}{end}")
    _keep(place.database, kept)
    for end in logs:  # beside another database it would be taken for that one's
        Path(f"{place.database}{end}").unlink()
    return kept


def _keep(database: Path, kept: Path) -> None:
    """Give the file a second name, so that it never goes missing from its place; or copy it, on disks without that."""
    try:
        os.link(database, kept)
    except OSError:
        shutil.copyfile(database, kept)
    kept.chmod(0o600)


def _free(wanted: Path) -> Path:
    """Give that name, or one with a number that nothing bears."""
    names = (wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in range(2, 1000))
    return wanted if not wanted.exists() else next(one for one in names if not one.exists())
