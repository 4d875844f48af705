"""Whom a sentence names: of all that has the shape of a name, the one whose place speaks for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from followworthy.domain.article.shape import (
    CUES,
    EDGE_LEFT,
    EDGE_RIGHT,
    NOT_BEFORE,
    OFFICES,
    WORD,
    Candidate,
    bare,
    candidates,
    is_abstract,
    is_capital,
)

HOUSE_OF = re.compile(
    r"\b(?:ceo|cto|founder|co-founder|head|president|chief|director|chairman|editor|owner|member|partner)"
    r" (?:of|at) (?=(\S+)(?: (\S+))?)",
    re.IGNORECASE,
)
START, CUE, OFFICE, GOVERNED = 3, 3, 2, -3
ALL_COMMON, MOST_COMMON = -6, -4
SURE, LEAST = 5, 2
SURE_OF_HOUSE = 0.8
SHORTEST_HOUSE = 2
SHORTEST_COMMON = 3
EDGES = EDGE_LEFT + EDGE_RIGHT


@dataclass(frozen=True, slots=True)
class Name:
    """Whom an entry is about, and how sure that is (0 to 1)."""

    name: str
    kind: Literal["person", "organisation"]
    sure: float


def find_name(text: str, common: frozenset[str] = frozenset()) -> Name | None:
    """Give whom a sentence names, or None; `common` are the words that the document also writes without a capital."""
    best, score = _best(candidates(text), common)
    house = house_in(text)
    if house and (best is None or best.first > 0):
        return Name(house, "organisation", SURE_OF_HOUSE)
    if best is None or score < LEAST:
        return None
    return Name(best.name, "person", min(1.0, score / SURE))


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words that a document writes without a capital: "Ask Good Questions" is made of them, a name is not."""
    words = {word.strip(EDGES) for text in texts for word in text.split() if word.islower()}
    return frozenset(word for word in words if len(word) >= SHORTEST_COMMON)


def _best(possible: Iterable[Candidate], common: frozenset[str]) -> tuple[Candidate | None, int]:
    scored = ((one, _score(one, common)) for one in possible)
    return max(scored, key=lambda pair: pair[1], default=(None, 0))


def _score(one: Candidate, common: frozenset[str]) -> int:
    score = START if one.first == 0 else 0
    score += _before(one.before) + _after(one.after)
    score += GOVERNED if is_abstract(one.words[-1]) else 0
    return score + _commonness(one, common)


def _commonness(one: Candidate, common: frozenset[str]) -> int:
    words = [word for word in one.words if is_capital(word)]
    found = sum(word.lower() in common for word in words)
    if found == len(words):
        return ALL_COMMON
    return MOST_COMMON if 2 * found > len(words) else 0


def _before(word: str) -> int:
    """Value what stands before: "follow", an office, a comma speak for a name; "the" and "of" against it."""
    plain = word.rstrip(",;:")
    values = ((CUES, CUE), (OFFICES, OFFICE), (NOT_BEFORE, GOVERNED))
    value = sum(worth for words, worth in values if plain in words)
    return value + (1 if word.endswith(",") or plain == "and" else 0)


def _after(word: str) -> int:
    """Value what follows: a verb of a person's sentence speaks for a name."""
    verb = word.strip(EDGES)
    if verb in ("is", "was", "will", "can", "has", "who", "aka"):
        return 2
    return 1 if verb[:1].islower() and verb.endswith("s") else 0


def house_in(text: str) -> str | None:
    """Give the one word that begins an entry if the entry itself calls it somebody's house ("CEO of X")."""
    first = WORD.match(text)
    word = bare(first[0])[0] if first else ""
    if len(word) < SHORTEST_HOUSE or not is_capital(word):
        return None
    return word if any(_is_house(found, word) for found in HOUSE_OF.finditer(text)) else None


def _is_house(found: re.Match[str], word: str) -> bool:
    house, closed = bare(found[1])
    return house == word and (closed or not is_capital(bare(found[2] or "")[0]))
