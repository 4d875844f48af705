"""Taking a whole import back: what waits goes, what was accepted is undone in one Revision. Nothing is lost.

An expert whom a person changed after accepting stays as they are, and is told. A rejection stays a rejection.
"""

from dataclasses import dataclass, field
from datetime import datetime

from followworthy.errors import RefusedError
from followworthy.services.proposing import rematch
from followworthy.services.restoring import as_written, restore
from followworthy.store import Session, imports, proposals, revisions
from followworthy.store.imports import Import
from followworthy.store.proposals import Proposal
from followworthy.store.revisions import Change, Past, Revision


@dataclass(slots=True)
class TakingBack:
    """What taking an import back does, by name.

    `waiting` proposals go, or become what they were; experts are `withdrawn`, or `restored` to what they were;
    those in `left` were changed by a person since. `revision` is the change it made, if any.
    """

    batch: Import
    waiting: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    revision: int | None = None


def preview(session: Session, number: int) -> TakingBack:
    """Say what taking the import back would do, and do nothing. Raises RefusedError when it cannot be taken back."""
    plan = TakingBack(_open(session, number))
    _Plan(session, plan).read()
    return plan


def take_back(session: Session, number: int, by: str, now: datetime) -> TakingBack:
    """Take an import back. Raises RefusedError when it was before, or when a later import builds on it."""
    done = TakingBack(_open(session, number))
    plan = _Plan(session, done)
    plan.read()
    revision = Revision(session, by=by, why=f"took back import {number}, {done.batch.source.title}", now=now)
    for change in plan.changes:
        restore(session, revision, change)
    for proposal_id in plan.proposals:
        imports.take_back_entry(session, number, proposal_id)
    imports.mark_taken_back(session, number, by, now, revision.number)
    rematch(session, [change.entity_id for change in plan.changes])
    done.revision = revision.number
    return done


class _Plan:
    """What is to be done for a batch: `changes` to undo, the latest first, and `proposals` to take back."""

    def __init__(self, session: Session, told: TakingBack) -> None:
        self._session, self._told, self._number = session, told, told.batch.id
        self.changes: list[Change] = []
        self.proposals: list[int] = []
        self._documents: dict[str, dict[str, object] | None] = {}

    def read(self) -> None:
        """Look at every proposal of the batch, the one decided last first. Raises RefusedError."""
        known = [proposals.get(self._session, one.proposal_id) for one in imports.entries(self._session, self._number)]
        touched = [one for one in known if one is not None]
        later = next((one.import_id for one in touched if self._builds_on_it(one)), None)
        if later is not None:
            raise RefusedError(f"Not taken back: import {later} builds on this one. Take that back first.")
        mine = [one for one in touched if one.import_id == self._number]
        for one in sorted(mine, key=lambda each: (-(each.decided_in or 0), each.id)):
            self._take(one)

    def _builds_on_it(self, proposal: Proposal) -> bool:
        """Tell whether a later import changed the proposal; one that was taken back has left it for good."""
        if proposal.import_id in (None, self._number):
            return False
        later = imports.get(self._session, proposal.import_id or 0)
        return later is not None and later.taken_back_at is None

    def _take(self, proposal: Proposal) -> None:
        if proposal.state == "rejected":
            self._told.rejected.append(proposal.name)
            return
        past = revisions.get(self._session, proposal.decided_in) if proposal.decided_in else None
        if past is None:
            self._told.waiting.append(proposal.name)
        elif not self._undoes(past):
            return
        self.proposals.append(proposal.id)

    def _undoes(self, past: Past) -> bool:
        """Plan to undo what a decision changed, if everybody still is as it left them; else say who is not."""
        changed = [one for one in past.changes if one.entity == "expert"]
        edited = [one for one in changed if not self._is_as_left(one)]
        if edited:
            self._told.left += [str((one.after or {}).get("name", one.entity_id)) for one in edited]
            return False
        for change in changed:
            self._documents[change.entity_id] = change.before
            self.changes.append(change)
            name = str((change.after or {}).get("name", change.entity_id))
            (self._told.withdrawn if change.before is None else self._told.restored).append(name)
        return True

    def _is_as_left(self, change: Change) -> bool:
        """Tell whether a person has left the expert alone since; the audit's beliefs do not count."""
        now_is = (
            self._documents[change.entity_id]
            if change.entity_id in self._documents
            else revisions.current(self._session, change.entity, change.entity_id)
        )
        return now_is is not None and change.after is not None and as_written(now_is, change.after)


def _open(session: Session, number: int) -> Import:
    batch = imports.get(session, number)
    if batch is None:
        raise RefusedError(f"There is no import {number}.")
    if batch.taken_back_at is not None:
        raise RefusedError(f"Import {number} was already taken back by {batch.taken_back_by}.")
    return batch
