"""A decision that changed nothing in the catalog, taken back: what was rejected waits again.

Decisions that made a Revision are undone with it, by `undoing`.
"""

from datetime import datetime

from followworthy.errors import RefusedError
from followworthy.services.proposing import match_anew
from followworthy.store import Session, looks, proposal_decisions, proposal_search, reviews
from followworthy.store.proposals import Proposal


def reopen(session: Session, by: str, at: datetime) -> list[Proposal]:
    """Put back into the queue what a curator decided in that moment. Raises RefusedError if that was done before.

    The catalog may have changed meanwhile, so whom it may be is asked anew. What the curator said of a link or of a
    due review is taken back with it.
    """
    were = proposal_decisions.put_back(session, by, at)
    if not were:
        raise RefusedError("Nothing to undo: this was taken back already, or its source says something else by now.")
    for one in were:
        if one.match.expert_id and one.repair:
            looks.void(session, one.match.expert_id, at)
        elif one.match.expert_id and one.kind == "withdrawal":
            reviews.forget(session, one.match.expert_id, at)
    match_anew(session, proposal_search.several(session, [one.id for one in were if one.import_id is not None]))
    return were
