"""Opting out on the desk: what happens is said before, done once, and the same for whoever is not listed."""

import json
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Expert, Link
from followworthy.services import opting_out
from followworthy.store import Database, experts, loaded_files, opt_outs, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE
from tests.web.conftest import token

PAGE = f"/desk/experts/{ODILE.id}/opt-out"
NAMESAKE = Expert(
    "bcdfghjz", "person", "Odile Fennwick", links=(Link("linkedin", "https://www.linkedin.com/in/of2", "in/of2"),)
)


def test_the_page_says_what_will_happen_and_does_nothing(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        loaded_files.remember(session, loaded_files.LoadedFile("expert", ODILE.id, "experts/odile.toml", "d" * 64))
        Revision(session, by="Nadia", why="x", now=now).put(NAMESAKE)
    text = signed_in.get(PAGE).text
    for said in (
        "There is no undo",
        "experts/odile.toml",
        f"followworthy erase {ODILE.id}",
        "Also listed",
        NAMESAKE.id,
    ):
        assert said in text
    with db.reading() as session:
        assert len(experts.published(session)) == 2


def test_one_press_takes_them_out_for_good(signed_in: FlaskClient, db: Database) -> None:
    answer = signed_in.post(PAGE, data={"csrf_token": token(signed_in, PAGE)}, follow_redirects=True)
    assert f"{ODILE.id} is out of the catalog for good; that is change 2." in answer.text
    assert "Fennwick" not in answer.text
    with db.reading() as session:
        assert experts.published(session) == []
        assert revisions.history(session, 1)[0].by == "Nadia Brookmere"


def test_a_second_press_says_that_they_have_left(signed_in: FlaskClient, db: Database) -> None:
    form = {"csrf_token": token(signed_in, PAGE)}
    signed_in.post(PAGE, data=form)
    again = signed_in.post(PAGE, data=form)
    assert (again.status_code, "left already" in again.text) == (409, True)
    assert signed_in.get(PAGE).status_code == 409
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 2


@pytest.mark.parametrize("path", ["/desk/experts/x/opt-out", "/desk/experts/x/held.json"])
def test_nobody_is_not_found(signed_in: FlaskClient, path: str) -> None:
    assert signed_in.get(path).status_code == 404


@pytest.mark.parametrize("path", [PAGE, "/desk/opt-out", f"/desk/experts/{ODILE.id}/held.json"])
def test_only_curators_come_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in")


def test_the_history_says_that_somebody_left_without_a_name(signed_in: FlaskClient) -> None:
    signed_in.post(PAGE, data={"csrf_token": token(signed_in, PAGE)})
    text = signed_in.get("/desk/changes/").text
    assert f"{ODILE.id}: left the catalog" in text
    assert f"withdrew {ODILE.id}, who asked not to be listed" in text


def test_undoing_it_is_refused_with_the_reason(signed_in: FlaskClient) -> None:
    signed_in.post(PAGE, data={"csrf_token": token(signed_in, PAGE)})
    form = {"csrf_token": token(signed_in, "/desk/changes/")}
    answer = signed_in.post("/desk/changes/2/undo", data=form)
    assert (answer.status_code, "asked not to be listed, so nothing about them" in answer.text) == (409, True)


def test_somebody_who_is_not_listed_is_kept_out(signed_in: FlaskClient, db: Database) -> None:
    form = {"csrf_token": token(signed_in, "/desk/opt-out"), "who": "Wendel Aspinall"}
    answer = signed_in.post("/desk/opt-out", data=form, follow_redirects=True)
    assert "They will not be listed." in answer.text
    assert "Aspinall" not in answer.text
    with db.reading() as session:
        assert opt_outs.asked(session, {"name:aspinall wendel"})


@pytest.mark.parametrize(("typed", "said"), [(" ", "Type a name"), ("Odile Fennwick", "Open their page")])
def test_what_cannot_be_kept_out_is_said_and_what_was_typed_stays(
    signed_in: FlaskClient, typed: str, said: str
) -> None:
    form = {"csrf_token": token(signed_in, "/desk/opt-out"), "who": typed}
    answer = signed_in.post("/desk/opt-out", data=form)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'value="{form["who"]}"' in answer.text


def test_all_that_is_held_is_a_file_to_pass_on(signed_in: FlaskClient) -> None:
    answer = signed_in.get(f"/desk/experts/{ODILE.id}/held.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="held-{ODILE.id}.json"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert json.loads(answer.text)["records"][0]["note"] == ODILE.note


@pytest.fixture
def lost(signed_in: FlaskClient, db: Database) -> FlaskClient:
    with db.writing() as session:
        opting_out.keep_out(session, "Wendel Aspinall")
    db.opt_out_key = b"x" * 32
    return signed_in


def test_without_the_key_the_catalog_is_a_503_in_json(lost: FlaskClient) -> None:
    answer = lost.get("/api/v1/catalog")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    document = json.loads(answer.text)
    assert (document["status"], document["instance"]) == (503, "/api/v1/catalog")
    assert "nothing is published" in document["detail"]
    assert "opt-out.key" not in answer.text


def test_who_holds_the_catalog_is_not_told_that_all_is_well(signed_in: FlaskClient, db: Database) -> None:
    etag = signed_in.get("/api/v1/catalog").headers["ETag"]
    with db.writing() as session:
        opting_out.keep_out(session, "Wendel Aspinall")
    db.opt_out_key = None
    assert signed_in.get("/api/v1/catalog", headers={"If-None-Match": etag}).status_code == 503


def test_without_the_key_the_desk_says_what_to_do(lost: FlaskClient) -> None:
    for path in ("/desk/", "/desk/experts/", "/desk/changes/"):
        answer = lost.get(path)
        assert (answer.status_code, "opt-out.key" in answer.text) == (200, True)


def test_without_the_key_a_press_keeps_nothing_and_says_why(lost: FlaskClient, db: Database) -> None:
    answer = lost.post(PAGE, data={"csrf_token": token(lost, PAGE)})
    assert (answer.status_code, "opt-out.key" in answer.text) == (503, True)
    with db.reading() as session:
        assert len(experts.published(session)) == 1
