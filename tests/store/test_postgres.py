"""What only PostgreSQL does: one state for readers, one queue for writers, text by its bytes, clear words."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from followworthy.errors import BusyError, StoreError
from followworthy.store import Database, experts, jobs, revisions
from followworthy.store.database import OLD_SCHEME, WRONG_ADDRESS
from followworthy.store.migrations.check import differences
from followworthy.store.revisions import Revision
from tests.databases import address
from tests.people import ODILE, TOBIN, publish
from tests.postgres import Server

HOUR = timedelta(hours=1)


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@pytest.fixture
def here(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    made = postgres.empty()
    yield made
    postgres.drop(made)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.name for one, _ in experts.published(session)]


def cut(database: Database) -> None:
    """Send away everybody who is connected to the same database, as a restart of the server does."""
    other = Database(address(database))
    with other.reading() as session:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))  # noqa: S608
    other.close()


def test_the_migrations_make_the_tables_that_the_code_knows(empty: str) -> None:
    database = Database(empty)
    assert differences(database) == []
    database.close()


def test_processes_that_start_at_once_migrate_once(empty: str) -> None:
    found: list[tuple[str, int]] = []

    def start() -> None:
        database = Database(empty)
        database.migrate()
        with database.reading() as session:
            found.append(revisions.cursor(session))
        database.close()

    starting = [threading.Thread(target=start) for _ in range(4)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_reader_sees_one_state_however_many_questions_it_asks(here: Database) -> None:
    with here.writing() as session:
        publish(session, ODILE)
    with here.reading() as reader:
        before = revisions.cursor(reader)
        with here.writing() as session:
            publish(session, TOBIN)
        assert (revisions.cursor(reader), experts.count_published(reader)) == (before, 1)
    assert len(names(here)) == 2


def test_a_reader_cannot_write(here: Database) -> None:
    with pytest.raises(StoreError, match="read-only transaction"), here.reading() as session:
        publish(session, ODILE)


def test_a_writer_who_comes_second_sees_what_the_first_one_wrote(here: Database) -> None:
    reached, seen = threading.Event(), []

    def second() -> None:
        with here.writing() as session:
            reached.set()
            seen.extend(one.name for one, _ in experts.published(session))

    with here.writing() as session:
        publish(session, ODILE)
        other = threading.Thread(target=second)
        other.start()
        reached.wait(10)
        assert seen == []
    other.join()
    assert seen == ["Odile Fennwick"]


def test_text_stands_in_the_order_of_its_bytes(here: Database) -> None:
    with here.reading() as session:
        columns = "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
        columns += " WHERE c.relnamespace = 'public'::regnamespace AND a.attcollation = 'default'::regcollation"
        assert session.scalar(text(f"{columns} AND c.relname <> 'alembic_version'")) == 0
    with here.writing() as session:
        for name in ("b", "B", "a-b", "ab", "é", "A"):
            session.execute(text("INSERT INTO jobs (name, every, said) VALUES (:name, 1, '')"), {"name": name})
    with here.reading() as session:
        assert [one.name for one in jobs.listed(session)] == ["A", "B", "a-b", "ab", "b", "é"]


def test_times_come_back_in_utc_whatever_the_server_thinks(url: str, now: datetime) -> None:
    database = Database(f"{url}{'&' if '?' in url else '?'}options=-c%20timezone%3DAsia/Tokyo")
    with database.writing() as session:
        jobs.expect(session, {"audit": HOUR})
        jobs.begin(session, "audit", now.astimezone(timezone(5 * HOUR)))
    with database.reading() as session:
        (job,) = jobs.listed(session)
    database.close()
    assert (job.began_at, job.began_at and job.began_at.tzinfo) == (now, UTC)


def test_a_question_that_takes_too_long_is_one_sentence(here: Database) -> None:
    hasty = Database(address(here), seconds=1)
    with pytest.raises(StoreError) as told, hasty.reading() as session:
        session.execute(text("SELECT pg_sleep(30)"))
    hasty.close()
    said = "it took too long to answer; try again, or when it is less busy."
    assert str(told.value) == f"The database {here.place} cannot be used: {said}"


def test_whoever_waits_too_long_for_another_writer_is_told_in_one_sentence(here: Database) -> None:
    hasty = Database(address(here), seconds=3)
    with here.writing() as session:
        publish(session, ODILE)
        with pytest.raises(StoreError) as told, hasty.writing() as waiting:
            publish(waiting, TOBIN)
    hasty.close()
    said = "somebody else has been writing for too long; try again in a moment."
    assert str(told.value) == f"The database {here.place} cannot be used: {said}"


def test_a_connection_that_was_cut_costs_one_sentence_and_the_next_one_works(here: Database) -> None:
    def write() -> None:
        with here.writing() as session:
            publish(session, ODILE)
            cut(here)
            publish(session, TOBIN)

    with pytest.raises(StoreError, match="cannot be used: "):
        write()
    with here.writing() as session:
        publish(session, TOBIN)
    cut(here)  # while nobody asks anything: nobody notices
    assert names(here) == ["Tobin Ashgrove"]


def test_whoever_was_alone_hears_that_the_lock_was_cut(here: Database) -> None:
    with pytest.raises(StoreError, match="was cut before the end"), here.alone("audit", "Busy."):
        cut(here)
    with here.alone("audit", "Busy."):
        pass


def test_a_failure_under_a_lock_that_was_cut_is_told_as_what_it_is(here: Database) -> None:
    with pytest.raises(ZeroDivisionError), here.alone("audit", "Busy."):
        raise ZeroDivisionError(cut(here))


def test_while_one_is_alone_another_process_is_not(here: Database) -> None:
    other = Database(address(here))
    with here.alone("audit", "Busy."), pytest.raises(BusyError), other.alone("audit", "Busy."):
        pass
    other.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("postgres://nadia:s3cret@db/catalog", OLD_SCHEME),
        ("postgresql://nadia:s3c@ret@db/catalog", WRONG_ADDRESS),
        ("postgresql://nadia:x@db:s3cret/catalog", WRONG_ADDRESS),
        ("postgresql+psycopg2://nadia:s3cret@db/catalog", WRONG_ADDRESS),
        ("mysql://nadia:s3cret@db/catalog", WRONG_ADDRESS),
    ],
)
def test_a_wrong_address_is_one_sentence_without_a_password(wrong: str, said: str) -> None:
    with pytest.raises(StoreError) as told:
        Database(wrong)
    assert str(told.value) == said
    assert "s3c" not in said


def test_a_server_that_is_not_there_is_one_sentence_without_a_password() -> None:
    database = Database("postgresql://nadia:s3cret@127.0.0.1:9/catalog?password=s3cret")
    where = r"^The database postgresql://nadia:\*\*\*@127\.0\.0\.1:9/catalog cannot be used"
    with pytest.raises(StoreError, match=where) as told:
        database.migrate()
    assert "s3cret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_database_that_cannot_hold_every_name_is_refused(postgres: Server) -> None:
    url = postgres._new("TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
    database = Database(url)
    with pytest.raises(StoreError, match="keeps text as LATIN1"):
        database.migrate()
    database.close()
    postgres.drop(url)


def test_writers_lose_no_number_and_none_fails(here: Database) -> None:
    def write(worker: int) -> None:
        for turn in range(10):
            with here.writing() as session:
                one = replace(ODILE, id=f"bcdf{worker}{turn:03}", links=(), recommendations=())
                Revision(session, by="w", why="w", now=datetime.now(UTC)).put(one)

    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with here.reading() as session:
        assert [past.number for past in revisions.history(session, limit=100)] == list(range(80, 0, -1))
