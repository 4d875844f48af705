"""The nouns at rest: what the catalog holds, as frozen values, and their JSON documents.

A record is what a Revision stores before and after a change, so `from_document(document(x)) == x`
for every record. Nothing here knows files, tables or the API's shape.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, Self

from followworthy.domain.values import Verdict

ExpertKind = Literal["person", "organisation"]
LinkKind = Literal["linkedin", "homepage"]
Confidence = Literal["corroborated", "unconfirmed"]
LinkStatus = Literal["current", "former"]
Document = dict[str, Any]
UNRANKED = 10**9
"""The rank of whom no list ranks: behind all others."""
OF_ONE_EXPERT = ("homepage:", "wikidata:")
"""How the ids of sources begin that speak of one expert whom we have."""


@dataclass(frozen=True, slots=True)
class Category:
    """A field in which experts are recommended; `position` (1, 2, ...) is set by hand."""

    id: str
    name: str
    position: int
    description: str = ""

    def document(self) -> Document:
        """Give the record as a JSON-ready mapping."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Document) -> Self:
        """Build the record from what `document` gave."""
        return cls(**document)


@dataclass(frozen=True, slots=True)
class Source:
    """A published page that says something about experts.

    `date` is as precise as known (`2019`, `2019-05`, `2019-05-22`); `url` is None when we do not know it.
    `reread` says whether a page with an address is read again on a schedule; it is the curators' matter, never public.
    """

    id: str
    title: str
    publisher: str | None = None
    url: str | None = None
    date: str | None = None
    reread: bool = True

    @property
    def of_one_expert(self) -> bool:
        """Whether it speaks of one expert whom we have (homepage, Wikidata item); such a source recommends nobody."""
        return self.id.startswith(OF_ONE_EXPERT)

    def document(self) -> Document:
        """Give the record as a JSON-ready mapping."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Document) -> Self:
        """Build the record from what `document` gave."""
        return cls(**document)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that is the expert's own.

    `key` is the canonical LinkedIn key (`in/lizryan`, `company/gallup`), None for a homepage.
    `confirmed` is a month (`2026-11`), so that silent checks stay silent.
    """

    kind: LinkKind
    url: str
    key: str | None = None
    confidence: Confidence = "unconfirmed"
    status: LinkStatus = "current"
    verdict: Verdict = Verdict.UNCONFIRMED
    confirmed: str | None = None

    @classmethod
    def from_document(cls, document: Document) -> Self:
        """Build the link from its JSON mapping."""
        return cls(**{**document, "verdict": Verdict(document["verdict"])})


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One Source recommends one Expert in one Category; unique by (expert, source, category)."""

    category: str
    source: str
    rank: int | None = None
    heading: str | None = None
    reason: str = ""
    quote: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Expert:
    """A person or an organisation in the catalog.

    `note` is a curator's doubt about them: in files and on the desk, never in the API.
    `withdrawn` leaves a tombstone, so that every client hears of it; `merged_into` is the id of whoever stands for a
    withdrawn double.
    """

    id: str
    kind: ExpertKind
    name: str
    headline: str = ""
    note: str | None = None
    links: tuple[Link, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    withdrawn: bool = False
    merged_into: str | None = None

    def document(self) -> Document:
        """Give the record as a JSON-ready mapping."""
        plain = _plain(self)
        plain["links"] = [_plain(one) for one in self.links]
        plain["recommendations"] = [_plain(one) for one in self.recommendations]
        return plain

    @classmethod
    def from_document(cls, document: Document) -> Self:
        """Build the record from what `document` gave."""
        links = tuple(Link.from_document(link) for link in document["links"])
        recommendations = tuple(Recommendation(**one) for one in document["recommendations"])
        return cls(**{**document, "links": links, "recommendations": recommendations})

    def order(self) -> tuple[int, str]:
        """Sort key used everywhere: best rank, then name."""
        ranks = [one.rank for one in self.recommendations if one.rank is not None]
        return (min(ranks, default=UNRANKED), self.name.casefold())


def _plain(record: Expert | Link | Recommendation) -> Document:
    """Give a record's fields; a fifth of the price of `asdict`, and a change of everybody asks 30,000 times."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def is_partial_date(text: str) -> bool:
    """Tell whether `text` is a date as precise as known: `2019`, `2019-05` or `2019-05-22`."""
    if len(text) not in (4, 7, 10):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True
