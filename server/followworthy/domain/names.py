"""Names as they are compared: no accents, case, titles, nicknames in brackets or punctuation.

Who two names belong to is `matching`'s and `same_name`'s business.
"""

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset(
    (
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "sir",
        "dame",
        "lord",
        "lady",
        "hon",
        "rev",
        "herr",
        "frau",
    )
)
DEGREES = frozenset(("phd", "md", "mba", "cpa", "cfa", "pmp", "esq", "ma", "msc", "bsc", "jd", "obe", "mbe", "cbe"))
"""What may stand behind a comma after a name; without one, Jack Ma would lose his."""
ASIDES = re.compile(r"[(\[（【][^()\[\]（）【】]*[)\]）】]|[\"“”„][^\"“”„]*[\"“”]")
DEEPEST_ASIDE = 3
APOSTROPHES = frozenset("'’‘`´ʼʻʹ＇")
STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}
)
"""Letters with strokes and ligatures, which Unicode does not take apart."""
DIACRITICS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
"""Accents, Hebrew points and Arabic vowel signs. The vowel signs and tones of other scripts are letters of theirs."""


@lru_cache(maxsize=2**15)
def normalise_name(name: str) -> str:
    """Give a name as it is compared: no diacritics, case, titles, nicknames in brackets or punctuation.

    A name without any letter is only stripped, so that two signs are not one name.
    """
    bare = name
    for _ in range(DEEPEST_ASIDE):
        bare = ASIDES.sub(" ", bare)
    return _compared(bare) or _compared(name) or name.strip()


def searchable(text: str) -> str:
    """Give a text as it is searched, and the words to search for alike: no accents, case or signs, single blanks."""
    return " ".join(_words(text))


def _compared(name: str) -> str:
    front, comma, behind = name.rpartition(",")
    while comma and set(_words(behind)) <= DEGREES:
        name = front
        front, comma, behind = name.rpartition(",")
    words = _words(name)
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


def _words(name: str) -> list[str]:
    """Give the words of a name, without accents, case and signs."""
    plain = unicodedata.normalize("NFKD", "".join(one for one in name if one not in APOSTROPHES)).casefold()
    letters = DIACRITICS.sub("", unicodedata.normalize("NFKD", plain)).translate(STROKES)
    kept = "".join(_letter(one) for one in letters)
    return unicodedata.normalize("NFC", kept).split()


def _letter(one: str) -> str:
    """Keep letters, digits and the marks that belong to letters; drop what nobody sees; the rest parts words."""
    category = unicodedata.category(one)
    if one.isalnum() or (category in ("Mn", "Mc") and not unicodedata.name(one, "").startswith("VARIATION")):
        return one
    return "" if category == "Cf" or one in APOSTROPHES or category[0] == "M" else " "
