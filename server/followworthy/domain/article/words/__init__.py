"""The reader's vocabulary: words that speak for a list of people, or against it. Data and look-ups, no rules.

No list holds a document, a site or a person; given names and family names are vocabulary like any other word.
"""

import re
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_][\w’'-]*")
FIRST_UNSPACED = "\u3040"


@cache
def words(name: str) -> frozenset[str]:
    """Give the words of one list (`common`, `given`, `organisations`, `outlets`, `people` ...), case folded."""
    text = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def _unspaced(name: str) -> tuple[str, ...]:
    """Give the words of a list that scripts without blanks write, within longer words."""
    return tuple(word for word in words(name) if word[0] >= FIRST_UNSPACED)


def says(text: str, name: str) -> bool:
    """Tell whether a text has a word of a list."""
    said = WORD.findall(text.casefold())
    if not words(name).isdisjoint(said):
        return True
    return not text.isascii() and any(
        word in one for one in said if one[0] >= FIRST_UNSPACED for word in _unspaced(name)
    )
