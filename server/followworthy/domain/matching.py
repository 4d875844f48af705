"""Is this somebody we know? Claims about one expert held against the catalog. Merges nothing: a curator decides.

Exact keys decide; names never do by themselves, because namesakes exist.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.values import Claim, Match

MATCHABLE = frozenset({"profile", "company", "school"})
LEVELS = ("same", "probable", "possible", "new")


@dataclass(frozen=True, slots=True)
class Known:
    """What matching needs to know of an expert: LinkedIn keys, homepages, and headings they stand under."""

    expert_id: str
    name: str
    keys: frozenset[str] = frozenset()
    homepages: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


def match(claims: Sequence[Claim], known: Iterable[Known]) -> Match:
    """Find whom the claims of one source about one expert may be about; the surest expert wins, ties by order."""
    found = (_compare(claims, one) for one in known)
    return min(found, key=lambda one: LEVELS.index(one.level), default=Match("new"))


class Directory:
    """The experts of a catalog by key and by name, so that a long list is matched without asking everybody."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Take everybody in."""
        self._by_mark: dict[str, list[Known]] = {}
        for one in known:
            self.take_in(one)

    def take_in(self, one: Known) -> None:
        """Take one more in, or one again who has other marks by now."""
        for mark in (*one.keys, normalise_name(one.name)):
            self._by_mark.setdefault(mark, []).append(one)

    def match(self, claims: Sequence[Claim]) -> Match:
        """Find whom the claims may be about, as `match` does over the whole catalog."""
        marks = (*sorted(_keys(claims)), *(normalise_name(claim.name) for claim in claims))
        return match(claims, [one for mark in marks for one in self._by_mark.get(mark, ())])


def _compare(claims: Sequence[Claim], known: Known) -> Match:
    """Hold the claims against one expert, mark by mark: address, name, homepage, category.

    The same address is the same expert. The same name and another mark in common are probable; a name alone is only
    possible, and so is a namesake with an address of their own, unless the two share a homepage.
    """
    keys = _keys(claims)
    marks = {
        "LinkedIn address": _share(keys, known.keys),
        "name": normalise_name(known.name) in {normalise_name(claim.name) for claim in claims},
        "homepage": _share(_pages(link for claim in claims for link in claim.links), _pages(known.homepages)),
        "category": _share(_names(claim.category for claim in claims), _names(known.categories)),
    }
    agrees = tuple(mark for mark, same in marks.items() if same)
    differs = tuple(mark for mark, same in marks.items() if same is False)
    if marks["LinkedIn address"]:
        return Match("same", known.expert_id, agrees, differs)
    if not marks["name"]:
        return Match("new")
    others = {"homepage"} if keys and known.keys else {"homepage", "category"}
    return Match("probable" if others & set(agrees) else "possible", known.expert_id, agrees, differs)


def _share(theirs: AbstractSet[str], ours: AbstractSet[str]) -> bool | None:
    """Tell whether two sides have something in common; None where one of them says nothing."""
    return bool(theirs & ours) if theirs and ours else None


def _keys(claims: Sequence[Claim]) -> set[str]:
    addresses = (parse_profile_url(claim.linkedin_url) for claim in claims if claim.linkedin_url)
    return {one.key for one in addresses if one.key and one.kind in MATCHABLE}


def _pages(urls: Iterable[str]) -> set[str]:
    return {_page(url) for url in urls} - {""}


def _names(headings: Iterable[str | None]) -> set[str]:
    return {normalise_name(heading) for heading in headings if heading}


def _page(url: str) -> str:
    """Give host and path, so that http, https, www and a last slash do not make two pages of one; "" for no address."""
    host, slash, path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")
    return host.casefold().removeprefix("www.") + (slash + path).rstrip("/")
