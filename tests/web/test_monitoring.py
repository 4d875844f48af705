"""What monitors and logs hear: enough to act on, and nothing of any reader."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from followworthy.errors import StoreError
from followworthy.events import FIELDS
from followworthy.services import opting_out
from followworthy.store import Database, Session, jobs, runs
from followworthy.web import monitoring, public
from followworthy.web.app import create_app
from followworthy.web.monitor import Monitor
from followworthy.web.patience import Patience
from tests.people import ODILE
from tests.waiting import wait_until
from tests.web.conftest import PASSWORD, token

HOUR = timedelta(hours=1)
TOKEN = "t" * 20
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(app: Flask, db: Database, now: datetime) -> Flask:
    assert app
    made = create_app(
        db, secret_key="s" * 64, public_url="http://x", contact=None, clock=lambda: now, metrics_token=TOKEN
    )
    made.testing = True
    return made


def figures(client: FlaskClient) -> dict[str, float]:
    """Every sample, as `name{label,...}`."""
    answer = client.get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    return {
        f"{one.name}{{{','.join(one.labels.values())}}}": one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def silence(db: Database, monkeypatch: pytest.MonkeyPatch, until: threading.Event) -> None:
    """Let the database answer nobody."""

    @contextmanager
    def silent() -> Iterator[Session]:
        until.wait()
        raise StoreError("gone")
        yield

    monkeypatch.setattr(db, "reading", silent)


def test_alive_needs_no_database(client: FlaskClient, questions: Callable[[], int]) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, json.loads(answer.data)["status"]) == (200, "ok")
    assert questions() == 0
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_names_each_check_the_latest_change_and_the_last_audit(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        runs.begin(session, 3, now)
    document = json.loads(client.get("/readyz").data)
    assert document["status"] == "ready"
    assert document["checks"] == {
        name: {"ok": True, "why": ""} for name in ("database", "migrations", "jobs", "opt_outs")
    }
    assert document["revision"] == 1
    assert document["last_audit"] == {"state": "running", "started_at": "2026-11-23T09:00:00Z"}


def not_ready(client: FlaskClient) -> dict[str, str]:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    return {name: one["why"] for name, one in json.loads(answer.data)["checks"].items() if not one["ok"]}


def test_a_job_that_does_not_run_is_not_ready_and_named(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        jobs.expect(session, {"audit": HOUR})
        jobs.begin(session, "audit", now - 3 * HOUR)
    assert not_ready(client) == {"jobs": "not run for twice their time: audit"}


def test_tables_of_another_version_are_not_ready(client: FlaskClient, db: Database) -> None:
    with db.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert list(not_ready(client)) == ["migrations"]


def test_a_lost_key_is_not_ready(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", now)
    db.opt_out_key = None
    assert list(not_ready(client)) == ["opt_outs"]


def test_a_database_that_is_gone_is_not_ready_and_our_folders_are_not_told(client: FlaskClient, db: Database) -> None:
    with db.writing() as session:
        session.execute(text("DROP TABLE jobs"))
    assert not_ready(client) == {"database": monitoring.CANNOT}


def test_a_database_that_hangs_is_answered_for_in_time_and_asked_once(
    client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, before = threading.Event(), threading.active_count()
    silence(db, monkeypatch, until)
    for patience in (one for one in client.application.extensions.values() if isinstance(one, Patience)):
        patience._seconds = 0.05
    for _ in range(3):
        assert not_ready(client) == {"database": monitoring.SILENT}
    assert threading.active_count() <= before + 1
    until.set()


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"Authorization": "é"}, 401)]
)
def test_metrics_are_for_whoever_shows_the_token(watched: Flask, headers: dict[str, str], status: int) -> None:
    answer = watched.test_client().get("/metrics", headers=headers)
    assert (answer.status_code, "followworthy_" in answer.text) == (status, False)


def test_without_a_token_there_are_no_metrics(client: FlaskClient) -> None:
    assert client.get("/metrics", headers=SHOWN).status_code == 404


def test_metrics_tell_the_catalog_the_jobs_and_the_last_audit(watched: Flask, db: Database, now: datetime) -> None:
    with db.writing() as session:
        jobs.expect(session, {"backup": HOUR, "audit": HOUR})
        jobs.begin(session, "audit", now - 3 * HOUR)
        jobs.begin(session, "backup", now)
        jobs.end(session, "backup", now, "The disk is full.", succeeded=False)
        run = runs.begin(session, 3, now)
        runs.end(session, run, "finished", {"answered": 2, "missing": 1}, "Done.", now)
    found = figures(watched.test_client())
    expected = {
        "followworthy_database_up{}": 1,
        "followworthy_catalog_revision{}": 1,
        "followworthy_experts_published{}": 1,
        "followworthy_proposals_waiting{}": 0,
        "followworthy_links{unconfirmed}": 1,
        "followworthy_audit_looks{answered}": 2,
        "followworthy_audit_looks{missing}": 1,
        "followworthy_job_failed{backup}": 1,
        "followworthy_job_failed{audit}": 0,
        "followworthy_job_late{audit}": 1,
        "followworthy_job_late{backup}": 0,
        "followworthy_job_last_end_timestamp_seconds{backup}": now.timestamp(),
    }
    assert {name: found.get(name) for name in expected} == expected


def test_requests_are_counted_by_route_and_never_by_whom_they_ask_for(watched: Flask) -> None:
    client = watched.test_client()
    client.get(f"/experts/{ODILE.id}?name=odile", headers={"User-Agent": "Harbour/1"})
    client.get("/nowhere/odile")
    client.open("/", method="ODILE")
    found = figures(client)
    assert found["followworthy_http_requests_total{GET,/experts/<expert_id>,2xx}"] == 1
    assert found["followworthy_http_requests_total{GET,none,4xx}"] == 1
    assert found["followworthy_http_request_seconds_count{/experts/<expert_id>}"] == 1
    said = client.get("/metrics", headers=SHOWN).text
    for word in (ODILE.id, "odile", "ODILE", "Harbour", "127.0.0.1"):
        assert word not in said


def test_scraping_again_at_once_asks_the_database_nothing(watched: Flask, questions: Callable[[], int]) -> None:
    client = watched.test_client()
    figures(client)
    before = questions()
    figures(client)
    assert questions() == before


def test_what_the_front_answers_before_the_application_is_counted_too(watched: Flask) -> None:
    shelf = watched.extensions["followworthy.shelf"]
    shelf.watch()
    wait_until(lambda: shelf.latest)
    client = watched.test_client()
    etag = client.get("/api/v1/catalog").headers["ETag"]
    client.get("/api/v1/catalog", headers={"If-None-Match": etag})
    client.get("/api/v1/catalog", headers={"If-None-Match": etag})
    found = figures(client)
    shelf.close()
    assert found["followworthy_http_requests_total{GET,/api/v1/catalog,2xx}"] == 1
    assert found["followworthy_http_requests_total{GET,/api/v1/catalog,3xx}"] == 2
    assert "followworthy_http_request_seconds_count{/api/v1/catalog}" not in found


def test_two_applications_count_apart(app: Flask, watched: Flask) -> None:
    app.test_client().get("/healthz")
    assert not any("/healthz" in name for name in figures(watched.test_client()))


def test_a_database_that_is_gone_leaves_the_counts(watched: Flask, db: Database) -> None:
    with db.writing() as session:
        session.execute(text("DROP TABLE jobs"))
    client = watched.test_client()
    client.get("/healthz")
    found = figures(client)
    assert found["followworthy_database_up{}"] == 0
    assert found["followworthy_http_requests_total{GET,/healthz,2xx}"] == 1


def test_no_count_is_lost_between_threads_nor_by_reading() -> None:
    tally = Monitor().tally("/api/v1/catalog", "GET", 304)

    def count() -> None:
        for _ in range(20_000):
            tally.add()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for one in threads:
        one.start()
    for _ in range(50):
        tally.value()
    for one in threads:
        one.join()
    assert (tally.value(), tally.value()) == (80_000, 80_000)


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [getattr(one, FIELDS) for one in caplog.records if hasattr(one, FIELDS)]


@pytest.mark.parametrize("given", ["abc-1.2_X", "x" * 64])
def test_a_sane_request_id_is_sent_back(client: FlaskClient, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "é"])
def test_another_one_is_drawn_anew(client: FlaskClient, given: str) -> None:
    drawn = client.get("/nowhere", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert drawn != given
    assert len(drawn) == 16


def test_a_request_that_fails_is_told_with_its_id_and_nothing_of_the_reader(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    for view in ("public.expert",):
        monkeypatch.setitem(app.view_functions, view, broken)
    app.testing = False
    client = app.test_client()
    answer = client.get(
        f"/experts/{ODILE.id}?name=odile", headers={"User-Agent": "Harbour/1", "X-Forwarded-For": "192.0.2.7"}
    )
    assert answer.status_code == 500
    defect, request = told(caplog)
    assert (defect["event"], request["event"], request["status"]) == ("defect", "request", 500)
    assert request["request_id"] == defect["request_id"] == answer.headers["X-Request-Id"]
    assert request["route"] == "/experts/<expert_id>"
    for word in (ODILE.id, "odile", "Harbour", "192.0.2.7", "127.0.0.1"):
        assert word not in caplog.text
        assert word not in json.dumps(told(caplog))


def test_a_request_that_went_well_is_not_told(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for page in ("/", "/api/v1/catalog", "/nowhere", "/healthz"):
        client.get(page)
    assert told(caplog) == []


def test_a_slow_request_is_told(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, logger="followworthy")
    monkeypatch.setattr("followworthy.web.request_log.SLOW_SECONDS", -1.0)
    client.get("/")
    assert [(one["event"], one["route"], one["status"]) for one in told(caplog)] == [("request", "/", 200)]


def test_sign_ins_and_changes_by_curators_are_told(
    signed_in: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="followworthy")
    form = {"csrf_token": token(signed_in, "/desk/opt-out"), "who": "Nobody Known", "sure": "yes"}
    signed_in.post("/desk/opt-out", data=form)
    other = app.test_client()
    for password in ("wrong words here", PASSWORD):
        form = {"csrf_token": token(other, "/sign-in"), "name": "Nadia Brookmere", "password": password}
        other.post("/sign-in", data=form)
    events = [(one["event"], one.get("curator")) for one in told(caplog)]
    assert events == [("request", "Nadia Brookmere"), ("sign-in refused", None), ("signed in", "Nadia Brookmere")]
    assert "Nobody Known" not in caplog.text
    assert "wrong words" not in caplog.text


def test_a_page_without_its_database_says_why_in_the_log_alone(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(_session: Session) -> str:
        raise StoreError("The database /srv/secret cannot be used.")

    monkeypatch.setattr(public, "standing", gone)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    (request,) = told(caplog)
    assert (request["said"], request["status"]) == ("The database /srv/secret cannot be used.", 503)
