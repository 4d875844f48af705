"""Any change can be undone that nothing stands on; an undo is a change like any other."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.opting_out import ASKED, marks_of
from followworthy.domain.records import Category, Expert, Link
from followworthy.domain.values import Verdict
from followworthy.errors import RefusedError
from followworthy.services import curating
from followworthy.services.undoing import FILES, undo
from followworthy.store import Database, Session, catalog, experts, opt_outs, proposals, revisions
from tests.databases import address
from tests.people import ODILE, SALES, SHELVES, TOBIN, VOICES, publish
from tests.services.test_curating import DECISION, propose

DAY = timedelta(days=1)


def change(session: Session, now: datetime, *records: Expert | Category, by: str = "Nadia") -> int:
    revision = revisions.Revision(session, by=by, why="changed", now=now)
    for record in records:
        revision.put(record)
    assert revision.number is not None
    return revision.number


def named(session: Session, expert_id: str = ODILE.id) -> str:
    found = experts.get(session, expert_id)
    assert found is not None
    return found.name


def test_undo_takes_a_new_person_back_and_their_proposal_waits_again(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        number = curating.accept(session, propose(session, now), DECISION, "Nadia", now)
        undo(session, number or 0, "Nadia", now)
        assert experts.owner_of_key(session, "in/wendel-aspinall") is None
        assert [one.name for one in proposals.waiting(session)] == ["Wendel Aspinall"]
        assert len(experts.withdrawn(session)) == 1


def test_undoing_the_undo_brings_them_back_and_decides_their_proposal_again(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        first = curating.accept(session, propose(session, now), DECISION, "Nadia", now)
        second = undo(session, first or 0, "Nadia", now)
        third = undo(session, second, "Nadia", now)
        assert experts.owner_of_key(session, "in/wendel-aspinall") is not None
        assert proposals.waiting(session) == []
        undo(session, third, "Nadia", now)
        assert [one.name for one in proposals.waiting(session)] == ["Wendel Aspinall"]


def test_a_change_of_somebody_else_in_between_does_not_hinder_an_undo(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        first = change(session, now, replace(ODILE, name="Odile F."))
        change(session, now, replace(TOBIN, name="Tobin A."))
        undo(session, first, "Nadia", now)
        assert (named(session), named(session, TOBIN.id)) == ("Odile Fennwick", "Tobin A.")


def test_later_work_on_the_same_person_refuses_an_undo_and_is_named(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        first = change(session, now, replace(ODILE, name="Odile F."))
        second = change(session, now, replace(ODILE, name="O. Fennwick"))
        with pytest.raises(RefusedError, match=rf"change {second} \(Odile F\.\) builds on this one"):
            undo(session, first, "Nadia", now)
        undo(session, second, "Nadia", now)
        undo(session, first, "Nadia", now)
        assert named(session) == "Odile Fennwick"


def test_what_the_audit_found_meanwhile_is_kept_and_hinders_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        first = change(session, now, replace(ODILE, headline="Else"))
        alive = replace(ODILE.links[1], verdict=Verdict.ALIVE, confirmed="2026-11")
        change(session, now, replace(ODILE, headline="Else", links=(ODILE.links[0], alive)), by="auditor")
        undo(session, first, "Nadia", now)
        assert experts.get(session, ODILE.id) == replace(ODILE, links=(ODILE.links[0], alive))


def test_a_change_of_beliefs_alone_is_undone_only_while_they_are_the_same(db: Database, now: datetime) -> None:
    gone, alive = (replace(ODILE.links[1], verdict=one) for one in (Verdict.GONE, Verdict.ALIVE))
    with db.writing() as session:
        publish(session, ODILE)
        first = change(session, now, replace(ODILE, links=(ODILE.links[0], gone)), by="auditor")
        second = change(session, now, replace(ODILE, links=(ODILE.links[0], alive)), by="auditor")
        with pytest.raises(RefusedError, match=f"change {second} "):
            undo(session, first, "Nadia", now)
        undo(session, second, "Nadia", now)
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert found.links[1].verdict is Verdict.GONE


def test_what_was_undone_is_not_undone_again(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        first = change(session, now, replace(ODILE, name="Odile F."))
        second = undo(session, first, "Nadia", now)
        with pytest.raises(RefusedError, match=f"undone already, by change {second}"):
            undo(session, first, "Nadia", now)


def test_an_address_that_is_somebody_elses_by_now_is_not_given_back(db: Database, now: datetime) -> None:
    theirs = Link("linkedin", ODILE.links[0].url, ODILE.links[0].key)
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        first = change(session, now, replace(ODILE, links=ODILE.links[1:]))
        change(session, now, replace(TOBIN, links=(theirs,)))
        with pytest.raises(RefusedError, match="is Tobin Ashgrove's now"):
            undo(session, first, "Nadia", now)


def test_a_category_that_somebody_stands_in_is_not_removed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        added = change(session, now, Category("writing", "Writing", 3))
        there = replace(ODILE.recommendations[0], category="writing")
        moved = change(session, now, replace(ODILE, recommendations=(there,)))
        with pytest.raises(RefusedError, match="Writing, which change 2 added, is used by 1 expert"):
            undo(session, added, "Nadia", now)
        undo(session, moved, "Nadia", now)
        undo(session, added, "Nadia", now)
        assert catalog.get(session, "category", "writing") is None


def test_the_foundation_cannot_be_undone(db: Database, now: datetime) -> None:
    with db.writing() as session:
        laid = change(session, now, SHELVES, SALES, by=FILES)
        with pytest.raises(RefusedError, match="laid the foundation"):
            undo(session, laid, "Nadia", now)


def test_a_change_that_never_was_cannot_be_undone(db: Database, now: datetime) -> None:
    with db.writing() as session, pytest.raises(RefusedError, match="no change 99"):
        undo(session, 99, "Nadia", now)


def test_a_withdrawal_of_somebody_who_asked_not_to_be_listed_cannot_be_undone(db: Database, now: datetime) -> None:
    keyed = Database(address(db), opt_out_key=b"k" * 32)
    with keyed.writing() as session:
        publish(session, ODILE)
        gone = change(session, now, replace(ODILE, withdrawn=True))
        opt_outs.remember(session, marks_of(ODILE))
        with pytest.raises(RefusedError, match=ASKED):
            undo(session, gone, "Nadia", now)
    keyed.close()


def test_the_source_that_an_undone_change_added_goes_with_it(db: Database, now: datetime) -> None:
    with db.writing() as session:
        revision = revisions.Revision(session, by="Nadia", why="added a list", now=now)
        revision.put(VOICES)
        undo(session, revision.number or 0, "Nadia", now + DAY)
        assert catalog.source(session, VOICES.id) is None
