"""Opening, migrating, and two writers at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followworthy.errors import StoreError
from followworthy.store import Database, revisions
from followworthy.store.migrations.check import differences
from followworthy.store.revisions import Revision
from tests.people import ODILE, SHELVES, publish


def test_the_migrations_make_the_tables_that_the_code_knows(empty_url: Callable[[], str]) -> None:
    database = Database(empty_url())
    assert differences(database) == []
    database.close()


def test_migrating_twice_changes_nothing(db: Database) -> None:
    with db.reading() as session:
        before = revisions.cursor(session)
    db.migrate()
    with db.reading() as session:
        assert revisions.cursor(session) == before


def test_each_database_has_an_epoch_of_its_own(empty_url: Callable[[], str]) -> None:
    epochs = set()
    for _ in range(2):
        database = Database(empty_url())
        database.migrate()
        with database.reading() as session:
            epochs.add(revisions.cursor(session)[0])
        database.close()
    assert len(epochs) == 2


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "followworthy.db"
    file.write_text("this is a letter, not a database, and long enough to be looked at" * 20)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(StoreError, match=r"followworthy\.db cannot be used: file is not a database\."):
        database.migrate()
    database.close()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    with pytest.raises(StoreError, match="unable to open database file"):
        database.migrate()
    database.close()


def test_an_address_of_no_database_is_one_sentence() -> None:
    with pytest.raises(StoreError, match="FOLLOWWORTHY_DATABASE_URL"):
        Database("oracle-of-delphi://x")


def test_writers_at_once_lose_no_number(db: Database) -> None:
    def write(worker: int) -> None:
        for turn in range(5):
            with db.writing() as session:
                category = SHELVES.__class__(f"c{worker}-{turn}", "C", 1)
                Revision(session, by="w", why="w", now=datetime.now(UTC)).put(category)

    with db.writing() as session:
        publish(session, ODILE)
    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with db.reading() as session:
        numbers = [past.number for past in revisions.history(session, limit=100)]
    assert numbers == list(range(21, 0, -1))
