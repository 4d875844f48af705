"""What screens say about links, looks and changes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Expert, Link, Recommendation
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.store import Database, checks, runs
from followworthy.store.checks import DueLink
from followworthy.store.revisions import Change, Revision
from followworthy.web import words
from followworthy.web.telling import in_words
from tests.people import ODILE, SALES, TOBIN, VOICES, publish

HOMEPAGE = Link("homepage", "https://fennwick.example")
UNSAID = ("claim", "verdict", "unconfirmed", "failing", "walled")
"""Words of the code that no screen says."""


def changed(before: Expert, after: Expert) -> str:
    return in_words(Change("expert", before.id, before.document(), after.document()))


@pytest.mark.parametrize(
    ("verdict", "confirmed", "said"),
    [
        (Verdict.UNCONFIRMED, None, "Not confirmed yet"),
        (Verdict.ALIVE, "2026-11", "Confirmed in November 2026"),
        (Verdict.MOVED, "2026-11", "Moved"),
        (Verdict.FAILING, "2026-10", "Not answering"),
        (Verdict.GONE, None, "Gone"),
    ],
)
def test_a_link_status_is_words_and_a_shape_of_its_own(verdict: Verdict, confirmed: str | None, said: str) -> None:
    _, shape, found = words.status(replace(HOMEPAGE, verdict=verdict, confirmed=confirmed))
    assert found == said
    assert len({shape for _, shape, _ in words.STATUSES.values()}) == len(Verdict)
    assert shape in {shape for _, shape, _ in words.STATUSES.values()}


def test_every_outcome_has_words() -> None:
    assert set(words.OUTCOMES) == {str(one) for one in Outcome}


def test_times_end_in_z_for_programs_and_say_utc_to_people() -> None:
    at = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    assert words.rfc3339(at) == "2026-11-03T09:05:00Z"
    assert words.moment(at) == "3 November 2026, 09:05 UTC"


@pytest.mark.parametrize(("text", "said"), [("2019", "2019"), ("2019-05", "May 2019"), ("2019-05-22", "22 May 2019")])
def test_dates_are_as_precise_as_known(text: str, said: str) -> None:
    assert words.partial_date(text) == said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(ODILE, headline="Else"), "headline changed from “Writes about hiring without guesswork” to “Else”"),
        (replace(ODILE, note=None), "note changed from “Moved to another town?” to “nothing”"),
        (replace(ODILE, withdrawn=True), "withdrawn"),
        (replace(ODILE, links=ODILE.links[:1]), "address fennwick.example removed"),
        (replace(ODILE, links=(*ODILE.links, Link("homepage", "https://new.example"))), "address new.example added"),
        (
            replace(ODILE, links=(ODILE.links[0], replace(HOMEPAGE, verdict=Verdict.FAILING))),
            "fennwick.example is now “not answering”",
        ),
        (replace(ODILE, links=(replace(ODILE.links[0], status="former"), HOMEPAGE)), "is now former"),
        (
            replace(ODILE, recommendations=(*ODILE.recommendations, Recommendation("sales", "forty-voices", 9))),
            "recommended under “sales”",
        ),
        (replace(ODILE, recommendations=()), "no longer recommended under “Job search”"),
        (
            replace(ODILE, recommendations=(replace(ODILE.recommendations[0], reason="Better."),)),
            "why changed from “Explains what recruiters read.” to “Better.” under “Job search”",
        ),
        (replace(ODILE, links=ODILE.links[::-1]), "order changed"),
    ],
)
def test_a_change_is_told_in_words(after: Expert, said: str) -> None:
    assert changed(ODILE, after).startswith("Odile Fennwick: ")
    assert changed(ODILE, after).endswith(said)


def test_what_appears_and_vanishes_is_told() -> None:
    assert in_words(Change("category", "sales", None, SALES.document())) == "Sales without shouting: added"
    assert in_words(Change("category", "sales", SALES.document(), None)) == "Sales without shouting: removed"


def test_the_end_of_rereading_is_told_also_where_an_old_change_knows_nothing_of_it() -> None:
    before = {key: value for key, value in VOICES.document().items() if key != "reread"}
    after = replace(VOICES, reread=False).document()
    assert in_words(Change("source", VOICES.id, before, after)).endswith(": no longer read again on a schedule")
    assert in_words(Change("source", VOICES.id, before, VOICES.document())).endswith(": order changed")


@pytest.fixture
def looked(db: Database, now: datetime, signed_in: FlaskClient) -> FlaskClient:
    """The desk after two audit runs, one of them without a network."""
    home = DueLink(ODILE.id, ODILE.name, HOMEPAGE.url, None)
    profile = DueLink(ODILE.id, ODILE.name, ODILE.links[0].url, "in/odile-fennwick")
    with db.writing() as session:
        publish(session, TOBIN)
        run = runs.begin(session, 2, now)
        checks.record(session, home, Check(now, Outcome.ANSWERED, "It answered."), run)
        checks.record(session, profile, Check(now, Outcome.WALLED, "robots.txt"), run)
        runs.end(session, run, "finished", {"answered": 1, "walled": 1}, "2 due.", now)
        alive = (ODILE.links[0], replace(HOMEPAGE, verdict=Verdict.ALIVE, confirmed="2026-11"))
        Revision(session, by="auditor", why="what the link audit met", now=now).put(replace(ODILE, links=alive))
        second = runs.begin(session, 5, now)
        runs.end(session, second, "no network", {}, "No network; nothing recorded.", now)
    return signed_in


def test_experts_show_status_and_last_look(looked: FlaskClient) -> None:
    page = looked.get("/desk/experts/").text
    assert "Confirmed in November 2026" in page
    assert "23 Nov 2026 by the link audit: answered" in page
    assert "23 Nov 2026 by the link audit: not ours to look at" in page
    assert "No address" in page  # Tobin has no homepage
    assert page.index("Tobin Ashgrove") < page.index("Odile Fennwick")  # best rank first


@pytest.mark.parametrize(
    ("query", "shown"),
    [("address=with", 2), ("address=without", 0), ("q=ODILE", 1), ("q=odile+nothing", 0), ("category=nonsense", 0)],
)
def test_experts_are_found_by_what_they_have(looked: FlaskClient, query: str, shown: int) -> None:
    assert looked.get(f"/desk/experts/?{query}").text.count('data-l="Name"') == shown


def test_audit_runs_say_how_they_ended_and_what_they_met(looked: FlaskClient) -> None:
    page = looked.get("/desk/audits").text
    assert "1 answered, 1 not ours to look at" in page
    assert "No network; nothing recorded." in page
    assert "LinkedIn asks programs to stay out, and we do" in page


def test_home_counts_those_without_an_address(db: Database, now: datetime, signed_in: FlaskClient) -> None:
    with db.writing() as session:
        Revision(session, by="N", why="w", now=now).put(replace(ODILE, links=(HOMEPAGE,)))
    assert "1 without a LinkedIn address" in signed_in.get("/desk/").text


def test_no_screen_says_a_word_of_the_code(looked: FlaskClient) -> None:
    for path in ("/", "/desk/", "/desk/experts/", "/desk/audits", "/desk/changes/", "/desk/review/"):
        text = looked.get(path).text.lower()
        assert [word for word in UNSAID if word in text] == [], path
