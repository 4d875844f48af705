"""What the Wikidata API is asked, and its answers as plain JSON. Does not say what an answer means for an expert.

The API's own rules for programs: `maxlag` (seconds) lets the servers refuse when they are behind, `format=json`.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from followworthy.domain.foreign_json import mapping, read_json, several
from followworthy.domain.texts import tidy
from followworthy.errors import WikidataError

MAXLAG = 5
MOST_FOUND = 20
LANGUAGE = "en"
LANGUAGES = ("en", "mul")
"""English, else what Wikidata keeps for all languages: names mostly stand there."""
ITEM_ID = re.compile(r"Q[1-9][0-9]{0,11}")


def search_address(base: str, name: str) -> str:
    """Give the address that searches items by label and alias."""
    return _address(base, action="wbsearchentities", search=name, type="item", limit=str(MOST_FOUND))


def entities_address(base: str, ids: Iterable[str]) -> str:
    """Give the address of all that is known of several items."""
    props = "labels|descriptions|aliases|claims"
    return _address(base, action="wbgetentities", ids="|".join(ids), props=props, languages="|".join(LANGUAGES))


def labels_address(base: str, ids: Iterable[str]) -> str:
    """Give the address of the labels of several items (occupations)."""
    return _address(base, action="wbgetentities", ids="|".join(ids), props="labels", languages="|".join(LANGUAGES))


def item_address(base: str, item_id: str) -> str:
    """Give the address of an item's page, for people."""
    return f"{base}/wiki/{item_id}"


def read_search(text: str) -> tuple[str, ...]:
    """Give the ids that a search found, best first. Raises WikidataError."""
    found = (mapping(one).get("id") for one in several(_answer(text).get("search")))
    return tuple(one for one in found if isinstance(one, str) and ITEM_ID.fullmatch(one))[:MOST_FOUND]


def read_entities(text: str) -> dict[str, dict[str, Any]]:
    """Give the items of an answer by id; what is missing or no item is left out. Raises WikidataError."""
    given = mapping(_answer(text).get("entities"))
    return {
        one: mapping(entity)
        for one, entity in given.items()
        if ITEM_ID.fullmatch(one) and mapping(entity) and "missing" not in entity
    }


def label_of(entity: dict[str, Any]) -> str:
    """Give an item's name in our languages, or ""."""
    labels = mapping(entity.get("labels"))
    return next(filter(None, (tidy(mapping(labels.get(one)).get("value")) for one in LANGUAGES)), "")


def _address(base: str, **query: str) -> str:
    if query["action"] == "wbsearchentities":
        query = {**query, "language": LANGUAGE, "uselang": LANGUAGE}
    return f"{base}/w/api.php?{urlencode({**query, 'format': 'json', 'maxlag': MAXLAG})}"


def _answer(text: str) -> dict[str, Any]:
    """Give the answer's object. Raises WikidataError for the API's own refusals, and for what is no answer of it."""
    answer = mapping(read_json(text))
    error = mapping(answer.get("error"))
    if error.get("code") == "maxlag":
        lag = error.get("lag")
        behind = f" ({lag:.0f} seconds behind)" if isinstance(lag, int | float) and 0 < lag < 10**6 else ""
        raise WikidataError(f"Wikidata is busy{behind}: try again later")
    if error:
        raise WikidataError(
            f"Wikidata refused: {tidy(error.get('info'), 200) or tidy(error.get('code')) or 'no reason'}"
        )
    if not answer:
        raise WikidataError("what answered is no Wikidata API: check FOLLOWWORTHY_WIKIDATA_URL")
    return answer
