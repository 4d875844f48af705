"""What a curator decides of a proposal: accept, reject, keep. Each is one Revision, signed, or one sentence why not."""

from dataclasses import dataclass, replace
from datetime import datetime

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import Category, Expert, ExpertKind, Link, Recommendation
from followworthy.domain.texts import lines, one_line, unseen_in
from followworthy.domain.values import Claim
from followworthy.errors import RefusedError
from followworthy.services.proposing import rematch
from followworthy.services.vouching import link_of, vouch
from followworthy.store import Session, catalog, experts, proposals, reviews, revisions
from followworthy.store.proposals import Proposal

PUBLISHABLE = ("profile", "company", "school")
"""The kinds of LinkedIn address that may be published and matched."""

CATEGORY_NEEDED = "Choose a category."
"""Why a recommendation without one is refused; a form can tell by it which field is meant."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator wants published: the record as edited; `into` is the expert to add it to, None for a new one."""

    name: str
    kind: ExpertKind
    headline: str
    address: str | None
    category: str | None
    reason: str
    into: str | None = None


def suggestion(session: Session, proposal: Proposal) -> Decision:
    """Prefill the decision: what the source says, and what we know of the expert whom it may be."""
    claim = proposal.claims[0]
    known_for_sure = proposal.match.level in ("same", "probable") or proposal.source.of_one_expert
    into = proposal.match.expert_id if known_for_sure else None
    known = experts.get(session, into) if into else None
    return Decision(
        name=known.name if known else claim.name,
        kind=known.kind if known else claim.kind,
        headline=(known.headline if known else "") or claim.headline,
        address=next((one.linkedin_url for one in proposal.claims if one.linkedin_url), None),
        category=_category_named(catalog.categories(session), claim.category) or _category_of(known),
        reason="",
        into=into,
    )


def accept(session: Session, proposal_id: int, decision: Decision, by: str, now: datetime) -> int | None:
    """Publish what the curator made of a proposal; give the revision's number, None if it changed nothing.

    Raises RefusedError when it was decided before, or when the record cannot be published.
    """
    proposal = _waiting(session, proposal_id)
    if proposal.kind == "withdrawal":
        expert, why = _withdrawn(session, proposal), "withdrew"
    elif decision.into:
        expert, why = _merged(session, proposal, decision), "added to"
    else:
        expert, why = _new(session, proposal, decision), "accepted"
    _check_keys(session, expert)
    revision = revisions.Revision(session, by=by, why=f"{why} {expert.name}, from {proposal.source.title}", now=now)
    revision.put(expert)
    proposals.decide(session, proposal_id, "accepted", by, now, revision.number)
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
    expert = _merged(session, proposal, replace(decision, into=proposal.match.expert_id, address=None))
    revision = revisions.Revision(session, by=by, why=f"reviewed {expert.name}", now=now)
    revision.put(expert)
    reviews.confirm(session, expert.id, by, now)
    proposals.decide(session, proposal_id, "rejected", by, now, revision.number)
    if revision.number is not None:
        rematch(session, [expert.id])
    return revision.number


def address_link(address: str | None) -> Link | None:
    """Turn what a curator typed into a link; None for nothing. Raises RefusedError for what is no profile."""
    if not address or not address.strip():
        return None
    parsed = parse_profile_url(address)
    if parsed.kind not in PUBLISHABLE or parsed.key is None:
        why = parsed.because or "it does not lead to one certain profile"
        raise RefusedError(f"{address.strip()} cannot be the address: {why}.")
    return Link("linkedin", profile_url(parsed.key), parsed.key)


def _waiting(session: Session, proposal_id: int) -> Proposal:
    proposal = proposals.get(session, proposal_id)
    if proposal is None:
        raise RefusedError("There is no such proposal (any more).")
    if proposal.state != "waiting":
        raise RefusedError(f"{proposal.name}: already {proposal.state} by {proposal.decided_by}.")
    return proposal


def _vouch(session: Session, proposal: Proposal, expert: Expert, now: datetime) -> None:
    """Begin the evidence of an address with the words of the expert's own site, where those brought it."""
    if not proposal.source.of_one_expert or expert.withdrawn:
        return
    for claim in proposal.claims:
        link = link_of(expert, claim)
        if link:
            vouch(session, expert, link, proposal.source, claim, now)


