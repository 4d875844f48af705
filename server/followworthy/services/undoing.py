"""Undo of any change that nothing stands on: a new Revision that writes back what was there before. Nothing is lost.

An undo is a change like any other, so undoing it does the first one again, the decisions of the review queue included.
"""

from collections.abc import Sequence
from datetime import datetime

from followworthy.domain.records import Document, Expert
from followworthy.errors import RefusedError
from followworthy.services.proposing import rematch
from followworthy.services.restoring import as_written, restore_step, steps
from followworthy.store import Session, catalog, experts, imports, looks, merges, proposals, revisions
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
    experts.hold(session, [change.entity_id for change in past.changes if change.entity == "expert"])
    revision = Revision(session, by=by, why=f"undid change {number}: {past.why}", now=now, undoes=number)
    for changes in steps(reversed(past.changes)):
        _refuse(session, number, changes)
        if not _stays(session, past, changes[0]):
            _refuse_what_is_needed(session, number, changes[0])
            restore_step(session, revision, changes)
            for change in changes:
                _follow_merge(session, change)
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


def _refuse(session: Session, number: int, changes: Sequence[Change]) -> None:
    """Refuse to undo where one of the changes is not the last word any more."""
    people = [one.entity_id for one in changes if one.entity == "expert"]
    now_are = {one: expert.document() for one, expert in experts.several(session, people).items()}
    for one in changes:
        now_is = now_are.get(one.entity_id) if people else revisions.current(session, one.entity, one.entity_id)
        _refuse_later_work(session, number, one, now_is)
        _refuse_taken_addresses(session, number, one)


def _refuse_later_work(session: Session, number: int, change: Change, now_is: Document | None) -> None:
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


def _stays(session: Session, past: Past, change: Change) -> bool:
    """Tell whether a category stays that came along with a person: others stand in it by now."""
    came_along = change.entity == "category" and change.before is None
    with_people = any(one.entity == "expert" for one in past.changes)
    return came_along and with_people and bool(catalog.needed_by(session, change.entity, change.entity_id))


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
    now_is = revisions.current(session, change.entity, change.entity_id)
    held = {link["key"] for link in now_is["links"]} if now_is and not now_is["withdrawn"] else set()
    for link in Expert.from_document(change.before).links:
        if link.key in held:
            continue
        owner = experts.owner_of_key(session, link.key) if link.key else None
        if owner and owner.id != change.entity_id:
            raise RefusedError(f"Not undone: {link.url}, which change {number} took away, is {owner.name}'s now.")


def _follow_merge(session: Session, change: Change) -> None:
    """Hand a double's looks and proposals back where a merge is undone, and over again where that is undone."""
    was, becomes = ((one or {}).get("merged_into") for one in (change.after, change.before))
    if change.entity != "expert" or was == becomes:
        return
    if was:
        theirs = experts.several(session, (change.entity_id, was))
        urls = {link.url for link in theirs[change.entity_id].links} - {link.url for link in theirs[was].links}
        merges.split(session, change.entity_id, was, urls)
    if becomes:
        merges.join(session, change.entity_id, becomes)


def _name(change: Change) -> str:
    document = change.after or change.before or {}
    return str(document.get("name") or document.get("title") or change.entity_id)


def _count_looks(session: Session, past: Past) -> None:
    """Let a curator's look go, or count again, with the change that it made: undoing an undo brings it back."""
    taken_back = True
    while past.undoes is not None and (undone := revisions.get(session, past.undoes)):
        past, taken_back = undone, not taken_back
    people = [change.entity_id for change in past.changes if change.entity == "expert"]
    for expert_id in looks.seen_at(session, people, past.at):
        looks.void(session, expert_id, past.at, taken_back=taken_back)
