"""The application over a fresh database, a browser, and one that is signed in."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from followworthy.services import signing_in
from followworthy.store import Database
from followworthy.web.app import create_app
from tests.people import ODILE, publish

PASSWORD = "correct horse battery"


@pytest.fixture
def app(db: Database, now: datetime) -> Flask:
    with db.writing() as session:
        publish(session, ODILE)
    app = create_app(db, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: now)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def token(client: FlaskClient, page: str) -> str:
    """The CSRF token that a page's form carries."""
    text = client.get(page).text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.fixture
def signed_in(app: Flask, db: Database, now: datetime) -> FlaskClient:
    """The first curator's browser; it keeps no context open, so that others can be used beside it."""
    with db.writing() as session:
        invitation = signing_in.invite(session, "Nadia Brookmere", now)
    client, page = app.test_client(), f"/welcome/{invitation}"
    form = {"csrf_token": token(client, page), "name": "Nadia Brookmere", "password": PASSWORD}
    assert client.post(page, data=form).status_code == 303
    return client


@pytest.fixture
def questions(db: Database) -> Callable[[], int]:
    """How many statements the database has answered since the test began."""
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *_: asked.append(1))
    return lambda: len(asked)
