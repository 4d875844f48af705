"""Is this series a list of people? Its entries' first words, what is said of them, and what stands above decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from followworthy.domain.article.above import Above
from followworthy.domain.article.entries import Entry
from followworthy.domain.article.leads import SET_APART
from followworthy.domain.article.names import common_words, find_name, house_in
from followworthy.domain.article.page import Page
from followworthy.domain.article.series import Series
from followworthy.domain.article.worth import LEAST_ODD, PLAIN, Worth

LEAST, SMALL = 0.6, 3
"""So sure must a list of at least so many entries be."""
PAIR, LEAST_PAIR = 2, 1.0
"""Two entries are a list only beyond doubt."""
LEAST_OF_GRID = 0.8
"""So many cells of a grid name somebody: of a table with other columns, too, only one column does."""
LEAST_LONE = 0.45
"""So sure must a short or doubtful list be whose siblings of the same make are lists of people."""
LEAST_NAME, ODD = 0.45, 0.3
"""How sure we are of an entry's name at least, and of one that only its list makes a name."""
HINT = 0.3
"""Entries worth so much on average are looked through for names in mid-sentence."""
IN_CONTENTS, MENTIONED = -1.0, -0.4
"""What it adds to a list that it is a table of contents, or that a sentence leads in to it."""
SAMPLE, LONGEST_ODD, LONGEST_SENTENCE = 60, 50, 300


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
        self._worth = Worth(page)

    @cached_property
    def _common(self) -> frozenset[str]:
        """The words that the page also writes without a capital."""
        return common_words(line.text for line in self._page.lines)

    def judge(self, series: Series, above: Above) -> Judged:
        """Give a verdict on one series."""
        values = [self._worth.of(one, above) for one in series.entries]
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
        clear &= one.series.make[0] != "grid" or len(one.named) >= LEAST_OF_GRID * size
        clear |= size == PAIR and one.sure >= LEAST_PAIR and len(one.named) == size
        if clear or (one.named and one.sure >= LEAST_LONE and people[one.series.make]):
            yield one


def _together(siblings: list[Judged]) -> float:
    """Give how much all series of one make together look like lists of people; 0 if they are too few to tell."""
    sizes = [len(one.series.entries) for one in siblings]
    if sum(sizes) < SMALL:
        return 0.0
    return sum(one.sure * size for one, size in zip(siblings, sizes, strict=True)) / sum(sizes)
