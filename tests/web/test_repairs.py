"""A repair on the review page: what was met, what could take the place, and one click."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.domain.records import Link
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.services import repairing
from followworthy.services.believing import believed
from followworthy.store import Database, checks, experts, proposals, revisions
from followworthy.store.checks import DueLink
from tests.people import ODILE, TOBIN, publish
from tests.web.conftest import token

LINKED = ODILE.links[0]
MARSH = "https://www.linkedin.com/in/odile-marsh"
OLD = Link("linkedin", "https://www.linkedin.com/in/o-fennwick", "in/o-fennwick", status="former")
DAY = timedelta(days=1)
Met = Callable[..., str]


@pytest.fixture
def met(db: Database, now: datetime) -> Met:
    """The audit met this on each of these days ago; gives the page of the repair that waits."""

    def meet(
        outcome: Outcome, *days: float, because: str = "Met.", moved_to: str | None = None, weak: bool = False
    ) -> str:
        with db.writing() as session:
            for ago in days:
                check = Check(now - ago * DAY, outcome, because, weak=weak, moved_to=moved_to)
                checks.record(session, DueLink(ODILE.id, ODILE.name, LINKED.url, LINKED.key), check, None)
            expert = experts.get(session, ODILE.id)
            assert expert is not None
            revision = revisions.Revision(session, by="auditor", why="audit", now=now)
            revision.put(believed(session, expert, {LINKED.url}, now, Rules()))
            repairing.propose_repairs(session, now, Rules())
            return f"/desk/review/{proposals.waiting(session)[-1].id}"

    return meet


@pytest.fixture
def aliased(app: Flask, db: Database, now: datetime) -> None:
    """Odile has a former address, too."""
    assert app
    with db.writing() as session:
        revisions.Revision(session, by="N", why="x", now=now).put(replace(ODILE, links=(OLD, *ODILE.links)))


def send(client: FlaskClient, page: str, **fields: str) -> tuple[int, str]:
    answer = client.post(page, data={"csrf_token": token(client, page), **fields})
    return answer.status_code, answer.text


def links(db: Database) -> dict[str, Link]:
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
    assert found is not None
    return {one.url: one for one in found.links}


@pytest.mark.usefixtures("aliased")
def test_the_page_shows_what_was_met_and_every_candidate(signed_in: FlaskClient, met: Met) -> None:
    page = signed_in.get(met(Outcome.REDIRECTED, 9, 1, because="It is elsewhere.", moved_to=MARSH)).text
    assert '<span class="tag accent">repair</span>' in page
    assert "It leads for good to" in page
    assert page.count("It is elsewhere.") == 3  # why, and two looks
    assert f'name="address" inputmode="url" data-key="e" aria-describedby="why" value="{MARSH}"' in page
    assert f'name="instead" value="{OLD.url}"' in page
    assert "by whom" in page.lower()
    assert "the link audit" in page


def test_a_freed_address_is_shown_with_the_name_that_it_shows_now(signed_in: FlaskClient, met: Met) -> None:
    said = "The page is there, but it shows another name: Agathe Bright."
    assert said in signed_in.get(met(Outcome.MISSING, 1, because=said)).text


def test_what_a_program_cannot_be_sure_of_asks_for_a_persons_yes(signed_in: FlaskClient, met: Met) -> None:
    asked = "A program cannot be sure of that"
    assert asked in signed_in.get(met(Outcome.MISSING, 1, weak=True)).text


def test_what_a_program_is_sure_of_asks_for_none(signed_in: FlaskClient, met: Met) -> None:
    assert "A program cannot be sure" not in signed_in.get(met(Outcome.MISSING, 1)).text


def test_weak_evidence_and_a_persons_yes_bury_the_link(signed_in: FlaskClient, db: Database, met: Met) -> None:
    send(signed_in, met(Outcome.MISSING, 12, 8, 4, weak=True), do="missing")
    assert links(db)[LINKED.url].verdict is Verdict.GONE


def test_every_address_opens_apart_and_sends_nothing_along(signed_in: FlaskClient, met: Met) -> None:
    page = signed_in.get(met(Outcome.MISSING, 1)).text
    outward = re.findall(r"<a [^>]*href=\"(?:https?://|/desk/eyes/elsewhere)[^>]*>", page)
    assert outward
    assert all('target="_blank" rel="noreferrer"' in one for one in outward)


def test_one_click_accepts_the_best_candidate(signed_in: FlaskClient, db: Database, met: Met) -> None:
    page = met(Outcome.REDIRECTED, 9, 1, moved_to=MARSH)
    (best,) = re.findall(r'name="address"[^>]* value="([^"]*)"', signed_in.get(page).text)
    assert send(signed_in, page, do="accept", address=best)[0] == 303
    assert [links(db)[url].status for url in (MARSH, LINKED.url)] == ["current", "former"]


@pytest.mark.usefixtures("aliased")
def test_another_candidate_has_a_button_of_its_own(signed_in: FlaskClient, db: Database, met: Met) -> None:
    page = met(Outcome.REDIRECTED, 9, 1, moved_to=MARSH)
    assert send(signed_in, page, instead=OLD.url, address=MARSH)[0] == 303
    assert links(db)[OLD.url].status == "current"
    assert MARSH not in links(db)


def test_the_likeliest_step_alone_is_filled(signed_in: FlaskClient, met: Met) -> None:
    page = signed_in.get(met(Outcome.MISSING, 1)).text
    assert page.count("btn primary") == 1
    assert f'class="btn primary" href="/desk/eyes/elsewhere?to={LINKED.url}"' in page  # nobody names another: open it


@pytest.mark.parametrize(
    ("do", "said", "status", "verdict"),
    [
        ("fine", "it is fine, change", "current", Verdict.ALIVE),
        ("missing", "not there; noted", "current", Verdict.FAILING),
        ("retire", "address retired, change", "former", Verdict.FAILING),
    ],
)
def test_each_button_does_what_it_says(
    signed_in: FlaskClient, db: Database, met: Met, do: str, said: str, status: str, verdict: Verdict
) -> None:
    page = met(Outcome.MISSING, 1)
    assert send(signed_in, page, do=do)[0] == 303
    assert said in signed_in.get("/desk/review/").text
    assert (links(db)[LINKED.url].status, links(db)[LINKED.url].verdict) == (status, verdict)


@pytest.mark.parametrize("fields", [{}, {"do": "merge"}, {"do": "reject"}])
def test_what_is_no_answer_to_a_repair_decides_nothing(
    signed_in: FlaskClient, db: Database, met: Met, fields: dict[str, str]
) -> None:
    status, page = send(signed_in, met(Outcome.MISSING, 1), address=MARSH, **fields)
    assert status == 422
    assert 'role="alert">Nothing was decided' in page
    assert f'value="{MARSH}"' in page
    assert MARSH not in links(db)


def test_somebody_elses_address_is_refused_in_one_sentence(signed_in: FlaskClient, db: Database, met: Met) -> None:
    with db.writing() as session:
        publish(session, TOBIN)
    page = met(Outcome.REDIRECTED, 9, 1, moved_to=TOBIN.links[0].url)
    shown = signed_in.get(page).text
    assert "It belongs to Tobin Ashgrove here." in shown
    assert 'name="instead"' not in shown
    status, refused = send(signed_in, page, do="accept", address=TOBIN.links[0].url)
    assert status == 422
    assert "already belongs to Tobin Ashgrove." in refused


def test_what_was_decided_is_shown_but_not_decided_again(signed_in: FlaskClient, met: Met) -> None:
    page = met(Outcome.MISSING, 1)
    send(signed_in, page, do="fine")
    again = signed_in.get(page).text
    assert "Already decided by Nadia Brookmere." in again
    assert 'name="do"' not in again
    assert send_again(signed_in, page) == 409


def send_again(client: FlaskClient, page: str) -> int:
    form = {"csrf_token": token(client, "/desk/eyes/"), "do": "fine"}
    return client.post(page, data=form).status_code


def test_the_experts_table_says_what_is_believed_who_looked_and_what_is_stale(signed_in: FlaskClient, met: Met) -> None:
    send(signed_in, met(Outcome.MISSING, 200), do="missing")
    page = signed_in.get("/desk/experts/").text
    assert 's-fail"/></svg>Not answering' in page
    assert "23 Nov 2026 by Nadia Brookmere: not there" in signed_in.get(f"/desk/experts/{ODILE.id}").text
    assert "no news for 90 days" not in page


def test_the_experts_table_flags_what_nothing_was_heard_of(signed_in: FlaskClient, met: Met) -> None:
    met(Outcome.ANSWERED, 90)
    met(Outcome.MISSING, 90)
    assert signed_in.get("/desk/experts/").text.count("no news for 90 days") == 1
