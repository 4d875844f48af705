"""Taking a whole import back: what waits goes, what was accepted is undone in one Revision. Nothing is lost.

An expert whom a person changed after accepting stays as they are, and is told. A rejection stays a rejection.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from followworthy.errors import RefusedError
from followworthy.services.proposing import rematch
from followworthy.services.restoring import as_written, restore_step, steps
from followworthy.store import Session, catalog, experts, imports, proposal_decisions, proposal_search, revisions
from followworthy.store.imports import Import
from followworthy.store.proposals import Proposal
from followworthy.store.revisions import Change, Revision


@dataclass(slots=True)
class TakingBack:
    """What taking an import back does, by name.

    `waiting` proposals go, or become what they were; experts are `withdrawn`, or `restored` to what they were;
    those in `left` were changed by a person since. `categories` came with the import, and go where nobody else stands
    in them. `revision` is the change it made, if any.
    """

    batch: Import
    waiting: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
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
    for changes in steps(plan.changes):
        restore_step(session, revision, changes)
    for change in plan.categories:
        _remove(session, revision, change)
    for proposal_id in plan.proposals:
        imports.take_back_entry(session, number, proposal_id)
    imports.mark_taken_back(session, number, by, now, revision.number)
    rematch(session, [change.entity_id for change in plan.changes])
    done.revision = revision.number
    return done


class _Plan:
    """What is to be done for a batch: `changes` to undo, the latest first, and `proposals` to take back.

    `categories` are the changes that added one; they go last, for people stand in them.
    """

    def __init__(self, session: Session, told: TakingBack) -> None:
        self._session, self._told, self._number = session, told, told.batch.id
        self.changes: list[Change] = []
        self.categories: list[Change] = []
        self.proposals: list[int] = []
        self._documents: dict[str, dict[str, object] | None] = {}
        self._changes: dict[int, dict[str, Change]] = {}
        self._planned: set[tuple[int, str]] = set()
        self._shared: set[tuple[int, str]] = set()

    def read(self) -> None:
        """Look at every proposal of the batch, the one decided last first. Raises RefusedError."""
        numbers = [one.proposal_id for one in imports.entries(self._session, self._number)]
        touched = sorted(proposal_search.several(self._session, numbers), key=lambda one: one.id)
        later = next((one.import_id for one in touched if self._builds_on_it(one)), None)
        if later is not None:
            raise RefusedError(f"Not taken back: import {later} builds on this one. Take that back first.")
        mine = [one for one in touched if one.import_id == self._number]
        self._read_changes({one.decided_in for one in mine if one.decided_in})
        for one in sorted(mine, key=lambda each: (-(each.decided_in or 0), each.id)):
            self._take(one)

    def _read_changes(self, numbers: Iterable[int]) -> None:
        """Read what was decided, each revision once, and how everybody is now."""
        for past in (revisions.get(self._session, number) for number in sorted(numbers)):
            if past is None:
                continue
            self._changes[past.number] = {one.entity_id: one for one in past.changes if one.entity == "expert"}
            self.categories += [one for one in past.changes if one.entity == "category" and one.before is None]
            others = proposal_decisions.others_in(self._session, past.number, self._number)
            self._shared |= {(past.number, expert_id) for expert_id in others}
        ids = sorted({expert_id for changes in self._changes.values() for expert_id in changes})
        self._documents = {one: expert.document() for one, expert in experts.several(self._session, ids).items()}
        self._told.categories = [str((one.after or {}).get("name")) for one in self.categories]

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
        if proposal.decided_in not in self._changes:
            self._told.waiting.append(proposal.name)
        elif not self._undoes(proposal.decided_in, proposal.became):
            return
        self.proposals.append(proposal.id)

    def _undoes(self, number: int, became: str | None) -> bool:
        """Plan to undo what a decision changed, if everybody still is as it left them; else say who is not.

        Of a decision about many only whom this proposal `became`; whom another import brought with it, stays.
        """
        changes = self._changes[number]
        wanted = [became] if became else list(changes)
        changed = [changes[one] for one in wanted if one in changes and (number, one) not in self._planned]
        edited = [one for one in changed if (number, one.entity_id) in self._shared or not self._is_as_left(one)]
        if edited:
            self._told.left += [str((one.after or {}).get("name", one.entity_id)) for one in edited]
            return False
        for change in changed:
            self._planned.add((number, change.entity_id))
            self._documents[change.entity_id] = change.before
            self.changes.append(change)
            name = str((change.after or {}).get("name", change.entity_id))
            (self._told.withdrawn if change.before is None else self._told.restored).append(name)
        return True

    def _is_as_left(self, change: Change) -> bool:
        """Tell whether a person has left the expert alone since; the audit's beliefs do not count."""
        now_is = self._documents.get(change.entity_id)
        return now_is is not None and change.after is not None and as_written(now_is, change.after)


def _remove(session: Session, revision: Revision, added: Change) -> None:
    """Remove a category that came with the import, unless somebody changed it or stands in it."""
    now_is = revisions.current(session, added.entity, added.entity_id)
    if now_is == added.after and not catalog.needed_by(session, added.entity, added.entity_id):
        revision.restore(added)


def _open(session: Session, number: int) -> Import:
    batch = imports.get(session, number)
    if batch is None:
        raise RefusedError(f"There is no import {number}.")
    if batch.taken_back_at is not None:
        raise RefusedError(f"Import {number} was already taken back by {batch.taken_back_by}.")
    return batch
