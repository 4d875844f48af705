"""How much an entry looks like somebody: by name, by what is said beside it, by where its links lead."""

import re
import unicodedata
from functools import lru_cache

from followworthy.domain.article.above import Above
from followworthy.domain.article.entries import Entry
from followworthy.domain.article.page import Page
from followworthy.domain.article.words import says

HANDLE = re.compile(r"(?:^|[\s(])@\w{2,}")
ROLE, OWN, PROFILE, KNOWN_AS = 0.25, 0.25, 0.5, 0.15
"""What an office, an address that holds the name, a LinkedIn address that does, and a handle add."""
SITE = "linkedin"
CLEAR = 0.85
"""A name that is clear by itself needs nobody to speak for it."""
HOUSE = 0.7
LEAST_ODD, PLAIN = 0.2, 0.22
LONGEST_LOOK, MOST_LINES = 240, 12
"""So many characters and lines of an entry tell what it is about."""
PART = re.compile(r"\w{3,}")
"""Shorter parts of a name (initials) say nothing when they stand in an address."""


class Worth:
    """Values the entries of one page, 0 to 1; what an entry says is read once, whatever list it is in."""

    def __init__(self, page: Page) -> None:
        """Take the page."""
        self._page = page
        self._worth: dict[int, tuple[float, float]] = {}

    def of(self, entry: Entry, above: Above) -> float:
        """Give what an entry is worth; that a heading speaks for organisations makes an odd name one."""
        like = entry.lead.like
        if like.sure >= CLEAR:
            return like.sure
        if like.kind == "organisation" or (above.organisations and not above.things and like.sure):
            return max(like.sure, HOUSE)
        if like.sure < LEAST_ODD:
            return like.sure
        said, linked = self._evidence(entry)
        return min(1.0, like.sure + linked + (said if like.sure >= PLAIN else 0.0))

    def _evidence(self, entry: Entry) -> tuple[float, float]:
        """Value what the entry says beside the name, and what its links do."""
        if entry.line not in self._worth:
            self._worth[entry.line] = self._valued(entry)
        return self._worth[entry.line]

    def _valued(self, entry: Entry) -> tuple[float, float]:
        text, hrefs = self._body(entry)
        said = (ROLE if says(text, "roles") else 0.0) + (KNOWN_AS if HANDLE.search(text) else 0.0)
        parts = parts_of(entry.lead.text) if hrefs else ()
        named = [href for href in hrefs if any(part in href for part in parts)]
        return said, PROFILE if any(SITE in href for href in named) else OWN if named else 0.0

    def _body(self, entry: Entry) -> tuple[str, list[str]]:
        """Give the first words behind an entry's name, and all its addresses, in small letters."""
        said: list[str] = []
        size = 0
        hrefs: list[str] = []
        for line in self._page.lines[entry.line : min(entry.end, entry.line + MOST_LINES)]:
            if size < LONGEST_LOOK:
                said.append(line.text[:LONGEST_LOOK])
                size += len(line.text)
            hrefs.extend(span.href.casefold().replace("-", "").replace("_", "") for span in line.spans if span.href)
        return " ".join(said).replace(entry.lead.text, " ", 1), hrefs


@lru_cache(maxsize=256)
def parts_of(name: str) -> tuple[str, ...]:
    """Give the parts of a name as addresses write them: small letters without diacritics."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return tuple(PART.findall(plain))
