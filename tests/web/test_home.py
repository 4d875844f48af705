"""Home: what needs a curator, the links over time, coverage; the same needs as a private feed."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.domain.records import Category, Source
from followworthy.domain.values import Claim, Match, Verdict
from followworthy.store import Database, catalog, experts, health, imports, proposals, revisions
from followworthy.store.revisions import Revision
from tests.bench.desk.pages import counted
from tests.people import ODILE, VOICES, publish
from tests.web.conftest import token

DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"
HOME = "/desk/"


def queue(db: Database, now: datetime, number: int = 24, title: str = VOICES.title, source: str = VOICES.id) -> int:
    """Import a list with so many people, some of them known; give the import's number."""
    with db.writing() as session:
        catalog.remember_source(session, Source(source, title))
        batch = imports.add(session, Source(source, title), place="x", by="N", digest="d", claims=1, people={}, now=now)
        for each in range(number):
            proposals.queue(
                session,
                source_id=source,
                identity=f"{batch} {each}",
                kind="correction" if each == 0 else "new",
                digest="d",
                claims=(Claim("Somebody"),),
                match=Match("new"),
                now=now,
                import_id=batch,
            )
    return batch


def feed_of(client: FlaskClient) -> str:
    return re.findall(r'href="(/desk/feed/[^"]+\.atom)">As a private feed', client.get(HOME).text)[0]


