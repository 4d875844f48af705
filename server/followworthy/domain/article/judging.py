"""Is this series a list of people? Its entries' first words, what is said of them, and what stands above decide."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from followworthy.domain.article.leads import SET_APART
from followworthy.domain.article.names import common_words, find_name, house_in
from followworthy.domain.article.page import Page
from followworthy.domain.article.series import Entry, Series
from followworthy.domain.article.words import says

HANDLE = re.compile(r"(?:^|[\s(])@\w{2,}")
ROLE, OWN, PROFILE, KNOWN_AS = 0.25, 0.25, 0.5, 0.15
SITE = "linkedin"
ABOVE_PEOPLE, ABOVE_THINGS = 0.2, -0.45
LEAST, LEAST_LONE, LEAST_NAME, LEAST_ODD, PLAIN = 0.6, 0.45, 0.45, 0.2, 0.22
IN_CONTENTS, MENTIONED, SAMPLE = -1.0, -0.4, 60
SMALL, PAIR, LEAST_PAIR = 3, 2, 1.0
HINT, CLEAR = 0.3, 0.85
"""A name that is clear by itself needs nobody to speak for it."""
ODD, LONGEST_ODD = 0.3, 50
LONGEST_LOOK = 240
"""So many characters of an entry tell what it is about."""
LONGEST_SENTENCE = 300
PART = re.compile(r"\w{3,}")
"""Shorter parts of a name (initials) say nothing when they stand in an address."""


class Named(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Manner:
    """How a series names people: perhaps within sentences (`in_words`), perhaps by odd names, perhaps `alone`.

    `houses` says that it is a list of organisations.
    """

    in_words: bool
    odd: bool
    alone: bool
    houses: bool


class Judge:
    """Judges the series of one page."""

    def __init__(self, page: Page) -> None:
        """Take the page."""
        self._page = page
        self._worth: dict[int, tuple[float, float]] = {}

    @cached_property
    def _common(self) -> frozenset[str]:
        """The words that the page also writes without a capital."""
        return common_words(line.text for line in self._page.lines)

    def judge(self, series: Series, above: Above) -> Judged:
        """Give a verdict on one series."""
        values = [self._value(one, above) for one in series.entries]
        mean = sum(values) / len(values)
        make = series.make[0]
        manner = Manner(
            in_words=make in ("li", "number") and (above.people or mean >= HINT),
            odd=mean + above.worth >= LEAST,
            alone=make in ("li", "td", "number"),
            houses=above.organisations and not above.things,
        )
        named = [self._named(one, value, manner) for one, value in zip(series.entries, values, strict=True)]
        worth = sum(max(value, one.sure if one else 0) for one, value in zip(named, values, strict=True)) / len(values)
        worth += above.worth + (IN_CONTENTS if self._is_contents(series) else 0.0)
        worth += MENTIONED if series.make[-1] == "mentions" else 0.0
        return Judged(series, max(0.0, worth), tuple(_everybody(named)))

    def _is_contents(self, series: Series) -> bool:
        """Tell a table of contents: its lines lead to places of the same page."""
        lines = [self._page.lines[one.line] for one in series.entries[:SAMPLE]]
        inner = sum(any(span.href[:1] == "#" for span in line.spans) for line in lines if line.spans)
        return inner * 2 > len(lines)

    def _value(self, entry: Entry, above: Above) -> float:
        like = entry.lead.like
        if like.sure >= CLEAR:
            return like.sure
        if like.kind == "organisation" or (above.organisations and not above.things and like.sure):
            return max(like.sure, 0.7)
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
        for line in self._page.lines[entry.line : min(entry.end, entry.line + 12)]:
            if size < LONGEST_LOOK:
                said.append(line.text[:LONGEST_LOOK])
                size += len(line.text)
            hrefs.extend(span.href.casefold().replace("-", "").replace("_", "") for span in line.spans if span.href)
        return " ".join(said).replace(entry.lead.text, " ", 1), hrefs

    def _named(self, entry: Entry, value: float, manner: Manner) -> Named | None:
        lead = entry.lead
        if value >= LEAST_NAME:
            house = manner.houses or (" " not in lead.text and house_in(self._page.lines[entry.line].text))
            return Named(entry, lead.text, "organisation" if house else lead.like.kind, value)
        if manner.in_words and lead.apart not in SET_APART:
            found = find_name(self._page.lines[entry.line].text[:LONGEST_SENTENCE], self._common)
            if found:
                return Named(entry, found.name, found.kind, max(LEAST_NAME, found.sure * 0.8))
        if manner.odd and lead.like.sure >= PLAIN and lead.apart != "cut":
            return Named(entry, lead.text, lead.like.kind, LEAST_NAME)
        if manner.alone and manner.odd and lead.like.sure >= LEAST_ODD:
            return Named(entry, lead.text, lead.like.kind, LEAST_NAME)
        odd = self._alone(entry) if manner.odd and manner.alone else ""
        return Named(entry, odd, lead.like.kind, ODD) if odd else None

    def _alone(self, entry: Entry) -> str:
        """Give words that are set apart as all names of their list are: a pen name, an account, a team."""
        line = self._page.lines[entry.line]
        if self._page.elements[line.holder].tag == "td":
            words = line.text
        else:
            words = entry.lead.text if entry.lead.apart == "link" else ""
        return words if len(words) <= LONGEST_ODD and words[:1].isalnum() else ""


def _everybody(named: Iterable[Named | None]) -> Iterator[Named]:
    """Give whom entries name, and whom they join to them."""
    for one in named:
        if one:
            yield one
            if one.entry.lead.also and one.name == one.entry.lead.text:
                yield from (one._replace(name=name) for name in one.entry.lead.also)


@lru_cache(maxsize=256)
def parts_of(name: str) -> tuple[str, ...]:
    """Give the parts of a name as addresses write them: small letters without diacritics."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return tuple(PART.findall(plain))


def accepted(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Give the series that are lists of people; a short one by what its siblings of the same make are."""
    given = list(judged)
    families: dict[tuple[object, ...], list[Judged]] = {}
    for one in given:
        families.setdefault(one.series.make, []).append(one)
    people = {make: _together(siblings) >= LEAST for make, siblings in families.items()}
    for one in given:
        size = len(one.series.entries)
        clear = size >= SMALL and one.sure >= LEAST and len(one.named) * 2 > size
        clear |= size == PAIR and one.sure >= LEAST_PAIR and len(one.named) == size
        if clear or (one.named and one.sure >= LEAST_LONE and people[one.series.make]):
            yield one


def _together(siblings: list[Judged]) -> float:
    """Give how much all series of one make together look like lists of people; 0 if they are too few to tell."""
    sizes = [len(one.series.entries) for one in siblings]
    if sum(sizes) < SMALL:
        return 0.0
    return sum(one.sure * size for one, size in zip(siblings, sizes, strict=True)) / sum(sizes)
