"""The fields of curated files and what each may hold. Where a mistake stands in a file is told by `curated_tables`."""

import re
from collections.abc import Callable
from typing import Any

from followworthy.domain.records import is_partial_date
from followworthy.domain.texts import unseen_in

Rule = tuple[bool, Callable[[Any], str | None]]
"""Whether a field is required, and what is wrong with a value (None: nothing)."""

HIGHEST_RANK = 999_999


def _text(value: Any) -> str | None:
    """Accept one line of text."""
    if not isinstance(value, str) or not value.strip():
        return "must be a text in quotes"
    if value.strip() != value:
        return "must have no blanks around it"
    unseen = unseen_in(value)
    if unseen in ("\n", "\r"):
        return "must be one line"
    return f"must come without U+{ord(unseen):04X}, a character that nobody sees" if unseen else None


def _prose(value: Any) -> str | None:
    """Accept text of one line or more: reasons, notes and the like, as a desk's text box gives them."""
    return _text(value.replace("\r\n", " ").replace("\n", " ") if isinstance(value, str) else value)


def _id(value: Any) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9:-]{0,99}", value)
    return None if good else "must be lower-case letters, digits and hyphens"


def _expert_id(value: Any) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[b-df-hj-km-np-tv-xz2-9]{8}", value)
    return None if good else "must be eight characters drawn from bcdfghjkmnpqrstvwxz23456789"


def _rank(value: Any) -> str | None:
    return None if type(value) is int and 0 < value <= HIGHEST_RANK else f"must be a number from 1 to {HIGHEST_RANK}"


def _date(value: Any) -> str | None:
    good = isinstance(value, str) and is_partial_date(value)
    return None if good else 'must be a date in quotes, as precise as known: "2019", "2019-05" or "2019-05-22"'


def _web(value: Any) -> str | None:
    good = (
        isinstance(value, str)
        and len(value) <= 2000
        and _text(value) is None
        and re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", value)
    )
    return None if good else "must be an address that begins with http:// or https://"


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    return lambda value: None if value in allowed else f"must be {' or '.join(allowed)}"


CATEGORY: dict[str, Rule] = {"id": (True, _id), "name": (True, _text), "description": (False, _prose)}
SOURCE: dict[str, Rule] = {
    "id": (True, _id),
    "title": (True, _text),
    "publisher": (False, _text),
    "url": (False, _web),
    "date": (False, _date),
    "reread": (False, _flag),
}
EXPERT: dict[str, Rule] = {
    "id": (True, _expert_id),
    "kind": (True, _one_of("person", "organisation")),
    "name": (True, _text),
    "headline": (False, _text),
    "note": (False, _prose),
}
LINK: dict[str, Rule] = {
    "kind": (True, _one_of("linkedin", "homepage")),
    "url": (True, _web),
    "confidence": (False, _one_of("corroborated", "unconfirmed")),
    "status": (False, _one_of("current", "former")),
}
PROPOSED: dict[str, Rule] = {"kind": (True, _one_of("linkedin")), "url": (True, _web), "why": (True, _prose)}
RECOMMENDATION: dict[str, Rule] = {
    "category": (True, _id),
    "source": (True, _id),
    "rank": (False, _rank),
    "heading": (False, _text),
    "reason": (False, _prose),
    "quote": (False, _prose),
    "date": (False, _date),
}
EXPERT_TABLES = ("links", "proposed", "recommendations")
