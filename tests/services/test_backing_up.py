"""Backups: whole while somebody writes, one a day, kept for seven days and four weeks."""

import hashlib
import stat
import tarfile
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followworthy.domain.records import Category
from followworthy.errors import LostKeyError, StoreError
from followworthy.services import backup_file
from followworthy.services.backing_up import back_up, back_up_to
from followworthy.store import Database, catalog, experts, opt_outs, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish

pytestmark = pytest.mark.sqlite  # PostgreSQL has tools of its own
DAY = timedelta(days=1)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / "backups").iterdir() if one.name != "opt-out.key")


def unpacked(archive: Path, folder: Path) -> Database:
    folder.mkdir()
    backup_file.unpack(archive, folder)
    return Database(f"sqlite:///{folder / 'followworthy.db'}", opt_out_key=b"k" * 32)


def held_in(archive: Path, folder: Path) -> list[str]:
    """The names published in a backup."""
    database = unpacked(archive, folder)
    with database.reading() as session:
        found = [one.name for one, _ in experts.published(session)]
    database.close()
    return found


def test_a_backup_holds_what_was_published_and_is_its_owners_alone(db: Database, now: datetime, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    assert back_up(db, tmp_path, now) == "Wrote followworthy-2026-11-23.tar."
    copy = tmp_path / "backups" / "followworthy-2026-11-23.tar"
    with db.writing() as session:
        publish(session, TOBIN)
    assert held_in(copy, tmp_path / "x") == ["Odile Fennwick"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_while_somebody_writes_the_backup_is_what_was_before(db: Database, now: datetime, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        back_up(db, tmp_path, now)
    assert held_in(tmp_path / "backups" / "followworthy-2026-11-23.tar", tmp_path / "x") == []


def test_any_tar_unpacks_it_and_its_sums_are_those_that_sha256sum_checks(
    db: Database, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "audit.toml").write_text("days_between = 9\n", encoding="utf-8")
    back_up_to(db, tmp_path, tmp_path / "mine.tar", now)
    with tarfile.open(tmp_path / "mine.tar") as tar:
        parts = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
    sums = parts.pop("SHA256SUMS").decode()
    assert set(parts) == {"followworthy.db", "opt-out.key", "audit.toml"}
    assert sums == "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items())


def test_backups_taken_while_four_threads_write_each_hold_one_whole_state(
    db: Database, now: datetime, tmp_path: Path
) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    enough = threading.Event()

    def write(number: int) -> None:
        while not enough.is_set():
            with db.writing() as session:
                revision = Revision(session, by="Nadia", why="again", now=now)
                position = len(revisions.history(session, 1)[0].changes) + revisions.cursor(session)[1]
                revision.put(Category(f"field-{number}", "Field", position, "x" * 500))
                revision.put(Category(f"twin-{number}", "Field", position, "x" * 500))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    told = [back_up_to(db, tmp_path, tmp_path / f"{number}.tar", now).revision for number in range(5)]
    enough.set()
    for one in writers:
        one.join()
    assert told == sorted(told)
    assert told[-1] > told[0]
    for number, revision in enumerate(told):
        copy = unpacked(tmp_path / f"{number}.tar", tmp_path / f"x{number}")
        with copy.reading() as session:
            latest = revisions.history(session, 1)[0]
            assert (revisions.cursor(session)[1], latest.number) == (revision, revision)
            twins = {one.id: one.position for one in catalog.categories(session)}
            assert all(twins[f"field-{one}"] == twins.get(f"twin-{one}") for one in range(4) if f"field-{one}" in twins)
        copy.close()


def test_a_file_that_is_there_is_not_overwritten(db: Database, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "mine.tar").write_text("dear")
    with pytest.raises(StoreError, match=r"mine\.tar is there already: choose another name"):
        back_up_to(db, tmp_path, tmp_path / "mine.tar", now)
    assert (tmp_path / "mine.tar").read_text() == "dear"


def test_on_postgresql_it_names_the_tool_and_what_goes_with_it(now: datetime, tmp_path: Path) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/x")
    with pytest.raises(StoreError, match=r"run pg_dump, and keep opt-out\.key and backups/opt-outs\.txt"):
        back_up_to(database, tmp_path, tmp_path / "x.tar", now)


def damage(file: Path) -> None:
    """Overwrite the middle of a database."""
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    file.write_bytes(content)


def test_a_damaged_database_pushes_no_good_backup_out(db: Database, now: datetime, tmp_path: Path) -> None:
    for days in range(60, 0, -1):
        back_up(db, tmp_path, now - days * DAY)
    before = names(tmp_path)
    db.close()
    damage(tmp_path / "followworthy.db")
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        back_up(db, tmp_path, now)
    assert names(tmp_path) == before


def test_seven_days_and_the_first_of_four_weeks_are_kept(db: Database, now: datetime, tmp_path: Path) -> None:
    for days in range(60, -1, -1):
        back_up(db, tmp_path, now - days * DAY)
    assert names(tmp_path) == [
        f"followworthy-2026-{day}.tar"
        for day in ("11-02", "11-09", "11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22", "11-23")
    ]


def test_somebodys_own_copies_are_left_alone(db: Database, now: datetime, tmp_path: Path) -> None:
    back_up(db, tmp_path, now)
    (tmp_path / "backups" / "followworthy-before-the-move.db").touch()
    for days in range(90, 150):
        back_up(db, tmp_path, now + days * DAY)
    assert "followworthy-before-the-move.db" in names(tmp_path)
    assert "followworthy-2026-11-23.tar" not in names(tmp_path)


def test_a_clock_that_jumped_ahead_pushes_nothing_good_out_and_nothing_new_either(
    db: Database, now: datetime, tmp_path: Path
) -> None:
    for days in range(60, 0, -1):
        back_up(db, tmp_path, now - days * DAY)
    good = names(tmp_path)
    for days in range(10):
        back_up(db, tmp_path, now + timedelta(days=4000 + days))
    assert len(set(good) & set(names(tmp_path))) == 2
    back_up(db, tmp_path, now)
    assert "followworthy-2026-11-23.tar" in names(tmp_path)


def test_a_month_without_backups_leaves_the_ones_before_it(db: Database, now: datetime, tmp_path: Path) -> None:
    back_up(db, tmp_path, now - 60 * DAY)
    back_up(db, tmp_path, now)
    assert names(tmp_path) == ["followworthy-2026-09-24.tar", "followworthy-2026-11-23.tar"]


def test_backups_of_earlier_versions_leave_in_their_turn(db: Database, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "followworthy-2026-09-20.db").touch()
    for days in range(60, -1, -1):
        back_up(db, tmp_path, now - days * DAY)
    assert all(one.endswith(".tar") for one in names(tmp_path))


def test_a_backup_that_cannot_be_written_leaves_nothing_half(db: Database, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    (folder / "followworthy-2026-11-23.tar").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be kept"):
        back_up(db, tmp_path, now)
    assert names(tmp_path) == ["followworthy-2026-11-23.tar"]


def test_what_a_killed_backup_left_goes_with_the_next_one(db: Database, now: datetime, tmp_path: Path) -> None:
    back_up(db, tmp_path, now)
    (tmp_path / "backups" / "followworthy-2026-11-20.unfinished").touch()
    (tmp_path / "backups" / ".backup-x").mkdir()
    (tmp_path / "backups" / ".backup-x" / "followworthy.db").touch()
    back_up(db, tmp_path, now)
    assert names(tmp_path) == ["followworthy-2026-11-23.tar"]


def test_a_folder_that_cannot_be_made_is_one_sentence(db: Database, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "backups").touch()
    with pytest.raises(StoreError, match=r"The backups in .* cannot be kept \(File exists\)\."):
        back_up(db, tmp_path, now)


def key_file(tmp_path: Path, key: bytes = b"k" * 32) -> Path:
    file = tmp_path / "opt-out.key"
    file.write_text(key.hex(), encoding="ascii")
    return file


def test_the_key_of_who_opted_out_lies_beside_the_backups_for_its_owner_alone(
    db: Database, now: datetime, tmp_path: Path
) -> None:
    back_up(db, tmp_path, now)
    copy = tmp_path / "backups" / "opt-out.key"
    assert copy.read_text(encoding="ascii") == (b"k" * 32).hex()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    back_up(db, tmp_path, now + 90 * DAY)
    assert copy.exists()


def test_a_key_that_got_lost_meanwhile_is_said_aloud_and_its_copy_stays(
    db: Database, now: datetime, tmp_path: Path
) -> None:
    with db.writing() as session:
        opt_outs.remember(session, {"name:x"})
    file = key_file(tmp_path)
    back_up(db, tmp_path, now)
    file.unlink()
    with pytest.raises(StoreError, match=r"opt-out\.key is gone or another one: copy .* back"):
        back_up(db, tmp_path, now)
    key_file(tmp_path, b"x" * 32)
    with pytest.raises(StoreError, match="is gone or another one"):
        back_up(db, tmp_path, now)
    assert (tmp_path / "backups" / "opt-out.key").read_text(encoding="ascii") == (b"k" * 32).hex()
    key_file(tmp_path)
    assert back_up(db, tmp_path, now).startswith("Wrote")


def test_without_the_right_key_no_copy_of_it_is_overwritten(db: Database, now: datetime, tmp_path: Path) -> None:
    with db.writing() as session:
        opt_outs.remember(session, {"name:x"})
    key_file(tmp_path)
    back_up(db, tmp_path, now)
    db.opt_out_key = b"x" * 32
    with pytest.raises(LostKeyError):
        back_up(db, tmp_path, now)
    assert (tmp_path / "backups" / "opt-out.key").read_text(encoding="ascii") == (b"k" * 32).hex()
