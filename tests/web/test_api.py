"""The catalog over HTTP."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database
from followworthy.store.revisions import Revision
from tests.people import ODILE

CATALOG = "/api/v1/catalog"


def test_the_catalog_comes_whole_with_a_weak_etag(client: FlaskClient) -> None:
    answer = client.get(CATALOG)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["ETag"] == f'W/"{json.loads(answer.data)["cursor"]}"'
    assert json.loads(answer.data)["count"] == 1


@pytest.mark.parametrize("form", ["{etag}", '"x", {etag}', "*", "{strong}"])
def test_a_client_that_holds_it_gets_304_and_nothing_else(client: FlaskClient, form: str) -> None:
    etag = client.get(CATALOG).headers["ETag"]
    wanted = form.format(etag=etag, strong=etag.removeprefix("W/"))
    answer = client.get(CATALOG, headers={"If-None-Match": wanted})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)


def test_a_client_that_holds_something_else_gets_everything(client: FlaskClient) -> None:
    assert client.get(CATALOG, headers={"If-None-Match": 'W/"other.1"'}).status_code == 200


def test_a_change_is_served_at_once(client: FlaskClient, db: Database, now: datetime) -> None:
    before = client.get(CATALOG).headers["ETag"]
    with db.writing() as session:
        Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline="Else"))
    answer = client.get(CATALOG, headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert json.loads(answer.data)["experts"][0]["headline"] == "Else"


def test_head_says_the_same_without_a_body(client: FlaskClient) -> None:
    answer = client.head(CATALOG)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == client.get(CATALOG).headers["ETag"]


def test_anybody_may_read_it_and_no_cookie_is_set(client: FlaskClient) -> None:
    answer = client.get(CATALOG)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/v1/nothing", 404), ("POST", CATALOG, 405), ("PUT", "/api/x", 404)]
)
def test_problems_are_rfc_9457(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    document = json.loads(answer.data)
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, document["status"], document["instance"]) == (status, status, path)
    assert set(document) == {"type", "title", "status", "detail", "instance"}


def test_health_tells_the_catalog_and_the_last_audit(client: FlaskClient) -> None:
    document = json.loads(client.get("/healthz").data)
    assert (document["status"], document["last_audit"]) == ("ok", None)


def test_a_database_that_is_gone_is_a_problem_and_no_traceback(client: FlaskClient, db: Database) -> None:
    with db.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE changes")
        session.connection().exec_driver_sql("ALTER TABLE counter RENAME TO elsewhere")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
