"""Whom a proposal may be: the expert that matching found or the curator chose, and others to choose from."""

from dataclasses import dataclass, replace

from followworthy.domain.matching import Directory
from followworthy.domain.names import normalise_name
from followworthy.domain.records import Expert
from followworthy.domain.values import Match
from followworthy.services.proposing import directory_for, known_expert
from followworthy.store import Session, catalog, experts, namesakes
from followworthy.store.proposals import Proposal

MOST_OTHERS = 5
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Whom:
    """The expert beside the proposal, how sure that is and why; `chosen` by the curator. `others` are possible, too."""

    known: Expert | None
    match: Match
    chosen: bool
    others: tuple[Expert, ...]


def whom(session: Session, proposal: Proposal, chosen: str | None) -> Whom:
    """Say whom a proposal may be; `chosen` is the id of an expert that the curator picked, if that is one."""
    picked = experts.get(session, chosen) if chosen and chosen != proposal.match.expert_id else None
    picked = None if picked and picked.withdrawn else picked
    match = _held_against(session, proposal, picked) if picked else proposal.match
    known = picked or (experts.get(session, match.expert_id) if match.expert_id else None)
    others = _others(session, proposal) if proposal.recommends and proposal.state == "waiting" else []
    return Whom(known, match, picked is not None, tuple(one for one in others if not known or one.id != known.id))


def found(session: Session, words: str) -> list[Expert]:
    """Give the experts whom the words mean, the best few."""
    return namesakes.with_words(session, words, MOST_FOUND)


def _held_against(session: Session, proposal: Proposal, picked: Expert) -> Match:
    names = {one.id: one.name for one in catalog.categories(session)}
    match = Directory([known_expert(picked, names)]).match(proposal.claims)
    return match if match.expert_id else replace(match, expert_id=picked.id)


def _others(session: Session, proposal: Proposal) -> list[Expert]:
    named = namesakes.alike(session, normalise_name(proposal.name), MOST_OTHERS + 1)
    keyed = directory_for(session, [proposal.claims]).match(proposal.claims).expert_id
    first = [one for one in [experts.get(session, keyed) if keyed else None] if one]
    return list({one.id: one for one in (*first, *named)}.values())[: MOST_OTHERS + 1]
