"""One expert's page on the desk: edited in place, two curators at once, and added by hand."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database, experts, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish
from tests.web.conftest import token

PAGE = f"/desk/experts/{ODILE.id}"
FORM = {
    "seen": "1",
    "name": "Odile Fennwick",
    "kind": "person",
    "headline": "My careful words",
    "note": "Moved to another town?",
    "link-0-url": ODILE.links[0].url,
    "link-0-kind": "linkedin",
    "link-0-status": "current",
    "link-0-confidence": "corroborated",
    "said-0-was": "forty-voices careers",
    "said-0-category": "careers",
    "said-0-source": "forty-voices",
    "said-0-rank": "3",
    "said-0-heading": "Job search",
    "said-0-reason": "Explains what recruiters read.",
    "do": "save",
}


def send(client: FlaskClient, page: str = PAGE, **changes: str) -> tuple[int, str]:
    answer = client.post(page, data={"csrf_token": token(client, page), **FORM, **changes}, follow_redirects=True)
    return answer.status_code, answer.text


def headline(db: Database) -> str:
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
        assert found is not None
        return found.headline


def test_everything_is_shown_for_editing_with_looks_and_history(signed_in: FlaskClient) -> None:
    page = signed_in.get(PAGE).text
    for words in ("Moved to another town?", "linkedin.com/in/odile-fennwick", "Explains what recruiters read."):
        assert words in page
    assert "Nobody has looked yet." in page
    assert "Odile Fennwick: added" in page
    assert f'href="/desk/changes/?expert={ODILE.id}"' in page


def test_saving_is_one_signed_change_whose_undo_is_offered(signed_in: FlaskClient, db: Database) -> None:
    status, page = send(signed_in)
    assert (status, "Saved, change 2." in page, 'action="/desk/changes/2/undo"' in page) == (200, True, True)
    assert headline(db) == "My careful words"
    with db.reading() as session:
        assert revisions.history(session)[0].by == "Nadia Brookmere"


def test_saving_what_is_so_already_is_no_change(signed_in: FlaskClient, db: Database) -> None:
    assert "Nothing had to change." in send(signed_in, headline=ODILE.headline)[1]
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


def test_a_refusal_keeps_every_word(signed_in: FlaskClient, db: Database) -> None:
    typed = {"said-1-category": "", "said-1-source": "desk", "said-1-reason": "A reason without a category."}
    status, page = send(signed_in, **typed)
    assert status == 422
    assert "Recommendation 2: choose a category." in page
    assert "My careful words" in page
    assert "A reason without a category." in page
    assert headline(db) == ODILE.headline


def test_ten_thousand_characters_are_refused_and_not_lost(signed_in: FlaskClient) -> None:
    status, page = send(signed_in, headline="W" * 10_000)
    assert (status, "The headline has 10,000 characters; at most 500" in page) == (422, True)
    assert "W" * 10_000 in page


def test_markup_stays_text(signed_in: FlaskClient) -> None:
    page = send(signed_in, name="<script>alert(1)</script>", headline='"><img src=x>')[1]
    assert "<script>alert" not in page
    assert "<img" not in page


def test_two_curators_at_once_see_both_versions_and_lose_no_word(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        Revision(session, by="Sefa", why="edited", now=now).put(replace(ODILE, headline="Her careful words"))
    status, page = send(signed_in)
    assert status == 409
    assert "Sefa changed Odile Fennwick in change 2" in page
    assert 'value="My careful words"' in page
    assert "<ins>Her</ins> careful words" in page
    assert headline(db) == "Her careful words"
    assert 'name="seen" value="2"' in page
    assert send(signed_in, seen="2")[0] == 200
    assert headline(db) == "My careful words"


def test_a_third_change_in_between_is_not_overwritten_by_the_knowing_one(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    for words in ("Second", "Third"):
        with db.writing() as session:
            Revision(session, by="Sefa", why="edited", now=now).put(replace(ODILE, headline=words))
    assert send(signed_in, seen="2")[0] == 409
    assert headline(db) == "Third"


def test_whoever_was_withdrawn_meanwhile_is_not_written_and_the_words_stay(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        Revision(session, by="Sefa", why="withdrew", now=now).put(replace(ODILE, withdrawn=True))
    status, page = send(signed_in)
    assert (status, "withdrawn meanwhile" in page, "My careful words" in page) == (422, True, True)


def test_withdrawing_and_publishing_again(signed_in: FlaskClient, db: Database) -> None:
    assert "Withdrawn, change 2." in send(signed_in, do="withdraw")[1]
    page = signed_in.get(PAGE).text
    assert "Publish again" in page
    assert "Save" not in page
    assert "Published again, change 3." in send(signed_in, do="again")[1]
    with db.reading() as session:
        assert experts.get(session, ODILE.id) == ODILE


def test_nobody_is_not_found(signed_in: FlaskClient) -> None:
    assert signed_in.get("/desk/experts/nobodyxx").status_code == 404
    form = {"csrf_token": token(signed_in, PAGE), **FORM}
    assert signed_in.post("/desk/experts/nobodyxx", data=form).status_code == 404


NEW = "/desk/experts/new"
ADDED = {
    "name": "Wendel Aspinall",
    "kind": "person",
    "link-0-kind": "linkedin",
    "link-0-status": "current",
    "link-0-address": "linkedin.com/in/wendel",
    "said-0-category": "careers",
    "said-0-source": "desk",
    "said-0-reason": "Lends books.",
}


def add(client: FlaskClient, expert: str, **changes: str) -> tuple[int, str]:
    answer = client.post(NEW, data={"csrf_token": token(client, NEW), "expert": expert, **ADDED, **changes})
    return answer.status_code, answer.text


def drawn(client: FlaskClient) -> str:
    return client.get(NEW).text.split('name="expert" value="')[1].split('"')[0]


def test_somebody_is_added_once_however_often_the_form_is_sent(signed_in: FlaskClient, db: Database) -> None:
    expert = drawn(signed_in)
    assert [add(signed_in, expert)[0] for _ in range(2)] == [303, 303]
    with db.reading() as session:
        assert len(experts.published(session)) == 2
    assert "Recommended by our curators" in signed_in.get(f"/experts/{expert}").text


def test_a_namesake_is_asked_about_and_added_on_the_second_word(signed_in: FlaskClient, db: Database) -> None:
    expert = drawn(signed_in)
    status, page = add(signed_in, expert, name=ODILE.name)
    assert (status, 'name="namesake"' in page, "Lends books." in page) == (422, True, True)
    assert add(signed_in, expert, name=ODILE.name, namesake="1")[0] == 303
    with db.reading() as session:
        assert len(experts.published(session)) == 2


@pytest.mark.parametrize(("change", "why"), [({"name": " "}, "A name is needed."), ({"said-0-category": ""}, "choose")])
def test_what_cannot_be_added_keeps_what_was_typed(signed_in: FlaskClient, change: dict[str, str], why: str) -> None:
    status, page = add(signed_in, drawn(signed_in), **change)
    assert (status, why in page, "Lends books." in page) == (422, True, True)


COMPARE = f"/desk/experts/doubles/compare?one={ODILE.id}&other={TOBIN.id}"


def decide(client: FlaskClient, do: str, seen: int = 2) -> tuple[int, str]:
    form = {"one": ODILE.id, "other": TOBIN.id, "do": do, "seen": str(seen), "csrf_token": token(client, COMPARE)}
    answer = client.post("/desk/experts/doubles/compare", data=form, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.fixture
def two(signed_in: FlaskClient, db: Database) -> FlaskClient:
    with db.writing() as session:
        publish(session, replace(TOBIN, name="Odile Fennwick"))
    return signed_in


def test_possible_doubles_stand_below_the_experts_and_side_by_side_before_a_merge(two: FlaskClient) -> None:
    page = two.get("/desk/experts/").text
    assert "Perhaps the same person" in page
    assert "the same name" in page
    page = two.get(COMPARE).text
    assert "Stays: Odile Fennwick" in page
    assert 'aria-label="differs:"' in page


def test_a_merge_leads_the_losers_page_to_the_winner_until_it_is_undone(two: FlaskClient) -> None:
    assert "Odile Fennwick is merged into Odile Fennwick, change 3." in decide(two, "merge")[1]
    answer = two.get(f"/experts/{TOBIN.id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/experts/{ODILE.id}")
    page = two.get(f"/desk/experts/{TOBIN.id}").text
    assert "Undo change 3 to part them again." in page
    assert "Publish again" not in page
    two.post("/desk/changes/3/undo", data={"csrf_token": token(two, "/desk/experts/")})
    assert two.get(f"/experts/{TOBIN.id}").status_code == 200


def test_a_merge_sent_twice_is_refused_politely(two: FlaskClient) -> None:
    decide(two, "merge")
    form = {"one": ODILE.id, "other": TOBIN.id, "do": "merge", "seen": "2", "csrf_token": token(two, PAGE)}
    again = two.post("/desk/experts/doubles/compare", data=form)
    assert (again.status_code, "withdrawn already" in again.text) == (422, True)


def test_pairs_told_apart_stay_away_until_suggested_again(two: FlaskClient) -> None:
    decide(two, "apart")
    assert "Perhaps the same person" not in two.get("/desk/experts/").text
    assert "Told apart" in two.get("/desk/experts/doubles/").text
    decide(two, "again")
    assert "Perhaps the same person" in two.get("/desk/experts/").text


@pytest.mark.parametrize("query", ["", "one=x&other=y", f"one={ODILE.id}&other={ODILE.id}"])
def test_two_who_cannot_be_compared_are_told_why(two: FlaskClient, query: str) -> None:
    assert 'role="alert"' in two.get(f"/desk/experts/doubles/compare?{query}").text
