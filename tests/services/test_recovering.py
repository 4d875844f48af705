"""Restoring: proven first, in one step, the former database kept, and nobody who left comes back."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command

from followworthy.domain.records import Expert, Link
from followworthy.errors import BusyError, FollowworthyError, LostKeyError, StoreError
from followworthy.services import backup_file, opting_out, replaying
from followworthy.services.backing_up import back_up_to
from followworthy.services.erasing import erase
from followworthy.services.holding import Places
from followworthy.services.recovering import Place, restore
from followworthy.store import Database, curators, experts, opt_outs, revisions
from followworthy.store.alone import in_use
from followworthy.store.database import migration_config
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish
from tests.store.test_migrations import FIRST

KEY = b"k" * 32
LATER = timedelta(days=1)
ODILES_NAMESAKE = Expert(
    "bcdfghjz", "person", "Odile Fennwick", links=(Link("linkedin", "https://www.linkedin.com/in/of2", "in/of2"),)
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A data folder with a database, its key, and people."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "opt-out.key").write_text(KEY.hex(), encoding="ascii")
    found = Place(data / "followworthy.db", data, KEY)
    database = opened(found)
    database.migrate()
    with database.writing() as session:
        publish(session, ODILE, TOBIN)
    database.close()
    return found


def opened(place: Place) -> Database:
    copy = backup_file.opt_out_copy(place.data_dir)
    return Database(f"sqlite:///{place.database}", opt_out_key=place.key, opt_out_copy=copy)


def listed(place: Place) -> list[str]:
    database = opened(place)
    with database.reading() as session:
        found = [one.name for one, _ in experts.published(session)]
    database.close()
    return sorted(found)


def cursor(place: Place) -> tuple[str, int]:
    database = opened(place)
    with database.reading() as session:
        found = revisions.cursor(session)
    database.close()
    return found


@pytest.fixture
def backup(place: Place, tmp_path: Path, now: datetime) -> Path:
    database = opened(place)
    back_up_to(database, place.data_dir, tmp_path / "mine.tar", now)
    database.close()
    return tmp_path / "mine.tar"


def withdraw(place: Place, expert: Expert, now: datetime) -> None:
    database = opened(place)
    with database.writing() as session:
        Revision(session, by="Nadia", why="withdrew", now=now).put(replace(expert, withdrawn=True))
    database.close()


def leave(place: Place, now: datetime, expert_id: str = ODILE.id) -> None:
    database = opened(place)
    with database.writing() as session:
        opting_out.opt_out(session, expert_id, "Nadia", now)
    database.close()


def test_what_was_published_comes_back_under_a_new_epoch(place: Place, backup: Path, now: datetime) -> None:
    before = cursor(place)
    withdraw(place, TOBIN, now)
    done = restore(backup, place, now + LATER)
    assert listed(place) == ["Odile Fennwick", "Tobin Ashgrove"]
    assert cursor(place)[0] not in (before[0], "")
    assert cursor(place)[1] == before[1]
    assert (done.backup.epoch, done.backup.revision) == before


def test_the_database_that_was_there_is_kept_and_restores_as_it_was(place: Place, backup: Path, now: datetime) -> None:
    withdraw(place, TOBIN, now)
    kept = restore(backup, place, now + LATER).kept
    assert kept == place.data_dir / "backups" / "before-restore-2026-11-24T090000Z.db"
    assert kept.stat().st_mode & 0o777 == 0o600
    again = restore(kept, place, now + LATER)
    assert listed(place) == ["Odile Fennwick"]
    assert again.kept == place.data_dir / "backups" / "before-restore-2026-11-24T090000Z-2.db"


def test_the_file_alone_is_enough_on_another_machine(place: Place, tmp_path: Path, now: datetime) -> None:
    leave(place, now)
    (place.data_dir / "audit.toml").write_text("# mine\n", encoding="utf-8")
    database = opened(place)
    back_up_to(database, place.data_dir, tmp_path / "full.tar", now)
    database.close()
    (tmp_path / "elsewhere").mkdir()
    shutil.move(tmp_path / "full.tar", tmp_path / "elsewhere")
    fresh = tmp_path / "new" / "machine"
    restore(tmp_path / "elsewhere" / "full.tar", Place(fresh / "followworthy.db", fresh, None), now)
    assert listed(Place(fresh / "followworthy.db", fresh, KEY)) == ["Tobin Ashgrove"]
    assert bytes.fromhex((fresh / "opt-out.key").read_text(encoding="ascii")) == KEY
    assert (fresh / "opt-out.key").stat().st_mode & 0o777 == 0o600
    assert (fresh / "audit.toml").read_text(encoding="utf-8") == "# mine\n"


def test_rules_that_the_operator_changed_since_stay(place: Place, tmp_path: Path, now: datetime) -> None:
    (place.data_dir / "hosts.toml").write_text("# then\n", encoding="utf-8")
    database = opened(place)
    back_up_to(database, place.data_dir, tmp_path / "x.tar", now)
    database.close()
    (place.data_dir / "hosts.toml").write_text("# now\n", encoding="utf-8")
    restore(tmp_path / "x.tar", place, now)
    assert (place.data_dir / "hosts.toml").read_text(encoding="utf-8") == "# now\n"


@pytest.mark.parametrize("lost", ["nothing", "database", "file", "damaged"])
def test_who_asked_not_to_be_listed_after_the_backup_stays_out(
    place: Place, backup: Path, now: datetime, lost: str
) -> None:
    leave(place, now + LATER)
    if lost == "database":
        place.database.unlink()
    elif lost == "file":
        backup_file.opt_out_copy(place.data_dir).unlink()
    elif lost == "damaged":
        place.database.write_bytes(b"no database at all" * 1000)
    done = restore(backup, place, now + LATER)
    assert listed(place) == ["Tobin Ashgrove"]
    assert (done.begun.replayed.people, bool(done.unread)) == (1, lost == "damaged")
    assert b"Fennwick" not in place.database.read_bytes()
    database = opened(place)
    with database.writing() as session, pytest.raises(FollowworthyError, match="asked not to be listed"):
        Revision(session, by="Nadia", why="again", now=now).put(replace(ODILE, id="bcdfghjx"))
    database.close()


def test_a_namesake_who_was_listed_beside_them_stays(place: Place, tmp_path: Path, now: datetime) -> None:
    database = opened(place)
    with database.writing() as session:
        publish(session, ODILES_NAMESAKE)
    back_up_to(database, place.data_dir, tmp_path / "both.tar", now)
    database.close()
    leave(place, now + LATER)
    assert listed(place) == ["Odile Fennwick", "Tobin Ashgrove"]
    restore(tmp_path / "both.tar", place, now + LATER)
    database = opened(place)
    with database.reading() as session:
        assert {one.id for one, _ in experts.published(session)} == {ODILES_NAMESAKE.id, TOBIN.id}
    database.close()


def test_somebody_stays_though_a_namesake_was_listed_and_left_after_the_backup(
    place: Place, backup: Path, now: datetime
) -> None:
    database = opened(place)
    with database.writing() as session:
        publish(session, ODILES_NAMESAKE)
        opting_out.opt_out(session, ODILES_NAMESAKE.id, "Nadia", now)
    database.close()
    restore(backup, place, now + LATER)
    assert listed(place) == ["Odile Fennwick", "Tobin Ashgrove"]


def test_who_left_before_the_backup_and_was_erased_after_it_is_erased_again(
    place: Place, tmp_path: Path, now: datetime
) -> None:
    leave(place, now)
    database = opened(place)
    back_up_to(database, place.data_dir, tmp_path / "left.tar", now)
    erase(database, Places(tmp_path / "curated", place.data_dir, place.data_dir / "outbound"), ODILE.id, "Nadia", now)
    database.close()
    restore(tmp_path / "left.tar", place, now + LATER)
    assert b"Fennwick" not in place.database.read_bytes()


def test_who_was_kept_out_by_name_while_not_listed_leaves_with_the_restore(
    place: Place, backup: Path, now: datetime
) -> None:
    withdraw(place, TOBIN, now)
    database = opened(place)
    with database.writing() as session:
        opting_out.keep_out(session, "Tobin Ashgrove")
    database.close()
    restore(backup, place, now + LATER)
    assert listed(place) == ["Odile Fennwick"]


def test_a_database_put_there_by_hand_is_caught_up_with_at_the_next_start(
    place: Place, backup: Path, now: datetime, tmp_path: Path
) -> None:
    leave(place, now)
    (tmp_path / "x").mkdir()
    backup_file.unpack(backup, tmp_path / "x")
    (tmp_path / "x" / "followworthy.db").replace(place.database)
    database = opened(place)
    assert replaying.catch_up(database, now).people == 1
    assert replaying.catch_up(database, now).people == 0
    database.close()
    assert listed(place) == ["Tobin Ashgrove"]


def test_opt_outs_of_before_the_file_come_into_it(place: Place, now: datetime) -> None:
    leave(place, now)
    file = backup_file.opt_out_copy(place.data_dir)
    before = file.read_text(encoding="ascii")
    file.unlink()
    database = opened(place)
    replaying.catch_up(database, now)
    database.close()
    assert file.read_text(encoding="ascii") == before
    assert before.splitlines()[1:] == sorted(before.splitlines()[1:])
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_opt_out_whose_transaction_was_killed_is_kept_all_the_same(place: Place, now: datetime) -> None:
    database = opened(place)
    with database.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", now)
        session.rollback()
    assert replaying.catch_up(database, now).people == 1
    database.close()


def test_what_had_ended_since_the_backup_does_not_hold_again(place: Place, tmp_path: Path, now: datetime) -> None:
    database = opened(place)
    with database.writing() as session:
        curators.add(session, "Nadia", "hash", "stamp", now)
    back_up_to(database, place.data_dir, tmp_path / "x.tar", now)
    database.close()
    restore(tmp_path / "x.tar", place, now)
    database = opened(place)
    with database.reading() as session:
        assert [one.session_stamp == "stamp" for one in curators.listed(session)] == [False]
    database.close()


def untouched(place: Place) -> tuple[list[str], tuple[str, int], bool]:
    return listed(place), cursor(place), any((place.data_dir / "backups").glob("before-restore*"))


def refused(place: Place, backup: Path, now: datetime, words: str, kind: type[StoreError] = StoreError) -> None:
    before = untouched(place)
    with pytest.raises(kind, match=words) as told:
        restore(backup, place, now)
    assert "\n" not in str(told.value)
    assert untouched(place) == before


def test_a_flipped_bit_anywhere_that_counts_is_found_out(place: Place, backup: Path, now: datetime) -> None:
    whole, drawn = backup.read_bytes(), random.Random(7)  # noqa: S311 - chance, not secrecy
    size = len(whole.rstrip(b"\0"))
    refusals = 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[drawn.randrange(size)] ^= 1 << drawn.randrange(8)
        backup.write_bytes(damaged)
        before = place.database.read_bytes()
        try:
            restore(backup, place, now)
        except StoreError:
            refusals += 1
            assert place.database.read_bytes() == before
    assert refusals >= 59  # padding between two parts of an archive means nothing
    backup.write_bytes(whole)


def test_half_a_backup_and_another_archive_are_refused(place: Place, backup: Path, now: datetime) -> None:
    whole = backup.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"x" * 5000, whole[:512], b"SQLite format 3\0" + b"x" * 5000):
        backup.write_bytes(content)
        refused(place, backup, now, "no backup of Followworthy|damaged|holds no catalog")


def test_another_programs_database_is_refused(place: Place, tmp_path: Path, now: datetime) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE counter (epoch)")
        other.commit()
    refused(place, tmp_path / "other.db", now, r"other\.db holds no catalog of Followworthy\.")


def test_a_backup_of_a_newer_version_is_refused(place: Place, tmp_path: Path, now: datetime) -> None:
    database = opened(place)
    database.copy_to(tmp_path / "newer.db")
    database.close()
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    refused(place, tmp_path / "newer.db", now, "was made by a newer version of Followworthy: install that version")


def test_a_backup_of_an_older_version_is_brought_up_to_date(place: Place, tmp_path: Path, now: datetime) -> None:
    old = Database(f"sqlite:///{tmp_path / 'old.db'}")
    with old.engine.execution_options(followworthy_writes=True).begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        for statement in FIRST.split(";\n")[:-1]:
            connection.exec_driver_sql(statement)
    old.close()
    assert restore(tmp_path / "old.db", place, now).backup.version == "0001"
    assert listed(place)


def test_it_waits_for_nobody_who_uses_the_database(place: Place, backup: Path, now: datetime) -> None:
    with in_use(place.database), in_use(place.database):
        refused(place, backup, now, "uses this database: stop it", BusyError)


def test_without_the_key_of_its_time_it_is_refused(place: Place, tmp_path: Path, now: datetime) -> None:
    leave(place, now)
    database = opened(place)
    database.copy_to(tmp_path / "bare.db")
    database.close()
    away = tmp_path / "away"
    away.mkdir()
    with pytest.raises(LostKeyError, match=r"needs the opt-out\.key of its time"):
        restore(tmp_path / "bare.db", Place(away / "followworthy.db", away, None), now)
    assert not (away / "followworthy.db").exists()


def test_another_catalogs_backup_does_not_push_out_the_key_of_those_who_asked_here(
    place: Place, tmp_path: Path, now: datetime
) -> None:
    leave(place, now)
    other = Place(tmp_path / "other" / "followworthy.db", tmp_path / "other", b"x" * 32)
    other.data_dir.mkdir()
    database = opened(other)
    database.migrate()
    with database.writing() as session:
        publish(session, TOBIN)
        opt_outs.remember(session, {"name:x"})
    back_up_to(database, other.data_dir, tmp_path / "theirs.tar", now)
    database.close()
    refused(place, tmp_path / "theirs.tar", now, r"another opt-out\.key than the one in", LostKeyError)


STALLS = """
import sys, time
from datetime import datetime
from pathlib import Path
from followworthy.services import backup_file, recovering
room, name, when = sys.argv[1:4]
room = {"recovering": recovering, "backup_file": backup_file}[room]
real = getattr(room, name)
def stalled(*words):
    done = real(*words) if when == "after" else None
    print("here", flush=True)
    time.sleep(600)
