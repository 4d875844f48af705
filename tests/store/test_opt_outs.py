"""Who asked not to be listed: kept as keyed hashes, recognised with the right key alone, and guarding every write."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text

from followworthy.domain.opting_out import ASKED, marks_to_keep
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Claim, Match
from followworthy.errors import LostKeyError, RefusedError
from followworthy.store import Database, opt_outs, proposals
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, VOICES, publish


def leave(database: Database, expert: Expert) -> None:
    """What opting out does to the catalog, without the service."""
    with database.writing() as session:
        opt_outs.remember(session, marks_to_keep(expert))
        Revision(session, by="Nadia", why="left", now=NOW).put(Expert(expert.id, expert.kind, "", withdrawn=True))


NOW = datetime.fromisoformat("2026-11-23T09:00:00Z")


@pytest.fixture
def left(db: Database) -> Database:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    leave(db, ODILE)
    return db


def put(database: Database, expert: Expert) -> None:
    with database.writing() as session:
        Revision(session, by="Nadia", why="edited", now=NOW).put(expert)


def test_while_nobody_asked_no_key_is_needed(fresh_url: Callable[[], str]) -> None:
    database = Database(fresh_url())
    with database.writing() as session:
        publish(session, ODILE)
        assert not opt_outs.assure(session)
        assert not opt_outs.asked(session, {"name:fennwick odile"})
        with pytest.raises(LostKeyError, match=r"opt-out\.key"):
            opt_outs.remember(session, {"name:fennwick odile"})
    database.close()


@pytest.mark.parametrize("key", [None, b"x" * 32])
def test_without_the_right_key_nothing_is_said_and_nothing_written(left: Database, key: bytes | None) -> None:
    database = Database(str(left.engine.url), opt_out_key=key)
    for use in (
        lambda session: opt_outs.asked(session, {"name:x"}),
        opt_outs.assure,
        lambda session: opt_outs.remember(session, {"name:x"}),
        lambda session: Revision(session, by="Nadia", why="x", now=NOW).put(replace(TOBIN, headline="Else")),
    ):
        with database.writing() as session, pytest.raises(LostKeyError) as refused:
            use(session)
        assert str(refused.value) == opt_outs.LOST
    database.close()


def test_the_table_holds_no_name_no_address_and_no_order(left: Database) -> None:
    with left.reading() as session:
        rows = session.execute(text("SELECT * FROM opt_outs")).all()
    assert len(rows) == len(marks_to_keep(ODILE))
    assert all(len(row) == 1 and len(row[0]) == 64 for row in rows)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_the_same_marks_have_other_hashes_under_another_key(left: Database, fresh_url: Callable[[], str]) -> None:
    database = Database(fresh_url(), opt_out_key=b"x" * 32)
    with database.writing() as session:
        opt_outs.remember(session, marks_to_keep(ODILE))
        theirs = set(session.scalars(text("SELECT hash FROM opt_outs")))
    with left.reading() as session:
        assert not theirs & set(session.scalars(text("SELECT hash FROM opt_outs")))
    database.close()


def test_asking_twice_keeps_nothing_twice(left: Database) -> None:
    with left.writing() as session:
        opt_outs.remember(session, marks_to_keep(ODILE))
        assert len(session.execute(text("SELECT 1 FROM opt_outs")).all()) == len(marks_to_keep(ODILE))


@pytest.mark.parametrize(
    "back",
    [
        ODILE,
        replace(ODILE, id="bcdfghjz", name="FENNWICK, Odile", links=()),
        replace(ODILE, id="bcdfghjz", name="Somebody Else"),
        replace(ODILE, withdrawn=True),
        replace(TOBIN, name="Odile Fennwick"),
        replace(TOBIN, links=(*TOBIN.links, ODILE.links[0])),
    ],
    ids=["herself", "another spelling", "her address", "a named tombstone", "her name by edit", "her address by merge"],
)
def test_no_change_brings_them_back(left: Database, back: Expert) -> None:
    with pytest.raises(RefusedError, match=ASKED):
        put(left, back)


def test_a_published_namesake_may_be_edited_audited_and_withdrawn_but_not_brought_back(db: Database) -> None:
    namesake = Expert(
        "bcdfghjz", "person", "Odile Fennwick", links=(Link("linkedin", "https://www.linkedin.com/in/of2", "in/of2"),)
    )
    with db.writing() as session:
        publish(session, ODILE, namesake)
    leave(db, ODILE)
    put(db, replace(namesake, headline="Another trade"))
    put(db, replace(namesake, withdrawn=True))
    with pytest.raises(RefusedError, match=ASKED):
        put(db, namesake)


def test_a_proposal_about_them_is_refused_at_the_queue(left: Database) -> None:
    hers = {"identity": "odile fennwick", "digest": "d", "claims": (Claim("Fennwick, Odile"),), "match": Match("new")}
    with left.writing() as session, pytest.raises(RefusedError, match=ASKED):
        proposals.queue(session, source_id=VOICES.id, kind="new", now=NOW, **hers)  # type: ignore[arg-type]


def test_what_was_asked_ahead_is_looked_up_no_more_until_somebody_leaves(left: Database) -> None:
    asked: list[str] = []
    event.listen(left.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with left.writing() as session:
        opt_outs.ask_ahead(session, [*(f"name:{number}" for number in range(1_200)), "name:fennwick odile"])
        before = len(asked)
        assert not any(opt_outs.asked(session, {f"name:{number}"}) for number in range(1_200))
        assert len(asked) == before
        assert opt_outs.asked(session, {"name:fennwick odile"})
        opt_outs.remember(session, {"name:7"})
        assert opt_outs.asked(session, {"name:7"})


def test_two_who_leave_at_once_are_both_kept(db: Database) -> None:
    def one(name: str) -> None:
        with db.writing() as session:
            opt_outs.remember(session, {f"name:{name}"})

    threads = [threading.Thread(target=one, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading() as session:
        assert all(opt_outs.asked(session, {f"name:{name}"}) for name in "abcdefgh")


@pytest.mark.sqlite
def test_compacting_leaves_nothing_deleted_in_the_file(db: Database) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, note="Zanzibarquux"))
        put_away = Revision(session, by="Nadia", why="edited", now=NOW)
        put_away.put(replace(ODILE, note=None))
        session.execute(text("UPDATE changes SET before = NULL, after = NULL"))
    assert db.compact()
    path = Path(str(db.engine.url.database))
    files = [path, path.with_name(path.name + "-wal")]
    assert not any(b"Zanzibarquux" in file.read_bytes() for file in files if file.exists())
