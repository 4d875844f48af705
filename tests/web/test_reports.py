"""Paired browsers: made by a code from the desk, heard by their token alone, ended at the desk or by themselves."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from followworthy.domain.values import Verdict
from followworthy.store import Database, experts, revisions
from followworthy.web.app import create_app
from tests.people import ODILE, publish
from tests.web.conftest import token as form_token

EYES, PAIRING, LOOKS = "/desk/eyes/", "/api/v1/pairing", "/api/v1/looks"
FINE = {"expert": ODILE.id, "url": ODILE.links[0].url, "saw": "fine", "name": "Odile Fennwick"}
MARSH = "https://www.linkedin.com/in/odile-marsh"


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def app(db: Database, clock: Clock) -> Flask:
    with db.writing() as session:
        publish(session, ODILE)
    app = create_app(db, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=clock)
    app.testing = True
    return app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """Somebody's extension: it has no cookie."""
    return app.test_client(use_cookies=False)


def new_code(desk: FlaskClient) -> str:
    page = desk.post("/desk/pairing/", data={"csrf_token": form_token(desk, EYES)})
    (code,) = re.findall(r"<code class=\"pairing\">([^<]+)</code>", page.text)
    return str(code)


@pytest.fixture
def token(signed_in: FlaskClient, browser: FlaskClient) -> str:
    return str(browser.post(PAIRING, json={"code": new_code(signed_in)}).get_json()["token"])


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def look(browser: FlaskClient, token: str, **changes: Any) -> TestResponse:
    return browser.post(LOOKS, json={**FINE, **changes}, headers=bearer(token))


def refused(answer: TestResponse) -> tuple[int, str]:
    """What a refusal says; that it is a problem of RFC 9457, kept by nobody, is seen here."""
    document = json.loads(answer.data)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert document["status"] == answer.status_code
    return answer.status_code, document["detail"]


def test_a_code_from_the_desk_makes_a_browser_its_curators(signed_in: FlaskClient, browser: FlaskClient) -> None:
    answer = browser.post(PAIRING, json={"code": new_code(signed_in).lower().replace("-", " ")})
    assert answer.status_code == 200
    assert answer.get_json()["curator"] == "Nadia Brookmere"
    assert len(answer.get_json()["token"]) >= 43
    assert answer.headers["Cache-Control"] == "no-store"


def test_wrong_used_and_old_codes_look_the_same(signed_in: FlaskClient, browser: FlaskClient, clock: Clock) -> None:
    used, old = new_code(signed_in), None
    browser.post(PAIRING, json={"code": used})
    old = new_code(signed_in)
    clock.now += timedelta(minutes=10)
    said = {refused(browser.post(PAIRING, json={"code": code})) for code in ("K7QM-3XPD", used, old, "", "x")}
    assert said == {(403, "This code is not valid. A code works once, for ten minutes: make a new one at the desk.")}


def test_guessing_a_code_is_slow(signed_in: FlaskClient, browser: FlaskClient, clock: Clock) -> None:
    code = new_code(signed_in)
    for last in "BCDFG":
        browser.post(PAIRING, json={"code": f"{code[:3]}M-3XP{last}"})
    answer = browser.post(PAIRING, json={"code": code})
    assert refused(answer)[0] == 429
    assert answer.headers["Retry-After"] == "300"
    clock.now += timedelta(minutes=5)
    assert browser.post(PAIRING, json={"code": code}).status_code == 200


def test_whoever_guesses_shuts_nobody_out(signed_in: FlaskClient, browser: FlaskClient) -> None:
    code = new_code(signed_in)
    other = "B" if code[0] != "B" else "C"
    for wrong in ("", "x", f"{other}7QM-3XPD"):
        for _ in range(6):
            browser.post(PAIRING, json={"code": wrong})
    assert browser.post(PAIRING, json={"code": code}).status_code == 200


