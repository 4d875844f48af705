"""Recommendations that nobody reviewed for long: a question in the queue, and nothing by the clock alone."""

from dataclasses import replace
from datetime import datetime, timedelta

from followworthy.domain.expiry import Expiry
from followworthy.services import curating
from followworthy.services.expiring import propose_reviews
from followworthy.store import Database, experts, proposals, reviews, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish

YEARS = timedelta(days=731)


def waiting(db: Database) -> list[str]:
    with db.reading() as session:
        return [one.name for one in proposals.waiting(session)]


def test_a_review_is_due_after_two_years_and_not_before(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    assert propose_reviews(db, Expiry(), now + timedelta(days=729)) == "Nobody's review is due."
    assert propose_reviews(db, Expiry(), now + YEARS) == "1 more waits for a new review."
    assert propose_reviews(db, Expiry(), now + YEARS) == "Nobody else's review is due."
    assert waiting(db) == ["Odile Fennwick"]


def test_the_audits_changes_are_no_review(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        Revision(session, by="auditor", why="it answered", now=now + YEARS).put(replace(ODILE, headline="Seen"))
    propose_reviews(db, Expiry(), now + YEARS)
    assert waiting(db) == ["Odile Fennwick"]


def test_a_persons_change_is_a_review(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        Revision(session, by="Nadia", why="edited", now=now + YEARS).put(replace(ODILE, headline="Still writes"))
    propose_reviews(db, Expiry(), now + YEARS)
    assert waiting(db) == ["Tobin Ashgrove"]


def test_few_come_a_week_however_fast_they_are_decided(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *(replace(ODILE, id=f"bcdfgh{at:02}", links=()) for at in range(12)))
    met = []
    for days in (0, 1, 6, 7, 14):
        today = now + YEARS + timedelta(days=days)
        propose_reviews(db, Expiry(a_week=5), today)
        met.append(len(waiting(db)))
        with db.writing() as session:
            for one in proposals.waiting(session):
                curating.reject(session, one.id, "Nadia", today)
    assert met == [5, 0, 0, 5, 2]


def test_the_longest_unreviewed_come_first(now: datetime) -> None:
    reviewed = {"a": now - YEARS, "b": now - 2 * YEARS, "c": now, "d": now - 3 * YEARS}
    assert Expiry(a_week=2).due(reviewed, 0, now) == ["d", "b"]


def test_who_was_reviewed_or_withdrawn_meanwhile_waits_no_more(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    propose_reviews(db, Expiry(), now + YEARS)
    with db.writing() as session:
        revision = Revision(session, by="Nadia", why="edited", now=now + YEARS)
        revision.put(replace(ODILE, headline="Still writes"))
        revision.put(replace(TOBIN, withdrawn=True))
    propose_reviews(db, Expiry(), now + YEARS)
    assert waiting(db) == []


def test_to_keep_somebody_is_a_review_and_changes_nothing_published(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    propose_reviews(db, Expiry(), now + YEARS)
    with db.writing() as session:
        (proposal,) = proposals.waiting(session)
        curating.reject(session, proposal.id, "Nadia", now + YEARS)
        assert revisions.cursor(session)[1] == 1
        assert reviews.latest(session, but="auditor")[ODILE.id] == now + YEARS
    propose_reviews(db, Expiry(), now + YEARS + timedelta(days=1))
    assert waiting(db) == []
    propose_reviews(db, Expiry(), now + 2 * YEARS)
    assert waiting(db) == ["Odile Fennwick"]


def test_to_withdraw_somebody_is_one_change(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    propose_reviews(db, Expiry(), now + YEARS)
    with db.writing() as session:
        (proposal,) = proposals.waiting(session)
        curating.accept(session, proposal.id, curating.suggestion(session, proposal), "Nadia", now + YEARS)
        expert = experts.get(session, ODILE.id)
    assert expert is not None
    assert expert.withdrawn


def test_it_can_be_switched_off(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    assert propose_reviews(db, Expiry(months=0), now + 9 * YEARS) == "Nobody's review is due."
