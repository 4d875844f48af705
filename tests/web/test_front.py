"""The front: the catalog answered before Flask, from a shelf that is watched."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import brotli
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import Client, TestResponse

from followworthy.errors import StoreError
from followworthy.services.publishing import Press
from followworthy.store import Database
from followworthy.store.revisions import Revision
from followworthy.web.shelf import Shelf
from tests.people import ODILE, TOBIN
from tests.waiting import wait_until

CATALOG = "/api/v1/catalog"
Change = Callable[..., str]


@pytest.fixture
def shelf(app: Flask) -> Iterator[Shelf]:
    """The shelf of the application, watched, with the first edition on it."""
    shelf: Shelf = app.extensions["followworthy.shelf"]
    shelf.watch()
    wait_until(lambda: shelf.glance() is not None)
    yield shelf
    shelf.close()


@pytest.fixture
def browser(app: Flask, shelf: Shelf) -> Client:  # noqa: ARG001 - what it asks is answered from the shelf
    return Client(app.wsgi_app)


@pytest.fixture
def change(db: Database, now: datetime, shelf: Shelf) -> Change:
    """Change experts in one revision, wait until the shelf holds it, and give its cursor."""

    def changed(*several: Any) -> str:
        with db.writing() as session:
            revision = Revision(session, by="Nadia", why="better", now=now)
            for one in several:
                revision.put(one)
        wait_until(lambda: shelf.glance() and shelf.glance().revision == revision.number)  # type: ignore[union-attr]
        return shelf.glance().cursor  # type: ignore[union-attr]

    return changed


@pytest.fixture
def no_flask(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask must not be asked."""
    monkeypatch.setattr(app.wsgi_app, "_behind", None)


