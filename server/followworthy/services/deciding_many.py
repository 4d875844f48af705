"""Many proposals decided at once: first a plan that says what would happen to each and why, then one Revision.

What a person has to look at is left: doubtful readings, namesakes, repairs, reviews. All of it happens, or nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from followworthy.domain.claims import is_sure
from followworthy.domain.expiry import REVIEW_DUE
from followworthy.domain.opting_out import ASKED, marks_of
from followworthy.domain.records import Category, Expert
from followworthy.errors import RefusedError
from followworthy.services.making import CATEGORY_NEEDED, Decision, Making
from followworthy.services.proposing import directory_for, known_expert, rematch
from followworthy.store import Session, experts, opt_outs, proposal_decisions, proposal_search
from followworthy.store.proposals import Proposal
from followworthy.store.revisions import Revision

UNSURE = "read unsurely: look at the place in the list"
NAMESAKE = "somebody of that name is here already: say who it is"
ALONE = "a repair or a review is decided by itself"
NO_CATEGORY = "the list names no category, and none was chosen"
DECIDED = "decided meanwhile"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to happen to all: accept (into `category`, or as the list says) or reject."""

    do: Literal["accept", "reject"]
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One proposal and the expert that it makes or is added to."""

    proposal: Proposal
    expert: Expert


@dataclass(slots=True)
class Plan:
    """What would happen, each in the queue's order; `skipped` are those left with why, `categories` the new ones."""

    wish: Wish
    new: list[Step] = field(default_factory=list)
    merged: list[Step] = field(default_factory=list)
    rejected: list[Proposal] = field(default_factory=list)
    skipped: list[tuple[Proposal, str]] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Of how many proposals something would come."""
        return len(self.new) + len(self.merged) + len(self.rejected)

    @property
    def reasons(self) -> dict[str, list[str]]:
        """The names of those left, by why."""
        found: dict[str, list[str]] = {}
        for proposal, why in self.skipped:
            found.setdefault(why, []).append(proposal.name)
        return found

    @property
    def mark(self) -> str:
        """A short text that is another one as soon as anything else would happen than what was shown."""
        told = [f"{one.proposal.id} new" for one in self.new]
        told += [f"{one.proposal.id} into {one.expert.id} {one.expert.name}" for one in self.merged]
        told += [f"{one.id} rejected" for one in self.rejected] + [f"{one.id} {why}" for one, why in self.skipped]
        told += [one.id for one in self.categories]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def plan(session: Session, numbers: Sequence[int], wish: Wish) -> Plan:
    """Say what would happen to these proposals, and do nothing."""
    found = proposal_search.several(session, numbers)
    told = Plan(wish)
    if wish.do == "reject":
        for one in found:
            why = _not_rejected(one)
            told.skipped.append((one, why)) if why else told.rejected.append(one)
    else:
        _Accepting(session, told, found).read(found)
    return told


def carry_out(session: Session, told: Plan, by: str, now: datetime) -> int | None:
    """Do what the plan says; give the revision's number, None if the catalog did not change.

    Raises RefusedError where there is nothing to do. The plan must have been made in this very transaction.
    """
    if not told.number:
        raise RefusedError("Nothing was decided: none of these can be decided together.")
    if told.rejected:
        proposal_decisions.decide_many(session, {one.id: None for one in told.rejected}, "rejected", by, now, None)
        return None
    steps = (*told.new, *told.merged)
    revision = Revision(session, by=by, why=_why(told), now=now)
    for category in told.categories:
        revision.put(category)
    became = {one.expert.id: one.expert for one in steps}
    revision.put_experts(_latest(steps))
    decided: dict[int, str | None] = {one.proposal.id: one.expert.id for one in steps}
    proposal_decisions.decide_many(session, decided, "accepted", by, now, revision.number)
    rematch(session, list(became))
    return revision.number


def _latest(steps: Iterable[Step]) -> list[Expert]:
    """Give each expert once, as the last step about them leaves them."""
    in_order = sorted(steps, key=lambda one: (one.proposal.turn, one.proposal.id))
    return list({one.expert.id: one.expert for one in in_order}.values())


def _not_rejected(proposal: Proposal) -> str:
    if proposal.state != "waiting":
        return DECIDED
    return ALONE if proposal.repair or proposal.source.id == REVIEW_DUE.id else ""


class _Accepting:
    """Plans to accept one proposal after the other; whom one of them makes, the next may be about."""

    def __init__(self, session: Session, told: Plan, found: Sequence[Proposal]) -> None:
        self._session, self._told = session, told
        self._making = Making(session)
        self._directory = directory_for(session, [one.claims for one in found])
        self._ids = iter(experts.new_ids(session, len(found)))
        wanted = {match.expert_id for one in found if (match := self._directory.match(one.claims)).expert_id}
        self._experts = experts.several(session, sorted(one for one in wanted if one))

    def read(self, found: Iterable[Proposal]) -> None:
        for one in found:
            before = len(self._making.added)
            try:
                self._take(one)
            except RefusedError as refused:
                self._making.forget(before)
                why = NO_CATEGORY if str(refused) == CATEGORY_NEEDED else str(refused).rstrip(".")
                self._told.skipped.append((one, why))
        self._told.categories = self._making.added

    def _take(self, proposal: Proposal) -> None:
        self._refuse(proposal)
        match = self._directory.match(proposal.claims)
        if match.level == "possible":
            raise RefusedError(NAMESAKE)
        known = self._experts[match.expert_id] if match.expert_id else None
        decision = self._decision(proposal, known)
        if known:
            expert = self._making.added_to(proposal, decision, known)
        else:
            expert = self._making.new(proposal, decision, next(self._ids))
        if opt_outs.asked(self._session, marks_of(expert)):
            raise RefusedError(ASKED)
        (self._told.merged if known else self._told.new).append(Step(proposal, expert))
        self._experts[expert.id] = expert
        self._directory.take_in(known_expert(expert, {one.id: one.name for one in self._making.categories}))

    def _refuse(self, proposal: Proposal) -> None:
        if proposal.state != "waiting":
            raise RefusedError(DECIDED)
        if not proposal.recommends:
            raise RefusedError(ALONE)
        if not is_sure(proposal.claims):
            raise RefusedError(UNSURE)

    def _decision(self, proposal: Proposal, known: Expert | None) -> Decision:
        suggested = self._making.suggestion(proposal, known)
        wanted = self._told.wish.category
        return replace(suggested, category=wanted, heading=None) if wanted else suggested


def _why(told: Plan) -> str:
    done = []
    if told.new:
        done.append(f"accepted {len(told.new)}")
    if told.merged:
        done.append(f"added {len(told.merged)} to people we have")
    sources = list(dict.fromkeys(one.proposal.source.title for one in (*told.new, *told.merged)))
    return f"{', '.join(done)}, from {sources[0] if len(sources) == 1 else f'{len(sources)} sources'}"
