"""A Wikidata item -> the facts that we can use. Does not say whether the item is the expert.

Statements count as Wikidata itself counts them: deprecated ones never, preferred ones instead of normal ones; what
has ended (P582) is over. Property and item numbers are those of www.wikidata.org.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from followworthy.domain.foreign_json import mapping, several
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import ExpertKind
from followworthy.domain.texts import address, tidy, unseen_in
from followworthy.domain.wikidata.answers import ITEM_ID, LANGUAGE, LANGUAGES, label_of

INSTANCE_OF, OCCUPATION, DATE_OF_DEATH, WEBSITE, END_TIME = "P31", "P106", "P570", "P856", "P582"
LINKEDIN: dict[ExpertKind, tuple[str, str]] = {"person": ("P6634", "in"), "organisation": ("P4264", "company")}
"""LinkedIn personal profile ID, and LinkedIn company or organization ID."""
HUMAN = "Q5"
ORGANISATIONS = frozenset(("Q43229", "Q4830453", "Q783794", "Q6881511", "Q891723", "Q163740", "Q3918", "Q157031"))
"""Organization, business, company, enterprise, public company, nonprofit, university, foundation."""
MOST_STATEMENTS = 50
TIME = re.compile(r"[+-]0{0,7}(\d{4})-(\d\d)-(\d\d)T")
DAY, MONTH, YEAR = 11, 10, 9
"""Wikidata's precisions of a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """What Wikidata says of one person or organisation.

    `keys` are LinkedIn keys of the item's own kind; `died` is a date as precise as known, "" for a date that nobody
    knows, None for the living. `occupations` are ids of other items.
    """

    id: str
    kind: ExpertKind
    names: tuple[str, ...]
    description: str = ""
    keys: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    died: str | None = None


def read_item(item_id: str, entity: dict[str, Any]) -> Item | None:
    """Read one item; None for what is neither a person nor an organisation (a family name, a list, a book)."""
    claims = mapping(entity.get("claims"))
    kind = _kind(claims)
    if kind is None:
        return None
    given = mapping(entity.get("aliases"))
    aliases = (tidy(mapping(one).get("value")) for language in LANGUAGES for one in several(given.get(language)))
    description = mapping(mapping(entity.get("descriptions")).get(LANGUAGE)).get("value")
    return Item(
        id=item_id,
        kind=kind,
        names=tuple(dict.fromkeys(filter(None, (label_of(entity), *aliases)))),
        description=tidy(description, 200),
        keys=_keys(claims, kind),
        websites=tuple(filter(_is_web, _texts(claims, WEBSITE))),
        occupations=tuple(_ids(claims, OCCUPATION)),
        died=_died(claims),
    )


def _kind(claims: dict[str, Any]) -> ExpertKind | None:
    classes = set(_ids(claims, INSTANCE_OF))
    if HUMAN in classes:
        return "person"
    if classes & ORGANISATIONS or (classes and any(_values(claims, LINKEDIN["organisation"][0]))):
        return "organisation"
    return None


def _keys(claims: dict[str, Any], kind: ExpertKind) -> tuple[str, ...]:
    """Give the LinkedIn keys; an id that is no single slug is nobody's."""
    prop, word = LINKEDIN[kind]
    found = (
        parse_profile_url(f"https://www.linkedin.com/{word}/{quote(one, safe='%')}") for one in _texts(claims, prop)
    )
    return tuple(dict.fromkeys(one.key for one in found if one.key and one.kind in ("profile", "company")))


def _died(claims: dict[str, Any]) -> str | None:
    """Give the date of death; an unknown date is a death all the same."""
    snaks = list(_best(claims.get(DATE_OF_DEATH)))
    if not snaks or all(one.get("snaktype") == "novalue" for one in snaks):
        return None
    dates = (_date(mapping(mapping(one.get("datavalue")).get("value"))) for one in snaks)
    return next(filter(None, dates), "")


def _date(value: dict[str, Any]) -> str:
    """Give `1918`, `1918-07` or `1918-07-30`, by the precision; "" for what is vaguer than a year."""
    found = TIME.match(tidy(value.get("time")))
    precision = value.get("precision")
    if found is None or not isinstance(precision, int) or precision < YEAR:
        return ""
    return "-".join(found.groups()[: min(precision, DAY) - MONTH + 2])


def _texts(claims: dict[str, Any], prop: str) -> Iterator[str]:
    return filter(None, map(address, _values(claims, prop)))


def _ids(claims: dict[str, Any], prop: str) -> Iterator[str]:
    found = (mapping(one).get("id") for one in _values(claims, prop))
    return (one for one in found if isinstance(one, str) and ITEM_ID.fullmatch(one))


def _values(claims: dict[str, Any], prop: str) -> Iterator[Any]:
    """Give the values; an unknown or absent one has none."""
    snaks = _best(claims.get(prop))
    return (mapping(one.get("datavalue")).get("value") for one in snaks)


def _best(statements: Any) -> Iterable[dict[str, Any]]:
    """Give the main snaks that hold today: of the best rank that is there, without those that have ended."""
    ranked: dict[Literal["preferred", "normal"], list[dict[str, Any]]] = {"preferred": [], "normal": []}
    for one in map(mapping, several(statements)[:MOST_STATEMENTS]):
        rank = one.get("rank")
        if (rank == "preferred" or rank == "normal") and END_TIME not in mapping(one.get("qualifiers")):
            ranked[rank].append(mapping(one.get("mainsnak")))
    return ranked["preferred"] or ranked["normal"]


def _is_web(text: str) -> bool:
    return text.startswith(("https://", "http://")) and unseen_in(text) is None
