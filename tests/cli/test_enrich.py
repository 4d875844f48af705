"""`enrich`, from an expert without an address to a published one, against stand-ins on this very machine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from followworthy.cli import house
from followworthy.domain.records import Link
from followworthy.fetcher import Fetcher, user_agent
from followworthy.services import enriching, publishing, signing_in
from followworthy.settings import Settings
from followworthy.store import Database
from followworthy.web.app import create_app
from tests.cli.conftest import Run, opened
from tests.people import ODILE, TOBIN, publish
from tests.web.conftest import PASSWORD, token
from tests.wikidata import BUSY, entities, entity, found, statement, text

LINKED = "https://www.linkedin.com/in/odile"
HOME = f"<title>Odile Fennwick</title><link rel=me href='{LINKED}'>"


class StandIn:
    """A Wikidata on this machine, in the API's own shapes; remembers what it was asked and by whom."""

    def __init__(self, *items: dict[str, Any]) -> None:
        self.items = items
        self.busy = False
        self.asked: list[Request] = []

    def answer(self, request: Request) -> Response:
        self.asked.append(request)
        if self.busy:
            return Response(text(BUSY), headers={"Retry-After": "5"}, content_type="application/json")
        searched = request.args["action"] == "wbsearchentities"
        said = found(*self.items) if searched else entities(*self.items)
        return Response(text(said), content_type="application/json; charset=utf-8")


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real fetcher, without the pause that it makes for strangers' sites."""

    def fetcher(given: Settings) -> Fetcher:
        return Fetcher(user_agent(given.contact), allow_loopback=given.allow_loopback, gap=0)

    monkeypatch.setattr(house, "fetcher", fetcher)


@pytest.fixture
def catalog(environment: dict[str, str], httpserver: HTTPServer, unhurried: None) -> Iterator[Database]:  # noqa: ARG001
    environment["FOLLOWWORTHY_ALLOW_LOOPBACK"] = "on"
    environment["FOLLOWWORTHY_WIKIDATA_URL"] = httpserver.url_for("").rstrip("/")
    folder = Path(environment["FOLLOWWORTHY_DATA_DIR"])
    folder.mkdir()
    database = opened(environment)
    database.migrate()
    with database.writing() as session:
        publish(session, replace(ODILE, links=(Link("homepage", httpserver.url_for("/odile")),)), TOBIN)
    yield database
    database.close()


@pytest.fixture
def wikidata(httpserver: HTTPServer) -> StandIn:
    stand_in = StandIn(entity("Q1", "Odile Fennwick", statement("P6634", "odile"), description="columnist"))
    httpserver.expect_request("/w/api.php").respond_with_handler(stand_in.answer)
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /w/api.php\nDisallow: /w/")
    httpserver.expect_request("/odile").respond_with_data(HOME, content_type="text/html; charset=utf-8")
    return stand_in


@pytest.mark.usefixtures("wikidata")
def test_an_address_is_found_reviewed_and_published_with_its_first_look(
    run: Run, catalog: Database, httpserver: HTTPServer, now: datetime
) -> None:
    done = run("enrich", "--missing-linkedin")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        f"Odile Fennwick: {httpserver.host} names in/odile: proposed; Wikidata Q1 names in/odile: proposed",
        "1 asked about: 2 proposed.",
    ]
    app = create_app(catalog, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: now)
    with catalog.writing() as session:
        invitation = signing_in.invite(session, "Nadia Brookmere", now)
    with app.test_client() as desk:
        welcome = f"/welcome/{invitation}"
        desk.post(welcome, data={"csrf_token": token(desk, welcome), "name": "Nadia Brookmere", "password": PASSWORD})
        page = desk.get("/desk/review/1").text
        assert "Publish this address" in page
        assert "Accept as new" not in page
        assert "Category" not in page
        form = {"csrf_token": token(desk, "/desk/review/1"), "name": "Odile Fennwick", "address": LINKED}
        assert desk.post("/desk/review/1", data={**form, "into": ODILE.id, "do": "merge"}).status_code == 303
        shown = desk.get(f"/desk/experts/{ODILE.id}").text
    assert ">linkedin.com/in/odile<" in shown
    assert "named by their own site" in shown
    with catalog.reading() as session:
        document = publishing.catalog_document(session)
    links = next(one["links"] for one in document["experts"] if one["id"] == ODILE.id)
    assert [(link["key"], link["verdict"]) for link in links if link["key"]] == [("in/odile", "unconfirmed")]


