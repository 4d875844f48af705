"""Somebody whom a page's data describe, from JSON-LD or microdata alike. Does not say who of them is the expert."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from followworthy.domain.foreign_json import mapping, several
from followworthy.domain.records import ExpertKind
from followworthy.domain.texts import address, tidy

KINDS: dict[str, ExpertKind] = {
    "Person": "person",
    **dict.fromkeys(
        (
            *("Organization", "Corporation", "NGO", "EducationalOrganization", "CollegeOrUniversity"),
            *("LocalBusiness", "ProfessionalService", "OnlineBusiness", "NewsMediaOrganization"),
            *("ResearchOrganization", "Consortium", "FundingScheme", "PerformingGroup", "Project"),
        ),
        "organisation",
    ),
}
"""The schema.org types that are somebody; what a page calls both may be either."""
MOST_VALUES = 50
"""More names or addresses than that no honest page gives one party."""


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation with all names and addresses that the data give; `where` is how a curator finds it."""

    names: tuple[str, ...]
    kinds: frozenset[ExpertKind]
    addresses: tuple[str, ...]
    headline: str
    where: str


def party_of(node: dict[str, Any], where: str) -> Party | None:
    """Read one schema.org object; None for what is nobody."""
    kinds = frozenset(KINDS[one] for one in map(_type, several(node.get("@type"))) if one in KINDS)
    if not kinds:
        return None
    return Party(_names(node), kinds, addresses_of(node), _headline(node), where)


def addresses_of(node: dict[str, Any]) -> tuple[str, ...]:
    """Give what the object says is itself elsewhere: sameAs first, then url."""
    given = [*_held(node.get("sameAs"), "@id", "url"), *_held(node.get("url"), "@id")]
    return tuple(dict.fromkeys(filter(None, map(address, given))))


def names_of(node: dict[str, Any]) -> tuple[str, ...]:
    """Give the names of an object, without any other spelling."""
    return tuple(_texts(node.get("name")))


def _names(node: dict[str, Any]) -> tuple[str, ...]:
    parts = [next(_texts(node.get(one)), "") for one in ("givenName", "additionalName", "familyName")]
    full = tidy(" ".join(parts)) if parts[0] and parts[-1] else ""
    given = (*names_of(node), full, *_texts(node.get("alternateName")))
    return tuple(dict.fromkeys(one for one in given if one))


def _headline(node: dict[str, Any]) -> str:
    title = next(_texts(node.get("jobTitle"), "name"), "")
    employer = next(_texts(node.get("worksFor"), "name"), "")
    return tidy(f"{title}, {employer}" if title and employer else title, 200)


def _texts(value: Any, *inside: str) -> Iterator[str]:
    return filter(None, map(tidy, _held(value, *inside)))


def _held(value: Any, *inside: str) -> Iterator[str]:
    """Give the texts of a value, which may be a text, an object that holds one, or a list of these."""
    for one in several(value)[:MOST_VALUES]:
        held = mapping(one)
        found = (one, *(held.get(name) for name in ("@value", *inside)))
        yield next((text for value in found for text in several(value)[:1] if isinstance(text, str)), "")


def _type(value: Any) -> str:
    """Give a type's bare name: `https://schema.org/Person`, `schema:Person` and `Person` are one."""
    return tidy(value).rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
