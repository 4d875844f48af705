"""Invented Wikidata items in the API's own shape, as tests need them."""

import json
from collections.abc import Iterable
from typing import Any

HUMAN, BUSINESS = "Q5", "Q4830453"
BUSY = {
    "error": {
        "code": "maxlag",
        "info": "Waiting for wdqs-invented: 7.2 seconds lagged.",
        "host": "wdqs-invented",
        "lag": 7.2,
        "type": "wikibase-queryservice",
    },
    "servedby": "mw-invented",
}


def snak(prop: str, value: Any, kind: str = "value") -> dict[str, Any]:
    given = {"datavalue": {"value": value, "type": "string"}} if kind == "value" else {}
    return {"snaktype": kind, "property": prop, "hash": "0f", "datatype": "external-id", **given}


def statement(prop: str, value: Any, *, rank: str = "normal", ended: bool = False, kind: str = "value") -> Any:
    qualifiers = {"qualifiers": {"P582": [snak("P582", day("2015-00-00", 9))]}, "qualifiers-order": ["P582"]}
    return {
        "mainsnak": snak(prop, value, kind),
        "type": "statement",
        "id": f"Q1$INVENTED-{prop}",
        "rank": rank,
        **(qualifiers if ended else {}),
    }


def item_value(item_id: str) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": int(item_id[1:]), "id": item_id}


def day(date: str, precision: int = 11) -> dict[str, Any]:
    calendar = "http://www.wikidata.org/entity/Q1985727"
    return {
        "time": f"+{date}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": calendar,
    }


def term(text: str) -> dict[str, str]:
    return {"language": "en", "value": text}


def entity(
    item_id: str, name: str, *statements: Any, kind: str = HUMAN, description: str = "", aliases: Iterable[str] = ()
) -> dict[str, Any]:
    claims: dict[str, list[Any]] = {}
    for one in (statement("P31", item_value(kind)), *statements):
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "type": "item",
        "id": item_id,
        "labels": {"en": term(name)},
        "descriptions": {"en": term(description)} if description else {},
        "aliases": {"en": [term(one) for one in aliases]} if aliases else {},
        "claims": claims,
    }


def entities(*given: dict[str, Any]) -> dict[str, Any]:
    return {"entities": {one["id"]: one for one in given}, "success": 1}


def found(*given: dict[str, Any]) -> dict[str, Any]:
    """The answer of a search that found these items."""
    return {
        "searchinfo": {"search": "invented"},
        "search": [
            {
                "id": one["id"],
                "title": one["id"],
                "pageid": 1,
                "repository": "wikidata",
                "url": f"//www.wikidata.org/wiki/{one['id']}",
                "concepturi": f"http://www.wikidata.org/entity/{one['id']}",
                "label": one["labels"]["en"]["value"],
                "match": {"type": "label", "language": "en", "text": one["labels"]["en"]["value"]},
            }
            for one in given
        ],
        "success": 1,
    }


def text(answer: Any) -> str:
    return json.dumps(answer)
