"""The import page in a browser's hands: bring, see, queue; and everything that is none."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import enumerate as threads
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.domain.values import Exchange, Hop
from followworthy.services.documents import MAX_BYTES
from followworthy.store import Database, drafts, proposals
from followworthy.web.importing import NO_WAY_OUT, NOTHING, SEVERAL
from tests.services.test_drafting import LIST
from tests.web.conftest import token


class Outside:
    """A web of one page."""

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:  # noqa: ARG002 - the fetcher's own shape
        if url.endswith("/private"):
            return Exchange(url, trouble="address", because="It leads to this machine.")
        return Exchange(url, (Hop(url, 200),), LIST.encode(), "text/markdown")


@contextmanager
def outside() -> Iterator[Outside]:
    yield Outside()


def bring(client: FlaskClient, **fields: Any) -> Any:
    """Send the form, and wait until what it brought is read."""
    answer = client.post("/desk/import/", data={"csrf_token": token(client, "/desk/import/"), **fields})
    for thread in threads():
        if thread.name.startswith("draft "):
            thread.join()
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def file(text: str = LIST, name: str = "voices.md") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


def test_a_file_is_shown_before_it_is_queued(db: Database, signed_in: FlaskClient) -> None:
    page = bring(signed_in, file=file()).text
    assert "3 people: 2 nobody we know, 1 somebody we have." in page
    assert "Queue 3 proposals" in page
    with db.reading() as session:
        assert proposals.count_waiting(session) == 0


def test_what_is_shown_is_queued_and_leads_to_its_review(db: Database, signed_in: FlaskClient) -> None:
    page = bring(signed_in, text=LIST)
    place = page.request.path
    form = {"csrf_token": token(signed_in, place), "do": "queue", "title": "Voices"}
    answer = signed_in.post(place, data=form)
    assert answer.headers["Location"] == "/desk/review/?batch=1"
    assert "3 proposals are queued from Voices, as import 1." in signed_in.get(answer.headers["Location"]).text
    again = signed_in.post(place, data=form)
    assert (again.status_code, "queued already" in again.text or "3 queued" in again.text) == (409, True)
    with db.reading() as session:
        assert proposals.count_waiting(session) == 3


def test_thrown_away_is_gone(db: Database, signed_in: FlaskClient) -> None:
    place = bring(signed_in, file=file()).request.path
    signed_in.post(place, data={"csrf_token": token(signed_in, place), "do": "throw away"})
    assert signed_in.get(place).status_code == 404
    with db.reading() as session:
        assert drafts.get(session, 1) is None


def test_a_refused_date_keeps_what_was_typed(signed_in: FlaskClient) -> None:
    place = bring(signed_in, file=file()).request.path
    form = {"csrf_token": token(signed_in, place), "do": "queue", "title": "<b>Mine</b>", "date": "soon"}
    answer = signed_in.post(place, data=form)
    assert (answer.status_code, "soon is no date" in answer.text) == (409, True)
    assert 'value="&lt;b&gt;Mine&lt;/b&gt;"' in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, NOTHING),
        ({"address": "https://a.example/", "text": "A"}, SEVERAL),
        ({"address": "letters.example/forty"}, "letters.example/forty is no web address"),
        ({"address": "https://a.example/"}, NO_WAY_OUT),
    ],
)
def test_what_cannot_be_brought_is_said(signed_in: FlaskClient, fields: dict[str, str], said: str) -> None:
    answer = bring(signed_in, **fields)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_document_without_people_says_why_on_its_page(signed_in: FlaskClient) -> None:
    page = bring(signed_in, file=file("Nothing but prose.", "prose.txt")).text
    assert 'role="alert"' in page
    assert "Bring it another way" in page


def test_a_file_that_is_too_large_is_told_in_words(signed_in: FlaskClient) -> None:
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="large.txt"\r\n\r\n'
    body = head.encode() + b"x" * (MAX_BYTES + 200_000) + b"\r\n--x--\r\n"
    answer = signed_in.post("/desk/import/", data=body, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "at most 5 MB" in answer.text) == (413, True)


def test_a_list_of_several_megabytes_comes_through_the_form(signed_in: FlaskClient) -> None:
    page = bring(signed_in, text=LIST + "\n" + "Prose follows. " * 100_000)
    assert "3 people" in page.text


def test_a_page_is_visited_by_whoever_may_go_outside(app: Flask, signed_in: FlaskClient) -> None:
    go_outside(app)
    assert "3 people" in bring(signed_in, address="https://letters.example/forty").text
    assert "It leads to this machine." in bring(signed_in, address="https://letters.example/private").text


def test_a_known_list_is_read_again_from_its_page(app: Flask, signed_in: FlaskClient) -> None:
    go_outside(app)
    page = bring(signed_in, address="https://letters.example/forty", source="forty-voices").text
    assert "A copy of <strong>Forty Voices on Work</strong>" in page


def test_progress_is_told_to_the_open_page_alone(db: Database, signed_in: FlaskClient) -> None:
    bring(signed_in, file=file())
    assert signed_in.get("/desk/import/1/progress").json == {
        "running": False,
        "done": 0,
        "due": 0,
        "said": "It is read.",
    }
    with db.writing() as session:
        number = drafts.begin(session, 1, "https://a.example/", None, held_moment(db))
        drafts.beat(session, number, 3, held_moment(db))
    assert signed_in.get(f"/desk/import/{number}/progress").json == {
        "running": True,
        "done": 3,
        "due": 0,
        "said": "Page 3 is read.",
    }
    assert re.search(r"<noscript><meta http-equiv=.refresh", signed_in.get(f"/desk/import/{number}").text)


def test_what_others_bring_is_not_shown(app: Flask, db: Database, signed_in: FlaskClient) -> None:
    bring(signed_in, file=file())
    with db.writing() as session:
        drafts.begin(session, 1, "mine", None, held_moment(db))
    with app.test_client() as stranger:
        assert stranger.get("/desk/import/1").status_code == 303


def held_moment(db: Database) -> Any:
    with db.reading() as session:
        found = drafts.get(session, 1)
    assert found is not None
    return found.began_at


def go_outside(app: Flask) -> None:
    app.extensions["followworthy"] = replace(app.extensions["followworthy"], outside=outside)
