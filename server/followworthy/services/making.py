"""What a decision makes of a proposal: the record to publish, or one sentence why there can be none. Writes nothing.

Deciding one proposal and deciding many share it.
"""

from dataclasses import dataclass, replace

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import Category, Expert, ExpertKind, Link, Recommendation
from followworthy.domain.slugs import free_slug
from followworthy.domain.texts import lines, one_line, unseen_in
from followworthy.domain.values import Claim
from followworthy.errors import RefusedError
from followworthy.store import Session, catalog
from followworthy.store.proposals import Proposal

PUBLISHABLE = ("profile", "company", "school")
"""The kinds of LinkedIn address that may be published and matched."""
CATEGORY_NEEDED = "Choose a category."
"""Why a recommendation without one is refused; a form can tell by it which field is meant."""
LONGEST = {"name": 200, "headline": 300, "reason": 2000, "category's name": 100}
"""How many characters fit; what is longer is a paste that went wrong."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator wants published: the record as edited; `into` is the expert to add it to, None for a new one.

    `heading` is the list's own, to make a category of where `category` is None. Of an expert to add to,
    `began` is the name and headline that the form began with, `saw` those the expert had: what the curator left alone
    stays as it is by then, and what somebody else changed meanwhile is not written over.
    """

    name: str
    kind: ExpertKind
    headline: str
    address: str | None
    category: str | None
    reason: str
    into: str | None = None
    heading: str | None = None
    began: tuple[str, str] | None = None
    saw: tuple[str, str] | None = None


class Making:
    """Makes records, and the categories that they need: `added` are those the catalog has not yet."""

    def __init__(self, session: Session) -> None:
        self.categories = catalog.categories(session)
        self.added: list[Category] = []

    def suggestion(self, proposal: Proposal, known: Expert | None) -> Decision:
        """Give the decision that a form begins with: what the source says, and what we know of `known`, if any."""
        claim = proposal.claims[0]
        category = self.named(claim.category) or _category_of(known)
        return Decision(
            name=known.name if known else claim.name,
            kind=known.kind if known else claim.kind,
            headline=(known.headline if known else "") or claim.headline,
            address=next((one.linkedin_url for one in proposal.claims if one.linkedin_url), None),
            category=category,
            reason=_reason_of(known, proposal, category),
            into=known.id if known else None,
            heading=None if category else claim.category,
        )

    def new(self, proposal: Proposal, decision: Decision, expert_id: str) -> Expert:
        """Make somebody new. Raises RefusedError."""
        if proposal.source.of_one_expert:
            raise RefusedError(f"{proposal.source.title} speaks of somebody we have: add it to them, or reject it.")
        theirs = _own_words(proposal, decision)
        name = written("name", one_line(theirs.name))
        if not name:
            raise RefusedError("A name is needed.")
        link = address_link(decision.address)
        return Expert(
            id=expert_id,
            kind=decision.kind,
            name=name,
            headline=written("headline", one_line(theirs.headline)),
            links=(link,) if link else (),
            recommendations=(self._recommendation(proposal, decision),),
        )

    def added_to(self, proposal: Proposal, decision: Decision, known: Expert) -> Expert:
        """Make an expert we have with what the source says, too. Raises RefusedError."""
        if proposal.source.of_one_expert and known.id != proposal.match.expert_id:
            raise RefusedError(f"{proposal.source.title} was asked about somebody else: reject it.")
        link = address_link(decision.address)
        more = known
        if link and link.key not in {one.key for one in known.links}:
            more = replace(more, links=(*_former(known.links, link), link))
        if proposal.recommends:
            more = replace(more, recommendations=_with(known, self._recommendation(proposal, decision)))
        ours = (known.name, known.headline)
        began, saw = decision.began or ours, decision.saw or ours
        name = written("name", one_line(decision.name)) or known.name
        headline = written("headline", one_line(decision.headline)) or known.headline
        return replace(
            more,
            name=_unless_changed(known.name, "name", name, (began[0], saw[0], known.name)),
            headline=_unless_changed(known.name, "headline", headline, (began[1], saw[1], known.headline)),
        )

    def forget(self, but: int) -> None:
        """Forget the categories that were added, all but the first so many: what needed them is not made."""
        for category in self.added[but:]:
            self.categories.remove(category)
        del self.added[but:]

    def named(self, heading: str | None) -> str | None:
        """Give the id of the category that a list's heading means, or None."""
        wanted = normalise_name(heading or "")
        return next((one.id for one in self.categories if wanted and normalise_name(one.name) == wanted), None)

    def _recommendation(self, proposal: Proposal, decision: Decision) -> Recommendation:
        category = self._category(proposal, decision)
        claim = self._claim_under(proposal, category)
        return Recommendation(
            category=category,
            source=proposal.source.id,
            rank=claim.rank,
            heading=claim.category,
            reason=written("reason", lines(decision.reason)),
            quote=None,
            date=proposal.source.date,
        )

    def _category(self, proposal: Proposal, decision: Decision) -> str:
        """Give the id of the category that was chosen; one that the list alone names is made."""
        known = {one.id for one in self.categories}
        if decision.category in known:
            return decision.category or ""
        heading = one_line(decision.heading or "")
        if decision.category or heading not in {one_line(claim.category or "") for claim in proposal.claims} - {""}:
            raise RefusedError(CATEGORY_NEEDED)
        there = self.named(heading)
        if there:
            return there
        last = max((one.position for one in self.categories), default=0)
        name = written("category's name", heading)
        category = Category(free_slug(heading, known), name, last + 1)
        self.categories.append(category)
        self.added.append(category)
        return category.id

    def _claim_under(self, proposal: Proposal, category: str) -> Claim:
        """Give the claim whose own heading means the chosen category, else the first: rank and heading come from it."""
        meant = (one for one in proposal.claims if self.named(one.category) == category)
        return next(meant, proposal.claims[0])


