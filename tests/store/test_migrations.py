"""A database of an earlier version, with data in it, becomes one of today and loses nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from followworthy.domain.records import Source
from followworthy.domain.values import Check, Claim, Outcome, Reading
from followworthy.services import batching, taking_back
from followworthy.services.documents import Article
from followworthy.store import Database, catalog, checks, experts, imports, postgres, proposals, reviews, revisions
from followworthy.store.checks import DueLink
from followworthy.store.database import migration_config
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish

DAY = timedelta(days=1)

FIRST = (Path(__file__).parent.parent / "data" / "database_0001.sql").read_text(encoding="utf-8")


@pytest.fixture
def old(empty_url: Callable[[], str]) -> Iterator[Database]:
    """A database of the first version."""
    database = Database(empty_url())
    with database.engine.execution_options(followworthy_writes=True).begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        for statement in FIRST.split(";\n")[:-1]:
            connection.exec_driver_sql(statement)
        if not database.is_file:
            postgres.count_on(connection)
    yield database
    database.close()


def test_what_the_first_version_held_is_all_there(old: Database) -> None:
    old.migrate()
    with old.reading() as session:
        assert revisions.cursor(session) == ("k3f9x2", 2)
        assert [one.name for one, _ in experts.published(session)] == ["Odile Fennwick"]
        assert [(one.name, one.import_id) for one in proposals.waiting(session)] == [("Wendel Aspinall", None)]
        accepted = proposals.get(session, 2)
        assert accepted is not None
        assert (accepted.state, accepted.decided_by, accepted.decided_in) == ("accepted", "Nadia", 2)
        url = "https://letters.example/forty"
        assert catalog.source(session, "forty-voices") == Source("forty-voices", "Forty Voices", None, url, "2019")
        assert imports.listed(session) == []


def test_an_upgraded_database_takes_imports_and_gives_them_back(old: Database) -> None:
    old.migrate()
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with old.writing() as session:
        source = catalog.source(session, "forty-voices")
        assert source is not None
        before = proposals.get(session, 1)
        reading = Reading("Forty", (Claim("Wendel Aspinall", category="Writing"), Claim("Dara Moonesh")))
        article = Article("https://letters.example/forty", "", None, "d" * 64)
        done = batching.queue_batch(session, source, article, reading, by="Nadia", now=now)
        assert (done.queued, proposals.count_waiting(session)) == (2, 2)
        taking_back.take_back(session, done.number or 0, "Nadia", now)
        assert proposals.waiting(session) == [before]


def test_a_step_back_leaves_what_the_first_version_knew(old: Database) -> None:
    old.migrate()
    with old.engine.execution_options(followworthy_writes=True).begin() as connection:
        command.downgrade(migration_config(connection), "0001")
        assert connection.execute(text("select count(*) from proposals")).scalar() == 2
        assert "reread" not in {one["name"] for one in inspect(connection).get_columns("sources")}


def test_what_looks_amount_to_and_who_was_reviewed_is_filled_in(db: Database, now: datetime) -> None:
    facts = (
        "SELECT url, walled, seen_by, first_at, evidence_at, vouched_at, curator_at, curator_met, published FROM links"
    )
    asked = (f"{facts} ORDER BY url", "SELECT id, reviewed_at FROM experts ORDER BY id")
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        Revision(session, by="Nadia", why="x", now=now + DAY).put(replace(TOBIN, withdrawn=True))
        reviews.confirm(session, ODILE.id, "Nadia", now + 2 * DAY)
        Revision(session, by="auditor", why="x", now=now + 3 * DAY).put(replace(ODILE, headline="Seen"))
        for at, (met, witness) in enumerate(
            [("walled", "auditor"), ("answered", "curator"), ("vouched", "site"), ("missing", "curator")]
        ):
            link = DueLink(ODILE.id, ODILE.name, ODILE.links[0].url, None)
            checks.record(session, link, Check(now + at * DAY, Outcome(met), "Met.", witness), None)
        before = [session.connection().exec_driver_sql(one).fetchall() for one in asked]
    for step, to in ((command.downgrade, "0004"), (command.upgrade, "head")):
        with db.engine.execution_options(followworthy_writes=True).begin() as connection:
            step(migration_config(connection), to)
    with db.reading() as session:
        after = [session.connection().exec_driver_sql(one).fetchall() for one in asked]
    assert len({str(one) for one in before[0]}) == 3
    assert after == before
