"""The catalog as clients get it."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from followworthy.services.publishing import etag, whole_catalog
from followworthy.store import Database
from followworthy.store.catalog import remember_source
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, VOICES, publish


def test_the_catalog_proves_itself_by_count_and_checksum(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        document = json.loads(whole_catalog(session).whole.identity)
    lines = sorted(f"{expert['id']} {expert['revision']}\n" for expert in document["experts"])
    assert document["count"] == 2
    assert document["checksum"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_an_empty_catalog_is_whole_too(db: Database) -> None:
    with db.reading() as session:
        document = json.loads(whole_catalog(session).whole.identity)
    assert (document["count"], document["complete"], document["experts"]) == (0, True, [])
    assert document["checksum"] == hashlib.sha256(b"").hexdigest()


def test_the_etag_is_the_cursor(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        catalog = whole_catalog(session)
    assert catalog.etag == f'W/"{json.loads(catalog.whole.identity)["cursor"]}"'
    assert catalog.etag.endswith('.1"')


def test_a_change_makes_a_new_etag(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        before = etag(session)
        Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline="Else"))
        assert etag(session) != before


def test_a_curators_note_never_leaves_the_house(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        body = whole_catalog(session).whole.identity.decode()
    assert "note" not in json.loads(body)["experts"][0]
    assert "another town" not in body


def test_a_withdrawn_expert_is_an_id_and_nothing_else(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        Revision(session, by="Nadia", why="left", now=now).put(replace(ODILE, withdrawn=True))
        body = whole_catalog(session).whole.identity.decode()
    assert json.loads(body)["withdrawn"] == [ODILE.id]
    assert "Fennwick" not in body


def test_a_source_that_nobody_is_published_from_stays_out(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        remember_source(session, replace(VOICES, id="unread"))
        document = json.loads(whole_catalog(session).whole.identity)
    assert [source["id"] for source in document["sources"]] == ["forty-voices"]


def test_how_often_a_list_is_read_is_nobodys_business(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        sources = json.loads(whole_catalog(session).whole.identity)["sources"]
    assert [set(one) for one in sources] == [{"id", "title", "publisher", "url", "date"}]
