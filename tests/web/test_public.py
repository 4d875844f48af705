"""Pages for everybody: what is said of one expert, and by whom; who publishes that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Expert, Link, Recommendation, Source
from followworthy.domain.values import Verdict
from followworthy.services import opting_out
from followworthy.store import Database, reviews
from followworthy.store.revisions import Revision
from followworthy.web.app import create_app
from followworthy.web.house import Operator
from tests.people import ODILE, TOBIN

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
        ("desk@town.example", 'href="mailto:desk@town.example?subject=Please%20correct%20my%20page&amp;body='),
        ("desk@town.example", 'href="mailto:desk@town.example?subject=Please%20take%20me%20off&amp;body='),
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


def put(db: Database, record: Expert | Source, at: datetime, by: str = "Nadia") -> None:
    with db.writing() as session:
        Revision(session, by=by, why="edited", now=at).put(record)


def test_it_says_since_when_each_list_is_shown_and_when_somebody_last_looked(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    letters = Source("letters", "Letters", "Eastquay Review", None, "2018-03")
    put(db, letters, now)
    newer = (*ODILE.recommendations, Recommendation("sales", "letters", 11))
    put(db, replace(ODILE, recommendations=newer), now + timedelta(days=40))
    text = client.get(PAGE).text
    assert "in 2 lists, since March 2018" in text
    assert "Shown here since 23 Nov 2026." in text
    assert "Shown here since 2 Jan 2027." in text
    assert "A curator last looked through this in January 2027." in text
    assert "Last change: 2 Jan 2027, no. 3." in create(db, now, Operator("Town Library")).get(PAGE).text


def test_what_the_audit_changes_is_no_look_of_a_curator_and_a_review_is(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    alive = replace(ODILE.links[0], verdict=Verdict.ALIVE, confirmed="2027-02")
    put(db, replace(ODILE, links=(alive,)), now + timedelta(days=80), by="auditor")
    text = client.get(PAGE).text
    assert "Confirmed in February 2027" in text
    assert "last looked through this in November 2026" in text
    with db.writing() as session:
        reviews.confirm(session, ODILE.id, "Nadia", now + timedelta(days=200))
    assert "last looked through this in June 2027" in client.get(PAGE).text


def test_what_was_taken_away_in_between_is_shown_anew(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, replace(ODILE, recommendations=()), now + timedelta(days=1))
    assert "No list says anything of them at present." in client.get(PAGE).text
    put(db, ODILE, now + timedelta(days=40))
    assert "Shown here since 2 Jan 2027." in client.get(PAGE).text


def test_the_address_of_a_double_leads_to_whom_it_was_merged_into(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    put(db, replace(TOBIN, withdrawn=True, merged_into=ODILE.id), now)
    answer = client.get(f"/experts/{TOBIN.id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)  # not for good: a merge can be undone


def test_who_left_has_no_page_and_no_name(client: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", now)
    answer = client.get(PAGE)
    assert (answer.status_code, "Fennwick" in answer.text) == (410, False)


def test_without_the_key_the_page_is_closed_and_says_nothing_of_folders(client: FlaskClient, db: Database) -> None:
    with db.writing() as session:
        opting_out.keep_out(session, "Wendel Aspinall")
    db.opt_out_key = None
    answer = client.get(PAGE)
    assert (answer.status_code, "opt-out.key" in answer.text, "nothing is published" in answer.text) == (
        503,
        False,
        True,
    )


def test_a_page_costs_the_same_number_of_questions_however_much_is_said(
    client: FlaskClient, db: Database, now: datetime, questions: Callable[[], int]
) -> None:
    client.get(PAGE)
    before = questions()
    client.get(PAGE)
    few = questions() - before
    for number in range(20):
        put(db, Source(f"s{number}", f"List {number}"), now)
    many = tuple(Recommendation("sales", f"s{number}") for number in range(20))
    links = tuple(Link("homepage", f"https://p{number}.example") for number in range(20))
    put(db, replace(ODILE, recommendations=many, links=links), now)
    before = questions()
    assert len(client.get(PAGE).data) < 100_000
    assert questions() - before == few


def create(db: Database, now: datetime, operator: Operator, contact: str | None = "desk@town.example") -> FlaskClient:
    app = create_app(
        db, secret_key="s" * 64, public_url="http://localhost", contact=contact, clock=lambda: now, operator=operator
    )
    return app.test_client()


@pytest.mark.usefixtures("app")
def test_the_mail_names_the_page_as_the_world_finds_it(db: Database, now: datetime) -> None:
    text = create(db, now, Operator(public_url="https://follow.town.example")).get(PAGE).text
    assert f"body=https%3A//follow.town.example/experts/{ODILE.id}%0A%0A" in text


def test_the_privacy_page_says_who_publishes_and_what_they_keep(db: Database, now: datetime) -> None:
    told = Operator("Town <Library>", None, "We keep names.\n\nYou can object <any> time.")
    text = create(db, now, told).get("/privacy").text
    assert "<dd>Town &lt;Library&gt;</dd>" in text
    assert "<p>We keep names.</p><p>You can object &lt;any&gt; time.</p>" in text
    assert 'href="mailto:desk@town.example"' in text


def test_a_notice_elsewhere_is_linked(db: Database, now: datetime) -> None:
    text = create(db, now, Operator("Town Library", "https://town.example/privacy")).get("/privacy").text
    assert 'href="https://town.example/privacy"' in text


@pytest.mark.parametrize(
    ("operator", "linked"), [(Operator(), False), (Operator("Town Library"), True), (Operator(notice="We keep."), True)]
)
def test_every_page_links_the_privacy_page_when_there_is_something_to_say(
    db: Database, now: datetime, operator: Operator, linked: bool
) -> None:
    client = create(db, now, operator)
    assert ('href="/privacy"' in client.get("/").text) == linked
    assert client.get("/privacy").status_code == 200
    assert ("has not yet said who they are" in client.get("/privacy").text) == (not linked)
