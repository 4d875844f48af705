"""Do two names name the same? Stricter than a search, more lenient than equality: "Dr Odile M. Fennwick, PhD".

Never by itself a reason to merge: namesakes exist.
"""

import unicodedata

from followworthy.domain.names import APOSTROPHES, STROKES, normalise_name
from followworthy.domain.records import ExpertKind

AFTER_NAMES = frozenset(
    (
        *(
            "phd",
            "md",
            "mba",
            "msc",
            "bsc",
            "ma",
            "jd",
            "esq",
            "cpa",
            "cfa",
            "pmp",
            "shrm",
            "scp",
            "sphr",
            "pcc",
            "mcc",
        ),
        *("jr", "sr", "ii", "iii", "obe", "mbe", "cbe", "kbe", "frs", "frsa"),
    )
)
"""What stands behind a person's name and is none of it."""
LEGAL_FORMS = frozenset(
    (
        *("inc", "incorporated", "ltd", "limited", "llc", "llp", "plc", "co", "corp", "corporation"),
        *("gmbh", "ag", "bv", "nv", "sa", "srl"),
    )
)
SHORTEST_PART = 2


def core(name: str, kind: ExpertKind = "person") -> tuple[str, ...]:
    """Give the words that make a name: no titles, degrees, single initials, or legal forms."""
    words = normalise_name(name).split()
    if kind == "organisation":
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words = words[:-1]
        return tuple(words)
    full = [one for one in words if one not in AFTER_NAMES and (len(one) >= SHORTEST_PART or not one.isascii())]
    return tuple(full if len(full) > 1 else words)


def agree(one: str, other: str, kind: ExpertKind = "person") -> bool:
    """Tell whether two names have the same words in the same order."""
    mine = core(one, kind)
    return bool(mine) and mine == core(other, kind)


def mentions(text: str, name: str, kind: ExpertKind = "person") -> bool:
    """Tell whether a long text names somebody, word for word. Linear in the text."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(STROKES)
    seen = (one for one in plain if one not in APOSTROPHES and not unicodedata.combining(one))
    said = " ".join("".join(one if one.isalnum() else " " for one in seen).split())
    words = core(name, kind)
    alone = len(words) == 1 and not words[0].isascii()  # a script without blanks between words
    return bool(words) and (words[0] in said if alone else f" {' '.join(words)} " in f" {said} ")


def slug_agrees(name: str, slug: str, kind: ExpertKind = "person") -> bool:
    """Tell whether the slug of a LinkedIn address is made of the name: `odile-fennwick-12`, `ofennwick`."""
    words = core(name, kind)
    letters = normalise_name(slug).replace(" ", "")
    if not words or not letters:
        return False
    joined = "".join(words)
    if kind == "organisation":
        return letters.startswith(joined) or joined.startswith(letters)
    first, last = words[0], words[-1]
    if len(words) == 1:
        return letters == joined
    return (first in letters and last in letters) or letters == first[:1] + last
