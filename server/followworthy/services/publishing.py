"""The catalog as clients get it: bytes and ETag. Writes nothing, and knows nothing of HTTP."""

import hashlib
import json
from dataclasses import asdict, dataclass

from followworthy.domain.records import Document, Expert, Source
from followworthy.store import Session, catalog, experts, opt_outs, revisions

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Catalog:
    """The whole catalog as JSON bytes, its ETag, and what it counts."""

    body: bytes
    etag: str
    revision: int
    experts: int
    categories: int


def etag(session: Session) -> str:
    """Give the weak ETag of the catalog as it is now; it is the sync cursor too. Raises LostKeyError."""
    opt_outs.assure(session)
    return f'W/"{_cursor(session)}"'


def whole_catalog(session: Session) -> Catalog:
    """Build the whole catalog from one state of the database.

    Raises LostKeyError where the key of those who asked not to be listed is lost: nothing is published then.
    """
    document = catalog_document(session)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    _, revision = revisions.cursor(session)
    return Catalog(body, etag(session), revision, document["count"], len(document["categories"]))


def catalog_document(session: Session) -> Document:
    """Give the catalog as a JSON-ready mapping (the shape is DESIGN section 5).

    `count` and `checksum` let a client prove that it holds the whole truth.
    """
    opt_outs.assure(session)
    published = experts.published(session)
    return {
        "schema": SCHEMA,
        "cursor": _cursor(session),
        "complete": True,
        "count": len(published),
        "checksum": checksum([(expert.id, revision) for expert, revision in published]),
        "categories": [one.document() for one in catalog.categories(session)],
        "sources": [public_source(one) for one in catalog.sources(session)],
        "experts": [public_expert(expert, revision) for expert, revision in published],
        "withdrawn": [expert.id for expert, _ in experts.withdrawn(session)],
    }


def checksum(published: list[tuple[str, int]]) -> str:
    """Give the SHA-256 of the lines `id revision`, sorted."""
    lines = sorted(f"{expert_id} {revision}\n" for expert_id, revision in published)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _cursor(session: Session) -> str:
    epoch, revision = revisions.cursor(session)
    return f"{epoch}.{revision}"


def public_expert(expert: Expert, revision: int) -> Document:
    """Give what the world may read of an expert: the curators' note stays at home."""
    return {
        "id": expert.id,
        "revision": revision,
        "kind": expert.kind,
        "name": expert.name,
        "headline": expert.headline,
        "links": [_public_link(asdict(link)) for link in expert.links],
        "recommendations": [asdict(one) for one in expert.recommendations],
    }


def public_source(source: Source) -> Document:
    """Give what the world may read of a source: how often we read it is our matter."""
    document = source.document()
    del document["reread"]
    return document


def _public_link(link: Document) -> Document:
    order = ("kind", "key", "url", "status", "confidence", "verdict", "confirmed")
    return {name: link[name] for name in order}
