"""Repairs: an address that went bad waits in the review queue with what could take its place; a curator decides.

Each such link has exactly one waiting proposal, which goes by itself when the link revives. What was decided stays
decided until the evidence says something else. Nothing is published here without a person.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.repairs import (
    AUDIT_SOURCE,
    TROUBLED,
    Named,
    Repair,
    candidates,
    digest_of,
    is_news,
    owned_last,
    repair_of,
)
from followworthy.domain.values import Claim, Match
from followworthy.domain.verdict import Rules, is_stale, judge
from followworthy.errors import RefusedError
from followworthy.services import seeing
from followworthy.services.proposing import rematch
from followworthy.services.vouching import vouch
from followworthy.store import Session, catalog, checks, experts, looks, proposals
from followworthy.store.proposals import Proposal

AUDIT = Source(AUDIT_SOURCE, "Link audit", reread=False)
OwnWords = Mapping[str, Sequence[Proposal]]
"""What was said of addresses, by experts' own sources or their curated files, and waits too; by expert id."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A waiting repair with whose link it is about."""

    proposal: Proposal
    expert: Expert
    link: Link


def propose_repairs(session: Session, now: datetime, rules: Rules, of: str | None = None) -> int:
    """Bring the queue's repairs to what the evidence says now; give how many were queued or came back.

    `of` is the id of the one expert to do it for; None for all.
    """
    wanted = looks.troubled(session, TROUBLED, now - rules.stale_after)
    before = {one.identity: one for one in proposals.of_source(session, AUDIT_SOURCE)}
    words, news, needed = _own_words(session, of), 0, set()
    for expert_id, url in sorted(wanted):
        repair = _repair(session, expert_id, url, words, now, rules) if of in (None, expert_id) else None
        if repair is not None:
            needed.add(_identity(expert_id, url))
            news += _queue(session, expert_id, repair, before.get(_identity(expert_id, url)), now)
    for one in before.values():
        if one.state == "waiting" and one.identity not in needed and of in (None, one.match.expert_id):
            proposals.remove(session, one.id)
    return news


def accept(session: Session, proposal_id: int, address: str, by: str, now: datetime, rules: Rules) -> int | None:
    """Publish the address in the place of the bad one, which stays as a former one; give the revision's number.

    Raises RefusedError when it was decided before, or for what cannot be the address.
    """
    found = _open(session, proposal_id)
    number, successor = seeing.replaced(session, found.expert, found.link, address, by, now)
    _decide(session, found, "accepted", by, now, number, rules)
    for other in _own_words(session, found.expert.id).get(found.expert.id, ()):
        for claim in other.claims:
            if _key(claim) == successor.key is not None:
                proposals.decide(session, other.id, "accepted", by, now, number)
                vouch(session, found.expert, successor, other.source, claim, now)
    rematch(session, [found.expert.id])
    return number


