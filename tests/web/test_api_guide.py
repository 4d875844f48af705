"""docs/API.md is true: its addresses, its examples, its parameters, and the client that it shows."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from followworthy.domain.edition import checksum
from followworthy.settings import CHECKOUT
from followworthy.store import Database
from followworthy.web.resources import PARAMETERS
from tests.people import ODILE, TOBIN
from tests.web.test_openapi import DOCUMENT, check
from tests.web.test_resources import put, voice

GUIDE = (CHECKOUT / "docs" / "API.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The example that is fenced under this name."""
    return GUIDE.split(f"```{kind}\n")[1].split("```")[0]


def table(header: str) -> list[str]:
    """The first cells of the table that begins with this line."""
    rows = GUIDE.split(f"{header}\n")[1].split("\n\n")[0].splitlines()[1:]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """A server of its own, for a client that knows nothing of Flask."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def update() -> Callable[[str, Any], Any]:
    """The client of the guide."""
    names: dict[str, Any] = {}
    exec(compile(block("python client"), "docs/API.md", "exec"), names)  # noqa: S102 - our own document
    found: Callable[[str, Any], Any] = names["update"]
    return found


@pytest.mark.parametrize("path", re.findall(r"catalog\.example(/\S+)", block("sh")))
def test_what_is_typed_first_works(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_catalog_that_is_shown_is_one() -> None:
    shown = json.loads(block("json catalog"))
    check({"$ref": "#/components/schemas/Catalog"}, shown)
    assert shown["count"] == len(shown["experts"])
    assert shown["checksum"] == checksum([(one["id"], one["revision"]) for one in shown["experts"]])


def test_the_problem_that_is_shown_is_answered(client: FlaskClient) -> None:
    assert client.get("/api/v1/experts?limit=0").get_json() == json.loads(block("json problem"))


def test_the_parameters_are_exactly_those_there_are() -> None:
    assert table("| parameter | |") == list(PARAMETERS)


def test_the_addresses_are_exactly_those_for_everybody() -> None:
    open_to_all = {
        path for path, methods in DOCUMENT["paths"].items() if "security" not in next(iter(methods.values()))
    }
    told = {"/api/v1/catalog", "/api/v1/openapi.json", "/api/v1/pairing"}
    assert {path.replace("<id>", "{id}") for path in table("| address | gives |")} == open_to_all - told


def test_the_client_stays_current(
    address: str, update: Callable[[str, Any], Any], db: Database, now: datetime, client: FlaskClient
) -> None:
    held = update(address, None)
    assert update(address, held) is held
    put(db, now, TOBIN, voice(1, "Voice", 1), replace(ODILE, headline="Else"))
    held = update(address, held)
    put(db, now, replace(TOBIN, withdrawn=True))
    held = update(address, held)
    whole = client.get("/api/v1/catalog").get_json()
    by_id = {one["id"]: one for one in whole["experts"]}
    assert {one["id"]: one for one in held["experts"]} == by_id
    assert TOBIN.id not in by_id
    assert (held["cursor"], held["checksum"]) == (whole["cursor"], whole["checksum"])


def test_the_client_notices_what_it_lost(
    address: str, update: Callable[[str, Any], Any], db: Database, now: datetime
) -> None:
    held = update(address, None)
    put(db, now, TOBIN)
    found = update(address, {**held, "experts": []})
    assert sorted(one["id"] for one in found["experts"]) == [ODILE.id, TOBIN.id]
