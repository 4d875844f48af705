"""The desk's pages and refusals."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Category
from followworthy.domain.values import Claim, Match
from followworthy.services.undoing import FILES
from followworthy.store import Database, catalog, experts, proposals, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, VOICES
from tests.web.conftest import token

WENDEL = Claim(
    "Wendel <b>Aspinall</b>",
    category="Careers",
    rank=8,
    linkedin_url="https://www.linkedin.com/in/wendel-aspinall",
    quote="Keeps a shelf.",
    where="line 8",
)
FORM = {
    "name": "Wendel Aspinall",
    "kind": "person",
    "headline": "Careers librarian",
    "address": "https://www.linkedin.com/in/wendel-aspinall",
    "category": "careers",
    "reason": "Lends out careers books.",
}


@pytest.fixture
def proposal(db: Database, now: datetime) -> int:
    with db.writing() as session:
        catalog.remember_source(session, VOICES)
        return proposals.queue(
            session,
            source_id=VOICES.id,
            identity="in/wendel-aspinall",
            kind="new",
            digest="d",
            claims=(WENDEL,),
            match=Match("possible", ODILE.id, ("name",)),
            now=now,
        )


def send(client: FlaskClient, proposal: int, **changes: str) -> tuple[int, str]:
    page = f"/desk/review/{proposal}"
    answer = client.post(page, data={"csrf_token": token(client, page), **FORM, **changes})
    return answer.status_code, answer.text


def test_home_says_what_waits_and_where_the_audit_stands(signed_in: FlaskClient, proposal: int) -> None:
    page = signed_in.get("/desk/").text
    assert proposal
    assert "1 minute of work" in page
    assert "1 new person from Forty Voices on Work" in page
    assert "1 LinkedIn address, 0 looked at by us: no audit has run yet." in page
    assert "FOLLOWWORTHY_CONTACT" in page


def test_the_queue_and_the_proposal_show_what_the_list_says(signed_in: FlaskClient, proposal: int) -> None:
    assert "Wendel &lt;b&gt;Aspinall&lt;/b&gt;" in signed_in.get("/desk/review/").text
    page = signed_in.get(f"/desk/review/{proposal}").text
    assert "Keeps a shelf." in page
    assert "line 8" in page
    assert '<option value="careers" selected>' in page
    assert "Merge into Odile Fennwick" in page


def test_markup_in_a_name_stays_text(signed_in: FlaskClient, proposal: int) -> None:
    assert "<b>Aspinall" not in signed_in.get(f"/desk/review/{proposal}").text


def test_accepting_publishes_and_goes_on(signed_in: FlaskClient, db: Database, proposal: int) -> None:
    page = f"/desk/review/{proposal}"
    answer = signed_in.post(page, data={"csrf_token": token(signed_in, page), **FORM, "do": "accept"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/review/")
    with db.reading() as session:
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        assert found is not None
        assert found.headline == "Careers librarian"
        assert revisions.history(session)[0].by == "Nadia Brookmere"


def test_adding_to_somebody_makes_nobody_new(signed_in: FlaskClient, db: Database, proposal: int) -> None:
    assert send(signed_in, proposal, do="merge", into=ODILE.id, name=ODILE.name)[0] == 303
    with db.reading() as session:
        assert len(experts.published(session)) == 1


def test_rejecting_publishes_nothing(signed_in: FlaskClient, db: Database, proposal: int) -> None:
    assert send(signed_in, proposal, do="reject")[0] == 303
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"category": ""}, "Choose a category."),
        ({"name": " "}, "A name is needed."),
        ({"address": "https://example.com/x"}, "cannot be the address"),
        ({"address": "https://www.linkedin.com/in/odile-fennwick"}, "already belongs to Odile Fennwick"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    signed_in: FlaskClient, proposal: int, change: dict[str, str], words: str
) -> None:
    status, page = send(signed_in, proposal, do="accept", **{"reason": "My careful words.", **change})
    assert status == 422
    assert words in page
    assert "My careful words." in page


def test_a_double_submit_is_refused_politely(signed_in: FlaskClient, db: Database, proposal: int) -> None:
    page = f"/desk/review/{proposal}"
    form = {"csrf_token": token(signed_in, page), **FORM, "do": "accept"}
    signed_in.post(page, data=form)
    again = signed_in.post(page, data=form)
    assert again.status_code == 409
    assert "already accepted by Nadia Brookmere" in again.text
    with db.reading() as session:
        assert len(experts.published(session)) == 2


def test_experts_are_shown_with_their_link_status_and_found_by_words(signed_in: FlaskClient) -> None:
    page = signed_in.get("/desk/experts/").text
    assert "Odile Fennwick" in page
    assert "Not confirmed yet" in page
    assert "Note: Moved to another town?" in page
    assert "Odile Fennwick" in signed_in.get("/desk/experts/?q=guesswork&category=careers").text
    assert "Nobody matches" in signed_in.get("/desk/experts/?category=sales").text


def test_a_change_is_told_in_words_and_undone(signed_in: FlaskClient, db: Database, proposal: int) -> None:
    send(signed_in, proposal, do="merge", into=ODILE.id, name="Odile Marsh", headline="Else")
    page = signed_in.get("/desk/changes/").text
    assert "name changed from “Odile Fennwick” to “Odile Marsh”" in page
    answer = signed_in.post("/desk/changes/2/undo", data={"csrf_token": token(signed_in, "/desk/changes/")})
    assert answer.status_code == 303
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert found.name == "Odile Fennwick"


def test_the_foundation_is_not_undone(db: Database, now: datetime, signed_in: FlaskClient) -> None:
    with db.writing() as session:
        laid = Revision(session, by=FILES, why="loaded the curated files", now=now)
        laid.put(Category("writing", "Writing", 3))
    form = {"csrf_token": token(signed_in, "/desk/changes/")}
    answer = signed_in.post(f"/desk/changes/{laid.number}/undo", data=form)
    assert answer.status_code == 409
    assert "Not undone" in answer.text


@pytest.mark.parametrize("page", ["/desk/review/999", "/nowhere", "/static/nothing.css"])
def test_what_is_not_there_is_a_page_of_ours(signed_in: FlaskClient, page: str) -> None:
    answer = signed_in.get(page)
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


def test_the_start_page_says_what_can_be_marked_and_how_to_load_the_extension(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Today 1 of the 1 can be marked" in page
    assert "chrome://extensions" in page
    assert "about:debugging" in page
    assert "Not affiliated with LinkedIn" in page


def test_every_page_lets_browsers_run_only_what_is_ours(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "style=" not in client.get("/").text


def test_what_is_personal_is_kept_by_nobody(signed_in: FlaskClient) -> None:
    for page in ("/desk/", "/desk/review/", "/sign-in"):
        assert signed_in.get(page).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("page", ["/", "/sign-in", "/nowhere", "/api/v1/catalog", "/static/desk.js"])
def test_every_answer_carries_the_careful_headers(client: FlaskClient, page: str) -> None:
    headers = client.get(page, buffered=True).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "page", ["/", "/nowhere", "/api/v1/catalog", "/api/nowhere", "/healthz", "/readyz", "/static/desk.js"]
)
def test_what_is_public_sets_no_cookie(client: FlaskClient, page: str) -> None:
    assert "Set-Cookie" not in client.get(page, buffered=True).headers


def test_addresses_from_memory_are_counted_on_the_start_page(client: FlaskClient, db: Database, now: datetime) -> None:
    assert "more address" not in client.get("/").text
    with db.writing() as session:
        catalog.remember_source(session, VOICES)
        proposals.queue(
            session,
            source_id=VOICES.id,
            identity="x",
            kind="repair",
            digest="d",
            claims=(WENDEL,),
            match=Match("same", ODILE.id),
            now=now,
        )
    assert "found in public material. 1 more address waits until a curator has looked" in client.get("/").text


def test_who_has_no_address_carries_no_shape_of_a_link_status(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        Revision(session, by="Nadia", why="bare", now=now).put(replace(ODILE, links=()))
    page = signed_in.get("/desk/experts/").text
    assert '<span class="muted">No address</span>' in page
    assert 'class="status' not in page
