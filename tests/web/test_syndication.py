"""The catalog for other programs: a JSON Feed of the latest experts, and a table."""

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from followworthy.services import feeding
from followworthy.store import Database
from tests.people import ODILE, TOBIN
from tests.web.test_resources import put, voice

FEED, TABLE = "/api/v1/feed.json", "/api/v1/catalog.csv"
DAY = timedelta(days=1)


def rows(client: FlaskClient) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(TABLE).text, newline="")))


def test_the_feed_says_who_and_what_for_and_which_list(client: FlaskClient) -> None:
    answer = client.get(FEED)
    feed = answer.get_json()
    assert answer.content_type == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == ("http://localhost/", f"http://localhost{FEED}")
    (item,) = feed["items"]
    assert (item["title"], item["url"], item["tags"]) == (
        ODILE.name,
        f"http://localhost/experts/{ODILE.id}",
        ["Careers"],
    )
    assert item["content_text"] == (
        "Odile Fennwick: Writes about hiring without guesswork\n\n"
        "Recommended in Careers, on the list Forty Voices on Work (The Harbour Letter, 2019): "
        "Explains what recruiters read."
    )
    assert item["date_published"] == item["date_modified"] == "2026-11-23T09:00:00Z"
    assert client.get(f"/experts/{ODILE.id}").status_code == 200


def test_an_edit_moves_nobody_and_keeps_the_id(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now + DAY, TOBIN)
    before = client.get(FEED).get_json()["items"]
    assert [item["title"] for item in before] == [TOBIN.name, ODILE.name]
    put(db, now + 2 * DAY, replace(ODILE, headline="Else"))
    after = client.get(FEED).get_json()["items"]
    assert [item["id"] for item in after] == [item["id"] for item in before]
    assert after[1]["date_published"] == "2026-11-23T09:00:00Z"
    assert after[1]["date_modified"] == "2026-11-25T09:00:00Z"


def test_who_left_is_in_no_feed_and_no_table(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, replace(ODILE, withdrawn=True))
    assert client.get(FEED).get_json()["items"] == []
    assert rows(client) == []


def test_the_feed_ends_somewhere(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, *[voice(number, f"Voice {number}", number) for number in range(60)])
    items = client.get(FEED).get_json()["items"]
    assert len(items) == feeding.MOST
    assert ODILE.name not in [item["title"] for item in items]


def test_the_table_has_a_line_for_each_recommendation(client: FlaskClient, db: Database, now: datetime) -> None:
    twice = (*TOBIN.recommendations, replace(TOBIN.recommendations[0], category="careers", rank=None))
    put(db, now, replace(TOBIN, recommendations=twice), replace(voice(1, "Nobody says", 1), recommendations=()))
    lines = rows(client)
    assert [(line["name"], line["category_name"], line["rank"]) for line in lines] == [
        ("Tobin Ashgrove", "Sales without shouting", "1"),
        ("Tobin Ashgrove", "Careers", ""),
        ("Odile Fennwick", "Careers", "3"),
        ("Nobody says", "", ""),
    ]
    odile = lines[2]
    assert (odile["linkedin"], odile["verdict"]) == ("https://www.linkedin.com/in/odile-fennwick", "unconfirmed")
    assert (odile["homepage"], odile["source_title"]) == ("https://fennwick.example", "Forty Voices on Work")
    assert odile["reason"] == "Explains what recruiters read."


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_spreadsheet_works_a_cell_out(client: FlaskClient, db: Database, now: datetime, begin: str) -> None:
    evil = f'{begin}HYPERLINK("https://evil.example";"x"),"\r\ny'
    put(db, now, replace(ODILE, name=f"{begin}x", headline=evil))
    (line,) = rows(client)
    assert (line["name"], line["headline"]) == (f"'{begin}x", f"'{evil}")


def test_lines_end_as_the_rfc_wants_and_the_type_says_what_they_are(client: FlaskClient) -> None:
    answer = client.get(TABLE)
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert answer.data.count(b"\r\n") == 2
    assert answer.data.endswith(b"\r\n")
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_the_table_comes_compressed_to_whoever_takes_that(client: FlaskClient) -> None:
    plain = client.get(TABLE, headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client.get(TABLE, headers={"Accept-Encoding": "br, gzip;q=0.2"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] == packed.headers["ETag"]


@pytest.mark.parametrize("path", [FEED, TABLE])
def test_it_is_built_once_a_change(
    client: FlaskClient, db: Database, now: datetime, questions: Callable[[], int], path: str
) -> None:
    client.get(path)
    before = questions()
    client.get(path)
    known = questions() - before
    assert known <= 3
    put(db, now, TOBIN)
    before = questions()
    assert TOBIN.name in client.get(path).text
    assert questions() - before > known
