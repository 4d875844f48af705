"""Is this series a list of people? Its entries' first words, what is said of them, and what stands above decide."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from followworthy.domain.article.leads import SET_APART
from followworthy.domain.article.names import common_words, find_name, house_in
from followworthy.domain.article.page import Page
from followworthy.domain.article.series import Entry, Series
from followworthy.domain.article.words import words

WORD = re.compile(r"[^\W\d_][\w’'-]*")
HANDLE = re.compile(r"(?:^|[\s(])@\w{2,}")
ROLE, OWN, KNOWN_AS = 0.25, 0.25, 0.15
ABOVE_PEOPLE, ABOVE_THINGS = 0.2, -0.35
LEAST, LEAST_LONE, LEAST_NAME, LEAST_ODD = 0.6, 0.45, 0.45, 0.22
IN_CONTENTS = -1.0
SMALL = 3
HINT = 0.3
LONGEST_LOOK = 240
"""So many characters of an entry tell what it is about."""
LONGEST_SENTENCE = 300
PART = re.compile(r"\w{3,}")
"""Shorter parts of a name (initials) say nothing when they stand in an address."""
SURE_LIST = 0.8


@dataclass(frozen=True, slots=True)
class Named:
    """An entry and whom it names."""

    entry: Entry
    name: str
    kind: Literal["person", "organisation"]
    sure: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A series, how much it looks like a list of people (0 to 1), and whom its entries name."""

    series: Series
    sure: float
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """What the heading over a series and the title speak for."""

    people: bool
    things: bool
    organisations: bool

    @property
    def worth(self) -> float:
        """What the words above add to every entry."""
        return (ABOVE_PEOPLE if self.people else 0.0) + (ABOVE_THINGS if self.things else 0.0)


class Judge:
    """Judges the series of one page."""

    def __init__(self, page: Page) -> None:
        """Take the page."""
        self._page = page
        self._worth: dict[tuple[int, int], float] = {}

    @cached_property
    def _common(self) -> frozenset[str]:
        """The words that the page also writes without a capital."""
        return common_words(line.text for line in self._page.lines)

    def judge(self, series: Series, above: Above) -> Judged:
        """Give a verdict on one series."""
        values = [self._value(one, above) for one in series.entries]
        mean = sum(values) / len(values)
        in_words = series.make[0] in ("li", "number") and (above.people or mean >= HINT)
        named = [self._named(one, value, in_words, mean) for one, value in zip(series.entries, values, strict=True)]
        worth = sum(max(value, one.sure if one else 0) for one, value in zip(named, values, strict=True)) / len(values)
        worth += IN_CONTENTS if self._is_contents(series) else 0.0
        return Judged(series, max(0.0, worth + above.worth), tuple(each for one in named if one for each in _all(one)))

    def _is_contents(self, series: Series) -> bool:
        """Tell a table of contents: its lines lead to places of the same page."""
        inner = sum(any(span.href[:1] == "#" for span in self._page.lines[one.line].spans) for one in series.entries)
        return inner * 2 > len(series.entries)

    def _value(self, entry: Entry, above: Above) -> float:
        like = entry.lead.like
        if like.kind == "organisation" or (above.organisations and not above.things and like.sure):
            return max(like.sure, 0.7)
        if like.sure < LEAST_ODD:
            return like.sure
        return min(1.0, like.sure + self._said(entry))

    def _said(self, entry: Entry) -> float:
        """Value what the entry says beside the name."""
        key = (entry.line, entry.end)
        if key not in self._worth:
            self._worth[key] = self._said_in(entry)
        return self._worth[key]

    def _said_in(self, entry: Entry) -> float:
        text, hrefs = self._body(entry)
        worth = ROLE if not words("roles").isdisjoint(WORD.findall(text.casefold())) else 0.0
        worth += KNOWN_AS if HANDLE.search(text) else 0.0
        parts = parts_of(entry.lead.text) if hrefs else ()
        worth += OWN if any(part in href for href in hrefs for part in parts) else 0.0
        return worth

    def _body(self, entry: Entry) -> tuple[str, list[str]]:
        """Give the first words behind an entry's name, and all its addresses, in small letters."""
        said: list[str] = []
        size = 0
        hrefs: list[str] = []
        for line in self._page.lines[entry.line : min(entry.end, entry.line + 12)]:
            if size < LONGEST_LOOK:
                said.append(line.text[:LONGEST_LOOK])
                size += len(line.text)
            hrefs.extend(span.href.casefold().replace("-", "").replace("_", "") for span in line.spans if span.href)
        return " ".join(said).replace(entry.lead.text, " ", 1), hrefs

    def _named(self, entry: Entry, value: float, in_words: bool, mean: float) -> Named | None:
        lead = entry.lead
        if value >= LEAST_NAME:
            house = " " not in lead.text and house_in(self._page.lines[entry.line].text)
            return Named(entry, lead.text, "organisation" if house else lead.like.kind, value)
        if in_words and lead.apart not in SET_APART:
            text = self._page.lines[entry.line].text[:LONGEST_SENTENCE]
            found = find_name(text, self._common)
            if found:
                return Named(entry, found.name, found.kind, max(LEAST_NAME, found.sure * 0.8))
        if lead.like.sure >= LEAST_ODD and lead.apart != "cut" and mean >= LEAST:
            return Named(entry, lead.text, lead.like.kind, LEAST_NAME)
        return None


def _all(named: Named) -> Iterator[Named]:
    """Give whom an entry names, and whom it joins to them."""
    yield named
    if named.name == named.entry.lead.text:
        for name in named.entry.lead.also:
            yield replace(named, name=name)


def parts_of(name: str) -> list[str]:
    """Give the parts of a name as addresses write them: small letters without diacritics."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return PART.findall(plain)


def accepted(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Give the series that are lists of people; a short one by what its siblings of the same make are."""
    given = list(judged)
    makes: dict[tuple[object, ...], list[Judged]] = {}
    for one in given:
        makes.setdefault(one.series.make, []).append(one)
    for one in given:
        size = len(one.series.entries)
        clear = size >= SMALL and one.sure >= LEAST and len(one.named) * 2 > size
        if clear or (one.named and one.sure >= LEAST_LONE and _family(makes[one.series.make]) >= LEAST):
            yield one


def _family(siblings: list[Judged]) -> float:
    """Give how much all series of one make together look like lists of people; 0 if they are too few to tell."""
    sizes = [len(one.series.entries) for one in siblings]
    if sum(sizes) < SMALL:
        return 0.0
    return sum(one.sure * size for one, size in zip(siblings, sizes, strict=True)) / sum(sizes)
