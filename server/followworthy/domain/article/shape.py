"""What has the shape of a name: two to five words that begin with a capital. Knows no list of names and no site.

Initials, particles, titles and a nickname in quotes may stand between; scripts without capitals count as capitals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "da", "di", "do", "dos", "das", "del", "della", "du", "la", "le", "los", "las"}
    | {"el", "al", "bin", "ibn", "bint", "ben", "ter", "ten", "te", "zu", "zur", "af", "av", "y", "e"}
)
TITLES = frozenset(
    ("dr", "dr.", "prof", "prof.", "professor", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "dame", "rev", "rev.")
)
CUES = frozenset(
    ("follow", "followed", "following", "read", "meet", "than", "like", "watch", "hear", "add", "consider", "miss")
)
NOT_BEFORE = frozenset(
    ("a", "an", "the", "of", "at", "in", "for", "from", "to", "on", "by", "as", "his", "her", "their", "our", "your")
)
OFFICES = frozenset(
    ("ceo", "cto", "cfo", "coo", "founder", "co-founder", "president", "chairman", "director", "editor", "author")
)
OPENERS = frozenset(
    CUES
    | NOT_BEFORE
    | {"when", "if", "while", "where", "with", "and", "but", "because", "every", "each", "this", "that", "see"}
    | OFFICES
)
"""Words that stand before a name and may have a capital themselves, as a sentence's first."""
WORD = re.compile(r"\S+")
EDGE_LEFT, EDGE_RIGHT = "\"'“‘«([{*_", "\"'”’»)]}*_,;:.!?"
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»"}
POSSESSIVES = ("’s", "'s")
FEWEST, MOST = 2, 6
LONGEST_INITIALS = 8
ABSTRACT = ("ence", "ance", "tion", "sion", "ment", "ness", "ity", "ism", "ship", "ing")
SHORTEST_ABSTRACT = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that could be a name: which, at which word of the text, and the words around them."""

    words: tuple[str, ...]
    first: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """The name as the text writes it, with single blanks."""
        return " ".join(self.words)


def whole(text: str) -> Candidate | None:
    """Give the name if the text is nothing but one."""
    found = next(candidates(text), None)
    return found if found and found.first == 0 and len(found.words) == len(WORD.findall(text)) else None


def run_of(text: str) -> Candidate | None:
    """Give the run of words that could be a name at the very beginning of a text."""
    tokens = WORD.findall(text)
    words, end = _run(tokens, 0) if tokens else ([], 0)
    return Candidate(tuple(words), 0, "", tokens[end] if end < len(tokens) else "") if words else None


def candidates(text: str) -> Iterator[Candidate]:
    """Give every run of words that could be a name, from left to right."""
    tokens = WORD.findall(text)
    at = 0
    while at < len(tokens):
        words, end = _run(tokens, at)
        at_name = at + _opening(words)
        words = words[at_name - at :]
        if len(words) <= MOST and len(_named(words)) >= FEWEST:
            before = tokens[at_name - 1].casefold() if at_name else ""
            yield Candidate(tuple(words), at_name, before, tokens[end] if end < len(tokens) else "")
        at = max(end, at + 1)


def bare(token: str) -> tuple[str, bool]:
    """Give a token without its edges, and whether something closes a name after it."""
    word = token.lstrip(EDGE_LEFT)
    if is_initials(word) or word.lower() in TITLES:
        return word, False
    stripped = word.rstrip(EDGE_RIGHT)
    if stripped.endswith(POSSESSIVES):
        return stripped[:-2], True
    return stripped, word != stripped


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital, or is of a script that has none."""
    if not word or not (word[0].isupper() or (word[0].isalpha() and word[0].lower() == word[0].upper())):
        return False
    return word.isalpha() or all(one.isalpha() or one in "-.'’" for one in word)


def is_abstract(word: str) -> bool:
    """Tell a noun like "Intelligence" from a surname like "King"."""
    return len(word) >= SHORTEST_ABSTRACT and word.lower().endswith(ABSTRACT)


def _named(words: list[str]) -> list[str]:
    return [word for word in words if is_capital(word) and word.lower() not in TITLES]


def _opening(words: list[str]) -> int:
    """Count the words before a name that only open the sentence, if a name is left behind them."""
    count = 0
    while count < len(words) and words[count].casefold() in OPENERS:
        count += 1
    return count if len(_named(words[count:])) >= FEWEST or len(_named(words[:1])) == 0 else 0


def _run(tokens: list[str], at: int) -> tuple[list[str], int]:
    """Give the words of one run of capitals from `at`, and where it ends."""
    words: list[str] = []
    while at < len(tokens):
        word, closed = bare(tokens[at])
        if words and tokens[at][0] in EDGE_LEFT:
            if not _nickname(tokens, at):
                break
            word, closed = tokens[at], False
        elif not (is_capital(word) or (words and word in PARTICLES and _goes_on(tokens, at))):
            break
        words.append(word)
        at += 1
        if closed:
            break
    return words, at


def _nickname(tokens: list[str], at: int) -> bool:
    """Tell a nickname, one quoted word between two names."""
    token = tokens[at]
    quoted = len(token) > FEWEST and token[-1] == QUOTES.get(token[0]) and token[1:-1].isalpha()
    return quoted and at + 1 < len(tokens) and tokens[at + 1][0].isupper()


def _goes_on(tokens: list[str], at: int) -> bool:
    """Tell whether a capital follows a particle, directly or after one further particle."""
    for token in tokens[at + 1 : at + 3]:
        word = bare(token)[0]
        if is_capital(word):
            return True
        if word not in PARTICLES:
            return False
    return False


def is_initials(word: str) -> bool:
    """Tell initials, together or alone ("J.", "J.R.R.")."""
    letters, dots = word[::2], word[1::2]
    return 0 < len(word) <= LONGEST_INITIALS and len(letters) == len(dots) and letters.isupper() and not dots.strip(".")