def test_the_most_likely_next_step_is_the_only_filled_button(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    batch = queue(db, now)
    with db.writing() as session:
        Revision(session, by="N", why="w", now=now).put(replace(ODILE, links=()))
    page = signed_in.get(HOME).text
    assert "14 minutes of work" in page
    assert "25 things need you. The longest waits since 23 Nov 2026." in page
    filled = re.findall(r'class="btn primary" href="([^"]+)">([^<]+)<span class="hide">: ([^<]+)</span>', page)
    assert filled == [(f"/desk/review/1?batch={batch}", "Review", "24 proposals from Forty Voices on Work")]


def test_every_button_leads_to_a_page(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    queue(db, now)
    with db.writing() as session:
        Revision(session, by="N", why="w", now=now).put(replace(ODILE, links=()))
    for address in re.findall(r'<a class="btn[^"]*" href="(/desk[^"]*)"', signed_in.get(HOME).text):
        assert signed_in.get(address.replace("&amp;", "&")).status_code == 200


def test_when_nothing_waits_home_says_so_and_what_one_can_do(signed_in: FlaskClient) -> None:
    page = signed_in.get(HOME).text
    assert "Nothing waits for you" in page
    assert "Import a list" in page


def test_the_picture_has_its_figures_in_words_and_as_a_table(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        known = replace(ODILE, links=(replace(ODILE.links[0], verdict=Verdict.MOVED),))
        Revision(session, by="auditor", why="x", now=now).put(known)
        health.keep_day(session, (now - DAY).date(), {"alive": 1})
    page = signed_in.get(HOME).text
    assert "Link status over 2 days. Confirmed: 1 at first, 0 of 1 now." in page
    assert ">1 moved or not answering</text>" in page
    figures = page.split('class="figures')[1].split("</table>")[0]
    assert re.findall(r"<div>([^<]+)</div>", figures) == ["23 Nov", "0", "0", "1", "0", "22 Nov", "1", "0", "0", "0"]
    assert 'fill="url(#hatch-wide)"' in page


def test_a_catalog_without_addresses_shows_no_empty_picture(
    signed_in: FlaskClient, db: Database, now: datetime
) -> None:
    with db.writing() as session:
        Revision(session, by="N", why="w", now=now).put(replace(ODILE, links=()))
    page = signed_in.get(HOME).text
    assert "No LinkedIn address is published yet." in page
    assert "<pattern" not in page


def test_coverage_tells_of_each_category(signed_in: FlaskClient) -> None:
    table = signed_in.get(HOME).text.split('class="coverage')[1].split("</table>")[0]
    rows = [re.findall(r'<div>([^<]+)</div>|class="num">([^<]+)<', row) for row in table.split("<tr>")[2:]]
    told = [["".join(pair) for pair in row] for row in rows]
    assert told == [["1", "0", "1", "1", "0", "0"], ["0", "0", "0", "0", "0", "0"]]


def test_coverage_follows_every_change(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    signed_in.get(HOME)
    with db.writing() as session:
        Revision(session, by="N", why="w", now=now).put(Category("writing", "Writing <b>well", 3))
    assert "Writing &lt;b&gt;well" in signed_in.get(HOME).text


def test_home_asks_the_same_number_of_questions_however_much_there_is(
    signed_in: FlaskClient, app: Flask, db: Database, now: datetime
) -> None:
    queue(db, now, 2)
    signed_in.get(HOME)
    with counted(db) as few:
        signed_in.get(HOME)
    for number in range(20):
        queue(db, now, 3, f"List {number}", f"list-{number}")
    with db.writing() as session:
        publish(session, *(replace(ODILE, id=f"bcdfg{at}", links=(), name=f"P {at}") for at in range(222, 262)))
        for at in range(60):
            health.keep_day(session, (now - at * DAY).date(), {"alive": at})
    app.extensions.pop("followworthy.coverage")
    signed_in.get(HOME)
    with counted(db) as many:
        signed_in.get(HOME)
    assert len(many) == len(few)


def test_the_feed_is_valid_atom_and_tells_the_same(
    signed_in: FlaskClient, client: FlaskClient, db: Database, now: datetime
) -> None:
    queue(db, now, title="Forty <b>Voices & more")
    answer = client.get(feed_of(signed_in))
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml; charset=utf-8")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    (entry,) = feed.findall(f"{ATOM}entry")
    found = {one.tag.removeprefix(ATOM): one for one in entry}
    assert found["title"].text == "24 proposals from Forty Voices on Work"
    assert found["updated"].text == "2026-11-23T09:00:00Z"
    assert (found["id"].text or "").startswith("urn:uuid:")
    assert found["link"].get("href") == "http://localhost/desk/review/1?batch=1"
    assert found["summary"].text == "About 12 minutes."
    assert {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")} == {
        "self": f"http://localhost{feed_of(signed_in)}",
        "alternate": "http://localhost/desk/",
    }


def test_an_empty_feed_is_a_feed(signed_in: FlaskClient, client: FlaskClient) -> None:
    feed = ET.fromstring(client.get(feed_of(signed_in)).data)  # noqa: S314 - our own
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T09:00:00Z"


def test_the_feed_is_sent_again_only_when_it_changed(
    signed_in: FlaskClient, client: FlaskClient, db: Database, now: datetime
) -> None:
    address = feed_of(signed_in)
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    queue(db, now)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_an_entry_keeps_its_id_while_it_is_worked_off(
    signed_in: FlaskClient, client: FlaskClient, db: Database, now: datetime
) -> None:
    queue(db, now)
    ids = []
    for _ in range(2):
        ids.append(re.findall(r"<id>([^<]+)</id>", client.get(feed_of(signed_in)).text))
        with db.writing() as session:
            proposals.decide(session, 1, "rejected", "Nadia", now, None)
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


@pytest.mark.parametrize("token", ["1", "1.", "1.AAAA", "x.AAAA", "999.AAAA", "1.é", "²²².x", "1" * 40 + ".x"])
def test_a_guessed_feed_is_not_there(client: FlaskClient, signed_in: FlaskClient, token: str) -> None:
    assert signed_in
    assert client.get(f"/desk/feed/{token}.atom").status_code == 404


def test_the_feed_of_another_curator_is_another(signed_in: FlaskClient, client: FlaskClient) -> None:
    address = feed_of(signed_in)
    number, signature = address.removeprefix("/desk/feed/").removesuffix(".atom").split(".")
    assert client.get(f"/desk/feed/{int(number) + 1}.{signature}.atom").status_code == 404


def test_signing_out_everywhere_ends_the_feed(signed_in: FlaskClient, client: FlaskClient) -> None:
    address = feed_of(signed_in)
    signed_in.post("/desk/you/everywhere", data={"csrf_token": token(signed_in, HOME)})
    assert client.get(address).status_code == 404


def test_signing_out_here_leaves_the_feed(signed_in: FlaskClient, client: FlaskClient) -> None:
    address = feed_of(signed_in)
    signed_in.post("/sign-out", data={"csrf_token": token(signed_in, HOME)})
    assert client.get(address).status_code == 200


def test_the_start_page_counts_without_reading_everybody(client: FlaskClient, db: Database) -> None:
    with counted(db) as few:
        client.get("/")
    with db.writing() as session:
        publish(session, *(replace(ODILE, id=f"bcdfg{at}", links=(), name=f"P {at}") for at in range(222, 262)))
        assert len(experts.published(session)) == 41
        assert revisions.cursor(session)[1] == 2
    with counted(db) as many:
        assert "Today 1 of the 41 can be marked" in client.get("/").text
    assert len(many) == len(few)
