"""The description of the API is true: every route, every example, every answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from followworthy.web import openapi
from tests.people import ODILE

DOCUMENT = json.loads(openapi.FILE.read_text(encoding="utf-8"))
ELSEWHERE = {"/healthz", "/readyz"}
"""What is described beside the API."""


def at(pointer: str) -> Any:
    """What a reference of the document names."""
    found = DOCUMENT
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return found


def resolved(one: dict[str, Any]) -> dict[str, Any]:
    return at(one["$ref"]) if "$ref" in one else one


def check(schema: dict[str, Any], instance: Any) -> None:
    jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}, validate_formats=True).validate(
        instance
    )


def media() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body that the document describes: where, and what of it."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            bodies = {"request": operation["requestBody"]} if "requestBody" in operation else {}
            for status, response in {**bodies, **operation["responses"]}.items():
                for kind, content in resolved(response).get("content", {}).items():
                    yield f"{method} {path} {status} {kind}", content


def examples() -> Iterator[tuple[str, Any, Any]]:
    for where, content in media():
        said = {name: one["value"] for name, one in content.get("examples", {}).items()}
        if "example" in content:
            said[""] = content["example"]
        for name, example in said.items():
            yield f"{where} {name}".strip(), content["schema"], example


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every address and method of the application below /api."""
    rules = [rule for rule in app.url_map.iter_rules() if str(rule).startswith("/api")]
    found = {(re.sub(r"<(?:\w+:)?(\w+)>", "{}", str(rule)), method) for rule in rules for method in rule.methods or ()}
    return {(path, method.lower()) for path, method in found if method not in ("HEAD", "OPTIONS")}


def test_every_route_is_described_and_nothing_else(app: Flask) -> None:
    described = {
        (re.sub(r"{\w+}", "{}", path), method)
        for path, methods in DOCUMENT["paths"].items()
        for method in methods
        if path not in ELSEWHERE
    }
    assert described == routes(app)


def test_the_description_is_served_as_it_lies_there(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.get_json(), answer.content_type) == (DOCUMENT, "application/json")


@pytest.mark.parametrize(("schema", "example"), [pytest.param(*two, id=where) for where, *two in examples()])
def test_every_example_is_valid(schema: dict[str, Any], example: Any) -> None:
    check(schema, example)


def test_whatever_is_answered_with_json_has_an_example() -> None:
    shown = {where for where, content in media() if content.keys() & {"example", "examples"}}
    without = {where for where, _ in media()} - shown
    free = ("/healthz", "/readyz", "/api/v1/openapi.json 200", "text/csv")
    assert [where for where in without if not any(part in where for part in free)] == []


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_an_answer_has_no_field_that_is_not_described(client: FlaskClient, name: str) -> None:
    """The other direction: what the schema leaves open for later is not used in silence."""
    addresses = {
        "Catalog": "/api/v1/catalog",
        "Expert": f"/api/v1/experts/{ODILE.id}",
        "ExpertPage": "/api/v1/experts",
        "Feed": "/api/v1/feed.json",
    }
    schema = DOCUMENT["components"]["schemas"][name]
    assert set(schema["required"]) <= set(schema["properties"])
    if name in addresses:
        assert set(client.get(addresses[name]).get_json()) == set(schema["properties"])
