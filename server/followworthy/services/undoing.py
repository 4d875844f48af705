"""Undo of any change that nothing stands on: a new Revision that writes back what was there before. Nothing is lost.

An undo is a change like any other, so undoing it does the first one again, the decisions of the review queue included.
"""

from datetime import datetime

from followworthy.domain.records import Expert
from followworthy.errors import RefusedError
from followworthy.services.proposing import rematch
from followworthy.services.restoring import as_written, restore
from followworthy.store import Session, catalog, experts, imports, looks, proposals, revisions
from followworthy.store.revisions import Change, Past, Revision

FILES = "curated files"
"""Who signs what a load brings."""


def undo(session: Session, number: int, by: str, now: datetime) -> int:
    """Undo a change by a new one, and give its number. Raises RefusedError where later work stands on it.

    What it had decided waits in the queue again; if it was an undo itself, what that had put back is decided again.
    """
    past = revisions.get(session, number)
    if past is None:
        raise RefusedError(f"There is no change {number}.")
    _refuse_foundation(past)
    revision = Revision(session, by=by, why=f"undid change {number}: {past.why}", now=now, undoes=number)
    for change in reversed(past.changes):
        _refuse_later_work(session, number, change)
        _refuse_what_is_needed(session, number, change)
        _refuse_taken_addresses(session, number, change)
        restore(session, revision, change)
    if revision.number is None:
        raise RefusedError(f"Not undone: change {number} changed nothing.")
    _count_looks(session, past)
    proposals.reopen(session, number, revision.number)
    proposals.decide_again(session, number, now, revision.number)
    imports.put_back(session, number)
    rematch(session, [change.entity_id for change in past.changes if change.entity == "expert"])
    return revision.number


def _refuse_foundation(past: Past) -> None:
    """Refuse to take the ground away: what brought lists and categories along with their experts by a load."""
    if past.by == FILES and any(change.before is None and change.entity != "expert" for change in past.changes):
        raise RefusedError(f"Not undone: change {past.number} laid the foundation. Withdraw whom you do not want.")


def _refuse_later_work(session: Session, number: int, change: Change) -> None:
    now_is = revisions.current(session, change.entity, change.entity_id)
    left_as = change.after
    if change.entity == "expert" and left_as is None:
        left_as = now_is if now_is and now_is["withdrawn"] else left_as
    beliefs_alone = as_written(change.before, change.after)
    if (now_is == left_as) if beliefs_alone else as_written(now_is, left_as):
        return
    later = revisions.later(session, change.entity, change.entity_id, number)
    if later is None:
        raise RefusedError(f"Not undone: {_name(change)} is not what change {number} left.")
    if later.undoes == number:
        raise RefusedError(f"Not undone: change {number} was undone already, by change {later.number}.")
    raise RefusedError(f"Not undone: change {later.number} ({_name(change)}) builds on this one. Undo that first.")


def _refuse_what_is_needed(session: Session, number: int, change: Change) -> None:
    """Refuse to remove a category or source that others name."""
    if change.entity != "expert" and change.before is None:
        needed = catalog.needed_by(session, change.entity, change.entity_id)
        if needed:
            raise RefusedError(f"Not undone: {_name(change)}, which change {number} added, is used by {needed}.")


def _refuse_taken_addresses(session: Session, number: int, change: Change) -> None:
    """Refuse to give an address back that belongs to somebody else by now."""
    if change.entity != "expert" or change.before is None or change.before["withdrawn"]:
        return
    for link in Expert.from_document(change.before).links:
        owner = experts.owner_of_key(session, link.key) if link.key else None
        if owner and owner.id != change.entity_id:
            raise RefusedError(f"Not undone: {link.url}, which change {number} took away, is {owner.name}'s now.")


def _name(change: Change) -> str:
    document = change.after or change.before or {}
    return str(document.get("name") or document.get("title") or change.entity_id)


def _count_looks(session: Session, past: Past) -> None:
    """Let a curator's look go, or count again, with the change that it made: undoing an undo brings it back."""
    taken_back = True
    while past.undoes is not None and (undone := revisions.get(session, past.undoes)):
        past, taken_back = undone, not taken_back
    for change in past.changes:
        if change.entity == "expert":
            looks.void(session, change.entity_id, past.at, taken_back=taken_back)
