"""Controls of a host that is audited by permission: one address known to be good, and one that cannot exist.

What a host answers to these two tells whether its other answers mean anything. Pure.
"""

import hashlib
from typing import Literal
from urllib.parse import urlsplit

from followworthy.domain.values import Outcome

Control = Literal["good", "impossible"]
SLUG = 24
LOOKS = 2
"""So many addresses are looked at each time."""
MOST_LOOKS = 2 * LOOKS
"""Of a host's daily looks so many are kept for controls: before a run's looks there, and after bad news."""


def impossible(good: str, seed: str) -> str:
    """Give an address beside the good one that nobody can have: as many letters and digits as nobody chooses."""
    parts = urlsplit(good)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    slug = hashlib.blake2b(f"{parts.netloc} {seed}".encode(), digest_size=16).hexdigest()[:SLUG]
    return parts._replace(path=f"{folder}/zz-{slug}", query="", fragment="").geturl()


def distrust(good: Outcome, impossible_one: Outcome) -> str:
    """Say why a run's evidence of the host means nothing; empty if it stands.

    A wall at a control is a wall: it stops the host, but makes no lie of what was answered before. See `blind`.
    """
    if good is Outcome.MISSING:
        return "The address known to be good was said to be missing."
    if impossible_one in (Outcome.ANSWERED, Outcome.REDIRECTED):
        return "An address that cannot exist was answered as if it did."
    return ""


def blind(good: Outcome) -> str:
    """Say why looks at the host would tell nothing now, empty if they may: a good address that shows no page to us."""
    return "The address known to be good shows programs nothing." if good is Outcome.WALLED else ""
