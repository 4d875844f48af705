"""Whom an entry names: candidates by shape, judged by where they stand. Knows no list of names and no site.

A name is two to five words that begin with a capital (or stand in a script without capitals), with initials,
particles and titles between; an organisation may be one word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "da", "di", "do", "dos", "das", "del", "della", "du", "la", "le", "los", "las"}
    | {"el", "al", "bin", "ibn", "bint", "ben", "ter", "ten", "te", "zu", "zur", "af", "av", "y", "e"}
)
TITLES = frozenset(
    ("dr", "dr.", "prof", "prof.", "professor", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "dame", "rev", "rev.")
)
CUES = frozenset(
    {"follow", "followed", "following", "read", "meet", "than", "like", "watch", "hear", "add", "consider"}
)
NOT_BEFORE = frozenset(
    ("a", "an", "the", "of", "at", "in", "for", "from", "to", "on", "by", "as", "his", "her", "their", "our", "your")
)
ABSTRACT = ("ence", "ance", "tion", "sion", "ment", "ness", "ity", "ism", "ship", "ing")
SHORTEST_ABSTRACT = 6
OFFICES = "(?:ceo|cto|founder|co-founder|head|president|chief|director|chairman|editor|owner|member|partner)"
WORD = re.compile(r"[^\s]+")
EDGE_LEFT, EDGE_RIGHT = "\"'“‘«([{*_", "\"'”’»)]}*_,;:.!?"
CLOSES = (",", ";", ":", ".", "!", "?", ")", "(")
FEWEST, MOST = 2, 5
START, CUE, LEAD, LINKED = 3, 3, 3, 2
SURE = 5
LEAST = 2


@dataclass(frozen=True, slots=True)
class Name:
    """Whom an entry is about, and how sure that is (0 to 1)."""

    name: str
    kind: Literal["person", "organisation"]
    sure: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: tuple[str, ...]
    first: int
    before: str
    after: str

    @property
    def name(self) -> str:
        return " ".join(self.words)


def find_name(text: str, lead: str = "", linked: frozenset[str] = frozenset()) -> Name | None:
    """Give whom the entry names, or None. `lead` is what it sets apart at its start; `linked` are its links' texts."""
    apart = _whole(lead)
    candidates = list(_candidates(text))
    scored = [(_score(one, apart, linked), one) for one in candidates]
    best = max(scored, key=lambda pair: pair[0], default=None)
    company = _organisation(text)
    if company and (best is None or best[1].first > 0):
        return Name(company, "organisation", 0.8)
    if best is None or best[0] < LEAST:
        return None
    return Name(best[1].name, "person", min(1.0, best[0] / SURE))


def _whole(text: str) -> str | None:
    candidates = list(_candidates(text))
    words = len(WORD.findall(text))
    return candidates[0].name if len(candidates) == 1 and len(candidates[0].words) == words else None


def _candidates(text: str) -> Iterator[_Candidate]:
    """Give every run of words that could be a name, from left to right."""
    tokens = WORD.findall(text)
    at = 0
    while at < len(tokens):
        words, end = _run(tokens, at)
        if (
            len([one for one in words if _capital(one) and one.lower() not in TITLES]) >= FEWEST
            and len(words) <= MOST + 1
        ):
            before = tokens[at - 1].casefold() if at else ""
            after = tokens[end] if end < len(tokens) else ""
            yield _Candidate(tuple(words), at, before, after)
        at = max(end, at + 1)


def _run(tokens: list[str], at: int) -> tuple[list[str], int]:
    """Give the words of one run of capitals from `at`, and where it ends."""
    words: list[str] = []
    while at < len(tokens):
        bare, closed = _bare(tokens[at])
        if not (_capital(bare) or (words and bare in PARTICLES and _goes_on(tokens, at))):
            break
        words.append(bare)
        at += 1
        if closed:
            break
    return words, at


def _goes_on(tokens: list[str], at: int) -> bool:
    """Tell whether a capital follows a particle, directly or after further particles."""
    for token in tokens[at + 1 : at + 3]:
        bare = _bare(token)[0]
        if _capital(bare):
            return True
        if bare not in PARTICLES:
            return False
    return False


def _bare(token: str) -> tuple[str, bool]:
    """Give a token without its edges, and whether something closes a name after it."""
    word = token.lstrip(EDGE_LEFT)
    if _is_initial(word) or word.lower() in TITLES:
        return word, False
    for ending in ("’s", "'s", "s’"):
        if word.rstrip(EDGE_RIGHT).endswith(ending) and ending != "s’":
            return word.rstrip(EDGE_RIGHT)[: -len(ending)], True
    return word.rstrip(EDGE_RIGHT), word != word.rstrip(EDGE_RIGHT)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isalpha() and word[0].isupper() and word[1] == "."


def _capital(word: str) -> bool:
    if not word or not (word[0].isupper() or _no_case(word[0])):
        return False
    return all(one.isalpha() or one in "-.'’" for one in word)


def _no_case(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _score(one: _Candidate, apart: str | None, linked: frozenset[str]) -> int:
    score = START if one.first == 0 else 0
    score += LEAD if apart is not None and apart == one.name else 0
    score += LINKED if one.name in linked else 0
    before = one.before.rstrip(",;:")
    score += CUE if before in CUES else 0
    score -= 3 if before in NOT_BEFORE else 0
    score += 1 if one.before.endswith(",") or before == "and" else 0
    score += _after(one.after)
    score -= 3 if _abstract(one.words[-1]) and not apart else 0
    return score


def _abstract(word: str) -> bool:
    """Tell a noun like "Intelligence" from a surname like "King"."""
    return len(word) >= SHORTEST_ABSTRACT and word.lower().endswith(ABSTRACT)


def _after(word: str) -> int:
    """Value what follows: a verb of a person's sentence speaks for a name."""
    bare = word.strip(EDGE_LEFT + EDGE_RIGHT)
    if bare in ("is", "was", "will", "can", "has", "who", "aka"):
        return 2
    return 1 if bare[:1].islower() and bare.endswith("s") else 0


def _organisation(text: str) -> str | None:
    """Give the one word that begins the entry if the entry itself calls it somebody's house ("CEO of X")."""
    first = WORD.match(text)
    word = _bare(first[0])[0] if first else ""
    if not _capital(word) or len(word) < FEWEST:
        return None
    office = re.compile(rf"\b{OFFICES} (?:of|at) (?-i:{re.escape(word)}(?!\s+[A-Z]))\b", re.IGNORECASE)
    return word if office.search(text) else None
