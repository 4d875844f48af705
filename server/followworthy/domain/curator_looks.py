"""How a curator's look is written down, and whose it was: the sentence is the evidence, so it carries the name."""

from followworthy.domain.values import Check

CURATOR = "curator"
LOOKED = " looked: "
OPENED = "seen by a paired browser"
"""How a look came about that a paired browser reports, of an address which its curator had opened from the desk."""
IN_PASSING = "met in passing by a paired browser"
"""The same of an address which nobody had asked them to open."""
HOWS = (OPENED, IN_PASSING)


def curator_says(by: str, saw: str, how: str = "") -> str:
    """Give the sentence of a curator's look, as in: Nadia Brookmere looked: it is there."""
    return f"{by}{LOOKED}{saw} ({how})." if how else f"{by}{LOOKED}{saw}."


def curator_of(check: Check) -> str | None:
    """Give the name of the curator whose look it was; None for other witnesses."""
    return check.because.rpartition(LOOKED)[0] if check.witness == CURATOR else None


def saw_of(check: Check) -> tuple[str, bool]:
    """Give what a curator saw, in words, and whether a paired browser reported it."""
    said = check.because.rpartition(LOOKED)[2].removesuffix(".")
    for how in HOWS:
        if said.endswith(f" ({how})"):
            return said.removesuffix(f" ({how})"), True
    return said, False


def in_passing(check: Check) -> bool:
    """Tell whether a curator met it in passing: such a look cost no time that was asked of them."""
    return check.because.endswith(f"({IN_PASSING}).")
