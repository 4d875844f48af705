"""The link audit and the jobs on the desk: how far, how it ended, and what a curator decides."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from followworthy.domain.brake import Flip
from followworthy.domain.records import Link
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.services.audit_holding import documents
from followworthy.store import Database, checks, experts, jobs, revisions, runs
from followworthy.store.checks import DueLink
from tests.people import ODILE, publish
from tests.web.conftest import token

HOME = ODILE.links[1].url
HOUR = timedelta(hours=1)


@pytest.fixture
def held(db: Database, now: datetime, signed_in: FlaskClient) -> FlaskClient:
    """The desk with a run that wants to say something bad of a homepage believed alive."""
    alive = replace(ODILE, links=(ODILE.links[0], Link("homepage", HOME, verdict=Verdict.ALIVE, confirmed="2026-10")))
    flip = Flip(ODILE.id, ODILE.name, HOME, Verdict.ALIVE, Verdict.FAILING, "Not there since 23 November 2026.")
    with db.writing() as session:
        publish(session, alive)
        run = runs.begin(session, 9, now - HOUR)
        checks.record(session, DueLink(ODILE.id, ODILE.name, HOME, None), Check(now, Outcome.MISSING, "404."), run)
        report = {
            "hosts": [{"host": "fennwick.example", "counts": {"missing": 1}}],
            "skipped": {"linkedin.com has had its looks for today": 8},
            "controls": [{"host": "linkedin.com", "good": "answered", "impossible": "missing", "said": ""}],
            "flips": [],
            "held": documents([flip]),
        }
        runs.end(session, run, "held", {"missing": 1}, "9 due: 1 missing.", now, report)
    return signed_in


def press(client: FlaskClient, action: str, page: str = "/desk/audits/1") -> int:
    return client.post(f"{page}/{action}", data={"csrf_token": token(client, page)}).status_code


def verdict(db: Database) -> Verdict:
    with db.reading() as session:
        expert = experts.get(session, ODILE.id)
    assert expert is not None
    return expert.links[1].verdict


def test_a_held_run_shows_what_it_would_change_and_why_it_waits(held: FlaskClient) -> None:
    page = held.get("/desk/audits/1").text
    assert "1 address would go bad at once" in page
    for words in ("Not there since 23 November 2026.", "fennwick.example", "has had its looks for today", "Controls"):
        assert words in page
    home = held.get("/desk/").text
    assert "An audit run is held" in home
    assert "1 address would go bad at once. It met:" in home
    assert "waits for a curator" in held.get("/desk/audits").text


def test_a_held_run_is_taken_as_one_signed_change(held: FlaskClient, db: Database) -> None:
    assert press(held, "take") == 303
    assert verdict(db) is Verdict.FAILING
    with db.reading() as session:
        assert revisions.history(session)[0].by == "Nadia Brookmere"
    assert "Taken by Nadia Brookmere." in held.get("/desk/audits/1").text


def test_evidence_is_thrown_away_and_nothing_changes(held: FlaskClient, db: Database, now: datetime) -> None:
    assert press(held, "throw-away") == 303
    assert verdict(db) is Verdict.ALIVE
    with db.reading() as session:
        assert checks.of_link(session, ODILE.id, HOME) == []
        assert HOME in {one.url for one in checks.due(session, now)}


def test_what_was_decided_is_refused_in_one_sentence(held: FlaskClient) -> None:
    form = {"csrf_token": token(held, "/desk/audits/1")}
    assert held.post("/desk/audits/1/take", data=form).status_code == 303
    again = held.post("/desk/audits/1/throw-away", data=form)
    assert (again.status_code, "does not wait for anybody any more" in again.text) == (409, True)


def test_a_run_under_way_says_how_far_it_is_and_can_be_stopped(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        run = runs.begin(session, 90, now - HOUR)
        runs.progress(session, run, {"answered": 30})
    page = signed_in.get("/desk/audits").text
    assert "30 of 90 looked at: 30 answered. About 2 hours to go." in page
    document = json.loads(signed_in.get("/desk/audits/1/progress").data)
    assert document == {
        "running": True,
        "done": 30,
        "due": 90,
        "said": "30 of 90 looked at: 30 answered. About 2 hours to go.",
    }
    form = {"csrf_token": token(signed_in, "/desk/audits")}
    assert signed_in.post("/desk/audits/1/stop", data=form).status_code == 303
    with db.reading() as session:
        stopping = runs.get(session, 1)
    assert stopping is not None
    assert stopping.cancel_asked
    assert "stopping" in signed_in.get("/desk/audits").text


def test_a_run_that_has_ended_meanwhile_says_how(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        runs.end(session, runs.begin(session, 3, now), "cancelled", {"answered": 1}, "Stopped after 1 of 3.", now)
    document = json.loads(signed_in.get("/desk/audits/1/progress").data)
    assert document == {"running": False, "done": 1, "due": 3, "said": "It has ended. Stopped after 1 of 3."}


def test_evidence_that_counts_for_nothing_is_told(held: FlaskClient, db: Database) -> None:
    liar = {"host": "linkedin.com", "when": "after", "good": "missing", "impossible": "missing", "said": "It lies."}
    with db.writing() as session:
        runs.keep_report(session, 1, {"controls": [liar | {"void": 3}]})
    page = held.get("/desk/audits/1").text
    assert "linkedin.com, after bad news: the good address not there" in page
    assert "It lies.</strong> What this run met there before counts for nothing." in page


@pytest.mark.parametrize("path", ["/desk/audits/7", "/desk/audits/7/progress"])
def test_a_run_that_never_was_is_not_found(signed_in: FlaskClient, path: str) -> None:
    assert signed_in.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/desk/audits", "/desk/audits/1", "/desk/audits/1/progress", "/desk/jobs"])
def test_only_curators_see_it(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 303


def test_jobs_tell_when_they_ran_how_it_went_and_when_they_run_next(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        jobs.expect(session, {"audit": HOUR, "backup": 24 * HOUR})
        jobs.begin(session, "audit", now)
        jobs.end(session, "audit", now, "Nothing was due.", succeeded=True)
        jobs.begin(session, "backup", now)
        jobs.end(session, "backup", now, "The disk is full.", succeeded=False)
    page = signed_in.get("/desk/jobs").text
    for words in ("The link audit", "every hour", "Nothing was due.", "every day", "Failed: The disk is full."):
        assert words in page
    assert "late" not in page


def test_a_job_that_does_not_run_is_said_aloud(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        jobs.expect(session, {"audit": HOUR})
        jobs.begin(session, "audit", now - 3 * HOUR)
    assert "The link audit did not run for twice the usual time" in signed_in.get("/desk/jobs").text
    assert "The link audit did not run for twice the usual time" in signed_in.get("/desk/").text
    answer = signed_in.get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.data)["late"] == ["audit"]
