"""Jobs and due reviews on the desk, and what monitors are told."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from followworthy.domain.expiry import Expiry
from followworthy.services.expiring import propose_reviews
from followworthy.store import Database, experts, jobs, proposals, reviews, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE
from tests.web.conftest import token

HOUR = timedelta(hours=1)
ASKED = timedelta(days=731)


@pytest.fixture
def due(db: Database, now: datetime, signed_in: FlaskClient) -> str:
    """The page of a review that is due: the only thing that waits."""
    assert signed_in
    propose_reviews(db, Expiry(), now + ASKED)
    with db.reading() as session:
        (waiting,) = proposals.waiting(session)
    return f"/desk/review/{waiting.id}"


def decide(client: FlaskClient, page: str, do: str, **form: str) -> int:
    data = {"csrf_token": token(client, page), "name": ODILE.name, "headline": ODILE.headline, "do": do, **form}
    return client.post(page, data=data).status_code


def test_home_counts_the_reviews_that_are_due(signed_in: FlaskClient, due: str) -> None:
    assert due in signed_in.get("/desk/").text
    assert "1 expert wants a new review" in signed_in.get("/desk/").text
    assert "review due" in signed_in.get("/desk/review/").text


def test_a_due_review_shows_what_is_published_and_when_it_was_last_reviewed(signed_in: FlaskClient, due: str) -> None:
    page = signed_in.get(due).text
    for words in ("Last reviewed on 23 November 2026", "Explains what recruiters read.", "Forty Voices on Work"):
        assert words in page


def test_still_recommended_is_a_review_and_no_change(signed_in: FlaskClient, db: Database, due: str) -> None:
    assert decide(signed_in, due, "keep") == 303
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1
        assert reviews.latest(session, but="auditor")[ODILE.id]
        assert proposals.waiting(session) == []
    assert "Odile Fennwick: still recommended." in signed_in.get("/desk/").text


def test_what_was_edited_is_published_with_it(signed_in: FlaskClient, db: Database, due: str) -> None:
    assert decide(signed_in, due, "keep", headline="Writes books by now") == 303
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
    assert found == replace(ODILE, headline="Writes books by now")


def test_withdrawing_leaves_a_tombstone(signed_in: FlaskClient, db: Database, due: str) -> None:
    assert decide(signed_in, due, "accept") == 303
    with db.reading() as session:
        assert [one for one, _ in experts.published(session)] == []


def test_who_was_withdrawn_meanwhile_cannot_be_kept(
    signed_in: FlaskClient, db: Database, due: str, now: datetime
) -> None:
    with db.writing() as session:
        Revision(session, by="Nadia", why="withdrew", now=now).put(replace(ODILE, withdrawn=True))
    assert decide(signed_in, due, "keep") == 422


def test_home_names_the_jobs_and_says_which_failed(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    assert "No schedule has run here yet" in signed_in.get("/desk/").text
    with db.writing() as session:
        jobs.expect(session, {"audit": HOUR, "backup": 24 * HOUR, "clean-up": 24 * HOUR})
        jobs.begin(session, "audit", now)
        jobs.begin(session, "backup", now)
        jobs.end(session, "backup", now, "The disk is full.", succeeded=False)
    page = signed_in.get("/desk/").text
    for words in ("The backup failed the last time", "Failed: The disk is full.", "Under way", "Not run yet"):
        assert words in page


def test_monitors_hear_which_jobs_failed_and_of_no_person_or_place(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        jobs.expect(session, {"backup": 24 * HOUR})
        jobs.begin(session, "backup", now)
        jobs.end(session, "backup", now, "No backup could be written to a folder of ours.", succeeded=False)
    answer = client.get("/readyz")
    document = json.loads(answer.data)
    assert (answer.status_code, document["status"], document["failed"]) == (200, "ready", ["backup"])
    assert "folder" not in answer.text
