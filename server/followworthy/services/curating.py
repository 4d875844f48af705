"""What a curator decides of a proposal: accept, reject, keep. Each is one Revision, signed, or one sentence why not."""

from dataclasses import replace
from datetime import datetime

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.domain.records import Expert
from followworthy.errors import RefusedError
from followworthy.services.making import CATEGORY_NEEDED, Decision, Making
from followworthy.services.proposing import rematch
from followworthy.services.vouching import link_of, vouch
from followworthy.store import Session, experts, proposals, reviews, revisions
from followworthy.store.proposals import Proposal

__all__ = ["CATEGORY_NEEDED", "Decision", "accept", "keep", "reject", "suggestion"]


def suggestion(session: Session, proposal: Proposal, into: str | None = None) -> Decision:
    """Prefill the decision: what the source says, and what we know of whom it is, or of whom the curator chose."""
    known_for_sure = proposal.match.level in ("same", "probable") or proposal.source.of_one_expert
    wanted = into or (proposal.match.expert_id if known_for_sure else None)
    return Making(session).suggestion(proposal, experts.get(session, wanted) if wanted else None)


def accept(session: Session, proposal_id: int, decision: Decision, by: str, now: datetime) -> int | None:
    """Publish what the curator made of a proposal; give the revision's number, None if it changed nothing.

    A category that only the list names comes along in the same revision. Raises RefusedError when it was decided
    before, or when the record cannot be published.
    """
    proposal, making = _waiting(session, proposal_id), Making(session)
    if proposal.kind == "withdrawal":
        expert, why = _withdrawn(session, proposal), "withdrew"
    elif decision.into:
        expert, why = making.added_to(proposal, decision, _known(session, decision.into)), "added to"
    else:
        expert, why = making.new(proposal, decision, experts.new_id(session)), "accepted"
    _check_keys(session, expert)
    revision = revisions.Revision(session, by=by, why=f"{why} {expert.name}, from {proposal.source.title}", now=now)
    for category in making.added:
        revision.put(category)
    revision.put(expert)
    proposals.decide(session, proposal_id, "accepted", by, now, revision.number, expert.id)
    _vouch(session, proposal, expert, now)
    if revision.number is not None:
        rematch(session, [expert.id])
    return revision.number


def reject(session: Session, proposal_id: int, by: str, now: datetime) -> None:
    """Turn a proposal down; it stays away until its source says something else.

    To turn down that somebody be withdrawn because their review is due, is that review.
    """
    proposal = _waiting(session, proposal_id)
    if proposal.source.id == REVIEW_DUE.id and proposal.match.expert_id:
        reviews.confirm(session, proposal.match.expert_id, by, now)
    proposals.decide(session, proposal_id, "rejected", by, now, None)


def keep(session: Session, proposal_id: int, decision: Decision, by: str, now: datetime) -> int | None:
    """Say that an expert whose review is due is still recommended, by the name and headline as the curator has them.

    Give the number of the change, None if nothing of them changed. Raises RefusedError as `accept` does.
    """
    proposal = _waiting(session, proposal_id)
    if proposal.source.id != REVIEW_DUE.id:
        raise RefusedError(f"{proposal.name}: no review is due, so accept or reject this.")
    known = _known(session, proposal.match.expert_id or "")
    expert = Making(session).added_to(proposal, replace(decision, address=None), known)
    revision = revisions.Revision(session, by=by, why=f"reviewed {expert.name}", now=now)
    revision.put(expert)
    reviews.confirm(session, expert.id, by, now)
    proposals.decide(session, proposal_id, "rejected", by, now, revision.number)
    if revision.number is not None:
        rematch(session, [expert.id])
    return revision.number


def _waiting(session: Session, proposal_id: int) -> Proposal:
    proposal = proposals.get(session, proposal_id)
    if proposal is None:
        raise RefusedError("There is no such proposal (any more).")
    if proposal.state != "waiting":
        raise RefusedError(f"{proposal.name}: already {proposal.state} by {proposal.decided_by}.")
    return proposal


def _known(session: Session, expert_id: str) -> Expert:
    known = experts.get(session, expert_id)
    if known is None or known.withdrawn:
        raise RefusedError("The person to add this to is not in the catalog.")
    return known


def _vouch(session: Session, proposal: Proposal, expert: Expert, now: datetime) -> None:
    """Begin the evidence of an address with the words of the expert's own site, where those brought it."""
    if not proposal.source.of_one_expert or expert.withdrawn:
        return
    for claim in proposal.claims:
        link = link_of(expert, claim)
        if link:
            vouch(session, expert, link, proposal.source, claim, now)


def _withdrawn(session: Session, proposal: Proposal) -> Expert:
    known = experts.get(session, proposal.match.expert_id or "")
    if known is None:
        raise RefusedError("The person to withdraw is not in the catalog.")
    return replace(known, withdrawn=True)


def _check_keys(session: Session, expert: Expert) -> None:
    for link in expert.links:
        owner = experts.owner_of_key(session, link.key) if link.key else None
        if owner and owner.id != expert.id and not expert.withdrawn:
            raise RefusedError(f"{link.url} already belongs to {owner.name}: add this to {owner.name} instead.")
