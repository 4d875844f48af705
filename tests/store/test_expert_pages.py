"""Published experts page by page, in one order on every database; and who came last."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.store import Database, expert_pages, newcomers
from followworthy.store.expert_pages import EVERYBODY, Place
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish

LEFT = replace(
    TOBIN,
    id="bcdfghjp",
    links=(replace(TOBIN.links[0], url="https://www.linkedin.com/in/left", key="in/left"),),
    withdrawn=True,
)


def test_everybody_is_gone_through_whatever_is_held_at_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, LEFT)
    for at_once in (1, 2, 3):
        monkeypatch.setattr(expert_pages, "AT_ONCE", at_once)
        with db.reading() as session:
            assert [one["id"] for one in expert_pages.every(session)] == [TOBIN.id, ODILE.id]


def test_a_page_begins_behind_a_place_where_nobody_stands(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        page = expert_pages.page(session, EVERYBODY, Place(2, "nobody", "zzzzzzzz"), 10)
    assert [one["id"] for one in page.experts] == [ODILE.id]
    assert page.end is None


def test_an_empty_catalog_is_one_empty_page(db: Database) -> None:
    with db.reading() as session:
        assert list(expert_pages.every(session)) == []
        assert newcomers.latest(session, 5) == []


def test_who_came_back_keeps_their_first_day(db: Database, now: datetime) -> None:
    day = timedelta(days=1)
    with db.writing() as session:
        publish(session, ODILE)
        for days, one in enumerate((TOBIN, replace(ODILE, withdrawn=True), ODILE), start=1):
            Revision(session, by="Nadia", why="x", now=now + days * day).put(one)
        latest = newcomers.latest(session, 5)
    assert [(one.expert.id, one.since, one.changed) for one in latest] == [
        (TOBIN.id, now + day, now + day),
        (ODILE.id, now, now + 3 * day),
    ]
