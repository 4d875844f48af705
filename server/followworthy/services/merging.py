"""Two experts who are one: one Revision makes the loser a tombstone that names the winner, who has what both had.

Undoing that revision parts them again (`undoing`). Whether two are one, a curator decides.
"""

from dataclasses import replace
from datetime import datetime

from followworthy.domain.records import Expert
from followworthy.domain.uniting import united
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services.believing import believed
from followworthy.services.locking import assure_unchanged
from followworthy.services.proposing import rematch
from followworthy.services.repairing import propose_repairs
from followworthy.store import Session, experts, merges
from followworthy.store.revisions import Revision


def pair(session: Session, winner_id: str, loser_id: str) -> tuple[Expert, Expert]:
    """Give two experts who could be merged. Raises RefusedError with the reason why not."""
    if winner_id == loser_id:
        raise RefusedError("Choose two: nobody is merged into themselves.")
    found = experts.several(session, (winner_id, loser_id))
    for one in (winner_id, loser_id):
        if one not in found:
            raise RefusedError("One of the two is not in the catalog.")
        if found[one].withdrawn:
            raise RefusedError(f"{found[one].name} was withdrawn already: nothing is left to merge.")
    winner, loser = found[winner_id], found[loser_id]
    if winner.kind != loser.kind:
        raise RefusedError(f"{winner.name} is {_a(winner)} and {loser.name} is {_a(loser)}: they cannot be one.")
    return winner, loser


def merge(
    session: Session, winner_id: str, loser_id: str, seen: int, by: str, now: datetime, rules: Rules
) -> int | None:
    """Merge the loser into the winner; give the number of the change.

    Raises RefusedError, and StaleError if either was changed after revision `seen`.
    """
    winner, loser = pair(session, winner_id, loser_id)
    for one in (winner, loser):
        assure_unchanged(session, one, seen)
    turns, had = merges.turns(session, loser.id), {one.url for one in winner.links}
    merges.join(session, loser.id, winner.id)
    shared = {one.url for one in loser.links} & had
    both = believed(session, united(winner, loser), shared, now, rules)
    revision = Revision(session, by=by, why=f"merged {loser.name} into {winner.name}", now=now)
    revision.put(replace(loser, withdrawn=True, merged_into=winner.id))
    revision.put(both)
    merges.take_turns(session, winner.id, {url: at for url, at in turns.items() if url not in had})
    rematch(session, {winner.id, loser.id})
    propose_repairs(session, now, rules, of=winner.id)
    return revision.number


def _a(expert: Expert) -> str:
    return "a person" if expert.kind == "person" else "an organisation"
