"""One expert's own sources, asked outside: their homepage and Wikidata. Knows no database and decides nothing.

One request at a time. When Wikidata is busy or refuses, it is left in peace for the rest of the run.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlsplit

from followworthy.domain import wikidata
from followworthy.domain.decoding import decode
from followworthy.domain.person_page import STRONG, read_person_page
from followworthy.domain.profile_url import profile_url
from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.values import Claim, Exchange, Match
from followworthy.domain.wikidata import LINKEDIN, Candidate, Item, Marks
from followworthy.errors import ArticleError, WikidataError

MAX_BYTES = 2 * 1024 * 1024


class Fetches(Protocol):
    """What looking up needs of a fetcher: one visit, of at most so many bytes, which never raises."""

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        """Visit an address."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source says of the expert: an address, or (`died`, "" where the day is unknown) a death alone.

    `called` is the source in a summary.
    """

    source: Source
    called: str
    match: Match
    claim: Claim
    died: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What asking one place brought: findings, why there are none, trouble, and the sources that were really read."""

    findings: tuple[Finding, ...] = ()
    said: str = ""
    trouble: str = ""
    read: tuple[str, ...] = ()


class LookingUp:
    """Asks homepages and Wikidata about one expert after the other."""

    def __init__(self, fetcher: Fetches, wikidata_url: str) -> None:
        self._fetcher = fetcher
        self._base = wikidata_url
        self._closed = False

    def homepage(self, expert: Expert, link: Link) -> Looked:
        """Read one homepage of the expert."""
        return read_homepage(expert, link, self._fetcher.fetch(link.url, max_bytes=MAX_BYTES))

    def wikidata(self, marks: Marks) -> Looked:
        """Search Wikidata for the expert."""
        if self._closed:
            return Looked(said="Wikidata not asked")
        try:
            found = self._candidates(marks)
        except WikidataError as error:
            self._closed = True
            return Looked(trouble=str(error))
        findings = tuple(one for each in found for one in _in_item(self._base, marks, each))
        said = "" if findings else _none_said(found)
        return Looked(findings, said=said, read=("wikidata:",))

    def items(self, known: Sequence[tuple[str, Marks]]) -> list[Looked]:
        """Ask for the items that are known to be experts', in one request; give what each says of whose it is.

        An item that bears another name by now says nothing. Raises WikidataError.
        """
        entities = wikidata.read_entities(self._ask(wikidata.entities_address(self._base, [one for one, _ in known])))
        return [self._item(item_id, entities.get(item_id, {}), marks) for item_id, marks in known]

    def _item(self, item_id: str, entity: dict[str, Any], marks: Marks) -> Looked:
        item = wikidata.read_item(item_id, entity)
        found = wikidata.candidates([item], marks, {}) if item else []
        return Looked(tuple(one for each in found for one in _in_item(self._base, marks, each)))

    def _candidates(self, marks: Marks) -> list[Candidate]:
        ids = wikidata.read_search(self._ask(wikidata.search_address(self._base, marks.name)))
        if not ids:
            return []
        entities = wikidata.read_entities(self._ask(wikidata.entities_address(self._base, ids)))
        items = [one for item_id in ids if (one := wikidata.read_item(item_id, entities.get(item_id, {})))]
        found = wikidata.candidates(items, marks, {})
        if any(one.match.level == "possible" for one in found) and marks.words:
            return wikidata.candidates(items, marks, self._labels(one.item for one in found))
        return found

    def _labels(self, items: Iterable[Item]) -> Mapping[str, str]:
        """Give the names of the items' occupations: they may tell namesakes apart."""
        ids = list(dict.fromkeys(one for item in items for one in item.occupations))[:50]
        if not ids:
            return {}
        entities = wikidata.read_entities(self._ask(wikidata.labels_address(self._base, ids)))
        return {item_id: wikidata.label_of(entity) for item_id, entity in entities.items()}

    def _ask(self, url: str) -> str:
        """Give the text of one answer, whatever its status: refusals are JSON, too. Raises WikidataError."""
        exchange = self._fetcher.fetch(url, max_bytes=MAX_BYTES)
        trouble = _trouble(exchange)
        if trouble and not exchange.body.lstrip().startswith(b"{"):
            raise WikidataError(f"Wikidata cannot be asked: {trouble}")
        return exchange.body.decode("utf-8", "replace")


def read_homepage(expert: Expert, link: Link, exchange: Exchange) -> Looked:
    """Read what a visit of one homepage of the expert brought."""
    source = homepage_source(link)
    host = urlsplit(link.url).hostname or link.url
    trouble = _trouble(exchange)
    if trouble:
        return Looked(trouble=f"{host}: {trouble}")
    try:
        text = decode(exchange.body, exchange.content_type)
    except ArticleError as error:
        return Looked(trouble=f"{host}: {str(error).rstrip('.')}")
    page = read_person_page(text, exchange.hops[-1].url, name=expert.name, kind=expert.kind)
    if not page.claims:
        return Looked(said=f"{host}: {page.because}", read=(source.id,))
    findings = (_on_page(expert, source, host, one, len(page.claims)) for one in page.claims)
    return Looked(tuple(findings), read=(source.id,))


def homepage_source(link: Link) -> Source:
    """Give the source that a homepage is."""
    name = hashlib.sha256(link.url.encode()).hexdigest()[:16]
    host = urlsplit(link.url).hostname or link.url
    return Source(f"homepage:{name}", f"Homepage {host}", url=link.url, reread=False)


def wikidata_source(base: str, item_id: str) -> Source:
    """Give the source that a Wikidata item is."""
    url = wikidata.item_address(base, item_id)
    return Source(f"wikidata:{item_id}", f"Wikidata item {item_id}", "Wikidata", url, reread=False)


def _trouble(exchange: Exchange) -> str:
    """Say why a visit brought no page; a page cut at our cap is a page."""
    if exchange.trouble and exchange.trouble != "too_large":
        return exchange.because.rstrip(".")
    status = exchange.hops[-1].status
    return "" if status == 200 else f"it answered {status}"


def _on_page(expert: Expert, source: Source, host: str, claim: Claim, count: int) -> Finding:
    differs = (f"the page names {count} addresses",) if count > 1 else ()
    if claim.sure >= STRONG:
        match = Match("probable", expert.id, ("name", "homepage"), differs)
    else:
        match = Match("possible", expert.id, ("homepage",), (*differs, "a mere link: it may be somebody else's"))
    return Finding(source, host, match, claim)


def _in_item(base: str, marks: Marks, candidate: Candidate) -> list[Finding]:
    item, match = candidate.item, candidate.match
    source, called = wikidata_source(base, item.id), f"Wikidata {item.id}"
    if candidate.hard and item.died is not None:
        claim = Claim(marks.name, item.kind, where=f"{called}: died {item.died or 'on an unknown day'}")
        return [Finding(source, called, match, claim, died=item.died)]
    prop = LINKEDIN[item.kind][0]
    claim = Claim(item.names[0], item.kind, links=item.websites[:3], quote=item.description or None)
    claim = replace(claim, where=f"{called}, {prop}", sure=_sure(candidate), headline=item.description)
    claims = (replace(claim, linkedin_url=profile_url(key)) for key in item.keys)
    return [Finding(source, called, match, one) for one in claims]


def _sure(candidate: Candidate) -> float:
    return 0.9 if candidate.hard else 0.6 if candidate.match.level == "probable" else 0.3


def _none_said(found: list[Candidate]) -> str:
    if not found:
        return ""
    ids = ", ".join(one.item.id for one in found)
    return f"Wikidata {ids}: no LinkedIn address"
