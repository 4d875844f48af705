"""The history as pages read it."""

from dataclasses import replace
from datetime import datetime

from followworthy.services.undoing import undo
from followworthy.store import Database, Session, history
from followworthy.store.history import Wanted
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish


def renamed(session: Session, now: datetime, by: str, name: str) -> int:
    revision = Revision(session, by=by, why="renamed", now=now)
    revision.put(replace(ODILE, name=name))
    return revision.number or 0


def test_changes_come_newest_first_with_their_first_records(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        renamed(session, now, "Ilse", "Odile F.")
        found = history.entries(session, Wanted(), 0, 10)
    assert [(one.number, one.size, len(one.changes)) for one in found] == [(2, 1, 1), (1, 5, 3)]


def test_the_history_of_one_expert_shows_them_alone(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        renamed(session, now, "Ilse", "Odile F.")
        found = history.entries(session, Wanted(expert=TOBIN.id), 0, 10)
    assert [[each.entity_id for each in one.changes] for one in found] == [[TOBIN.id]]


def test_whom_an_expert_was_merged_with_belongs_to_their_history(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        revision = Revision(session, by="Nadia", why="merged", now=now)
        revision.put(replace(TOBIN, withdrawn=True, merged_into=ODILE.id))
        found = history.entries(session, Wanted(expert=ODILE.id), 0, 10)
    assert [one.number for one in found] == [2, 1]


def test_changes_are_found_by_who_signed_them(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        renamed(session, now, "Ilse", "Odile F.")
        assert [one.number for one in history.entries(session, Wanted(by="Ilse"), 0, 10)] == [2]
        assert history.count(session, Wanted(by="Ilse")) == 1
        assert history.signers(session) == ["Ilse", "Nadia"]


def test_a_change_tells_which_one_undid_it(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        number = renamed(session, now, "Ilse", "Odile F.")
        newer = undo(session, number, "Nadia", now)
        found = {one.number: one for one in history.entries(session, Wanted(), 0, 10)}
    assert (found[number].undone_by, found[newer].undoes) == (newer, number)


def test_one_change_is_read_in_pages(db: Database) -> None:
    with db.writing() as session:
        number = publish(session, ODILE, TOBIN) or 0
        first, second = history.entry(session, number, 0, 3), history.entry(session, number, 3, 3)
    assert first is not None
    assert second is not None
    assert [one.entity_id for one in (*first.changes, *second.changes)][-2:] == [ODILE.id, TOBIN.id]
    assert (len(first.changes), len(second.changes), first.size) == (3, 2, 5)
