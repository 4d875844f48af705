"""Several proposals decided from the table: a preview first, then all or nothing, and one press takes it back."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.domain.values import Claim, Reading
from followworthy.services import batching, curating, signing_in
from followworthy.services.documents import Article
from followworthy.store import Database, catalog, experts, proposal_search, proposals, revisions
from followworthy.store.proposal_search import Wanted
from followworthy.web.app import create_app
from tests.bench.desk.pages import counted
from tests.people import ODILE, VOICES, publish
from tests.web.conftest import PASSWORD, token

MANY = "/desk/review/many/"
WENDEL = Claim(
    "Wendel <b>Aspinall</b>", category="Careers", linkedin_url="https://www.linkedin.com/in/wendel-a", rank=1
)
LISTED = (
    WENDEL,
    Claim("Dara Moonesh", category="Quiet leaders", rank=2),
    Claim("Odile Fennwick", category="Careers", linkedin_url="https://www.linkedin.com/in/odile-2", rank=3),
    Claim("Contact Us", category="Careers", sure=0.2),
)


@pytest.fixture
def app(db: Database, now: datetime) -> Flask:
    """The application with a clock that goes on: each decision has a moment of its own."""
    moments = (now + timedelta(seconds=number) for number in range(10_000))
    with db.writing() as session:
        publish(session, ODILE)
        article = Article("list.html", "", None, "d" * 64)
        batching.queue_batch(session, VOICES, article, Reading("List", LISTED), by="Nadia", now=now)
    clock = lambda: next(moments)  # noqa: E731
    app = create_app(db, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=clock)
    app.testing = True
    return app


def preview(client: FlaskClient, query: str = "", **fields: object) -> str:
    form = {"csrf_token": token(client, "/desk/review/"), **fields}
    return client.post(MANY + query, data=form, follow_redirects=True).text


def confirm(client: FlaskClient, page: str, query: str = "") -> tuple[int, str]:
    """Press the button of a preview."""
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split('class="act"')[1]))
    answer = client.post(MANY + "decide" + query, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def press_undo(client: FlaskClient, page: str) -> str:
    """Press the undo that a page of the review offers."""
    form = page.split('id="undo"')[1].split("</form>", maxsplit=1)[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post("/desk/review/undo", data=fields, follow_redirects=True).text


def published(db: Database) -> list[str]:
    with db.reading() as session:
        return sorted(one.name for one, _ in experts.published(session))


def waiting(db: Database) -> int:
    with db.reading() as session:
        return proposals.count_waiting(session)


def test_the_preview_names_who_would_come_and_who_stays_and_why(signed_in: FlaskClient, db: Database) -> None:
    page = preview(signed_in, do="accept", all="1")
    assert "<h1>Accept 2?</h1>" in page
    assert "Wendel &lt;b&gt;Aspinall&lt;/b&gt;, Dara Moonesh" in page
    assert "<b>Aspinall" not in page
    assert "somebody of that name is here already: say who it is: Odile Fennwick" in page
    assert "read unsurely: look at the place in the list: Contact Us" in page
    assert "Quiet leaders" in page
    assert (published(db), waiting(db)) == (["Odile Fennwick"], 4)


def test_accepting_all_that_match_is_one_change_with_one_undo(signed_in: FlaskClient, db: Database) -> None:
    status, done = confirm(signed_in, preview(signed_in, do="accept", all="1"))
    assert status == 200
    assert "2 new people, 0 added to people we have: change 2. 2 stay in the queue." in done
    assert "Your last decision: 2 proposals accepted, change 2." in done
    assert (len(published(db)), waiting(db)) == (3, 2)
    assert "2 proposals wait again; that is change 3." in press_undo(signed_in, done)
    assert (published(db), waiting(db)) == (["Odile Fennwick"], 4)
    with db.reading() as session:
        assert catalog.get(session, "category", "quiet-leaders") is None


def test_only_those_under_the_filter_are_meant(signed_in: FlaskClient, db: Database) -> None:
    query = "?heading=Quiet+leaders"
    status, _ = confirm(signed_in, preview(signed_in, query, do="accept", all="1"), query)
    assert status == 200
    assert published(db) == ["Dara Moonesh", "Odile Fennwick"]


def test_only_those_ticked_are_meant(signed_in: FlaskClient, db: Database) -> None:
    page = preview(signed_in, do="reject", one=["2", "4"])
    assert "<h1>Reject 2?</h1>" in page
    _, done = confirm(signed_in, page)
    assert "2 proposals rejected. They stay away" in done
    assert waiting(db) == 2
    assert "2 proposals wait again." in press_undo(signed_in, done)
    assert waiting(db) == 4


def test_a_rejection_of_long_ago_is_put_back_from_the_table(signed_in: FlaskClient, db: Database) -> None:
    confirm(signed_in, preview(signed_in, do="reject", one=["2"]))
    _, page = confirm(signed_in, preview(signed_in, do="reject", one=["1"]))
    lately = page.split("Rejected lately")[-1]
    assert lately.index("Wendel") < lately.index("Dara Moonesh")
    form = lately.split("<form")[2]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert "Dara Moonesh waits again." in signed_in.post("/desk/review/undo", data=fields, follow_redirects=True).text
    assert waiting(db) == 3


def test_a_second_press_decides_nothing_and_shows_what_would_happen_now(signed_in: FlaskClient, db: Database) -> None:
    page = preview(signed_in, do="accept", one=["1", "2"])
    confirm(signed_in, page)
    status, again = confirm(signed_in, page)
    assert status == 409
    assert "Something changed meanwhile, so nothing was decided." in again
    assert "decided meanwhile: Wendel" in again
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 2


def test_what_somebody_else_decides_meanwhile_stops_the_whole(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    page = preview(signed_in, do="accept", all="1")
    with db.writing() as session:
        curating.reject(session, 2, "Tom", now)
    status, again = confirm(signed_in, page)
    assert (status, published(db)) == (409, ["Odile Fennwick"])
    assert confirm(signed_in, again)[0] == 200
    assert len(published(db)) == 2


def test_what_breaks_half_way_leaves_nothing_behind(
    signed_in: FlaskClient, db: Database, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = preview(signed_in, do="accept", all="1")

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("followworthy.services.deciding_many.rematch", broken)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert confirm(signed_in, page)[0] == 500
    assert (published(db), waiting(db)) == (["Odile Fennwick"], 4)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "accept"}, "Nobody is ticked"),
        ({"do": "accept", "one": ["x", "99999999999", ""]}, "Nobody is ticked"),
        ({"do": "publish", "all": "1"}, "Say what to do with them"),
        ({"all": "1"}, "Say what to do with them"),
    ],
)
def test_a_form_that_says_nothing_clear_leads_back_with_a_reason(
    signed_in: FlaskClient, db: Database, fields: dict[str, object], words: str
) -> None:
    page = preview(signed_in, **fields)
    assert f'role="alert">{words}' in page
    assert waiting(db) == 4


def test_none_that_can_be_decided_together_has_no_button(signed_in: FlaskClient) -> None:
    page = preview(signed_in, do="accept", one=["4"])
    assert "None of these can be decided together." in page
    assert '<a class="btn primary" href="/desk/review/">' in page
    assert '<button class="btn primary">' not in page


def test_what_is_not_ticked_any_more_or_never_was_is_left_out(signed_in: FlaskClient) -> None:
    assert "<h1>Accept 1?</h1>" in preview(signed_in, do="accept", one=["1", "4711"])


def test_a_chosen_category_is_said_and_used(signed_in: FlaskClient, db: Database) -> None:
    page = preview(signed_in, do="accept", one=["1", "2"], category="sales")
    assert "<dt>Category</dt><dd>Sales without shouting</dd>" in page
    confirm(signed_in, page)
    with db.reading() as session:
        assert {one.recommendations[0].category for one, _ in experts.published(session) if one.id != ODILE.id} == {
            "sales"
        }


@pytest.mark.parametrize("path", [MANY, MANY + "decide", "/desk/review/undo"])
def test_a_form_without_its_token_decides_nothing(signed_in: FlaskClient, db: Database, path: str) -> None:
    assert signed_in.post(path, data={"do": "reject", "all": "1"}).status_code == 400
    assert waiting(db) == 4


@pytest.mark.parametrize("path", [MANY, MANY + "decide", "/desk/review/undo"])
def test_a_stranger_decides_nothing(client: FlaskClient, db: Database, path: str) -> None:
    form = {"csrf_token": token(client, "/sign-in"), "do": "reject", "all": "1"}
    assert client.post(path, data=form).headers["Location"] == "/sign-in"
    assert waiting(db) == 4


def test_undo_goes_back_step_by_step_and_ends_with_words(signed_in: FlaskClient, db: Database) -> None:
    for number in ("1", "2"):
        _, page = confirm(signed_in, preview(signed_in, do="reject", one=[number]))
    old = page
    page = press_undo(signed_in, page)
    assert "<h1>Dara Moonesh</h1>" in page
    assert "Dara Moonesh waits again." in page
    press_undo(signed_in, page)
    assert waiting(db) == 4
    assert 'role="alert">Nothing to undo' in press_undo(signed_in, old)


def test_what_others_decided_is_not_my_last_decision(
    signed_in: FlaskClient, app: Flask, db: Database, now: datetime
) -> None:
    confirm(signed_in, preview(signed_in, do="reject", one=["1"]))
    with db.writing() as session:
        signing_in.accept_invitation(session, signing_in.invite(session, "Tom", now), "Tom", PASSWORD, now)
    with app.test_client() as tom:
        form = {"csrf_token": token(tom, "/sign-in"), "name": "Tom", "password": PASSWORD}
        tom.post("/sign-in", data=form)
        assert "Your last decision" not in tom.get("/desk/review/").text


def test_a_forged_moment_is_no_request_of_ours(signed_in: FlaskClient) -> None:
    form = {"csrf_token": token(signed_in, "/desk/review/"), "by": "Nadia Brookmere"}
    for at in ("", "yesterday", "2026-11-23T09:00:00"):
        assert signed_in.post("/desk/review/undo", data={**form, "at": at}).status_code == 400


def test_a_long_queue_shows_its_best_500_and_says_how_many_stand_behind(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    more = tuple(Claim(f"Expert {number}", where=f"line {number}") for number in range(520))
    with db.writing() as session:
        article = Article("more.html", "", None, "e" * 64)
        batching.queue_batch(session, VOICES, article, Reading("More", more), by="Nadia", now=now)
        number = proposal_search.count(session, Wanted())
    last = signed_in.get("/desk/review/?page=10").text
    assert f"{number - 500} more stand behind them" in last
    assert "451 to 500 of 500" in last
    assert signed_in.get("/desk/review/?page=11").status_code == 404
    assert f"1 of {number}" in signed_in.get("/desk/review/1").text


def test_the_table_costs_the_same_however_many_wait(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    def cost() -> tuple[int, int]:
        with counted(db) as table:
            signed_in.get("/desk/review/?reading=sure")
        with counted(db) as one:
            signed_in.get("/desk/review/1?reading=sure")
        return len(table), len(one)

    signed_in.get("/desk/review/")  # who needs eyes is counted once, and kept until something changes
    before = cost()
    more = tuple(Claim(f"Expert {number}", where=f"line {number}", category=f"H{number}") for number in range(60))
    with db.writing() as session:
        article = Article("more.html", "", None, "e" * 64)
        batching.queue_batch(session, VOICES, article, Reading("More", more), by="Nadia", now=now)
    assert cost() == before
