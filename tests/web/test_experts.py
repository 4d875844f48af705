"""The experts' page and what is done with a selection: the address is the view, a preview comes before the change."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database, checks, experts, revisions
from followworthy.store.revisions import Revision
from tests.bench.desk.pages import counted
from tests.people import ODILE, TOBIN, publish
from tests.web.conftest import token

PAGE = "/desk/experts/"
BULK = "/desk/experts/bulk/"


@pytest.fixture
def desk(signed_in: FlaskClient, db: Database) -> FlaskClient:
    with db.writing() as session:
        publish(session, TOBIN)
    return signed_in


def send(client: FlaskClient, **fields: object) -> tuple[int, str]:
    answer = client.post(BULK, data={"csrf_token": token(client, PAGE), **fields})
    return answer.status_code, answer.text


def seen(db: Database) -> int:
    with db.reading() as session:
        return revisions.cursor(session)[1]


def shown(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"{PAGE}?{query}").text
    return [one for one in ("Odile Fennwick", "Tobin Ashgrove") if f">{one}</a>" in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Odile Fennwick", "Tobin Ashgrove"]),
        ("q=guesswork", ["Odile Fennwick"]),
        ("category=sales", ["Tobin Ashgrove"]),
        ("status=new&list=forty-voices&address=with", ["Odile Fennwick", "Tobin Ashgrove"]),
        ("status=confirmed", []),
        ("status=none", []),
        ("status=nonsense", []),
        ("show=withdrawn", []),
        ("show=doubles", []),
        ("sort=nonsense", ["Odile Fennwick", "Tobin Ashgrove"]),
        (f"q={'x' * 10_000}", []),
    ],
)
def test_a_view_is_its_address(desk: FlaskClient, query: str, found: list[str]) -> None:
    assert shown(desk, query) == found


def test_the_filters_keep_what_was_asked_and_every_order_keeps_the_filters(desk: FlaskClient) -> None:
    page = desk.get(f"{PAGE}?q=o&category=sales&sort=name").text
    assert '<option value="sales" selected>' in page
    assert 'value="o"' in page
    assert "/desk/experts/?q=o&amp;category=sales&amp;sort=changed" in page


def test_a_page_beyond_the_last_is_not_found(desk: FlaskClient) -> None:
    assert desk.get(f"{PAGE}?page=2").status_code == 404


def test_long_names_and_markup_stay_text_and_small(desk: FlaskClient, db: Database, now: datetime) -> None:
    long = "<b>" + "W" * 10_000
    with db.writing() as session:
        several = [replace(ODILE, id=f"bbbbbb{one:02}", name=long, headline=long, links=()) for one in range(50)]
        Revision(session, by="N", why="w", now=now).put_experts(several)
    answer = desk.get(PAGE)
    assert "<b>W" not in answer.text
    assert len(answer.data) < 100 * 1024


@pytest.mark.parametrize(
    "page",
    [PAGE, f"{PAGE}?q=voice&status=new&sort=changed", f"{PAGE}?show=doubles", f"{PAGE}doubles/", f"{PAGE}{TOBIN.id}"],
)
def test_no_page_asks_more_of_the_database_for_ten_times_the_people(
    desk: FlaskClient, db: Database, now: datetime, page: str
) -> None:
    def statements(number: int) -> int:
        with db.writing() as session:
            several = [replace(ODILE, id=f"bbbbb{one:03}", name=f"Voice {one % 40}", links=()) for one in range(number)]
            Revision(session, by="N", why="w", now=now).put_experts(several)
        with counted(db) as heard:
            assert desk.get(page).status_code == 200
        return len(heard)

    assert statements(48) == statements(480)


def test_nothing_changes_before_the_preview_was_seen(desk: FlaskClient, db: Database) -> None:
    before = seen(db)
    status, page = send(desk, id=[ODILE.id, TOBIN.id], do="withdraw")
    assert status == 200
    assert "Odile Fennwick, Tobin Ashgrove" in page
    assert "“withdrew 2 experts”" in page
    assert seen(db) == before


def test_what_the_preview_showed_is_done_in_one_change_whose_undo_is_offered(desk: FlaskClient, db: Database) -> None:
    number = seen(db)
    answer = desk.post(
        BULK,
        data={
            "csrf_token": token(desk, PAGE),
            "id": [ODILE.id, TOBIN.id],
            "do": "withdraw",
            "sure": "1",
            "seen": number,
        },
        follow_redirects=True,
    )
    assert f"Withdrew 2 experts, change {number + 1}." in answer.text
    assert f'action="/desk/changes/{number + 1}/undo"' in answer.text
    desk.post(f"/desk/changes/{number + 1}/undo", data={"csrf_token": token(desk, PAGE)})
    assert shown(desk, "") == ["Odile Fennwick", "Tobin Ashgrove"]


def test_a_category_is_chosen_then_shown_then_set(desk: FlaskClient, db: Database) -> None:
    status, page = send(desk, id=ODILE.id, do="category")
    assert (status, "Choose a category" in page) == (200, True)
    status, page = send(desk, id=ODILE.id, do="add", category_to="sales")
    assert (status, "added 1 expert to Sales without shouting" in page) == (200, True)
    assert send(desk, id=ODILE.id, do="add", category_to="sales", sure="1", seen=seen(db))[0] == 303
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert [one.category for one in found.recommendations] == ["careers", "sales"]


@pytest.mark.parametrize(
    "fields", [{"do": "add", "category_to": ""}, {"do": "move", "category_to": "sales"}, {"do": "nonsense"}]
)
def test_a_wish_that_is_not_whole_changes_nobody(desk: FlaskClient, db: Database, fields: dict[str, str]) -> None:
    before = seen(db)
    assert send(desk, id=ODILE.id, sure="1", seen=before, **fields)[0] == 422
    assert seen(db) == before


def test_all_that_match_are_selected_across_pages(desk: FlaskClient, db: Database, now: datetime) -> None:
    with db.writing() as session:
        many = [replace(ODILE, id=f"bbbbb{one:03}", name=f"Voice {one}", links=()) for one in range(120)]
        Revision(session, by="N", why="w", now=now).put_experts(many)
    assert "All 120 selected" in desk.get(f"{PAGE}?q=voice&all=1").text
    status, page = send(desk, q="voice", all="1", do="withdraw")
    assert (status, '<b class="num">120</b>' in page, "and 110 more" in page) == (200, True, True)
    assert send(desk, q="voice", all="1", do="withdraw", sure="1", seen=seen(db))[0] == 303
    assert shown(desk, "") == ["Odile Fennwick", "Tobin Ashgrove"]


def test_whom_somebody_changed_meanwhile_is_shown_again_first(desk: FlaskClient, db: Database, now: datetime) -> None:
    before = seen(db)
    with db.writing() as session:
        Revision(session, by="Sefa", why="w", now=now).put(replace(TOBIN, name="T. Ashgrove"))
    status, page = send(desk, id=[ODILE.id, TOBIN.id], do="withdraw", sure="1", seen=before)
    assert (status, "One of them was changed after you looked" in page) == (409, True)
    assert "T. Ashgrove" in page
    assert f'name="seen" value="{before + 1}"' in page


def test_the_same_bulk_form_sent_twice_changes_once(desk: FlaskClient, db: Database) -> None:
    form = {"id": [ODILE.id], "do": "withdraw", "sure": "1", "seen": seen(db)}
    assert send(desk, **form)[0] == 303
    after = seen(db)
    assert send(desk, **form)[0] == 409
    assert seen(db) == after


def test_a_selection_of_nobody_says_what_to_do(desk: FlaskClient) -> None:
    assert send(desk, do="withdraw")[0] == 422  # the page holds a token of this very second
    assert "Nobody is selected: go back" in send(desk, do="withdraw")[1]


def test_links_come_due_without_a_change(desk: FlaskClient, db: Database, now: datetime) -> None:
    before = seen(db)
    with db.writing() as session:
        for link in checks.due(session, now):
            checks.set_next_check(session, link, now.replace(year=2030))
        assert checks.count_due(session, now) == 0
    assert "come first in the next link audit" in send(desk, id=ODILE.id, do="look")[1]
    assert send(desk, id=ODILE.id, do="look", sure="1")[0] == 303
    assert "2 addresses are due now" in desk.get(PAGE).text
    with db.reading() as session:
        assert checks.count_due(session, now) == 2
    assert seen(db) == before


def test_merging_takes_two(desk: FlaskClient) -> None:
    assert send(desk, id=ODILE.id, do="merge")[0] == 422  # the page holds a token of this very second
    answer = desk.post(BULK, data={"csrf_token": token(desk, PAGE), "id": [ODILE.id, TOBIN.id], "do": "merge"})
    assert answer.headers["Location"] == f"/desk/experts/doubles/compare?one={ODILE.id}&other={TOBIN.id}"


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}new", f"{PAGE}{ODILE.id}", f"{PAGE}doubles/"])
def test_a_stranger_sees_none_of_it(client: FlaskClient, page: str) -> None:
    assert client.get(page).status_code == 303
