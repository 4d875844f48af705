"""The catalog over HTTP."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.domain.edition import Edition
from followworthy.services.publishing import Press
from followworthy.store import Database, Session
from followworthy.store.revisions import Revision
from followworthy.web import public, shelf
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
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/v1/nothing", 404), ("POST", CATALOG, 405), ("PUT", "/api/x", 404)]
)
def test_problems_are_rfc_9457(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    document = json.loads(answer.data)
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, document["status"], document["instance"]) == (status, status, path)
    assert set(document) == {"type", "title", "status", "detail", "instance"}


def test_a_database_that_is_gone_is_a_problem_that_keeps_our_folders_to_itself(
    client: FlaskClient, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    _break(db)
    answer = client.get(CATALOG)
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert Path(db.place).name not in answer.text
    assert Path(db.place).name in caplog.text


def test_a_page_without_its_database_is_plain_and_friendly(client: FlaskClient, db: Database) -> None:
    _break(db)
    answer = client.get("/")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "cannot be read right now" in answer.text
    assert "followworthy.db" not in answer.text


@pytest.mark.parametrize(("path", "kind"), [(CATALOG, "application/problem+json"), ("/", "text/html")])
def test_a_defect_is_told_without_its_traceback(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(shelf, "etag", broken)
    monkeypatch.setattr(Press, "print", broken)
    monkeypatch.setattr(public, "standing", broken)
    app.testing = False
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (500, kind)
    assert "Something broke on our side" in answer.text
    assert "secret" not in answer.text


def test_the_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    assert client.delete(CATALOG).headers["Allow"] == "GET, HEAD, OPTIONS"


def test_problems_can_be_read_from_other_sites_too(client: FlaskClient) -> None:
    assert client.get("/api/v2/catalog").headers["Access-Control-Allow-Origin"] == "*"


def test_other_sites_may_ask_whether_anything_changed(client: FlaskClient) -> None:
    answer = client.options(CATALOG, headers={"Access-Control-Request-Headers": "if-none-match"})
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"


def test_pages_for_people_are_not_open_to_other_sites(client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_a_304_says_how_long_it_may_be_kept_and_carries_no_type(client: FlaskClient) -> None:
    answer = client.get(CATALOG, headers={"If-None-Match": "*"})
    assert answer.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=300"
    assert "Content-Type" not in answer.headers


def test_the_catalog_is_built_once_a_change(
    client: FlaskClient, db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    print_one = Press.print

    def counting(press: Press, session: Session) -> Edition:
        edition = print_one(press, session)
        built.append(edition.etag)
        return edition

    monkeypatch.setattr(Press, "print", counting)
    for _ in range(3):
        client.get(CATALOG)
    with db.writing() as session:
        Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline="Else"))
    for _ in range(3):
        client.get(CATALOG)
    assert len(built) == 2


def _break(db: Database) -> None:
    """Make the database unreadable, as a file on a lost disk is."""
    with db.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE counter RENAME TO elsewhere")
        session.connection().exec_driver_sql("ALTER TABLE experts RENAME TO elsewhere_too")
