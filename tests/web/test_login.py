"""Getting in, and staying out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.services import signing_in
from followworthy.store import Database
from followworthy.web.app import create_app
from tests.web.conftest import PASSWORD, token


def sign_in(client: FlaskClient, password: str, where: str = "/sign-in", name: str = "Nadia Brookmere") -> int:
    form = {"csrf_token": token(client, "/sign-in"), "name": name, "password": password}
    return client.post(where, data=form).status_code


@pytest.mark.parametrize("page", ["", "review/", "review/1", "experts/", "audits", "changes/"])
def test_the_desk_is_for_curators(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/desk/{page}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_the_cookie_is_for_us_alone(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("followworthy=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure(db: Database, now: datetime) -> None:
    app = create_app(db, secret_key="s" * 64, public_url="https://c.example", contact=None, clock=lambda: now)
    with app.test_client() as client:
        assert "Secure" in client.get("/sign-in").headers["Set-Cookie"]


def test_the_start_page_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/").headers


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"name": "Nadia", "password": PASSWORD})
    assert answer.status_code == 400
    assert "no longer valid" in answer.text


def test_somebody_invited_is_signed_in(signed_in: FlaskClient) -> None:
    assert "Nadia Brookmere" in signed_in.get("/desk/").text


def test_an_invitation_works_once(app: Flask, db: Database, now: datetime) -> None:
    with db.writing() as session:
        invitation = signing_in.invite(session, "Tom", now)
    form = {"name": "Tom", "password": PASSWORD}
    statuses = []
    for _ in range(2):
        with app.test_client() as client:
            page = f"/welcome/{invitation}"
            statuses.append(client.get(page).status_code)
            if statuses[-1] == 200:
                client.post(page, data={**form, "csrf_token": token(client, page)})
    assert statuses == [200, 410]


def test_a_short_password_is_refused_and_the_invitation_stays(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        page = f"/welcome/{signing_in.invite(session, 'Tom', now)}"
    answer = client.post(page, data={"csrf_token": token(client, page), "name": "Tom", "password": "short"})
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.text
    assert client.get(page).status_code == 200


def test_signing_out_and_in_again(signed_in: FlaskClient) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    assert signed_in.get("/desk/").status_code == 303
    assert sign_in(signed_in, PASSWORD, name="nadia brookmere") == 303
    assert signed_in.get("/desk/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_say_the_same(signed_in: FlaskClient) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    assert sign_in(signed_in, "wrong horse battery") == 401
    assert sign_in(signed_in, PASSWORD, name="Nobody") == 401


def test_guessing_is_slow(signed_in: FlaskClient) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    assert [sign_in(signed_in, "wrong horse") for _ in range(6)] == [401] * 5 + [429]


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/desk/experts/", "/desk/experts/"),
        ("https://evil.test/", "/desk/"),
        ("//evil.test", "/desk/"),
        ("/\\evil", "/desk/"),
    ],
)
def test_nobody_is_sent_elsewhere(signed_in: FlaskClient, wanted: str, leads_to: str) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    form = {"csrf_token": token(signed_in, "/sign-in"), "name": "Nadia Brookmere", "password": PASSWORD}
    answer = signed_in.post("/sign-in", query_string={"next": wanted}, data=form)
    assert answer.headers["Location"] == leads_to


def test_the_first_invitation_is_renewed_until_there_is_a_curator(db: Database, now: datetime) -> None:
    with db.writing() as session:
        first, second = (signing_in.invite_first(session, now) for _ in range(2))
        assert first != second
        assert signing_in.invitation(session, first or "", now) is None
        signing_in.accept_invitation(session, second or "", "Nadia", PASSWORD, now)
        assert signing_in.invite_first(session, now) is None


def test_an_invitation_grows_old(db: Database, now: datetime) -> None:
    with db.writing() as session:
        invitation = signing_in.invite(session, "Tom", now)
        assert signing_in.invitation(session, invitation, now + timedelta(days=6)) is not None
        assert signing_in.invitation(session, invitation, now + timedelta(days=8)) is None
