"""One process at a time: the lock is held by one, and goes with whoever held it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from followworthy.errors import BusyError, StoreError
from followworthy.store import Database
from followworthy.store.alone import in_use, unused
from tests.databases import address

HOLDS = """
import sys
from followworthy.store import Database
with Database(sys.argv[1]).alone("audit", "Busy."):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_holds_it_and_the_next_one_hears_the_sentence(db: Database) -> None:
    again = db.alone("audit", "Somebody is at it.")
    with db.alone("audit", "Busy."), pytest.raises(BusyError, match=r"^Somebody is at it\.$"), again:
        pass


def test_it_is_free_again_when_its_holder_is_done_or_fails(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.alone("audit", "Busy."):
        raise ZeroDivisionError
    with db.alone("audit", "Busy."):
        pass


def test_each_name_is_a_lock_of_its_own(db: Database) -> None:
    with db.alone("audit", "Busy."), db.alone("backup", "Busy."):
        pass


def test_it_goes_with_a_process_that_is_killed(db: Database) -> None:
    url = address(db)
    command = [sys.executable, "-c", HOLDS, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError), db.alone("audit", "Busy."):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
        with db.alone("audit", "Busy."):
            pass


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'followworthy.db'}")
    with pytest.raises(StoreError, match=r"audit\.lock cannot be written"), database.alone("audit", "Busy."):
        pass
    database.close()


def test_many_use_a_database_and_nobody_has_it_for_themselves_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with in_use(file), in_use(file), pytest.raises(BusyError, match=r"^Stop them\.$"), unused(file, "Stop them."):
        pass
    with unused(file, "Stop them."), pytest.raises(BusyError, match="put in the place of this database"), in_use(file):
        pass
    with in_use(file):
        pass
