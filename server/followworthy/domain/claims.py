"""Claims brought together: by expert, and as a digest that tells news from rewording."""

import hashlib
from collections.abc import Iterable

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.values import Claim

LONGEST_IDENTITY = 300
"""By so many characters of a name or key a source tells one expert from another: a column is as wide."""
SURE_ENOUGH = 0.5
"""What no claim says more surely than this is shown apart, so that nobody accepts it in passing. Never dropped."""


def is_sure(claims: Iterable[Claim]) -> bool:
    """Tell whether at least one of the claims about somebody was read surely enough."""
    return any(claim.sure >= SURE_ENOUGH for claim in claims)


def group(claims: Iterable[Claim]) -> dict[str, tuple[Claim, ...]]:
    """Bring together the claims about one expert: by LinkedIn key where there is one, else by name."""
    groups: dict[str, tuple[Claim, ...]] = {}
    for claim in claims:
        key = parse_profile_url(claim.linkedin_url).key if claim.linkedin_url else None
        identity = (key or normalise_name(claim.name))[:LONGEST_IDENTITY]
        groups[identity] = (*groups.get(identity, ()), claim)
    return groups


def digest_of(claims: Iterable[Claim]) -> str:
    """Give a digest over names, addresses and headings, not prose: rewording an entry is no news."""
    facts = sorted(f"{claim.name}\0{claim.linkedin_url or ''}\0{claim.category or ''}\n" for claim in claims)
    return hashlib.sha256("".join(facts).encode()).hexdigest()
