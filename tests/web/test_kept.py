"""A form that is sent after the sign-in has ended: nothing typed is lost, and no other site can plant anything."""

import io
import re
import secrets
from html import unescape

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database, checks, looks
from tests.people import ODILE
from tests.web.conftest import PASSWORD, token
from tests.web.test_eyes import EYES, Wall, walled

OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = "https://www.linkedin.com/in/odile-marsh"
FORM = {"expert": ODILE.id, "url": ODILE.links[0].url, "address": WORDS, "do": "moved"}
__all__ = ["walled"]


@pytest.fixture
def stranger(signed_in: FlaskClient, walled: Wall) -> FlaskClient:
    """The browser of a curator whose sign-in has ended."""
    walled(ODILE)
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/desk/")})
    return signed_in


def packed(page: str) -> str:
    return re.findall(r'name="kept" value="([^"]+)"', page)[0]


def sign_in(client: FlaskClient, page: str, password: str = PASSWORD) -> tuple[int, str]:
    csrf = page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]
    form = {"csrf_token": csrf, "name": "Nadia Brookmere", "password": password, "kept": packed(page)}
    answer = client.post("/sign-in", data=form)
    return answer.status_code, answer.text


def fields_of(page: str) -> dict[str, str]:
    form = page.split("<main")[1].split("</form>", maxsplit=1)[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {unescape(name): unescape(value) for name, value in hidden}


def test_what_was_typed_is_sent_after_signing_in_and_looking(stranger: FlaskClient, db: Database) -> None:
    asked = stranger.post(EYES, data=FORM, headers=OURS)
    assert asked.status_code == 401
    assert "Your words are kept" in asked.text
    status, page = sign_in(stranger, asked.text)
    assert (status, "Your words are still here" in page) == (200, True)
    assert f"<dd>{WORDS}</dd>" in page
    with db.reading() as session:
        assert looks.of_curators_after(session, 0) == []
    assert re.findall(r'<form class="form" method="post" action="([^"]+)"', page) == [EYES]
    again = stranger.post(EYES, data=fields_of(page))
    assert again.status_code == 303
    with db.reading() as session:
        assert checks.of_link(session, ODILE.id, ODILE.links[0].url)[-1].moved_to == WORDS


def test_a_wrong_password_loses_nothing(stranger: FlaskClient) -> None:
    asked = stranger.post(EYES, data=FORM, headers=OURS).text
    status, page = sign_in(stranger, asked, "wrong horse battery")
    assert status == 401
    assert WORDS in sign_in(stranger, page)[1]


def test_a_session_that_ended_elsewhere_loses_nothing(signed_in: FlaskClient, db: Database) -> None:
    csrf = token(signed_in, EYES)
    with db.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM sign_ins")
    answer = signed_in.post(EYES, data={**FORM, "csrf_token": csrf}, headers=OURS)
    assert (answer.status_code, "Your words are kept" in answer.text) == (401, True)
    assert csrf not in fields_of(sign_in(signed_in, answer.text)[1]).values()


def test_a_form_of_an_earlier_sign_in_is_shown_again_at_once(signed_in: FlaskClient) -> None:
    answer = signed_in.post(EYES, data={**FORM, "csrf_token": "stale"}, headers=OURS)
    assert (answer.status_code, "Your words are still here" in answer.text) == (400, True)
    assert "You are signed in as Nadia Brookmere." in answer.text
    assert fields_of(answer.text)["address"] == WORDS


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_plants_nothing(stranger: FlaskClient, headers: dict[str, str]) -> None:
    answer = stranger.post(EYES, data=FORM, headers=headers)
    assert answer.status_code == 400
    assert WORDS not in answer.text


def test_browsers_that_say_only_their_origin_are_believed(stranger: FlaskClient) -> None:
    assert stranger.post(EYES, data=FORM, headers={"Origin": "http://localhost"}).status_code == 401


def test_words_that_we_did_not_pack_are_not_shown(stranger: FlaskClient) -> None:
    asked = stranger.post(EYES, data=FORM, headers=OURS).text
    planted = asked.replace(packed(asked), packed(asked)[::-1])
    answer = sign_in(stranger, planted)
    assert answer[0] == 303


def test_passwords_are_never_kept(stranger: FlaskClient) -> None:
    form = {"password": PASSWORD, "new_password": "another horse battery", "note": "hello"}
    asked = stranger.post("/desk/you/password", data=form, headers=OURS).text
    page = sign_in(stranger, asked)[1]
    assert "without the passwords" in page
    assert set(fields_of(page)) == {"csrf_token", "note"}


def test_files_are_asked_for_again(stranger: FlaskClient) -> None:
    data = {"title": "Forty Voices", "document": (io.BytesIO(b"secret text"), "voices.html")}
    asked = stranger.post(EYES, data=data, headers=OURS, content_type="multipart/form-data").text
    assert "you will be asked for voices.html again" in asked
    page = sign_in(stranger, asked)[1]
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="document"' in page
    assert "secret text" not in page


def test_markup_and_lines_and_doubled_fields_come_back_as_they_were(stranger: FlaskClient) -> None:
    text = 'one\n<b>"two"</b> & three'
    asked = stranger.post(f"{EYES}?a=1&b=2", data={"reason": text, "pick": ["x", "y"]}, headers=OURS).text
    page = sign_in(stranger, asked)[1]
    assert fields_of(page)["reason"] == text
    assert re.findall(r'name="pick" value="(\w)"', page) == ["x", "y"]
    assert f'action="{EYES}?a=1&amp;b=2"' in page


def test_what_is_too_long_to_be_kept_is_said(stranger: FlaskClient) -> None:
    noise = secrets.token_urlsafe(350_000)  # cannot be packed any denser
    answer = stranger.post(EYES, data={"reason": noise}, headers=OURS)
    assert answer.status_code == 401
    assert "too long to be kept" in answer.text


def test_ten_thousand_characters_in_each_field_are_kept(stranger: FlaskClient) -> None:
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(10_000))
    asked = stranger.post(EYES, data={f"field{number}": noise for number in range(6)}, headers=OURS)
    page = sign_in(stranger, asked.text)[1]
    assert [value for name, value in fields_of(page).items() if name != "csrf_token"] == [noise] * 6
