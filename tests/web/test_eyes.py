"""*Needs your eyes* in the browser: one link after the other, by forms alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.store import Database, checks, experts
from followworthy.store.checks import DueLink
from followworthy.store.revisions import Revision
from tests.people import ODILE, publish
from tests.web.conftest import token

EYES = "/desk/eyes/"
MARSH = "https://www.linkedin.com/in/odile-marsh"
Wall = Callable[[Expert], None]


def somebody(number: int) -> Expert:
    slug = f"walled-person-{number:02}"
    link = Link("linkedin", f"https://www.linkedin.com/in/{slug}", f"in/{slug}")
    return replace(ODILE, id=f"bcdfg{number + 222}", name=f"Walled Person {number:02}", note=None, links=(link,))


@pytest.fixture
def walled(db: Database, now: datetime) -> Wall:
    """Publish somebody whose profile met robots.txt."""

    def wall(expert: Expert) -> None:
        link = expert.links[0]
        with db.writing() as session:
            publish(session, expert)
            refused = Check(now - timedelta(days=1), Outcome.WALLED, "robots.txt asks programs to stay out.")
            checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), refused, None)

    return wall


@pytest.fixture
def page(signed_in: FlaskClient, walled: Wall) -> FlaskClient:
    walled(ODILE)
    return signed_in


def say(client: FlaskClient, **fields: str) -> tuple[int, str]:
    form = {"csrf_token": token(client, EYES), "expert": ODILE.id, "url": ODILE.links[0].url, **fields}
    answer = client.post(EYES, data=form)
    return answer.status_code, client.get(EYES).text if answer.status_code == 303 else answer.text


def test_nothing_to_open_is_said_plainly(signed_in: FlaskClient) -> None:
    assert "Nothing needs your eyes." in signed_in.get(EYES).text


def test_the_link_opens_a_tab_of_its_own_and_sends_nothing_along(page: FlaskClient) -> None:
    (link,) = re.findall(r"<a [^>]*href=\"/desk/eyes/\d+/open\"[^>]*>", page.get(EYES).text)
    assert 'target="_blank" rel="noreferrer"' in link
    away = page.get(link.split('href="')[1].split('"')[0])
    assert (away.status_code, away.headers["Location"]) == (303, ODILE.links[0].url)
    assert away.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("number", [0, 99])
def test_only_a_link_of_the_catalog_is_opened(page: FlaskClient, number: int) -> None:
    assert page.get(f"/desk/eyes/{number}/open").status_code == 404


def test_nobody_else_is_led_anywhere(client: FlaskClient) -> None:
    assert client.get("/desk/eyes/1/open").headers["Location"].startswith("/sign-in")


def test_nothing_on_the_page_is_loaded_from_elsewhere(page: FlaskClient) -> None:
    assert re.findall(r"(?:src|srcset|<link[^>]* href)=\"https?:", page.get(EYES).text) == []


def test_the_page_says_where_the_audit_stands(page: FlaskClient) -> None:
    assert '<p class="said">1 LinkedIn address' in page.get(EYES).text


def test_every_page_of_the_desk_counts_them(page: FlaskClient) -> None:
    assert 'Needs your eyes <span class="tag">1</span>' in page.get("/desk/changes/").text


def test_home_counts_them_as_work(page: FlaskClient) -> None:
    home = page.get("/desk/").text
    assert "1 address needs your eyes" in home
    assert "1 minute of work" in home


def test_fine_is_kept_and_the_next_one_is_shown_with_the_focus(page: FlaskClient, walled: Wall) -> None:
    walled(somebody(1))
    status, shown = say(page, do="fine")
    assert status == 303
    assert "Odile Fennwick: it is there. That is change" in shown
    assert '<h2 id="now">Walled Person 01</h2>' in shown
    assert re.search(r'<a [^>]*id="open"[^>]* autofocus>', shown)
    assert "autofocus" not in page.get(EYES).text


def test_not_there_leads_on_to_review(page: FlaskClient) -> None:
    shown = say(page, do="missing")[1]
    assert "waits in Review" in shown
    assert 'Review <span class="tag">1</span>' in shown


def test_moved_publishes_the_address(page: FlaskClient, db: Database) -> None:
    assert say(page, do="moved", address=MARSH)[0] == 303
    with db.reading() as session:
        assert experts.owner_of_key(session, "in/odile-marsh")


def test_a_wrong_address_is_refused_and_stays_in_its_field(page: FlaskClient) -> None:
    status, shown = say(page, do="moved", address="https://example.com/<me>")
    assert status == 422
    assert 'role="alert">https://example.com/&lt;me&gt; cannot be the address: not a LinkedIn address.' in shown
    assert 'value="https://example.com/&lt;me&gt;"' in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Nothing was said"),
        ({"do": "gone"}, "Nothing was said"),
        ({"do": "fine", "expert": "nobody"}, "not in the catalog any more"),
        ({"do": "fine", "url": "https://elsewhere.example"}, "not Odile Fennwick&#39;s current address any more"),
    ],
)
def test_a_form_that_says_nothing_clear_is_refused(page: FlaskClient, fields: dict[str, str], words: str) -> None:
    status, shown = say(page, **fields)
    assert status == 422
    assert words in shown


def test_another_one_can_be_looked_at_first(page: FlaskClient, walled: Wall) -> None:
    walled(somebody(1))
    (other,) = re.findall(r'<a class="name" href="([^"]+)">Walled Person 01</a>', page.get(EYES).text)
    shown = page.get(other).text
    assert '<h2 id="now">Walled Person 01</h2>' in shown
    assert '">Odile Fennwick</a>' in shown


def test_ten_looks_are_enough_for_a_week(signed_in: FlaskClient, walled: Wall) -> None:
    people = [somebody(number) for number in range(12)]
    for one in people:
        walled(one)
    assert "10 addresses to open, 2 more later" in signed_in.get(EYES).text
    for one in people[:10]:
        say(signed_in, do="fine", expert=one.id, url=one.links[0].url)
    shown = signed_in.get(EYES).text
    assert "10 looks in seven days: enough for now. 2 more addresses wait until" in shown
    assert 'id="open"' not in shown


def test_what_was_said_can_be_taken_back_here(page: FlaskClient, db: Database) -> None:
    shown = say(page, do="fine")[1]
    assert "Nadia Brookmere looked: it is there." in shown
    (action,) = re.findall(r'action="(/desk/eyes/\d+/take-back)"', shown)
    form = {"csrf_token": token(page, EYES)}
    assert page.post(action, data=form).status_code == 303
    assert "Taken back; that is change" in page.get(EYES).text
    with db.reading() as session:
        odile = experts.get(session, ODILE.id)
    assert odile is not None
    assert odile.links[0].verdict is Verdict.UNCONFIRMED
    again = page.post(action, data=form)
    assert again.status_code == 409
    assert "taken back already" in again.text


def test_only_curators_look(client: FlaskClient) -> None:
    assert client.get(EYES).headers["Location"].startswith("/sign-in")


def test_the_count_in_the_bar_follows_every_saying_and_taking_back(page: FlaskClient) -> None:
    mark = 'Needs your eyes <span class="tag">1</span>'
    shown = [mark in page.get("/desk/changes/").text]
    (action,) = re.findall(r'action="(/desk/eyes/\d+/take-back)"', say(page, do="fine")[1])
    shown.append(mark in page.get("/desk/changes/").text)
    page.post(action, data={"csrf_token": token(page, EYES)})
    assert [*shown, mark in page.get("/desk/changes/").text] == [True, False, True]


def test_the_count_in_the_bar_follows_a_taking_back_that_changes_nothing_else(
    page: FlaskClient, db: Database, now: datetime
) -> None:
    link = DueLink(ODILE.id, ODILE.name, ODILE.links[0].url, ODILE.links[0].key)
    with db.writing() as session:
        for outcome in (Outcome.ANSWERED, Outcome.WALLED):
            checks.record(session, link, Check(now - timedelta(hours=1), outcome, "Met."), None)
        known = replace(ODILE, links=(replace(ODILE.links[0], verdict=Verdict.ALIVE, confirmed="2026-11"),))
        Revision(session, by="auditor", why="x", now=now - timedelta(hours=1)).put(known)
    shown = say(page, do="fine")[1]
    assert "it is there." in shown
    assert "That is change" not in shown
    (action,) = re.findall(r'action="(/desk/eyes/\d+/take-back)"', shown)
    page.post(action, data={"csrf_token": token(page, EYES)})
    assert 'Needs your eyes <span class="tag">1</span>' in page.get("/desk/changes/").text


def test_the_count_in_the_bar_follows_the_audit(page: FlaskClient, walled: Wall) -> None:
    page.get("/desk/changes/")
    walled(somebody(1))
    assert 'Needs your eyes <span class="tag">2</span>' in page.get("/desk/changes/").text
