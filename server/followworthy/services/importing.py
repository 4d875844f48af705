"""A list article becomes proposals: read, group, match, queue. People decide later; nothing is published here."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from followworthy.domain.article import read_article
from followworthy.domain.claims import digest_of, group
from followworthy.domain.decoding import decode
from followworthy.domain.matching import Known, match
from followworthy.domain.records import Expert, Source
from followworthy.domain.values import Claim, Exchange, Reading
from followworthy.errors import ArticleError, FetchError
from followworthy.store import Session, experts, proposals
from followworthy.store.catalog import remember_source

MAX_BYTES = 5 * 1024 * 1024
"""The largest article we read: far above any list, far below what hurts."""


class Fetches(Protocol):
    """What an import needs of a fetcher: one visit, of at most so many bytes, which never raises."""

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        """Visit an address."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document on its way in: where it came from, its text, and the source it makes."""

    place: str
    text: str
    base: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: claims read, proposals queued, known before (unchanged or decided)."""

    source: Source
    claims: int
    queued: int
    known: int
    because: str


def is_address(place: str) -> bool:
    """Tell whether `place` is a web address rather than a file."""
    return place.lower().startswith(("http://", "https://"))


def open_article(place: str, fetcher: Fetches) -> Article:
    """Bring a document from a file or an address. Raises ArticleError or FetchError with the reason."""
    return _fetched(place, fetcher) if is_address(place) else _from_file(Path(place))


def read(article: Article) -> Reading:
    """Read the claims of an article. Raises ArticleError for a document that cannot be read, naming it."""
    try:
        return read_article(article.text, article.base)
    except ArticleError as error:
        raise ArticleError(f"{article.place}: {error}") from error


def import_article(session: Session, article: Article, reading: Reading, now: datetime) -> Imported:
    """Queue a proposal for each expert the article speaks of; what did not change since last time stays as it is."""
    source = source_of(article, reading)
    remember_source(session, source)
    known = [known_expert(expert) for expert, _ in experts.published(session)]
    groups = group(reading.claims)
    queued = sum(_queue(session, source, identity, claims, known, now) for identity, claims in groups.items())
    return Imported(source, len(reading.claims), queued, len(groups) - queued, reading.because)


def source_of(article: Article, reading: Reading) -> Source:
    """Give the source an article makes; a page is known by its address, a file by its content."""
    if article.base is None:
        return Source(f"file:{article.digest}", reading.title or Path(article.place).name)
    name = hashlib.sha256(article.base.encode()).hexdigest()[:16]
    return Source(f"page:{name}", reading.title or article.base, url=article.base)


def known_expert(expert: Expert) -> Known:
    """Give what matching needs to know of an expert in the catalog."""
    headings = {one.heading for one in expert.recommendations if one.heading}
    return Known(
        expert_id=expert.id,
        name=expert.name,
        keys=frozenset(link.key for link in expert.links if link.key),
        homepages=frozenset(link.url for link in expert.links if link.kind == "homepage"),
        categories=frozenset(headings),
    )


def as_candidates(place: str, reading: Reading) -> dict[str, object]:
    """Give a reading as the JSON document that `extract` prints."""
    fields = ("name", "kind", "category", "rank", "linkedin_url", "links", "quote", "where")
    candidates = [{field: asdict(claim)[field] for field in fields} for claim in reading.claims]
    return {"source": {"title": reading.title, "place": place}, "candidates": candidates}


def _queue(
    session: Session, source: Source, identity: str, claims: tuple[Claim, ...], known: list[Known], now: datetime
) -> bool:
    digest = digest_of(claims)
    before = proposals.find(session, source.id, identity)
    if before and before.digest == digest:
        return False
    found = match(claims, known)
    kind: proposals.ProposalKind = "new" if found.level in ("new", "possible") else "correction"
    proposals.queue(
        session, source_id=source.id, identity=identity, kind=kind, digest=digest, claims=claims, match=found, now=now
    )
    return True


def _from_file(path: Path) -> Article:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}.") from error
    if len(body) > MAX_BYTES:
        raise ArticleError(f"{path} is larger than {MAX_BYTES // 1024 // 1024} MB: too large for a list article.")
    return Article(str(path), _decoded(body, str(path)), None, hashlib.sha256(body).hexdigest())


def _fetched(url: str, fetcher: Fetches) -> Article:
    exchange = fetcher.fetch(url, max_bytes=MAX_BYTES)
    if exchange.trouble:
        raise FetchError(f"{url} cannot be read: {exchange.because}")
    last = exchange.hops[-1]
    if last.status != 200:
        raise FetchError(f"{url} cannot be read: it answered {last.status}.")
    text = _decoded(exchange.body, url, exchange.content_type)
    return Article(url, text, last.url, hashlib.sha256(exchange.body).hexdigest())


def _decoded(body: bytes, place: str, content_type: str = "") -> str:
    try:
        return decode(body, content_type)
    except ArticleError as error:
        raise ArticleError(f"{place}: {error}") from error
