"""Backups: whole while somebody writes, one a day, kept for seven days and four weeks."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followworthy.errors import LostKeyError, StoreError
from followworthy.services.backing_up import back_up
from followworthy.store import Database, experts, opt_outs
from tests.people import ODILE, TOBIN, publish

pytestmark = pytest.mark.sqlite

DAY = timedelta(days=1)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / "backups").iterdir() if one.name != "opt-out.key")


def test_a_backup_holds_what_was_published_and_is_its_owners_alone(db: Database, now: datetime, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    assert back_up(db, tmp_path, now) == "Wrote followworthy-2026-11-23.db."
    copy = tmp_path / "backups" / "followworthy-2026-11-23.db"
    with db.writing() as session:
        publish(session, TOBIN)
    restored = Database(f"sqlite:///{copy}")
    with restored.reading() as session:
        assert [one.name for one, _ in experts.published(session)] == ["Odile Fennwick"]
    restored.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_while_somebody_writes_the_backup_is_what_was_before(db: Database, now: datetime, tmp_path: Path) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        back_up(db, tmp_path, now)
    restored = Database(f"sqlite:///{tmp_path / 'backups' / 'followworthy-2026-11-23.db'}")
    with restored.reading() as session:
        assert experts.published(session) == []
    restored.close()


def test_seven_days_and_the_first_of_four_weeks_are_kept(db: Database, now: datetime, tmp_path: Path) -> None:
    for days in range(60, -1, -1):
        back_up(db, tmp_path, now - days * DAY)
    assert names(tmp_path) == [
        f"followworthy-2026-{day}.db"
        for day in ("11-02", "11-09", "11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22", "11-23")
    ]


def test_somebodys_own_copies_are_left_alone(db: Database, now: datetime, tmp_path: Path) -> None:
    back_up(db, tmp_path, now)
    (tmp_path / "backups" / "followworthy-before-the-move.db").touch()
    back_up(db, tmp_path, now + 90 * DAY)
    assert names(tmp_path) == ["followworthy-2027-02-21.db", "followworthy-before-the-move.db"]


def test_a_backup_that_cannot_be_written_leaves_nothing_half(db: Database, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    (folder / "followworthy-2026-11-23.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="No backup could be written"):
        back_up(db, tmp_path, now)
    assert names(tmp_path) == ["followworthy-2026-11-23.db"]


def test_what_a_killed_backup_left_goes_with_the_next_one(db: Database, now: datetime, tmp_path: Path) -> None:
    back_up(db, tmp_path, now)
    (tmp_path / "backups" / "followworthy-2026-11-20.unfinished").touch()
    back_up(db, tmp_path, now)
    assert names(tmp_path) == ["followworthy-2026-11-23.db"]


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
