"""Recommendations that nobody has reviewed for long wait in the review queue: withdraw, or say that they still hold."""

from datetime import datetime

from followworthy.domain.expiry import REVIEW_DUE, Expiry
from followworthy.domain.values import Claim, Match
from followworthy.store import Database, Session, catalog, experts, proposals, reviews

AUDITOR = "auditor"


def propose_reviews(database: Database, expiry: Expiry, now: datetime) -> str:
    """Queue the reviews that are due, a few at a time; give one sentence."""
    with database.writing() as session:
        reviewed = reviews.latest(session, but=AUDITOR)
        waiting = [one for one in proposals.of_source(session, REVIEW_DUE.id) if one.state == "waiting"]
        asked = {one.match.expert_id for one in waiting}
        open_ones = {expert_id: at for expert_id, at in reviewed.items() if expert_id not in asked}
        due = expiry.due(open_ones, len(waiting), now)
        for expert_id in due:
            _queue(session, expert_id, reviewed[expert_id], now)
    return f"{len(due)} experts wait for a new review." if due else "Nobody's review is due."


def _queue(session: Session, expert_id: str, reviewed: datetime, now: datetime) -> None:
    expert = experts.get(session, expert_id)
    if expert is None:
        return
    catalog.remember_source(session, REVIEW_DUE)
    last = f"last reviewed on {reviewed.day} {reviewed:%B %Y}"
    proposals.queue(
        session,
        source_id=REVIEW_DUE.id,
        identity=expert_id,
        kind="withdrawal",
        digest=f"{reviewed:%Y-%m-%d}",
        claims=(Claim(expert.name, expert.kind, where=last),),
        match=Match("same", expert_id),
        now=now,
    )
