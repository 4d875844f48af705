"""The reader's vocabulary: words that speak for a list of people, or against it. Data and look-ups, no rules.

No list holds a document, a site or a person; given names and family names are vocabulary like any other word.
"""

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Give the words of one list (`common`, `given`, `organisations`, `people`, `roles`, `things`), case folded."""
    text = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
