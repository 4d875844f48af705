"""Parts of the catalog over HTTP: experts page by page, one expert, categories, sources."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Expert
from followworthy.domain.values import Verdict
from followworthy.store import Database
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN

EXPERTS = "/api/v1/experts"
ROOMS = ("/api/v1/experts", f"/api/v1/experts/{ODILE.id}", "/api/v1/categories", "/api/v1/sources")
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def put(db: Database, at: datetime, *records: Expert) -> None:
    with db.writing() as session:
        revision = Revision(session, by="Nadia", why="edited", now=at)
        for one in records:
            revision.put(one)


def voice(number: int, name: str, rank: int | None) -> Expert:
    """Somebody of that rank on the list."""
    key = f"in/voice-{number}"
    link = replace(TOBIN.links[0], url=f"https://www.linkedin.com/{key}", key=key)
    said = (replace(TOBIN.recommendations[0], rank=rank),)
    expert_id = f"bbbbbb{LETTERS[number // 27]}{LETTERS[number % 27]}"
    return replace(TOBIN, id=expert_id, name=name, links=(link,), recommendations=said)


def walk(client: FlaskClient, address: str) -> Iterator[dict[str, Any]]:
    following: str | None = address
    while following:
        page = client.get(following).get_json()
        yield from page["experts"]
        following = page["next"]


def names(client: FlaskClient, query: str) -> list[str]:
    return [one["name"] for one in client.get(f"{EXPERTS}?{query}").get_json()["experts"]]


def test_experts_are_said_as_in_the_catalog(client: FlaskClient) -> None:
    whole = client.get("/api/v1/catalog").get_json()
    page = client.get(EXPERTS).get_json()
    assert page == {"schema": 1, "cursor": whole["cursor"], "experts": whole["experts"], "next": None}
    assert client.get(f"{EXPERTS}/{ODILE.id}").get_json() == whole["experts"][0]


@pytest.mark.parametrize("path", [*ROOMS, "/api/v1/feed.json", "/api/v1/catalog.csv"])
def test_the_curators_doubts_stay_at_home(client: FlaskClient, path: str) -> None:
    assert "another town" not in client.get(path).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=careers", ["Odile Fennwick"]),
        ("category=nothing-of-ours", []),
        ("source=forty-voices", ["Tobin Ashgrove", "Odile Fennwick"]),
        ("kind=organisation", []),
        ("kind=person", ["Tobin Ashgrove", "Odile Fennwick"]),
        ("verdict=gone", ["Tobin Ashgrove"]),
        ("verdict=alive", []),
        ("q=FENNWICK+r%C3%A9cruiters", ["Odile Fennwick"]),
        ("q=fennwick&category=sales", []),
        ("category=sales&verdict=gone&kind=person&q=tobin&limit=1", ["Tobin Ashgrove"]),
    ],
)
def test_every_filter_narrows(client: FlaskClient, db: Database, now: datetime, query: str, found: list[str]) -> None:
    put(db, now, replace(TOBIN, links=(replace(TOBIN.links[0], verdict=Verdict.GONE),)))
    assert names(client, query) == found


def test_a_former_address_has_no_say_in_the_verdict(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, replace(TOBIN, links=(replace(TOBIN.links[0], verdict=Verdict.GONE, status="former"),)))
    assert names(client, "verdict=gone") == []


def test_the_order_is_best_rank_then_name_then_id(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, voice(0, "Zoë", 3), voice(1, "aare", 4), voice(2, "Ärla", 4), voice(3, "Same", 5), voice(4, "Same", 5))
    put(db, now, voice(5, "Anna", None), voice(6, "Ørla", 4), voice(7, "Zed", 4), voice(8, "名", 4))
    order = ["Odile Fennwick", "Zoë", "aare", "Ärla", "Ørla", "Zed", "名", "Same", "Same", "Anna"]
    for limit in (1, 2, 3, 200):
        found = list(walk(client, f"{EXPERTS}?limit={limit}"))
        assert [one["name"] for one in found] == order
        assert [one["id"] for one in found if one["name"] == "Same"] == ["bbbbbbbf", "bbbbbbbg"]


def test_a_page_goes_on_where_it_ended_whatever_happens_meanwhile(
    client: FlaskClient, db: Database, now: datetime
) -> None:
    everybody = [voice(number, f"Voice {LETTERS[number]}", 1) for number in range(9)]
    put(db, now, *everybody)
    first = client.get(f"{EXPERTS}?limit=4&category=sales").get_json()
    *_, last = first["experts"]
    held = next(one for one in everybody if one.id == last["id"])
    put(db, now, replace(held, withdrawn=True), voice(20, "Aaa comes before", 1), voice(21, "Voice zz comes behind", 1))
    rest = [one["name"] for one in walk(client, first["next"])]
    assert rest == [*sorted(one.name for one in everybody if one.name > held.name), "Voice zz comes behind"]


def test_the_next_page_keeps_what_was_asked_for(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, *[voice(number, f"Voice {number}", 1) for number in range(3)])
    following = client.get(f"{EXPERTS}?q=voice&limit=2").get_json()["next"]
    assert following.startswith("/api/v1/experts?")
    assert [one["name"] for one in client.get(following).get_json()["experts"]] == ["Voice 2"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1e2", "limit"),
        ("limit=-1", "limit"),
        ("limit=%D9%A1", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=1", "limit"),
        ("kind=persons", "kind"),
        ("verdict=stale", "verdict"),
        ("category=", "category"),
        ("category=a%00b", "category"),
        ("source=%00", "source"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
        ("after=x", "after"),
        ("after=%00", "after"),
        ("after=%ED%A0%80", "after"),
        ("after=WzEsMiwzXQ.AAAA", "after"),
        ("page=2", "page"),
        ("%00=1", "\\x00"),
        ("=1", "''"),
    ],
)
def test_what_is_asked_wrongly_is_told_by_name(client: FlaskClient, query: str, named: str) -> None:
    answer = client.get(f"{EXPERTS}?{query}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert named in answer.get_json()["detail"]


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%FF%FE", "q=%F0%9F%8D%8E", "category=%FF", "q=%25_%5C"])
def test_odd_characters_find_somebody_or_nobody(client: FlaskClient, query: str) -> None:
    assert client.get(f"{EXPERTS}?{query}").status_code == 200


@pytest.mark.parametrize("path", [*ROOMS[1:], "/api/v1/feed.json", "/api/v1/catalog.csv", "/api/v1/openapi.json"])
def test_addresses_without_parameters_take_none(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?limit=5")
    assert answer.status_code == 400
    assert "limit" in answer.get_json()["detail"]


def test_a_place_of_another_question_is_refused(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, TOBIN)
    after = client.get(f"{EXPERTS}?limit=1").get_json()["next"].partition("after=")[2]
    assert client.get(f"{EXPERTS}?limit=2&after={after}").status_code == 200
    assert client.get(f"{EXPERTS}?limit=1&after={after}&kind=person").status_code == 400
    assert client.get(f"{EXPERTS}?limit=1&after={after[:-1]}").status_code == 400


def test_a_place_of_another_catalog_is_refused(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, TOBIN)
    following = client.get(f"{EXPERTS}?limit=1").get_json()["next"]
    with db.writing() as session:
        session.connection().exec_driver_sql("UPDATE counter SET epoch = 'restored'")
    assert client.get(following).status_code == 400


def test_whoever_left_is_gone_without_a_name(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, replace(ODILE, withdrawn=True))
    answer = client.get(f"{EXPERTS}/{ODILE.id}")
    assert (answer.status_code, answer.content_type) == (410, "application/problem+json")
    assert "Odile" not in answer.text
    assert client.get(EXPERTS).get_json()["experts"] == []


@pytest.mark.parametrize("expert_id", ["bbbbbbbb", "%00", "%ED%A0%80", "x" * 3000, "%F0%9F%8D%8E", "..%2F", "None"])
def test_nobody_is_a_404_problem(client: FlaskClient, expert_id: str) -> None:
    answer = client.get(f"{EXPERTS}/{expert_id}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_categories_and_sources_say_how_many_they_have(client: FlaskClient, db: Database, now: datetime) -> None:
    put(db, now, TOBIN, replace(voice(1, "Left", 1), withdrawn=True))
    whole = client.get("/api/v1/catalog").get_json()
    categories = client.get("/api/v1/categories").get_json()
    assert {one["id"]: one.pop("experts") for one in categories["categories"]} == {"careers": 1, "sales": 1}
    assert categories["categories"] == whole["categories"]
    sources = client.get("/api/v1/sources").get_json()
    assert {one["id"]: one.pop("experts") for one in sources["sources"]} == {"forty-voices": 2}
    assert sources["sources"] == whole["sources"]
    assert sources["cursor"] == categories["cursor"] == whole["cursor"]


@pytest.mark.parametrize("path", [*ROOMS, "/api/v1/feed.json", "/api/v1/catalog.csv", "/api/v1/openapi.json"])
def test_every_answer_carries_its_state_and_can_be_asked_about(
    client: FlaskClient, db: Database, now: datetime, path: str
) -> None:
    answer = client.get(path)
    tag = answer.headers["ETag"]
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    held = client.get(path, headers={"If-None-Match": f'"x", {tag}'})
    assert (held.status_code, held.data, held.headers["ETag"]) == (304, b"", tag)
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert set(client.options(path).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    put(db, now, TOBIN)
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == (304 if path.endswith("openapi.json") else 200)
    assert changed.headers["ETag"] == (tag if path.endswith("openapi.json") else _state(client))


def _state(client: FlaskClient) -> str:
    return client.get("/api/v1/catalog").headers["ETag"]


def test_who_is_nobody_is_not_told_that_nothing_changed(client: FlaskClient) -> None:
    assert client.get(f"{EXPERTS}/bbbbbbbb", headers={"If-None-Match": "*"}).status_code == 404
    assert client.get(f"{EXPERTS}?limit=x", headers={"If-None-Match": "*"}).status_code == 400


@pytest.mark.parametrize("path", [*ROOMS, "/api/v1/feed.json", "/api/v1/catalog.csv"])
def test_without_the_key_of_the_opt_outs_nothing_is_told(client: FlaskClient, db: Database, path: str) -> None:
    assert client.get(path).status_code == 200
    with db.writing() as session:
        session.connection().exec_driver_sql("UPDATE counter SET opt_out_check = 'of another key'")
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert "Odile" not in answer.text


def test_a_page_asks_as_much_for_many_as_for_one(
    client: FlaskClient, db: Database, now: datetime, questions: Callable[[], int]
) -> None:
    query = f"{EXPERTS}?category=sales&source=forty-voices&verdict=unconfirmed&kind=person&q=voice"
    put(db, now, voice(0, "Voice", 1))
    before = questions()
    assert len(client.get(query).get_json()["experts"]) == 1
    for_one = questions() - before
    put(db, now, *[voice(number, f"Voice {number}", number) for number in range(1, 40)])
    before = questions()
    assert len(client.get(query).get_json()["experts"]) == 40
    assert questions() - before == for_one <= 7


def test_problems_name_the_path_and_hold_no_markup(client: FlaskClient) -> None:
    answer = client.get(f"{EXPERTS}?<b>=1")
    assert set(json.loads(answer.data)) == {"type", "title", "status", "detail", "instance"}
    assert answer.get_json()["instance"] == EXPERTS