@pytest.mark.usefixtures("catalog")
def test_wikidata_is_asked_as_its_rules_want(run: Run, wikidata: StandIn) -> None:
    run("enrich", "Odile", "Fennwick", FOLLOWWORTHY_CONTACT="nadia@harbour.example")
    assert [one.args["action"] for one in wikidata.asked] == ["wbsearchentities", "wbgetentities"]
    for request in wikidata.asked:
        assert request.headers["User-Agent"].startswith("Followworthy/")
        assert "nadia@harbour.example" in request.headers["User-Agent"]
        assert (request.args["maxlag"], request.args["format"]) == ("5", "json")


@pytest.mark.usefixtures("catalog")
def test_a_busy_wikidata_is_told_and_what_the_homepage_says_is_kept(run: Run, wikidata: StandIn) -> None:
    wikidata.busy = True
    done = run("enrich", "Odile Fennwick")
    assert done.returncode == 1
    assert "in/odile: proposed; Wikidata is busy (7 seconds behind): try again later" in done.stdout
    assert len(wikidata.asked) == 1


@pytest.mark.usefixtures("catalog")
def test_robots_txt_of_wikidata_is_obeyed(run: Run, httpserver: HTTPServer) -> None:
    stand_in = StandIn()
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /w/")
    httpserver.expect_request("/w/api.php").respond_with_handler(stand_in.answer)
    done = run("enrich", TOBIN.id)
    assert (done.returncode, stand_in.asked) == (1, [])
    expected = f"Wikidata cannot be asked: robots.txt of {httpserver.host} asks programs to stay out"
    assert done.stdout == f"Tobin Ashgrove: {expected}\n"


@pytest.mark.usefixtures("catalog")
def test_an_unknown_name_lists_who_is_near_and_is_wrong_use(run: Run) -> None:
    done = run("enrich", "Odil", "Fenwick")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"followworthy: Nobody is called Odil Fenwick. Near: Odile Fennwick ({ODILE.id}).\n"


@pytest.mark.parametrize("words", [(), ("Odile", "--missing-linkedin")])
def test_nobody_and_everybody_at_once_are_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    done = run("enrich", *words)
    assert done.returncode == 2
    assert "Say whom to ask about" in done.stderr


@pytest.mark.usefixtures("unhurried")
def test_a_label_of_a_curated_file_names_an_expert(run: Run) -> None:
    run("load")
    done = run("enrich", "lisa-gates.toml", FOLLOWWORTHY_WIKIDATA_URL="http://127.0.0.1:9")
    assert done.stdout.startswith("Lisa Gates: ")


@pytest.mark.usefixtures("wikidata")
def test_stopping_keeps_what_was_found_and_says_how_far_it_came(
    run: Run, catalog: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with catalog.writing() as session:
        publish(session, replace(TOBIN, links=()))
    real = enriching.enrich

    def stopped_at_odile(database: Any, places: Any, expert_id: str, clock: Any) -> Any:
        if expert_id == ODILE.id:
            raise KeyboardInterrupt
        return real(database, places, expert_id, clock)

    monkeypatch.setattr(enriching, "enrich", stopped_at_odile)
    done = run("enrich", "--missing-linkedin")
    assert done.returncode == 1
    assert "1 asked about of 2; stopped, the rest can be asked later: 0 proposed." in done.stdout
