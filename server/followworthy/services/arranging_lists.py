"""Sources as curators arrange them: add, edit, merge, remove, read again or not. Each is one Revision."""

from dataclasses import dataclass, replace
from datetime import datetime

from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Source, is_partial_date
from followworthy.domain.slugs import free_slug
from followworthy.domain.texts import one_line, unseen_in
from followworthy.domain.uniting import moved
from followworthy.errors import RefusedError
from followworthy.store import Session, catalog, experts, listing
from followworthy.store.revisions import Revision

LONGEST_TITLE, LONGEST_URL = 300, 2000


@dataclass(frozen=True, slots=True)
class Written:
    """What a curator wrote about a source; `url` and `date` may be empty, for an address is never invented."""

    title: str
    publisher: str = ""
    url: str = ""
    date: str = ""
    reread: bool = True


def add(session: Session, written: Written, by: str, now: datetime) -> Source:
    """Add a source. Raises RefusedError for what cannot be."""
    title = _title(written)
    added = _record(session, Source(free_slug(title, listing.source_ids(session)), title), written)
    Revision(session, by=by, why=f"added the list {added.title}", now=now).put(added)
    return added


def edit(session: Session, source_id: str, seen: str, written: Written, by: str, now: datetime) -> int | None:
    """Edit a source; `seen` is the digest of it as the curator saw it.

    Give the change's number, None if nothing changed. Raises RefusedError when somebody else was faster.
    """
    known = existing(session, source_id)
    edited = _record(session, known, written)
    if seen != digest(known) and edited != known:
        raise RefusedError(f"{known.title} was changed by somebody else meanwhile. Look at it, then save again.")
    revision = Revision(session, by=by, why=f"edited the list {edited.title}", now=now)
    revision.put(edited)
    return revision.number


def merge(session: Session, source_id: str, into_id: str, by: str, now: datetime) -> int | None:
    """Let another source say what this one says: they are the same list. What was imported from it stays its own."""
    gone, into = existing(session, source_id), existing(session, into_id)
    if gone.id == into.id:
        raise RefusedError("A list cannot be merged with itself.")
    revision = Revision(session, by=by, why=f"merged the list {gone.title} into {into.title}", now=now)
    for expert in experts.several(session, listing.experts_in(session, source=gone.id)).values():
        revision.put(moved(expert, lambda one: replace(one, source=into.id) if one.source == gone.id else one))
    if catalog.needed_by(session, "source", gone.id):
        revision.put(replace(gone, reread=False))
    else:
        revision.remove("source", gone.id)
    return revision.number


def remove(session: Session, source_id: str, by: str, now: datetime) -> int | None:
    """Take a source away that nothing names; give the change's number. Raises RefusedError otherwise."""
    gone = existing(session, source_id)
    needed = catalog.needed_by(session, "source", gone.id)
    if needed:
        raise RefusedError(f"{gone.title} is used by {needed}: merge it into another list instead.")
    revision = Revision(session, by=by, why=f"removed the list {gone.title}", now=now)
    revision.remove("source", gone.id)
    return revision.number


def existing(session: Session, source_id: str) -> Source:
    """Give a source that is a published page. Raises RefusedError if there is none (any more)."""
    known = catalog.source(session, source_id)
    if known is None or known.of_one_expert or known.id in listing.OURS:
        raise RefusedError("There is no such list (any more).")
    return known


def digest(source: Source) -> str:
    """Give the mark by which a form tells that a source is as it was."""
    return editorial_digest(source.document())


def _record(session: Session, known: Source, written: Written) -> Source:
    date, url = written.date.strip(), written.url.strip()
    if date and not is_partial_date(date):
        raise RefusedError(f"{date[:40]} is no date: write 2019, 2019-05 or 2019-05-22.")
    if url and (not url.startswith(("http://", "https://")) or len(url) > LONGEST_URL or unseen_in(url)):
        raise RefusedError("An address begins with http:// or https://. Leave it empty where it is not known.")
    twin = catalog.source_at(session, url) if url else None
    if twin and twin.id != known.id:
        raise RefusedError(f"This address is that of {twin.title}: merge the two lists instead.")
    publisher = one_line(written.publisher)[:LONGEST_TITLE] or None
    return replace(
        known, title=_title(written), publisher=publisher, url=url or None, date=date or None, reread=written.reread
    )


def _title(written: Written) -> str:
    title = one_line(written.title)
    if not title or len(title) > LONGEST_TITLE or unseen_in(title):
        raise RefusedError(f"A list needs a title of at most {LONGEST_TITLE} characters.")
    return title
