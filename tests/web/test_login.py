"""Getting in, and staying out."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from followworthy.services import signing_in
from followworthy.store import Database, curators
from followworthy.web.app import create_app
from followworthy.web.doorkeeper import Doorkeeper
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
    assert "10 to 1000 characters" in answer.text
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
        ("/\t/evil.test", "/desk/"),
        ("/desk/\r\nSet-Cookie: x", "/desk/"),
        ("/sign-out", "/desk/"),
    ],
)
def test_nobody_is_sent_elsewhere(signed_in: FlaskClient, wanted: str, leads_to: str) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    form = {"csrf_token": token(signed_in, "/sign-in"), "name": "Nadia Brookmere", "password": PASSWORD}
    answer = signed_in.post("/sign-in", query_string={"next": wanted}, data=form)
    assert answer.headers["Location"] == leads_to


def test_whoever_is_signed_in_needs_no_form(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/sign-in?next=/desk/changes/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/changes/")


def test_signing_in_takes_nothing_over_from_before(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        signing_in.accept_invitation(session, signing_in.invite(session, "Tom", now), "Tom", PASSWORD, now)
    planted = token(client, "/sign-in")
    client.post("/sign-in", data={"csrf_token": planted, "name": "Tom", "password": PASSWORD})
    assert token(client, "/desk/") != planted


def test_a_new_stamp_signs_every_browser_out(signed_in: FlaskClient, db: Database) -> None:
    with db.writing() as session:
        session.connection().exec_driver_sql("UPDATE curators SET session_stamp = 'another'")
    assert signed_in.get("/desk/").status_code == 303


def test_a_weak_hash_is_replaced_at_sign_in(client: FlaskClient, db: Database, now: datetime) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with db.writing() as session:
        curators.add(session, "Tom", weak, "stamp", now)
    assert sign_in(client, PASSWORD, name="Tom") == 303
    with db.reading() as session:
        curator = curators.by_name(session, "Tom")
    assert curator is not None
    assert curator.password_hash != weak


def test_an_invitation_sent_twice_is_refused_politely(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        page = f"/welcome/{signing_in.invite(session, 'Tom', now)}"
    first, second = client.application.test_client(), client.application.test_client()
    forms = [{"csrf_token": token(one, page), "name": "Tom", "password": PASSWORD} for one in (first, second)]
    assert first.post(page, data=forms[0]).status_code == 303
    again = second.post(page, data=forms[1])
    assert again.status_code == 410
    assert "used before" in again.text


def test_the_invitation_proposes_the_name_it_was_made_for(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        page = f"/welcome/{signing_in.invite(session, 'Tom <b>Hale', now)}"
    assert 'value="Tom &lt;b&gt;Hale"' in client.get(page).text


def test_a_right_password_forgives_the_wrong_ones(signed_in: FlaskClient) -> None:
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    assert [sign_in(signed_in, "wrong horse") for _ in range(4)] == [401] * 4
    assert sign_in(signed_in, PASSWORD) == 303
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    assert [sign_in(signed_in, "wrong horse") for _ in range(5)] == [401] * 5


def test_after_five_minutes_one_may_try_again(now: datetime) -> None:
    keeper, who = Doorkeeper(), ("nadia", "127.0.0.1")
    for _ in range(5):
        keeper.note(who, now, right=False)
    assert keeper.refuses(who, now + timedelta(minutes=4))
    assert not keeper.refuses(("tom", "127.0.0.1"), now)
    assert not keeper.refuses(who, now + timedelta(minutes=5))
