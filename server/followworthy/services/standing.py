"""Where the link audit stands, said as it is: how many addresses, how many looked at, by whom, and why not more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from followworthy.domain.records import LinkKind
from followworthy.domain.values import Outcome
from followworthy.store import Session, checks, experts, looks, proposals, runs

SITE = "site"
WITNESSES = {"curator": "by curators", "auditor": "by the link audit", "reader": "by readers"}
"""Who looks, in words; of several who looked at one address the first counts."""
KINDS: tuple[LinkKind, ...] = ("linkedin", "homepage")
Seen = Sequence[set[str]]
"""For each address who saw it."""


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
    every = [(one.id, link) for one, _ in experts.published(session) for link in one.links if link.status == "current"]
    seen_by = looks.witnesses(session)
    by = {kind: [seen_by.get((one, link.url), set()) for one, link in every if link.kind == kind] for kind in KINDS}
    addressed = (one for one in proposals.waiting(session) if one.kind != "withdrawal" and one.repair is None)
    waiting = sum(1 for one in addressed if not one.recommends)
    published = len(by["linkedin"])
    total = published + waiting
    addresses = f"{total} LinkedIn {'address' if total == 1 else 'addresses'}"
    if waiting:
        addresses += f" ({published} published, {waiting} waiting for review)"
    met = checks.outcomes(session, [link.url for _, link in every if link.kind == "linkedin"])
    walled = any(Outcome.WALLED in outcomes for outcomes in met.values())
    looked_at, homepages_looked_at = (sum(1 for who in by[kind] if who - {SITE}) for kind in KINDS)
    left = f": {_reason(session, walled=walled)}" if total > _spoken_for(by["linkedin"]) or not total else ""
    sentence = f"{addresses}, {_by_whom(by['linkedin'], total)}{left}."
    return Standing(published, waiting, looked_at, len(by["homepage"]), homepages_looked_at, sentence)


def _spoken_for(theirs: Seen) -> int:
    return sum(1 for who in theirs if who)


def _by_whom(theirs: Seen, total: int) -> str:
    """Say how many were looked at, by whom, how many were only named, and of how many nobody spoke."""
    whose = Counter(next(one for one in WITNESSES if one in who) for who in theirs if who - {SITE})
    said = f"{whose.total()} looked at by us"
    if whose:
        said += f" ({', '.join(f'{whose[one]} {words}' for one, words in WITNESSES.items() if whose[one])})"
    named = sum(1 for who in theirs if who == {SITE})
    if named:
        said += f", {named} {'more ' if whose else ''}named by their own sites"
    rest = total - _spoken_for(theirs)
    return f"{said}, {rest} not" if rest and (whose or named) else said


def _reason(session: Session, *, walled: bool) -> str:
    if walled:
        return "LinkedIn asks programs to stay out, and we do"
    latest = runs.latest(session, limit=1)
    if latest and latest[0].state == "no network":
        return "no network; nothing recorded"
    return "the rest waits for its turn" if latest else "no audit has run yet"
