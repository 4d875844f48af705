"""The bench of the desk: it fills, it measures what it says; and no page asks more of the database for more people."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.store import Database
from tests.bench.desk.__main__ import MOST_KB, PAGES, Cost, judged, main
from tests.bench.desk.pages import counted, signed_in
from tests.bench.desk.world import fill
from tests.conftest import MOMENT
from tests.databases import Databases

Desk = tuple[Database, FlaskClient]


@pytest.fixture(scope="module")
def desks(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A desk of few people, and one of many."""
    folder = tmp_path_factory.mktemp("desks")
    urls = [databases.fresh(folder) for _ in range(2)]
    few, many = (filled(url, number, MOMENT) for url, number in zip(urls, (60, 600), strict=True))
    with signed_in(few, MOMENT) as one, signed_in(many, MOMENT) as other:
        yield (few, one), (many, other)
    for database, url in zip((few, many), urls, strict=True):
        database.close()
        databases.drop(url)


def filled(url: str, number: int, now: datetime) -> Database:
    database = Database(url)
    fill(database, number, number * 3, now)  # so that every list has brought several
    return database


def statements(desk: Desk, page: str) -> list[str]:
    database, client = desk
    with counted(database) as heard:
        assert client.get(page).status_code in (200, 404)
    return heard


@pytest.mark.parametrize("page", [one for one in PAGES if "page=2" not in one])
def test_a_page_asks_no_more_of_the_database_for_ten_times_the_people(desks: tuple[Desk, Desk], page: str) -> None:
    few, many = desks
    assert len(statements(many, page)) <= len(statements(few, page))


@pytest.mark.parametrize("page", [one for one in PAGES if "page=2" not in one])
def test_no_page_ships_more_than_it_may(desks: tuple[Desk, Desk], page: str) -> None:
    _, (_, client) = desks
    assert len(client.get(page).data) <= MOST_KB * 1024


def test_the_bench_prints_a_line_a_page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.desk.__main__.PAGES", ("/", "/desk/"))
    assert main(["--sizes", "40", "--runs", "1"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_the_bench_names_what_was_missed() -> None:
    slow, large = Cost("/a", 60.0, 50.0, 9, 10.0), Cost("/b", 5.0, 4.0, 9, 120.0)
    said = judged([slow, large], [Cost("/a", 9.0, 8.0, 8, 10.0)])
    assert said == [
        "/a: 60 ms, at most 50 wanted.",
        "/b: 120 KB, at most 100 wanted.",
        "/a: 9 statements, 8 with fewer experts.",
    ]
