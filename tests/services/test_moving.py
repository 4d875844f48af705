"""A catalog moves from a file to PostgreSQL, and back: nothing is lost, and nothing half done is left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from followworthy.domain.values import Check, Outcome
from followworthy.errors import StoreError
from followworthy.services import moving, opting_out, signing_in
from followworthy.services.publishing import cursor, whole_catalog
from followworthy.store import Database, carrying, checks, jobs, revisions
from followworthy.store.checks import DueLink
from tests.bench.desk.world import fill
from tests.databases import Files
from tests.people import ODILE, TOBIN, publish
from tests.postgres import Server

KEY = b"k" * 32


@pytest.fixture
def source(tmp_path: Path, now: datetime) -> Iterator[Database]:
    """A file that holds a little of everything."""
    database = Database(Files(tmp_path).fresh(tmp_path), opt_out_key=KEY)
    fill(database, 30, 40, now)
    with database.writing() as session:
        opting_out.keep_out(session, "Wendel Aspinall")
        signing_in.invite(session, "Ilse Corvane", now)
        jobs.expect(session, {"audit": timedelta(hours=1)})
    yield database
    database.close()


@pytest.fixture
def target(postgres: Server) -> Iterator[Database]:
    url = postgres.empty()
    database = Database(url, opt_out_key=KEY)
    yield database
    database.close()
    postgres.drop(url)


def silent(_table: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def published(database: Database) -> tuple[str, bytes]:
    with database.reading() as session:
        return cursor(session), whole_catalog(session).whole.identity


def is_empty(database: Database) -> bool:
    with database.reading() as session:
        return not carrying.has_tables(session) or carrying.is_untouched(session)


def test_every_row_arrives_and_the_catalog_is_the_same_to_the_byte(source: Database, target: Database) -> None:
    moved = moving.move(source, target, silent)
    assert published(target) == published(source)
    with source.reading() as here, target.reading() as there:
        assert moved == carrying.counts(here) == carrying.counts(there)
        for table in carrying.TABLES:
            rows = [sorted(map(repr, one.execute(table.select()))) for one in (here, there)]
            assert rows[0] == rows[1], table.name
    assert min(moved[one] for one in ("changes", "proposals", "opt_outs", "invitations", "jobs")) > 0


def test_what_is_written_afterwards_gets_numbers_of_its_own(source: Database, target: Database, now: datetime) -> None:
    moving.move(source, target, silent)
    with target.writing() as session:
        _, before = revisions.cursor(session)
        publish(session, replace(ODILE, links=(), recommendations=()))
        checks.record(
            session, DueLink(ODILE.id, ODILE.name, "u", None), Check(now, Outcome.MISSING, "", "auditor"), None
        )
        assert revisions.cursor(session)[1] == before + 1


def test_it_goes_back_into_a_file(source: Database, target: Database, tmp_path: Path) -> None:
    moving.move(source, target, silent)
    back = Database(Files(tmp_path).empty(tmp_path), opt_out_key=KEY)
    moving.move(target, back, silent)
    assert published(back) == published(source)
    back.close()


def test_progress_is_told_in_batches(source: Database, target: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 20)
    told: list[tuple[str, int, int]] = []
    moving.move(source, target, lambda *words: told.append(words))
    mine = [(done, of) for table, done, of in told if table == "experts"]
    assert mine == [(20, 30), (30, 30)]


def test_a_database_that_holds_something_is_refused(source: Database, target: Database) -> None:
    target.migrate()
    with target.writing() as session:
        publish(session, TOBIN)
    before = published(target)
    with pytest.raises(StoreError, match=r"is not empty: a catalog moves only into a database that holds nothing\.$"):
        moving.move(source, target, silent)
    assert published(target) == before


def test_a_database_of_somebody_else_is_refused_and_stays_as_it_was(source: Database, target: Database) -> None:
    with target.writing() as session:
        session.execute(text("CREATE TABLE invoices (id integer)"))
    with pytest.raises(StoreError, match="is not empty"):
        moving.move(source, target, silent)
    with target.reading() as session:
        assert carrying.strangers(session) == ["invoices"]
        assert not carrying.has_tables(session)


def test_it_does_not_move_into_itself(source: Database) -> None:
    with pytest.raises(StoreError, match="already"):
        moving.move(source, source, silent)


@pytest.mark.parametrize("table", ["revisions", "links"])
def test_whoever_stops_it_leaves_the_target_empty_and_may_begin_again(
    source: Database, target: Database, table: str
) -> None:
    def stop(now_at: str, _done: int, _of: int) -> None:
        if now_at == table:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(source, target, stop)
    assert is_empty(target)
    moving.move(source, target, silent)
    assert published(target) == published(source)


def test_a_row_that_is_lost_on_the_way_is_noticed_and_nothing_is_kept(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = carrying._batches
    monkeypatch.setattr(
        carrying, "_batches", lambda session, one: (rows[one.name == "checks" :] for rows in carried(session, one))
    )
    with pytest.raises(StoreError, match=r"rows of checks, \d+ arrived: nothing was moved\.$"):
        moving.move(source, target, silent)
    assert is_empty(target)


def test_nobody_writes_into_the_source_meanwhile(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("followworthy.store.sqlite.BUSY_SECONDS", 0)
    other = Database(str(source.engine.url), opt_out_key=KEY)
    refused = []

    def write(table: str, _done: int, _of: int) -> None:
        if table == "experts":
            with pytest.raises(StoreError, match="locked"), other.writing() as session:
                jobs.listed(session)
            refused.append(table)

    moving.move(source, target, write)
    other.close()
    assert refused
