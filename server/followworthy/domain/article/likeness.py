"""How much a few words look like a name, and like whose: a person's, an organisation's. Reads no sentence.

Shape speaks first (capitals, initials, titles), then vocabulary: given names for a name, common words against it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from followworthy.domain.article.shape import PARTICLES, TITLES, is_abstract, is_capital, is_initials
from followworthy.domain.article.words import words

SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "mba", "cpa", "esq", "obe", "cbe", "mbe", "frs", "jd"}
    | {"pmp", "cfa", "dds", "rn", "shrm-scp", "sphr"}
)
CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af][\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af・·\s]*")
NICKNAME = re.compile(r"[\"“'‘«(][^\"”'’»()]{1,30}[\"”'’»)]")
CASELESS = 0.35
ENDINGS = ("s", "es", "ed", "ing")
NO_FIRST = frozenset(("the", "a", "an", "how", "why", "what", "by", "par", "por", "von", "written", "posted"))
LONGEST = 80
MOST_WORDS = 8
LONGEST_ACRONYM = 4


class Likeness(NamedTuple):
    """How sure some words are a name (0 to 1), and whose."""

    sure: float
    kind: Literal["person", "organisation"] = "person"


NONE = Likeness(0.0)


@lru_cache(maxsize=4096)
def likeness(name: str) -> Likeness:
    """Tell how much a few words, cleaned of what stands around them, look like a name."""
    if not name or len(name) > LONGEST or name[0].isdigit():
        return NONE
    if not name.isascii() and CJK.search(name):
        return Likeness(_asian(name)) if CJK.fullmatch(name) else NONE
    tokens = NICKNAME.sub(" ", name).replace(",", " ").split()
    if not tokens or len(tokens) > MOST_WORDS:
        return NONE
    if len(tokens) > 1 and tokens[-1].casefold() in words("forms"):
        return Likeness(0.8 if all(is_capital(one) for one in tokens[:-1]) else 0.6, "organisation")
    return Likeness(_latin(tokens))


def _asian(name: str) -> float:
    letters = name.replace("・", "").replace("·", "").replace(" ", "")
    if not 2 <= len(letters) <= (12 if letters != name else 4):
        return 0.0
    return 0.75 if letters[0] in words("families") or "·" in name or "・" in name else CASELESS


@cache
def ordinary() -> frozenset[str]:
    """Give the words that are no part of a name as a rule."""
    return frozenset().union(
        *(words(one) for one in ("common", "people", "things", "outlets", "roles", "organisations"))
    )


def _is_ordinary(word: str) -> bool:
    """Tell a word that is no part of a name as a rule, in whatever form it stands."""
    known = ordinary()
    return word in known or any(word.endswith(end) and word.removesuffix(end) in known for end in ENDINGS)


@dataclass(slots=True)
class _Count:
    """What the words of a name are."""

    capitals: int = 0
    common: int = 0
    given: int = 0
    marked: bool = False
    acronym: bool = False
    first: str = ""


def _latin(tokens: list[str]) -> float:
    count = _Count()
    for place, token in enumerate(tokens):
        if not _counted(count, token, last=place == len(tokens) - 1):
            return _lone(tokens)
    return _value(count, caseless=not any(token.lower() != token.upper() for token in tokens))


def _counted(count: _Count, token: str, *, last: bool) -> bool:
    """Count one word; False if no name has such a word."""
    plain = token.strip(".").casefold()
    if plain in TITLES or (plain in SUFFIXES and count.capitals) or is_initials(token):
        count.marked = True
    elif plain in PARTICLES and not last and (count.capitals or not token[0].isupper()):
        pass
    elif is_capital(token.rstrip(".")):
        _count_capital(count, token, plain)
    else:
        return False
    return True


def _count_capital(count: _Count, token: str, plain: str) -> None:
    given = plain in words("given") or plain.partition("-")[0] in words("given")
    count.capitals += 1
    count.first = count.first or plain
    count.given = max(count.given, (2 if count.capitals == 1 else 1) if given else 0)
    count.common += not given and (_is_ordinary(plain) or is_abstract(plain))
    count.acronym |= token.isupper() and 1 < len(token) <= LONGEST_ACRONYM


def _value(count: _Count, *, caseless: bool) -> float:
    if count.capitals == 0 or count.first in NO_FIRST:
        return 0.0
    if count.common == count.capitals:
        return 0.05
    if count.capitals == 1:
        return 0.6 if count.marked else 0.4 if count.given else 0.25
    if caseless:
        return CASELESS
    value = 0.9 if count.given == 2 or count.marked else 0.7 if count.given else 0.5
    value -= (0.25 if count.given or count.marked else 0.3) * count.common + 0.15 * max(0, count.capitals - 4)
    return max(0.05, value - (0.2 if count.acronym and not count.given else 0.0))


def _lone(tokens: list[str]) -> float:
    """Value what has no shape of a name: a lone word may still be somebody's pen name."""
    return 0.1 if len(tokens) == 1 and tokens[0].isalnum() else 0.0