setattr(room, name, stalled)
data = Path(sys.argv[5])
place = recovering.Place(data / "followworthy.db", data, b"k" * 32)
recovering.restore(Path(sys.argv[4]), place, datetime.fromisoformat(sys.argv[6]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is no word of Windows")
@pytest.mark.parametrize(
    "step",
    [
        ("backup_file", "unpack", "after"),
        ("recovering", "_made_ready", "after"),
        ("recovering", "_put_beside", "after"),
        ("recovering", "_keep", "after"),
        ("recovering", "move", "before"),
        ("recovering", "move", "after"),
    ],
    ids=" ".join,
)
def test_killed_in_the_middle_nothing_is_lost_and_it_can_be_run_again(
    place: Place, backup: Path, now: datetime, step: tuple[str, str, str]
) -> None:
    leave(place, now)
    command = [sys.executable, "-c", STALLS, *step, str(backup), str(place.data_dir), now.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert listed(place) == ["Tobin Ashgrove"]
    restore(backup, place, now + LATER)
    assert listed(place) == ["Tobin Ashgrove"]
    assert not (place.data_dir / "restoring").exists()
    for kept in (place.data_dir / "backups").glob("before-restore*"):
        restore(kept, place, now + LATER)
        assert listed(place) == ["Tobin Ashgrove"]
