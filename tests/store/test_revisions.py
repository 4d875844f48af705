"""The one number."""

from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.store import Database, experts, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish


def test_a_new_catalog_stands_at_revision_0(db: Database) -> None:
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 0


def test_many_records_are_one_revision(db: Database) -> None:
    with db.writing() as session:
        assert publish(session, ODILE, TOBIN) == 1
    with db.reading() as session:
        assert len(revisions.history(session)[0].changes) == 5


def test_putting_what_is_there_draws_no_number(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        again = Revision(session, by="Nadia", why="again", now=now)
        assert not again.put(ODILE)
        assert again.number is None
        assert revisions.cursor(session)[1] == 1


def test_a_record_comes_back_as_it_was_put(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    with db.reading() as session:
        assert experts.get(session, ODILE.id) == ODILE


def test_a_change_keeps_before_and_after(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        renamed = replace(ODILE, name="Odile Fennwick-Marsh")
        Revision(session, by="Nadia", why="married", now=now).put(renamed)
        change = revisions.history(session)[0].changes[0]
        assert (change.before, change.after) == (ODILE.document(), renamed.document())


def test_links_may_change_places_and_go(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        for links in (ODILE.links[::-1], ODILE.links[:1], ()):
            Revision(session, by="Nadia", why="tidied", now=now).put(replace(ODILE, links=links))
            session.expire_all()
            found = experts.get(session, ODILE.id)
            assert found is not None
            assert found.links == links


def test_a_withdrawn_expert_frees_their_address(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        revision = Revision(session, by="Nadia", why="left", now=now)
        revision.put(replace(ODILE, withdrawn=True))
        assert experts.owner_of_key(session, "in/odile-fennwick") is None
        assert [expert.id for expert, _ in experts.withdrawn(session)] == [ODILE.id]


def test_what_is_not_committed_never_happened(db: Database) -> None:
    def stopped_in_the_middle() -> None:
        with db.writing() as session:
            publish(session, ODILE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_in_the_middle()
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 0
        assert experts.published(session) == []


def test_published_experts_are_ordered_by_best_rank_then_name(db: Database) -> None:
    nobody = replace(TOBIN, id="bcdfghjn", name="Ilse Corvane", links=(), recommendations=())
    with db.writing() as session:
        publish(session, nobody, ODILE, TOBIN)
        assert [expert.name for expert, _ in experts.published(session)] == [
            "Tobin Ashgrove",
            "Odile Fennwick",
            "Ilse Corvane",
        ]
