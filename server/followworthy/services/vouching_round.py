"""Wikidata is asked again about addresses that no program may look at, where we know whose item is whose.

Fifty items a request, one request at a time. Each answer is written down in a short transaction of its own, and who was
vouched for this month is not asked about: a round that was stopped goes on where it was. Publishes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.wikidata import Marks
from followworthy.errors import WikidataError
from followworthy.services.looking_up import Looked, LookingUp
from followworthy.services.vouching import AGAIN, PROPOSED, VOUCHED, item_said, marks_of, settle
from followworthy.store import Database, Session, experts, looks, proposals

AT_ONCE = 50
"""So many items the API gives in one answer."""
WIKIDATA = "wikidata:"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round brought: items asked for, addresses vouched for, proposals queued, and what ended it early."""

    asked: int = 0
    vouched: int = 0
    proposed: int = 0
    trouble: str = ""

    @property
    def sentence(self) -> str:
        """Say it in one sentence, for the log."""
        met = f"{self.asked} Wikidata items asked for: {self.vouched} addresses vouched for, {self.proposed} proposed."
        return f"{met} Ended early: {self.trouble}." if self.trouble else met


def vouch_round(database: Database, places: LookingUp, clock: Clock) -> Round:
    """Ask for every item whose words are wanted, and give what that brought."""
    with database.reading() as session:
        wanted = due(session, clock())
    done = Round()
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        try:
            said = places.items(some)
        except WikidataError as error:
            return Round(done.asked, done.vouched, done.proposed, str(error).rstrip("."))
        with database.writing() as session:
            became = [
                one for (_, marks), each in zip(some, said, strict=True) for one in _keep(session, marks, each, clock())
            ]
        done = Round(
            done.asked + len(some), done.vouched + became.count(VOUCHED), done.proposed + became.count(PROPOSED)
        )
    return done


def due(session: Session, now: datetime) -> list[tuple[str, Marks]]:
    """Give the items to ask for, each with whose it is: experts with a walled LinkedIn address without fresh words."""
    silent = {
        one.expert_id
        for one in looks.watched(session)
        if one.key and (one.vouched_at is None or now - one.vouched_at >= AGAIN)
    }
    wanted = sorted((item, expert_id) for item, expert_id in known_items(session) if expert_id in silent)
    known = ((item, experts.get(session, expert_id)) for item, expert_id in wanted)
    return [(item, marks_of(session, expert)) for item, expert in known if expert]


def known_items(session: Session) -> set[tuple[str, str]]:
    """Give (item id, expert id) of the items that a curator took for an expert's, or that named an address we have."""
    accepted = proposals.accepted_from(session, WIKIDATA)
    said = ((item_said(because), expert_id) for expert_id, because in looks.words_of_sites(session))
    items = {(source_id.removeprefix(WIKIDATA), expert_id) for source_id, expert_id in accepted}
    return items | {(item, expert_id) for item, expert_id in said if item}


def _keep(session: Session, marks: Marks, said: Looked, now: datetime) -> list[str]:
    """Write down what an item says of its expert, who may have been withdrawn meanwhile."""
    expert = experts.get(session, marks.expert_id)
    if expert is None or expert.withdrawn:
        return []
    return [settle(session, expert, one, now) for one in said.findings]
