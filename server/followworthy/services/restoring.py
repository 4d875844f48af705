"""A record back to what it was before a change. What the audit believes of links that stay is kept.

Whether that may be done is `undoing`'s and `taking_back`'s business.
"""

from dataclasses import replace

from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Document, Expert
from followworthy.store import Session, revisions
from followworthy.store.revisions import Change, Revision


def as_written(one: Document | None, other: Document | None) -> bool:
    """Tell whether people wrote the same in both; what the audit believes does not count."""
    if one is None or other is None:
        return one is other
    return editorial_digest(one) == editorial_digest(other)


def restore(session: Session, revision: Revision, change: Change) -> None:
    """Make a record what it was before a change; a change of beliefs alone takes the beliefs back, too."""
    known = revisions.current(session, change.entity, change.entity_id)
    beliefs_alone = as_written(change.before, change.after)
    if change.entity != "expert" or change.before is None or known is None or beliefs_alone:
        revision.restore(change)
        return
    before, now_is = Expert.from_document(change.before), Expert.from_document(known)
    believed = {link.url: link for link in now_is.links}
    links = tuple(
        replace(link, verdict=believed[link.url].verdict, confirmed=believed[link.url].confirmed)
        if link.url in believed
        else link
        for link in before.links
    )
    revision.put(replace(before, links=links))