@pytest.mark.usefixtures("no_flask")
def test_neither_flask_nor_the_database_is_asked(browser: Client, shelf: Shelf, db: Database) -> None:
    shelf.close()
    db.close()
    answer = browser.get(CATALOG)
    assert (answer.status_code, answer.content_type, len(json.loads(answer.data)["experts"])) == (
        200,
        "application/json",
        1,
    )


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("query", ["", "?since={}", "?since=nobody.1", "?x=1&since={}&since=2"])
@pytest.mark.parametrize("header", [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_flask_answers_the_same(app: Flask, query: str, header: dict[str, str], method: str) -> None:
    shelf: Shelf = app.extensions["followworthy.shelf"]
    path = CATALOG + query.format(shelf.take().cursor)
    front, behind = Client(app.wsgi_app), Client(app.wsgi_app._behind)  # type: ignore[attr-defined]
    one, other = (each.open(path, method=method, headers=header) for each in (front, behind))
    assert (one.status, one.data) == (other.status, other.data)
    shown = {name: value for name, value in one.headers.items() if name not in ("Date", "X-Request-Id")}
    assert shown.items() <= dict(other.headers.items()).items()


def test_a_client_that_holds_a_state_gets_what_changed_since(browser: Client, change: Change) -> None:
    change(TOBIN, replace(ODILE, id="zzzzzzzz", links=(), name="Third"))
    before = browser.get(CATALOG)
    cursor = change(replace(TOBIN, withdrawn=True))
    answer = browser.get(CATALOG, query_string={"since": json.loads(before.data)["cursor"]})
    document = json.loads(answer.data)
    assert (document["complete"], document["experts"], document["withdrawn"]) == (False, [], [TOBIN.id])
    assert (document["cursor"], answer.headers["ETag"]) == (cursor, f'W/"{cursor}"')


def test_a_new_revision_of_another_process_is_noticed_within_a_second(change: Change, shelf: Shelf) -> None:
    held = shelf.glance()
    change(replace(ODILE, headline="Else"))  # wait_until gives it seconds; the law is the watcher's pace
    assert shelf.glance() is not held


def test_a_client_that_is_ahead_of_this_process_makes_it_look_at_once(
    browser: Client, shelf: Shelf, db: Database, now: datetime
) -> None:
    shelf.close()  # nobody looks by themselves from here on
    before = shelf.glance()
    assert before
    with db.writing() as session:
        Revision(session, by="Nadia", why="better", now=now).put(TOBIN)
    ahead = f"{before.epoch}.{before.revision + 1}"
    document = json.loads(browser.get(CATALOG, query_string={"since": ahead}).data)
    assert (document["cursor"], document["complete"], document["experts"]) == (ahead, False, [])


def test_while_the_database_is_away_the_last_edition_stays(
    browser: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Event()

    def away(*_: object) -> None:
        looked.set()
        raise StoreError("The database is away.")

    monkeypatch.setattr(Press, "print", away)
    monkeypatch.setattr("followworthy.web.shelf.etag", away)
    assert looked.wait(5)
    assert browser.get(CATALOG).status_code == 200
    assert shelf.glance()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_leaves_nothing_stale_and_somebody_watches_again(
    browser: Client, shelf: Shelf, db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("followworthy.web.shelf.AGAIN_SECONDS", 0.01)
    with monkeypatch.context() as patch:
        patch.setattr("followworthy.web.shelf.etag", broken)
        wait_until(lambda: shelf.latest is None)
        with db.writing() as session:
            Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline="Else"))
    assert json.loads(browser.get(CATALOG).data)["experts"][0]["headline"] == "Else"
    wait_until(lambda: shelf.latest is not None)


@pytest.mark.parametrize("epoch", [None, "another"])
def test_a_cache_that_holds_a_state_which_we_have_not_seen_is_not_sent_the_past(
    browser: Client, shelf: Shelf, db: Database, now: datetime, epoch: str | None
) -> None:
    shelf.close()  # nobody looks by themselves from here on
    before = shelf.glance()
    assert before
    with db.writing() as session:
        number = Revision(session, by="Nadia", why="better", now=now)
        number.put(TOBIN)
        if epoch:
            session.execute(text("UPDATE counter SET epoch = :epoch"), {"epoch": epoch})
    state = f"{epoch or before.epoch}.{number.number}"
    assert browser.get(CATALOG, headers={"If-None-Match": f'W/"{state}"'}).status_code == 304
    assert browser.get(CATALOG, query_string={"since": state}).headers["ETag"] == f'W/"{state}"'


@pytest.mark.parametrize(("encoding", "unpacked"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_one_etag_stands_for_all_encodings(browser: Client, encoding: str, unpacked: Callable[[bytes], bytes]) -> None:
    plain = browser.get(CATALOG)
    packed = browser.get(CATALOG, headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert unpacked(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_head_says_how_long_the_body_would_be(browser: Client) -> None:
    assert browser.head(CATALOG).headers["Content-Length"] == str(len(browser.get(CATALOG).data))
    assert browser.head(CATALOG).data == b""


def test_caches_may_keep_it_half_a_minute_and_show_it_while_they_ask_anew(browser: Client) -> None:
    for answer in (browser.get(CATALOG), browser.get(CATALOG, headers={"If-None-Match": "*"})):
        assert answer.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=300"


def test_however_differently_it_is_asked_only_so_many_answers_are_kept(app: Flask, browser: Client) -> None:
    for number in range(600):
        browser.get(CATALOG, query_string={"x": number})
    assert len(app.wsgi_app._kept[1]) <= 512  # type: ignore[attr-defined]


@pytest.mark.usefixtures("shelf")
def test_what_is_not_the_catalog_goes_on_to_flask(browser: Client) -> None:
    def status(answer: TestResponse) -> int:
        return answer.status_code

    assert status(browser.get("/")) == 200
    assert status(browser.post(CATALOG)) == 405
    assert status(browser.options(CATALOG)) == 200
    assert status(browser.get(CATALOG + "/")) == 404