def test_the_code_is_shown_once(signed_in: FlaskClient) -> None:
    code = new_code(signed_in)
    again = signed_in.get("/desk/pairing/")
    assert (again.status_code, again.headers["Location"]) == (303, "/desk/eyes/#browsers")
    assert code not in signed_in.get(EYES).text


def test_nobody_keeps_the_page_with_the_code(signed_in: FlaskClient) -> None:
    page = signed_in.post("/desk/pairing/", data={"csrf_token": form_token(signed_in, EYES)})
    assert page.headers["Cache-Control"] == "no-store"


def test_only_curators_make_codes(client: FlaskClient) -> None:
    page = client.post("/desk/pairing/", data={"csrf_token": form_token(client, "/sign-in")})
    assert page.headers["Location"] == "/sign-in"


def test_a_report_flips_the_verdict_in_the_curators_name(browser: FlaskClient, token: str, db: Database) -> None:
    before = browser.get("/api/v1/catalog").headers["ETag"]
    assert look(browser, token).get_json() == {"kept": True, "change": 2}
    assert browser.get("/api/v1/catalog", headers={"If-None-Match": before}).status_code == 200
    with db.reading() as session:
        odile = experts.get(session, ODILE.id)
        assert revisions.history(session)[0].by == "Nadia Brookmere"
    assert odile is not None
    assert odile.links[0].verdict is Verdict.ALIVE


def test_saying_it_again_changes_nothing(browser: FlaskClient, token: str, clock: Clock) -> None:
    look(browser, token)
    clock.now += timedelta(hours=1)
    again = look(browser, token)
    assert (again.status_code, again.get_json()) == (200, {"kept": False, "change": None})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Odile Marsh"}, "The page names Odile Marsh, not Odile Fennwick."),
        ({"name": ""}, "The page names nobody, not Odile Fennwick."),
        ({"saw": "moved", "address": "https://example.com/in/x"}, "cannot be the address"),
        ({"saw": "moved"}, "An address is needed|cannot be the address"),
        ({"url": "https://www.linkedin.com/in/other"}, "not Odile Fennwick's current address any more"),
        ({"expert": "nobody"}, "not in the catalog any more"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    browser: FlaskClient, token: str, db: Database, changes: dict[str, str], words: str
) -> None:
    status, said = refused(look(browser, token, **changes))
    assert status == 422
    assert re.search(words, said)
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guessed"}, {"Authorization": "Basic eDp5"}])
@pytest.mark.parametrize("where", [("POST", LOOKS), ("GET", f"{LOOKS}/opened"), ("POST", f"{PAIRING}/end")])
def test_who_is_not_paired_is_told_so(browser: FlaskClient, headers: dict[str, str], where: tuple[str, str]) -> None:
    answer = browser.open(where[1], method=where[0], json=FINE, headers=headers)
    assert refused(answer) == (401, "This browser is not paired any more. Make a new code at the desk.")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_signed_in_curators_cookie_is_no_token(signed_in: FlaskClient) -> None:
    assert signed_in.post(LOOKS, json=FINE).status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (json.dumps(FINE), "text/plain", 415),
        ("{", "application/json", 400),
        ("[" * 5000, "application/json", 400),
        ("[]", "application/json", 400),
        (json.dumps({**FINE, "else": "x"}), "application/json", 400),
        (json.dumps({"saw": "fine"}), "application/json", 400),
        (json.dumps({**FINE, "saw": "gone"}), "application/json", 400),
        (json.dumps({**FINE, "name": 7}), "application/json", 400),
        (json.dumps({**FINE, "name": "x" * 2001}), "application/json", 400),
        (json.dumps(FINE)[:-1] + ', "saw": "missing"}', "application/json", 400),
        (json.dumps({**FINE, "name": "x" * 9000}), "application/json", 413),
        (b"\xff\xfe", "application/json", 400),
        (json.dumps({**FINE, "url": "\ud83d"}), "application/json", 400),
        (json.dumps({**FINE, "expert": "\udc00x"}), "application/json", 400),
    ],
)
def test_only_what_is_clear_and_small_is_read(
    browser: FlaskClient, token: str, body: str, kind: str, status: int
) -> None:
    answer = browser.post(LOOKS, data=body, content_type=kind, headers=bearer(token))
    assert refused(answer)[0] == status


