"""Recommendations that nobody has reviewed for long wait in the review queue: withdraw, or say that they still hold."""

from datetime import datetime

from followworthy.domain.expiry import REVIEW_DUE, WEEK, Expiry
from followworthy.domain.values import Claim, Match
from followworthy.store import Database, Session, catalog, experts, proposals, reviews
from followworthy.store.proposals import Proposal

AUDITOR = "auditor"


def propose_reviews(database: Database, expiry: Expiry, now: datetime) -> str:
    """Queue the reviews that are due, a few a week, and take back those that are not due any more; give one sentence.

    Who waits, or was decided within the week, takes one of the week's places.
    """
    with database.writing() as session:
        reviewed = reviews.latest(session, but=AUDITOR)
        taken = 0
        for one in proposals.of_source(session, REVIEW_DUE.id):
            at = reviewed.get(one.identity)
            if one.state == "waiting" and (at is None or not expiry.is_due(at, now)):
                proposals.remove(session, one.id)  # withdrawn meanwhile, or changed by a person
            elif _takes_a_place(one, now):
                taken += 1
                reviewed.pop(one.identity, None)
        due = expiry.due(reviewed, taken, now)
        for expert_id in due:
            _queue(session, expert_id, reviewed[expert_id], now)
    if not due:
        return "Nobody else's review is due." if taken else "Nobody's review is due."
    return f"{len(due)} more wait for a new review." if len(due) > 1 else "1 more waits for a new review."


def _takes_a_place(proposal: Proposal, now: datetime) -> bool:
    decided_lately = proposal.decided_at is not None and now - proposal.decided_at < WEEK
    return proposal.state == "waiting" or decided_lately


def _queue(session: Session, expert_id: str, reviewed: datetime, now: datetime) -> None:
    expert = experts.get(session, expert_id)
    if expert is None:
        return
    catalog.remember_source(session, REVIEW_DUE)
    proposals.queue(
        session,
        source_id=REVIEW_DUE.id,
        identity=expert_id,
        kind="withdrawal",
        digest=f"{reviewed:%Y-%m-%d}",
        claims=(Claim(expert.name, expert.kind, where=f"last reviewed on {reviewed.day} {reviewed:%B %Y}"),),
        match=Match("same", expert_id),
        now=now,
    )