def _new(session: Session, proposal: Proposal, decision: Decision) -> Expert:
    if proposal.source.of_one_expert:
        raise RefusedError(f"{proposal.source.title} speaks of somebody we have: add it to them, or reject it.")
    name = _written("The name", one_line(decision.name))
    if not name:
        raise RefusedError("A name is needed.")
    link = address_link(decision.address)
    return Expert(
        id=experts.new_id(session),
        kind=decision.kind,
        name=name,
        headline=_written("The headline", one_line(decision.headline)),
        links=(link,) if link else (),
        recommendations=(_recommendation(session, proposal, decision),),
    )


def _merged(session: Session, proposal: Proposal, decision: Decision) -> Expert:
    known = experts.get(session, decision.into or "")
    if known is None or known.withdrawn:
        raise RefusedError("The person to add this to is not in the catalog.")
    if proposal.source.of_one_expert and known.id != proposal.match.expert_id:
        raise RefusedError(f"{proposal.source.title} was asked about somebody else: reject it.")
    link = address_link(decision.address)
    if link and link.key not in {one.key for one in known.links}:
        known = replace(known, links=(*_former(known.links, link), link))
    if proposal.recommends:
        known = replace(known, recommendations=_with(known, _recommendation(session, proposal, decision)))
    name = _written("The name", one_line(decision.name))
    headline = _written("The headline", one_line(decision.headline))
    return replace(known, name=name or known.name, headline=headline or known.headline)


def _written(what: str, text: str) -> str:
    """Refuse characters that nobody sees, as the curated files do: one name could look like another."""
    unseen = unseen_in(text.replace("\n", " "))
    if unseen:
        raise RefusedError(f"{what} holds U+{ord(unseen):04X}, a character that nobody sees. Type it anew.")
    return text


def _former(links: tuple[Link, ...], newer: Link) -> tuple[Link, ...]:
    """Keep older addresses of the same kind as former ones: they still match."""
    return tuple(replace(one, status="former") if one.kind == newer.kind else one for one in links)


def _with(expert: Expert, newer: Recommendation) -> tuple[Recommendation, ...]:
    place = (newer.source, newer.category)
    return (*(one for one in expert.recommendations if (one.source, one.category) != place), newer)


def _withdrawn(session: Session, proposal: Proposal) -> Expert:
    known = experts.get(session, proposal.match.expert_id or "")
    if known is None:
        raise RefusedError("The person to withdraw is not in the catalog.")
    return replace(known, withdrawn=True)


def _recommendation(session: Session, proposal: Proposal, decision: Decision) -> Recommendation:
    if catalog.get(session, "category", decision.category or "") is None:
        raise RefusedError(CATEGORY_NEEDED)
    claim = _claim_under(session, proposal, decision.category)
    return Recommendation(
        category=decision.category or "",
        source=proposal.source.id,
        rank=claim.rank,
        heading=claim.category,
        reason=_written("The reason", lines(decision.reason)),
        quote=None,
        date=proposal.source.date,
    )


def _claim_under(session: Session, proposal: Proposal, category: str | None) -> Claim:
    """Give the claim whose own heading means the chosen category, else the first: rank and heading come from it."""
    known = catalog.categories(session)
    meant = (one for one in proposal.claims if category and _category_named(known, one.category) == category)
    return next(meant, proposal.claims[0])


def _check_keys(session: Session, expert: Expert) -> None:
    for link in expert.links:
        owner = experts.owner_of_key(session, link.key) if link.key else None
        if owner and owner.id != expert.id and not expert.withdrawn:
            raise RefusedError(f"{link.url} already belongs to {owner.name}: add this to {owner.name} instead.")


def _category_of(known: Expert | None) -> str | None:
    """Give the category in which we have somebody, the first of several."""
    return known.recommendations[0].category if known and known.recommendations else None


def _category_named(categories: list[Category], heading: str | None) -> str | None:
    wanted = normalise_name(heading or "")
    return next((one.id for one in categories if wanted and normalise_name(one.name) == wanted), None)
