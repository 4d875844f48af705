"""Which Wikidata items may be the expert, and by what marks: namesakes are told apart, never guessed apart.

A common name is no mark. A LinkedIn address or homepage in common is a hard one; words in common (what they do) are
a soft one, and count only while they point to one item alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from followworthy.domain.names import normalise_name
from followworthy.domain.records import ExpertKind
from followworthy.domain.same_name import agree
from followworthy.domain.values import Match
from followworthy.domain.wikidata.items import Item

STEM = 5
"""So many letters of a word make it the same word: "writer" and "writes", "recruiting" and "recruiters"."""
EMPTY = frozenset(
    (
        *("about", "after", "being", "other", "their", "there", "which", "people", "person", "world"),
        *("american", "australian", "british", "canadian", "english", "french", "german", "indian", "irish"),
    )
)
"""Words that tell nobody apart."""
MOST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """By what an expert is known: name, kind, LinkedIn keys, homepages, and words of what they do."""

    expert_id: str
    name: str
    kind: ExpertKind
    keys: frozenset[str] = frozenset()
    homepages: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be the expert. `hard`: by an address in common, not by words or the name alone."""

    item: Item
    match: Match
    hard: bool = False


def candidates(items: Iterable[Item], marks: Marks, labels: Mapping[str, str]) -> list[Candidate]:
    """Give the items that may be the expert, likeliest first; `labels` are names of occupations by id.

    Where a hard mark settles it, namesakes without one are left out. Otherwise all are given, each as possible,
    except a single one that shares words.
    """
    same_kind = (one for one in items if one.kind == marks.kind)
    namesakes = [one for one in same_kind if any(agree(marks.name, name, marks.kind) for name in one.names)]
    hard = [_hard(one, marks) for one in namesakes]
    settled = [one for one in hard if one.hard]
    if settled:
        return sorted(settled, key=lambda one: one.match.level != "same")
    alike = {one.id for one in namesakes if _words(marks.words) & _said(one, labels)}
    found = [_soft(one, marks, only_one_alike=alike == {one.id}) for one in namesakes]
    return sorted((_among(one, namesakes) for one in found), key=lambda one: one.match.level != "probable")


def in_words(item: Item) -> str:
    """Give an item as one tells it from others: "Q5, British painter, died 1912"."""
    died = None if item.died is None else f"died {item.died}".rstrip()
    return ", ".join(filter(None, (item.id, item.description, died)))


def _hard(item: Item, marks: Marks) -> Candidate:
    homepage = any(same_page(one, other) for one in item.websites for other in marks.homepages)
    agrees = ("name", *(("homepage",) if homepage else ()))
    if marks.keys & set(item.keys):
        return Candidate(item, Match("same", marks.expert_id, (*agrees, "LinkedIn address")), hard=True)
    differs = _differs(item, marks)
    return Candidate(item, Match("probable", marks.expert_id, agrees, differs), hard=homepage)


def _soft(item: Item, marks: Marks, *, only_one_alike: bool) -> Candidate:
    differs = _differs(item, marks)
    if only_one_alike and not differs:
        return Candidate(item, Match("probable", marks.expert_id, ("name", "what they do")))
    return Candidate(item, Match("possible", marks.expert_id, ("name",), differs))


def _differs(item: Item, marks: Marks) -> tuple[str, ...]:
    homepage = any(same_page(one, other) for one in item.websites for other in marks.homepages)
    return (
        *(("LinkedIn address",) if marks.keys and item.keys else ()),
        *(("homepage",) if item.websites and marks.homepages and not homepage else ()),
        *((f"died {item.died}".rstrip(),) if item.died is not None else ()),
    )


def _among(candidate: Candidate, namesakes: list[Item]) -> Candidate:
    """Say of a candidate who else bears the name."""
    others = [in_words(one) for one in namesakes if one is not candidate.item]
    if not others:
        return candidate
    more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
    said = f"others of this name: {'; '.join(others[:MOST_TOLD])}{more}"
    return replace(candidate, match=replace(candidate.match, differs=(*candidate.match.differs, said)))


def _said(item: Item, labels: Mapping[str, str]) -> set[str]:
    return _words(" ".join((item.description, *(labels.get(one, "") for one in item.occupations))))


def _words(text: str) -> set[str]:
    return {one[:STEM] for one in normalise_name(text).split() if len(one) >= STEM and one not in EMPTY}


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses are one homepage: the same host, and the same path or the host's front page."""
    mine, theirs = _place(one), _place(other)
    return bool(mine[0]) and mine[0] == theirs[0] and (mine[1] == theirs[1] or "" in (mine[1], theirs[1]))


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return "", ""
    return host, parts.path.rstrip("/").casefold()
