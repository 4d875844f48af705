"""A record back to what it was before a change. What the audit believes of links that stay is kept.

Whether that may be done is `undoing`'s and `taking_back`'s business.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Document, Expert
from followworthy.store import Session, experts, revisions
from followworthy.store.revisions import Change, Revision

MANY = 20
"""From so many on, experts are restored together."""


def as_written(one: Document | None, other: Document | None) -> bool:
    """Tell whether people wrote the same in both; what the audit believes does not count."""
    if one is None or other is None:
        return one is other
    return editorial_digest(one) == editorial_digest(other)


def restore(session: Session, revision: Revision, change: Change) -> None:
    """Make a record what it was before a change; a change of beliefs alone takes the beliefs back, too."""
    known = revisions.current(session, change.entity, change.entity_id)
    if change.entity != "expert" or change.before is None or known is None or as_written(change.before, change.after):
        revision.restore(change)
    else:
        revision.put(_as_before(change.before, known))


def steps(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Give the changes in their order, those in one list that can be restored together: of many experts in a row."""
    for is_people, row in groupby(changes, lambda one: one.entity == "expert"):
        together = list(row)
        if is_people and len(together) >= MANY and _apart(together):
            yield together
        else:
            yield from ([one] for one in together)


def restore_step(session: Session, revision: Revision, changes: Sequence[Change]) -> None:
    """Make records what they were before these changes, which are one of the `steps`."""
    if len(changes) == 1:
        restore(session, revision, changes[0])
        return
    now_are = experts.several(session, [one.entity_id for one in changes])
    before: list[tuple[str, Expert | None]] = []
    for one in changes:
        known = now_are.get(one.entity_id)
        if one.before is None:
            before.append((one.entity_id, None))
        elif known is None or as_written(one.before, one.after):
            before.append((one.entity_id, Expert.from_document(one.before)))
        else:
            before.append((one.entity_id, _as_before(one.before, known.document())))
    revision.write_experts(before)


def _apart(changes: Sequence[Change]) -> bool:
    """Tell whether each change is another expert's, and no address went from one of them to another."""
    keys: dict[str, str] = {}
    for one in changes:
        for link in (*(one.before or {}).get("links", ()), *(one.after or {}).get("links", ())):
            if link["key"] and keys.setdefault(link["key"], one.entity_id) != one.entity_id:
                return False
    return len({one.entity_id for one in changes}) == len(changes)


def _as_before(document: Document, known: Document) -> Expert:
    """Give an expert as they were, with what is believed of their links now."""
    before, now_is = Expert.from_document(document), Expert.from_document(known)
    believed = {link.url: link for link in now_is.links}
    links = tuple(
        replace(link, verdict=believed[link.url].verdict, confirmed=believed[link.url].confirmed)
        if link.url in believed
        else link
        for link in before.links
    )
    return replace(before, links=links)
