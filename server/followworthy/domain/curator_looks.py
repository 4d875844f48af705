"""How a curator's look is written down, and whose it was: the sentence is the evidence, so it carries the name."""

from followworthy.domain.values import Check

CURATOR = "curator"
LOOKED = " looked: "


def curator_says(by: str, saw: str) -> str:
    """Give the sentence of a curator's look, as in: Nadia Brookmere looked: it is there."""
    return f"{by}{LOOKED}{saw}."


def curator_of(check: Check) -> str | None:
    """Give the name of the curator whose look it was; None for other witnesses."""
    return check.because.rpartition(LOOKED)[0] if check.witness == CURATOR else None