def address_link(address: str | None) -> Link | None:
    """Turn what a curator typed into a link; None for nothing. Raises RefusedError for what is no profile."""
    if not address or not address.strip():
        return None
    parsed = parse_profile_url(address)
    if parsed.kind not in PUBLISHABLE or parsed.key is None:
        why = parsed.because or "it does not lead to one certain profile"
        raise RefusedError(f"{address.strip()[:100]} cannot be the address: {why}.")
    return Link("linkedin", profile_url(parsed.key), parsed.key)


def written(what: str, text: str) -> str:
    """Refuse long pastes and, as the curated files do, characters that nobody sees: names could look like others."""
    unseen = unseen_in(text.replace("\n", " "))
    if unseen:
        raise RefusedError(f"The {what} holds U+{ord(unseen):04X}, a character that nobody sees. Type it anew.")
    if len(text) > LONGEST[what]:
        raise RefusedError(f"The {what} has {len(text)} characters; {LONGEST[what]} fit. Shorten it.")
    return text


def _own_words(proposal: Proposal, decision: Decision) -> Decision:
    """Give somebody new the source's words where the form began with those of an expert they turned out not to be."""
    if decision.began is None or decision.saw is None:
        return decision
    claim, (name, headline) = proposal.claims[0], decision.began
    return replace(
        decision,
        name=claim.name if decision.name == name else decision.name,
        headline=claim.headline if decision.headline == headline else decision.headline,
    )


def _unless_changed(who: str, what: str, typed: str, times: tuple[str, str, str]) -> str:
    """Give what a field becomes: what was typed, where the curator changed it and nobody else did meanwhile."""
    began, saw, now_is = times
    if typed in (began, now_is):
        return now_is
    if saw != now_is:
        raise RefusedError(f"{who}: somebody changed the {what} meanwhile, to “{now_is or 'nothing'}”. Look again.")
    return typed


def _former(links: tuple[Link, ...], newer: Link) -> tuple[Link, ...]:
    """Keep older addresses of the same kind as former ones: they still match."""
    return tuple(replace(one, status="former") if one.kind == newer.kind else one for one in links)


def _with(expert: Expert, newer: Recommendation) -> tuple[Recommendation, ...]:
    place = (newer.source, newer.category)
    return (*(one for one in expert.recommendations if (one.source, one.category) != place), newer)


def _category_of(known: Expert | None) -> str | None:
    """Give the category in which we have somebody, the first of several."""
    return known.recommendations[0].category if known and known.recommendations else None


def _reason_of(known: Expert | None, proposal: Proposal, category: str | None) -> str:
    """Give the reason that we wrote for this very recommendation, if we have it already."""
    place = (proposal.source.id, category)
    ours = (one.reason for one in (known.recommendations if known else ()) if (one.source, one.category) == place)
    return next(ours, "")