def fine(session: Session, proposal_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Keep that the curator looked and it is fine, which revives the link. Raises RefusedError if decided before."""
    found = _open(session, proposal_id)
    number = seeing.fine(session, found.expert, found.link, by, now, rules)
    _decide(session, found, "rejected", by, now, number, rules)
    return number


def not_there(session: Session, proposal_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Keep that the curator did not find it: the yes that weak evidence needs. Raises RefusedError if decided."""
    found = _open(session, proposal_id)
    number = seeing.not_there(session, found.expert, found.link, by, now, rules)
    _decide(session, found, "accepted", by, now, number, rules)
    return number


def retire(session: Session, proposal_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Make the link a former one without a successor. Raises RefusedError when it was decided before."""
    found = _open(session, proposal_id)
    number = seeing.retired(session, found.expert, found.link, by, now)
    _decide(session, found, "accepted", by, now, number, rules)
    return number


def _open(session: Session, proposal_id: int) -> _Open:
    proposal = proposals.get(session, proposal_id)
    if proposal is None or proposal.repair is None:
        raise RefusedError("This repair is not needed any more: the address has answered, or somebody changed it.")
    if proposal.state != "waiting":
        raise RefusedError(f"{proposal.name}: already decided by {proposal.decided_by}.")
    url = Repair.from_document(proposal.repair).url
    return _Open(proposal, *seeing.current_link(session, proposal.match.expert_id or "", url))


def _decide(
    session: Session,
    found: _Open,
    state: proposals.ProposalState,
    by: str,
    now: datetime,
    number: int | None,
    rules: Rules,
) -> None:
    """Note the decision, and what the evidence says with it: only what differs from that will be asked about again."""
    proposals.decide(session, found.proposal.id, state, by, now, number)
    left = _repair(session, found.expert.id, found.link.url, _own_words(session, found.expert.id), now, rules)
    if left is not None:
        proposals.settle(session, found.proposal.id, digest_of(left))


def _queue(session: Session, expert_id: str, repair: Repair, before: Proposal | None, now: datetime) -> bool:
    """Queue a repair, unless the same one waits or was decided; tell whether that is news to a curator."""
    digest, document = digest_of(repair), repair.document()
    if before and before.state != "waiting" and not is_news(digest, before.digest, before.decided_at, now):
        return False
    if before and before.state == "waiting" and before.repair == document:
        return False
    catalog.remember_source(session, AUDIT)
    expert = experts.get(session, expert_id)
    name, kind = (expert.name, expert.kind) if expert else ("", "person")
    proposals.queue(
        session,
        source_id=AUDIT_SOURCE,
        identity=_identity(expert_id, repair.url),
        kind="repair",
        digest=digest,
        claims=(Claim(name, kind, links=(repair.url,), where=repair.because),),
        match=Match("same", expert_id),
        now=now,
        repair=document,
    )
    return before is None or before.state != "waiting"


def _repair(session: Session, expert_id: str, url: str, words: OwnWords, now: datetime, rules: Rules) -> Repair | None:
    """Give what a link needs with what could take its place, or None."""
    expert = experts.get(session, expert_id)
    link = next((one for one in expert.links if one.url == url and one.status == "current"), None) if expert else None
    if expert is None or expert.withdrawn or link is None:
        return None
    seen = checks.of_link(session, expert_id, url)
    judgement = judge(seen, now, salt=f"{expert_id} {url}", rules=rules)
    needed = repair_of(link, judgement, seen, stale=is_stale(seen, now, rules))
    if needed is None:
        return None
    found = candidates(expert, link, seen, [one for each in words.get(expert_id, ()) for one in _named(each)])
    return replace(needed, candidates=owned_last(found, _owners(session, expert, found)))


def _owners(session: Session, expert: Expert, found: Sequence[Named]) -> dict[str, str]:
    """Give to whom else the addresses belong, by address."""
    owners = {one.url: experts.owner_of_key(session, parse_profile_url(one.url).key or "") for one in found}
    return {url: owner.name for url, owner in owners.items() if owner and owner.id != expert.id}


def _own_words(session: Session, of: str | None = None) -> OwnWords:
    words = defaultdict(list)
    for one in proposals.naming_addresses(session, of):
        if one.source.of_one_expert or one.kind == "repair":
            words[one.match.expert_id or ""].append(one)
    return words


def _named(proposal: Proposal) -> list[Named]:
    addresses = (url for claim in proposal.claims for url in (claim.linkedin_url, *claim.links) if url)
    own = proposal.source.of_one_expert
    because = f"{proposal.source.title} names it" if own else "remembered, but seen in no public material"
    return [Named(url, because) for url in addresses]


def _key(claim: Claim) -> str | None:
    return parse_profile_url(claim.linkedin_url).key if claim.linkedin_url else None


def _identity(expert_id: str, url: str) -> str:
    return f"{expert_id} {hashlib.sha256(url.encode()).hexdigest()[:16]}"
