"""Where the link audit stands, said as it is: how many addresses, how many looked at, and why not more."""

from collections import Counter
from dataclasses import dataclass

from followworthy.domain.values import Outcome
from followworthy.store import Session, checks, experts, proposals, runs

SEEN = {Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.MISSING}
"""Outcomes that mean: we really looked at the page."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts over addresses, and one honest sentence about the LinkedIn ones."""

    published: int
    waiting: int
    looked_at: int
    homepages: int
    homepages_looked_at: int
    sentence: str


def standing(session: Session) -> Standing:
    """Count, and say it in one sentence."""
    links = [link for expert, _ in experts.published(session) for link in expert.links if link.status == "current"]
    kinds = Counter(link.kind for link in links)
    met = checks.outcomes(session, [link.url for link in links])
    seen = Counter(link.kind for link in links if met.get(link.url, set()) & SEEN)
    walled = any(Outcome.WALLED in met.get(link.url, set()) for link in links if link.kind == "linkedin")
    addressed = (one for one in proposals.waiting(session) if one.kind != "withdrawal" and one.repair is None)
    waiting = sum(1 for one in addressed if not one.recommends)
    published, looked_at = kinds["linkedin"], seen["linkedin"]
    total = published + waiting
    addresses = f"{total} LinkedIn {'address' if total == 1 else 'addresses'}"
    if waiting:
        addresses += f" ({published} published, {waiting} waiting for review)"
    sentence = f"{addresses}, {looked_at} looked at by us: {_reason(session, walled=walled)}."
    return Standing(published, waiting, looked_at, kinds["homepage"], seen["homepage"], sentence)


def _reason(session: Session, *, walled: bool) -> str:
    if walled:
        return "LinkedIn asks programs to stay out, and we do"
    latest = runs.latest(session, limit=1)
    if latest and latest[0].state == "no network":
        return "no network; nothing recorded"
    return "the rest waits for its turn" if latest else "no audit has run yet"
