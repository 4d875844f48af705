"""Where the link audit stands, said as it is: how many addresses, how many looked at, by whom, and why not more."""

from collections import Counter
from dataclasses import dataclass

from followworthy.store import Session, looks, proposals, runs

SITE = "site"
WITNESSES = {"curator": "by curators", "auditor": "by the link audit", "reader": "by readers"}
"""Who looks, in words; of several who looked at one address the first counts."""
Seen = Counter[str | None]
"""How many addresses each witness saw; None: nobody."""


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
    profiles, homepages, walled = Seen(), Seen(), False
    for kind, seen_by, met_wall, number in looks.tally(session):
        (profiles if kind == "linkedin" else homepages)[seen_by] += number
        walled = walled or (met_wall and kind == "linkedin")
    waiting = proposals.count_addresses(session)
    published = profiles.total()
    total = published + waiting
    addresses = f"{total} LinkedIn {'address' if total == 1 else 'addresses'}"
    if waiting:
        addresses += f" ({published} published, {waiting} waiting for review)"
    left = f": {_reason(session, walled=walled)}" if total > _spoken_for(profiles) or not total else ""
    sentence = f"{addresses}, {_by_whom(profiles, total)}{left}."
    return Standing(published, waiting, _looked_at(profiles), homepages.total(), _looked_at(homepages), sentence)


def _spoken_for(theirs: Seen) -> int:
    return theirs.total() - theirs[None]


def _looked_at(theirs: Seen) -> int:
    return _spoken_for(theirs) - theirs[SITE]


def _by_whom(theirs: Seen, total: int) -> str:
    """Say how many were looked at, by whom, how many were only named, and of how many nobody spoke."""
    looked_at, named = _looked_at(theirs), theirs[SITE]
    said = f"{looked_at} looked at by us"
    if looked_at:
        said += f" ({', '.join(f'{theirs[one]} {words}' for one, words in WITNESSES.items() if theirs[one])})"
    if named:
        said += f", {named} {'more ' if looked_at else ''}named by their own sites"
    rest = total - _spoken_for(theirs)
    return f"{said}, {rest} not" if rest and (looked_at or named) else said


def _reason(session: Session, *, walled: bool) -> str:
    if walled:
        return "LinkedIn asks programs to stay out, and we do"
    latest = runs.latest(session, limit=1)
    if latest and latest[0].state == "no network":
        return "no network; nothing recorded"
    return "the rest waits for its turn" if latest else "no audit has run yet"
