"""What the world may read, and the press that prints editions of it. Writes nothing, and knows nothing of HTTP."""

import json
from dataclasses import asdict

from followworthy.domain.edition import Edition, Entry, printed
from followworthy.domain.records import Document, Expert, Source
from followworthy.store import Session, catalog, opt_outs, published, revisions

NOTHING = -1
"""Before the first revision, which is 0."""
LINK = ("kind", "key", "url", "status", "confidence", "verdict", "confirmed")


class Press:
    """Prints an edition, and of the next one only what changed: it keeps what was printed of each expert.

    One thread at a time.
    """

    def __init__(self) -> None:
        self._epoch = ""
        self._revision = NOTHING
        self._entries: dict[str, Entry] = {}
        self._tombstones: dict[str, int] = {}

    def print(self, session: Session) -> Edition:
        """Give the edition of one state of the database.

        Raises LostKeyError where the key of those who asked not to be listed is lost: nothing is published then.
        """
        opt_outs.assure(session)
        epoch, revision = revisions.cursor(session)
        if epoch != self._epoch or revision < self._revision:
            self._epoch, self._entries, self._tombstones, self._revision = epoch, {}, {}, NOTHING
        for one in published.changed(session, self._revision):
            self._set(one)
        self._revision = revision
        entries = sorted(self._entries.values(), key=lambda one: one.order)
        return Edition(epoch, revision, entries, sorted(self._tombstones.items()), _riders(session))

    def _set(self, one: published.Changed) -> None:
        if one.document is None:
            self._entries.pop(one.id, None)
            self._tombstones[one.id] = one.revision
            return
        self._tombstones.pop(one.id, None)
        order = (one.best_rank, one.document["name"].casefold(), one.id)
        self._entries[one.id] = Entry(one.id, one.revision, order, printed(one.document))


def cursor(session: Session) -> str:
    """Give the name of the catalog's state as it is now. Raises LostKeyError."""
    opt_outs.assure(session)
    epoch, revision = revisions.cursor(session)
    return f"{epoch}.{revision}"


def etag(session: Session) -> str:
    """Give the weak ETag of the catalog as it is now. Raises LostKeyError."""
    return f'W/"{cursor(session)}"'


def whole_catalog(session: Session) -> Edition:
    """Print one edition, for whoever needs no next one. Raises LostKeyError."""
    return Press().print(session)


def catalog_document(session: Session) -> Document:
    """Give the whole catalog as a JSON-ready mapping (the shape is DESIGN section 5). Raises LostKeyError."""
    document: Document = json.loads(whole_catalog(session).whole.identity)
    return document


def public_expert(expert: Expert, revision: int) -> Document:
    """Give what the world may read of an expert, for one at a time: the curators' note stays at home."""
    return {
        "id": expert.id,
        "revision": revision,
        "kind": expert.kind,
        "name": expert.name,
        "headline": expert.headline,
        "links": [{name: document[name] for name in LINK} for document in map(asdict, expert.links)],
        "recommendations": [asdict(one) for one in expert.recommendations],
    }


def public_source(source: Source) -> Document:
    """Give what the world may read of a source: how often we read it is our matter."""
    document = source.document()
    del document["reread"]
    return document


def _riders(session: Session) -> Document:
    return {
        "categories": [one.document() for one in catalog.categories(session)],
        "sources": [public_source(one) for one in catalog.sources(session)],
    }
