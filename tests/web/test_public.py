"""Pages for everybody: what is said of one expert, and by whom."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database
from followworthy.store.revisions import Revision
from followworthy.web.app import create_app
from tests.people import ODILE

PAGE = f"/experts/{ODILE.id}"


def test_it_says_who_recommends_them_and_what_is_known_of_their_address(client: FlaskClient) -> None:
    text = client.get(PAGE).text
    assert f"<h1>{ODILE.name}</h1>" in text
    assert "Who says so" in text
    assert ODILE.recommendations[0].reason in text
    assert "Not confirmed yet" in text
    assert "Set-Cookie" not in client.get(PAGE).headers


def test_the_curators_doubts_stay_at_home(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        Revision(session, by="Nadia", why="doubt", now=now).put(replace(ODILE, note="met her twin once"))
    assert "twin" not in client.get(PAGE).text


def test_who_was_withdrawn_is_named_no_more(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        Revision(session, by="Nadia", why="left", now=now).put(replace(ODILE, withdrawn=True))
    answer = client.get(PAGE)
    assert answer.status_code == 410
    assert ODILE.name not in answer.text


def test_nobody_is_a_404_in_words(client: FlaskClient) -> None:
    answer = client.get("/experts/bbbbbbbb")
    assert answer.status_code == 404
    assert "Nobody in the catalog has this address." in answer.text


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("desk@town.example", 'href="mailto:desk@town.example"'),
        ("https://town.example/contact", 'href="https://town.example/contact"'),
        (None, "has not yet said how to be reached"),
    ],
)
def test_it_says_how_to_have_it_corrected(
    client: FlaskClient, db: Database, now: datetime, contact: str | None, shown: str
) -> None:
    assert client.get(PAGE).status_code == 200  # the fixture has published her
    app = create_app(db, secret_key="s" * 64, public_url="http://localhost", contact=contact, clock=lambda: now)
    assert shown in app.test_client().get(PAGE).text
