"""The pages of history, categories and sources."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database, catalog, experts
from followworthy.store.revisions import Revision
from tests.people import ODILE, SALES, VOICES
from tests.web.conftest import token


def send(client: FlaskClient, page: str, shown_at: str | None = None, **form: str) -> tuple[int, str]:
    """Send a form with the token of the page that shows it; give status and page, after a redirect."""
    form["csrf_token"] = token(client, shown_at or page)
    answer = client.post(page, data=form)
    return answer.status_code, client.get(answer.headers["Location"]).text if answer.status_code == 303 else answer.text


def test_a_category_is_added_and_edited_on_the_page(db: Database, signed_in: FlaskClient) -> None:
    assert "Writing is added." in send(signed_in, "/desk/categories/", name="Writing")[1]
    page = signed_in.get("/desk/categories/").text
    seen = page.split('id="writing"')[1].split('name="seen" value="')[1].split('"')[0]
    status, said = send(
        signed_in, "/desk/categories/writing", "/desk/categories/", do="save", seen=seen, name="Prose", description=""
    )
    assert (status, "Saved; that is change" in said) == (303, True)
    with db.reading() as session:
        assert [one.name for one in catalog.categories(session)][-1] == "Prose"


def test_a_refused_name_stays_in_its_form(signed_in: FlaskClient) -> None:
    status, page = send(signed_in, "/desk/categories/", name="careers", description="<b>Mine</b>")
    assert status == 409
    assert "There is a category Careers already." in page
    assert "&lt;b&gt;Mine&lt;/b&gt;" in page


def test_an_outdated_edit_keeps_the_words_and_shows_what_is_there_now(
    db: Database, now: datetime, signed_in: FlaskClient
) -> None:
    with db.writing() as session:
        Revision(session, by="Ilse", why="w", now=now).put(replace(SALES, name="Selling"))
    form = {"do": "save", "seen": "0" * 64, "name": "Trading", "description": "Mine"}
    status, page = send(signed_in, "/desk/categories/sales", "/desk/categories/", **form)
    assert (status, "Selling was changed by somebody else" in page) == (409, True)
    assert 'value="Trading"' in page
    assert "<strong>Selling</strong>" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "down"}, "Careers moved down"),
        ({"do": "up"}, "stands at the end already"),
        ({"do": "merge", "into": "sales"}, "Careers is merged; that is change 2."),
    ],
)
def test_categories_are_moved_and_merged(signed_in: FlaskClient, form: dict[str, str], said: str) -> None:
    assert said in send(signed_in, "/desk/categories/careers", "/desk/categories/", **form)[1]


def test_a_full_category_is_not_retired(signed_in: FlaskClient) -> None:
    status, page = send(signed_in, "/desk/categories/careers", "/desk/categories/", do="retire")
    assert (status, "1 expert in Careers" in page) == (409, True)


def test_a_list_shows_what_it_brought(signed_in: FlaskClient) -> None:
    page = signed_in.get("/desk/sources/").text
    assert "Forty Voices on Work" in page
    assert "It was never imported here." in signed_in.get("/desk/sources/forty-voices").text


def test_a_list_is_edited_and_keeps_what_was_refused(db: Database, signed_in: FlaskClient) -> None:
    place = "/desk/sources/forty-voices"
    seen = signed_in.get(place).text.split('name="seen" value="')[1].split('"')[0]
    form = {"do": "save", "seen": seen, "title": "Forty <Voices>", "publisher": "", "url": "", "date": "soon"}
    status, page = send(signed_in, place, **form)
    assert (status, "soon is no date" in page, "Forty &lt;Voices&gt;" in page) == (409, True, True)
    assert send(signed_in, place, **{**form, "date": "2019-05-22"})[0] == 303
    with db.reading() as session:
        assert catalog.source(session, VOICES.id) == replace(
            VOICES, title="Forty <Voices>", publisher=None, reread=False
        )


def test_a_list_is_added_by_hand_and_removed(db: Database, signed_in: FlaskClient) -> None:
    assert "Prose is added." in send(signed_in, "/desk/sources/", title="Prose")[1]
    assert send(signed_in, "/desk/sources/prose", do="remove")[0] == 303
    with db.reading() as session:
        assert catalog.source(session, "prose") is None


@pytest.mark.parametrize("place", ["/desk/sources/nothing", "/desk/changes/99", "/desk/changes/?page=9"])
def test_what_is_not_there_is_not_found(signed_in: FlaskClient, place: str) -> None:
    assert signed_in.get(place).status_code == 404


def test_a_refused_undo_says_why_on_the_changes_own_page(db: Database, now: datetime, signed_in: FlaskClient) -> None:
    with db.writing() as session:
        for name in ("Odile F.", "O. Fennwick"):
            Revision(session, by="Ilse", why="renamed", now=now).put(replace(ODILE, name=name))
    status, page = send(signed_in, "/desk/changes/2/undo", "/desk/changes/2")
    assert (status, "change 3 (Odile F.) builds on this one. Undo that first." in page) == (409, True)


def test_an_undone_change_leads_to_the_one_that_undid_it(db: Database, now: datetime, signed_in: FlaskClient) -> None:
    with db.writing() as session:
        Revision(session, by="Ilse", why="renamed", now=now).put(replace(ODILE, name="Odile F."))
    send(signed_in, "/desk/changes/2/undo", "/desk/changes/2")
    assert "undone by change 3" in signed_in.get("/desk/changes/").text
    send(signed_in, "/desk/changes/3/undo", "/desk/changes/3")
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
    assert found is not None
    assert found.name == "Odile F."


def test_the_history_is_filtered_by_expert_and_by_curator(db: Database, now: datetime, signed_in: FlaskClient) -> None:
    with db.writing() as session:
        Revision(session, by="Ilse", why="renamed her", now=now).put(replace(ODILE, name="Odile F."))
    assert "renamed her" in signed_in.get(f"/desk/changes/?expert={ODILE.id}").text
    assert "renamed her" in signed_in.get("/desk/changes/?by=Ilse").text
    assert "renamed her" not in signed_in.get("/desk/changes/?by=Nadia").text
    assert "No change is like that." in signed_in.get("/desk/changes/?batch=7").text


def test_a_long_change_is_cut_in_the_list_and_whole_on_its_own_page(
    db: Database, now: datetime, signed_in: FlaskClient
) -> None:
    with db.writing() as session:
        Revision(session, by="Ilse", why="w", now=now).put(replace(ODILE, note="x" * 10_000))
    assert "x" * 1_000 not in signed_in.get("/desk/changes/").text
    assert "x" * 10_000 in signed_in.get("/desk/changes/2").text
