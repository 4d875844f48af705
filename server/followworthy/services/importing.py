"""A document that somebody brings becomes proposals, as one batch. Nothing is published here: people decide later."""

from dataclasses import asdict
from datetime import datetime

from followworthy.domain.records import Source
from followworthy.domain.values import Reading
from followworthy.errors import RefusedError
from followworthy.services.batching import Imported, queue_batch, source_of
from followworthy.services.documents import Article
from followworthy.store import Session, catalog

BY_HAND = "the command line"


def known_source(session: Session, source_id: str) -> Source:
    """Give a source that a person named. Raises RefusedError if there is none of that id."""
    source = catalog.source(session, source_id)
    if source is None:
        there = ", ".join(one.id for one in catalog.sources(session)) or "none yet"
        raise RefusedError(f"There is no source {source_id!r}; there are {there}.")
    return source


def import_article(
    session: Session, article: Article, reading: Reading, now: datetime, *, source: Source | None = None
) -> Imported:
    """Queue a proposal for each expert the article speaks of; what did not change since last time stays as it is.

    `source` is the known source that the document is; without it, its address or its content tells.
    """
    source = source or source_of(session, article, reading)
    return queue_batch(session, source, article, reading, by=BY_HAND, now=now)


def as_candidates(place: str, reading: Reading) -> dict[str, object]:
    """Give a reading as the JSON document that `extract` prints."""
    fields = ("name", "kind", "category", "rank", "linkedin_url", "links", "quote", "where")
    candidates = [{field: asdict(claim)[field] for field in fields} for claim in reading.claims]
    return {"source": {"title": reading.title, "place": place}, "candidates": candidates}
