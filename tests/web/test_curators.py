"""Who decides, and one's own part: lists, invitations, roles, sign-ins, another password."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.services import signing_in
from followworthy.store import Database, curators
from followworthy.web.app import create_app
from tests.web.conftest import PASSWORD, token

CURATORS, YOU = "/desk/curators/", "/desk/you/"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605"
WANTED = "another horse battery"


@pytest.fixture
def tom(app: Flask, db: Database, now: datetime, signed_in: FlaskClient) -> FlaskClient:
    """A curator who is no owner, in a browser of his own; Nadia was there first."""
    assert signed_in
    with db.writing() as session:
        signing_in.accept_invitation(session, signing_in.invite(session, "Tom", now), "Tom", PASSWORD, now)
    client = app.test_client()
    enter(client, "Tom")
    return client


def enter(client: FlaskClient, name: str = "Nadia Brookmere", password: str = PASSWORD, agent: str = MAC) -> int:
    form = {"csrf_token": token(client, "/sign-in"), "name": name, "password": password}
    return client.post("/sign-in", data=form, headers={"User-Agent": agent}).status_code


def send(client: FlaskClient, address: str, page: str = CURATORS, **form: str) -> tuple[int, str]:
    answer = client.post(address, data={"csrf_token": token(client, page), **form}, follow_redirects=True)
    return answer.status_code, answer.text


def number_of(db: Database, name: str) -> int:
    with db.reading() as session:
        found = curators.by_name(session, name)
    assert found is not None
    return found.id


def test_everybody_sees_who_decides(tom: FlaskClient) -> None:
    page = tom.get(CURATORS).text
    assert "Nadia Brookmere" in page
    assert "Owner" in page
    assert "23 Nov 2026" in page


def test_only_owners_are_offered_what_owners_do(signed_in: FlaskClient, tom: FlaskClient) -> None:
    for words in ("Make an invitation", "End access of Tom", "Make an owner"):
        assert words in signed_in.get(CURATORS).text
        assert words not in tom.get(CURATORS).text


def test_an_invitation_is_shown_once_and_makes_what_it_says(signed_in: FlaskClient, app: Flask, db: Database) -> None:
    form = {"csrf_token": token(signed_in, CURATORS), "name": "Ilse <b>Tarn", "role": "owner"}
    answer = signed_in.post("/desk/curators/invitations", data=form)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    (address,) = re.findall(r'value="http://localhost(/welcome/[^"]+)"', answer.text)
    assert address not in signed_in.get(CURATORS).text
    assert "Ilse &lt;b&gt;Tarn" in signed_in.get(CURATORS).text
    ilse = app.test_client()
    welcome = {"csrf_token": token(ilse, address), "name": "Ilse Tarn", "password": PASSWORD}
    assert ilse.post(address, data=welcome).status_code == 303
    assert "Make an invitation" in ilse.get(CURATORS).text
    assert "Not used yet" not in signed_in.get(CURATORS).text
    assert number_of(db, "Ilse Tarn")


def test_reloading_an_invitation_makes_no_other(signed_in: FlaskClient) -> None:
    assert signed_in.get("/desk/curators/invitations").headers["Location"] == f"{CURATORS}#invite"


@pytest.mark.parametrize(
    ("name", "words"), [("Nadia Brookmere", "There is a curator named"), ("", "A name of at most")]
)
def test_a_refused_invitation_keeps_what_was_typed(signed_in: FlaskClient, name: str, words: str) -> None:
    status, page = send(signed_in, "/desk/curators/invitations", name=name, role="owner")
    assert status == 422
    assert words in page
    assert f'value="{name}"' in page
    assert '<option value="owner" selected>' in page


def test_a_revoked_invitation_opens_nothing(signed_in: FlaskClient, client: FlaskClient) -> None:
    made = send(signed_in, "/desk/curators/invitations", name="Ilse", role="curator")[1]
    (address,) = re.findall(r'value="http://localhost(/welcome/[^"]+)"', made)
    (number,) = re.findall(r'name="invitation" value="([^"]+)"', signed_in.get(CURATORS).text)
    assert "Revoked." in send(signed_in, "/desk/curators/invitations/revoke", invitation=number)[1]
    assert client.get(address).status_code == 410


def test_an_owner_makes_another(signed_in: FlaskClient, tom: FlaskClient, db: Database) -> None:
    status, page = send(signed_in, f"/desk/curators/{number_of(db, 'Tom')}/role", role="owner")
    assert (status, "Tom is an owner now." in page) == (200, True)
    assert "Make an invitation" in tom.get(CURATORS).text


def test_ending_access_signs_out_at_once_and_for_good(signed_in: FlaskClient, tom: FlaskClient, db: Database) -> None:
    status, page = send(signed_in, f"/desk/curators/{number_of(db, 'Tom')}/end")
    assert (status, "Tom is signed out everywhere" in page) == (200, True)
    assert tom.get("/desk/").status_code == 303
    assert enter(tom, "Tom") == 401


@pytest.mark.parametrize("do", ["role", "end"])
def test_the_last_owner_stays_and_is_told_why(signed_in: FlaskClient, db: Database, do: str) -> None:
    status, page = send(signed_in, f"/desk/curators/{number_of(db, 'Nadia Brookmere')}/{do}", role="curator")
    assert status == 409
    assert "You are the only owner." in page


@pytest.mark.parametrize("do", ["1/role", "1/end", "invitations/revoke"])
def test_curators_do_not_do_what_owners_do(tom: FlaskClient, do: str) -> None:
    status, page = send(tom, f"/desk/curators/{do}", YOU, role="curator", invitation="x")
    assert (status, "Only owners say who is a curator." in page) == (409, True)


def test_curators_invite_nobody(tom: FlaskClient) -> None:
    status, page = send(tom, "/desk/curators/invitations", YOU, name="Ilse", role="curator")
    assert (status, "Only owners say who is a curator." in page) == (422, True)


def test_who_ends_their_own_access_is_out(signed_in: FlaskClient, tom: FlaskClient, db: Database) -> None:
    send(signed_in, f"/desk/curators/{number_of(db, 'Tom')}/role", role="owner")
    assert send(tom, f"/desk/curators/{number_of(db, 'Tom')}/end")[0] == 200
    assert tom.get("/desk/").status_code == 303


def test_the_browsers_are_listed_in_words_and_this_one_is_marked(signed_in: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    assert enter(other) == 303
    page = other.get(YOU).text
    assert re.search(r'Safari on macOS <span class="tag accent">this one</span>', page)
    assert page.count("this one") == 1
    assert page.count(">Sign out<") >= 2
    assert signed_in.get(YOU).text.count("Safari on macOS") >= 1


def other_sign_in(client: FlaskClient) -> str:
    rows = client.get(YOU).text.split('<tr><th scope="row"')[1:]
    (other,) = [row for row in rows if "this one" not in row and "/sign-ins/" in row]
    return re.findall(r'action="([^"]+/end)"', other)[0]


def test_one_browser_is_signed_out_from_another(signed_in: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    enter(other)
    assert "Signed out there." in send(signed_in, other_sign_in(signed_in), YOU)[1]
    assert other.get("/desk/").status_code == 303
    assert signed_in.get("/desk/").status_code == 200


def test_nobody_signs_another_curator_out(signed_in: FlaskClient, tom: FlaskClient) -> None:
    (theirs,) = re.findall(r'action="(/desk/you/sign-ins/\d+/end)"', tom.get(YOU).text)
    send(signed_in, theirs, YOU)
    assert tom.get("/desk/").status_code == 200


def test_everywhere_means_here_as_well(signed_in: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    enter(other)
    status, page = send(signed_in, "/desk/you/everywhere", YOU)
    assert (status, "You are signed out everywhere" in page) == (200, True)
    assert other.get("/desk/").status_code == 303
    assert signed_in.get("/desk/").status_code == 303
    assert enter(signed_in) == 303


def test_signing_out_is_no_matter_of_the_cookie_alone(signed_in: FlaskClient) -> None:
    cookie = signed_in.get_cookie("followworthy")
    assert cookie is not None
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    signed_in.set_cookie("followworthy", cookie.value)
    assert signed_in.get("/desk/").status_code == 303


def test_a_cookie_from_before_sign_ins_were_kept_has_to_sign_in(signed_in: FlaskClient) -> None:
    with signed_in.session_transaction() as held:
        held.pop("browser")
        held["curator"] = 1
    assert signed_in.get("/desk/").headers["Location"] == "/sign-in?next=/desk/"


def test_another_password_signs_the_other_browsers_out_and_not_this_one(signed_in: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    enter(other)
    form = {"password": PASSWORD, "new_password": WANTED, "new_password_again": WANTED}
    assert "Your password is changed." in send(signed_in, "/desk/you/password", YOU, **form)[1]
    assert other.get("/desk/").status_code == 303
    assert (enter(other), enter(other, password=WANTED)) == (401, 303)
    assert signed_in.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("old", "wanted", "again", "words"),
    [
        ("wrong horse battery", WANTED, WANTED, "This is not your password now."),
        (PASSWORD, WANTED, "else horse battery", "typed in two ways"),
        (PASSWORD, "short", "short", "10 to 1000 characters"),
    ],
)
def test_a_refused_password_changes_nothing_and_shows_none(
    signed_in: FlaskClient, app: Flask, old: str, wanted: str, again: str, words: str
) -> None:
    form = {"password": old, "new_password": wanted, "new_password_again": again}
    status, page = send(signed_in, "/desk/you/password", YOU, **form)
    assert status == 422
    assert words in page
    assert old not in page
    assert wanted not in page
    assert enter(app.test_client()) == 303


def test_guessing_the_password_of_an_open_desk_is_slow(signed_in: FlaskClient) -> None:
    form = {"password": "wrong horse", "new_password": WANTED, "new_password_again": WANTED}
    met = [send(signed_in, "/desk/you/password", YOU, **form)[0] for _ in range(6)]
    assert met == [422] * 5 + [429]


def test_a_visit_is_written_down_once_an_hour(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    later = create_app(
        db, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: now + timedelta(hours=2)
    )
    cookie = signed_in.get_cookie("followworthy")
    assert cookie is not None
    with later.test_client() as client:
        client.set_cookie("followworthy", cookie.value)
        assert client.get("/desk/jobs/").status_code == 200
    with db.reading() as session:
        assert curators.listed(session)[0].seen_at == now + timedelta(hours=2)
