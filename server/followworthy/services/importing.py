"""A document becomes proposals: read, group, match, queue as one batch. People decide later; nothing is published here.

A batch (an *import*) remembers what it changed, so that `taking_back` can undo all of it at once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from followworthy.domain.article import read_article
from followworthy.domain.claims import digest_of, group
from followworthy.domain.matching import normalise_name
from followworthy.domain.pages import joined, read_place
from followworthy.domain.records import Source
from followworthy.domain.spreadsheet import Sheet, read_spreadsheet
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError, RefusedError
from followworthy.services.documents import Article
from followworthy.services.proposing import Batch, directory, propose
from followworthy.store import Session, catalog, imports, proposals, source_readings
from followworthy.store.imports import Import, People
from followworthy.store.proposals import Proposal
from followworthy.store.source_readings import SourceReading

BY_HAND = "the command line"
LOGIN = "The page asks for a login. Sign in with your browser, save the page, and import the file."
Groups = Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries read, people queued, known before (unchanged or decided), and why there were none.

    `number` is the batch, None if nothing changed; `before` the batch it was held against; `new` and `gone` are
    names that this one does not share.
    """

    source: Source
    claims: int
    queued: int
    known: int
    because: str
    number: int | None = None
    before: Import | None = None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reading found: its source, how many entries, the claims by expert, and whom it names."""

    source: Source
    claims: int
    groups: Groups
    people: People

    @classmethod
    def of(cls, source: Source, reading: Reading) -> Self:
        """Group a reading's claims."""
        groups = group(reading.claims)
        people = {identity: (claims[0].name, digest_of(claims)) for identity, claims in groups.items()}
        return cls(source, len(reading.claims), groups, people)


def read(article: Article) -> Reading:
    """Read the claims of an article. Raises ArticleError for a document that cannot be read, naming it."""
    if article.table:
        return read_table(article, {}).reading
    pages = [(article.text, article.base), *((page.text, page.url) for page in article.more)]
    try:
        reading = joined([read_article(text, base) for text, base in pages])
    except ArticleError as error:
        raise ArticleError(f"{article.place}: {error}") from error
    if not reading.claims and read_place(article.text).asks_login:
        return replace(reading, because=LOGIN)
    return reading


def read_table(article: Article, columns: Mapping[str, str]) -> Sheet:
    """Read a table; `columns` corrects what each column holds. Raises ArticleError, naming the document."""
    try:
        return read_spreadsheet(article.text, columns)
    except ArticleError as error:
        raise ArticleError(f"{article.place}: {error}") from error


def known_source(session: Session, source_id: str) -> Source:
    """Give a source that a person named. Raises RefusedError if there is none of that id."""
    source = catalog.source(session, source_id)
    if source is None:
        there = ", ".join(one.id for one in catalog.sources(session)) or "none yet"
        raise RefusedError(f"There is no source {source_id!r}; there are {there}.")
    return source


def import_article(
    session: Session,
    article: Article,
    reading: Reading,
    now: datetime,
    *,
    source: Source | None = None,
    by: str = BY_HAND,
    asked: bool = True,
) -> Imported:
    """Queue a proposal for each expert the article speaks of; what did not change since last time stays as it is.

    `source` is the known source that the document is; without it, its address or its content tells. A batch that was
    taken back comes again when a person asks for it, not when the clock does (`asked` False).
    """
    source = source or _source(session, article, reading)
    if not reading.claims:
        return Imported(source, 0, 0, 0, reading.because)
    catalog.remember_source(session, source)
    found = _Found.of(source, reading)
    before = imports.latest(session, source.id, also_taken_back=not asked)
    if before and before.people == found.people:
        done = Imported(source, found.claims, 0, len(found.groups), "", before=before)
    else:
        done = _queue(session, article, found, before, by, now)
    source_readings.remember(session, SourceReading(source.id, now, len(done.new), len(done.gone)))
    return done


def as_candidates(place: str, reading: Reading) -> dict[str, object]:
    """Give a reading as the JSON document that `extract` prints."""
    fields = ("name", "kind", "category", "rank", "linkedin_url", "links", "quote", "where")
    candidates = [{field: asdict(claim)[field] for field in fields} for claim in reading.claims]
    return {"source": {"title": reading.title, "place": place}, "candidates": candidates}


def _queue(
    session: Session, article: Article, found: _Found, before: Import | None, by: str, now: datetime
) -> Imported:
    """Queue one batch: what is new or was changed since `before`, where that was not taken back."""
    number = imports.add(
        session,
        found.source,
        place=article.place,
        by=by,
        digest=article.digest,
        claims=found.claims,
        people=found.people,
        now=now,
    )
    batch = Batch(found.source, directory(session), now, number)
    earlier = _earlier(proposals.of_source(session, found.source.id), found.groups)
    declined = before.people if before and before.taken_back_at else {}
    wanted = {one: claims for one, claims in found.groups.items() if declined.get(one) != found.people[one]}
    queued = sum(propose(session, batch, one, claims, earlier.get(one)) for one, claims in wanted.items())
    were = before.people if before else {}
    new, gone = _missing(found.people, were), _missing(were, found.people)
    imports.set_gone(session, number, gone)
    return Imported(found.source, found.claims, queued, len(found.groups) - queued, "", number, before, new, gone)


def _earlier(known: list[Proposal], groups: Groups) -> dict[str, Proposal]:
    """Give what the source said before of whom it speaks now, by identity.

    Whose address came or changed has another identity now: the only one of a name that is new is the only one of that
    name that is gone.
    """
    earlier = {one.identity: one for one in known if one.identity in groups}
    gone = _by_name({one.identity: one.name for one in known if one.identity not in groups})
    came = _by_name({identity: claims[0].name for identity, claims in groups.items() if identity not in earlier})
    by_identity = {one.identity: one for one in known}
    for name, identities in came.items():
        if len(identities) == len(gone.get(name, ())) == 1:
            earlier[identities[0]] = by_identity[gone[name][0]]
    return earlier


def _by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the identities that have each normalised name."""
    found: dict[str, list[str]] = {}
    for identity, name in names.items():
        found.setdefault(normalise_name(name), []).append(identity)
    return found


def _missing(here: People, there: People) -> tuple[str, ...]:
    """Give the names of those who are here and not there, neither by address nor by name."""
    names = {normalise_name(name) for name, _ in there.values()}
    return tuple(name for one, (name, _) in here.items() if one not in there and normalise_name(name) not in names)


def _source(session: Session, article: Article, reading: Reading) -> Source:
    """Give the source an article is: a page is known by its address, a file by its content."""
    if article.base is None:
        return Source(f"file:{article.digest}", reading.title or Path(article.place).name)
    known = catalog.source_at(session, article.base)
    name = hashlib.sha256(article.base.encode()).hexdigest()[:16]
    return known or Source(f"page:{name}", reading.title or article.base, url=article.base)