def test_pages_of_other_sites_may_not_send_a_token(browser: FlaskClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Headers": "authorization, content-type"}
    answer = browser.options(LOOKS, headers={**asked, "Access-Control-Request-Method": "POST"})
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"


def test_what_the_curator_opened_from_the_desk_is_told(
    browser: FlaskClient, token: str, signed_in: FlaskClient, clock: Clock
) -> None:
    def opened() -> Any:
        return browser.get(f"{LOOKS}/opened", headers=bearer(token)).get_json()["opened"]

    assert opened() == []
    signed_in.get("/desk/eyes/1/open")
    assert opened() == [{"expert": ODILE.id, "url": ODILE.links[0].url}]
    clock.now += timedelta(minutes=2, seconds=1)
    assert opened() == []
    signed_in.get("/desk/eyes/1/open")
    away = signed_in.get("/desk/eyes/elsewhere?to=https://se.linkedin.com/in/Odile-Marsh")
    assert (away.status_code, away.headers["Location"], away.headers["Referrer-Policy"]) == (303, MARSH, "no-referrer")
    assert opened() == []


@pytest.mark.parametrize(
    "to", ["", "https://example.com/in/odile-marsh", "//evil.example", "https://linkedin.com/feed"]
)
def test_the_desk_leads_to_profiles_alone(signed_in: FlaskClient, to: str) -> None:
    assert signed_in.get("/desk/eyes/elsewhere", query_string={"to": to}).status_code == 404


def test_the_desks_links_to_profiles_go_by_way_of_it_and_the_public_ones_do_not(signed_in: FlaskClient) -> None:
    address = ODILE.links[0].url
    desk, public = signed_in.get(f"/desk/experts/{ODILE.id}").text, signed_in.get(f"/experts/{ODILE.id}").text
    assert f'href="{address}"' not in desk
    assert f'href="/desk/eyes/elsewhere?to={address}"' in desk
    assert f'href="{address}"' in public


def test_the_desk_lists_the_browsers_and_unpairs(signed_in: FlaskClient, browser: FlaskClient, token: str) -> None:
    assert "nothing yet" in signed_in.get(EYES).text
    look(browser, token)
    shown = signed_in.get(EYES).text
    assert "nothing yet" not in shown
    (action,) = re.findall(r'action="(/desk/pairing/\d+/end)"', shown)
    signed_in.post(action, data={"csrf_token": form_token(signed_in, EYES)})
    assert "Unpair" not in signed_in.get(EYES).text.partition('id="browsers"')[2]
    assert look(browser, token).status_code == 401


def test_a_browser_ends_its_own_pairing(browser: FlaskClient, token: str) -> None:
    assert browser.post(f"{PAIRING}/end", headers=bearer(token)).status_code == 204
    assert look(browser, token).status_code == 401


def test_the_open_page_hears_what_was_said_meanwhile(signed_in: FlaskClient, browser: FlaskClient, token: str) -> None:
    address = re.findall(r'data-news="([^"]+)" data-after="(\d+)"', signed_in.get(EYES).text)[0]
    assert signed_in.get(f"{address[0]}?after={address[1]}").get_json()["said"] == []
    look(browser, token)
    news = signed_in.get(f"{address[0]}?after={address[1]}").get_json()
    words = "Odile Fennwick: it is there (from your paired browser)"
    assert news["said"] == [{"expert": ODILE.id, "url": ODILE.links[0].url, "said": words}]
    assert signed_in.get(f"{address[0]}?after={news['latest']}").get_json()["said"] == []


def test_news_are_for_curators(client: FlaskClient) -> None:
    assert client.get("/desk/eyes/news?after=0").status_code == 303
