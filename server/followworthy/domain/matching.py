"""Is this somebody we know? Claims about one expert held against the catalog. Merges nothing: a curator decides.

Exact keys decide; names never do by themselves, because namesakes exist.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.values import Claim, Match

TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame", "rev"})
MATCHABLE = frozenset({"profile", "company", "school"})
BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
LEVELS = ("same", "probable", "possible", "new")


@dataclass(frozen=True, slots=True)
class Known:
    """What matching needs to know of an expert: LinkedIn keys, homepages, and headings they stand under."""

    expert_id: str
    name: str
    keys: frozenset[str] = frozenset()
    homepages: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


def normalise_name(name: str) -> str:
    """Give a name as it is compared: no diacritics, case, titles, brackets or punctuation."""
    plain = unicodedata.normalize("NFKD", BRACKETS.sub(" ", name)).casefold()
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    words = "".join(one if one.isalnum() else "" if one in "'’`´" else " " for one in letters).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


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
            for mark in (*one.keys, normalise_name(one.name)):
                self._by_mark.setdefault(mark, []).append(one)

    def match(self, claims: Sequence[Claim]) -> Match:
        """Find whom the claims may be about, as `match` does over the whole catalog."""
        marks = (*sorted(_keys(claims)), *(normalise_name(claim.name) for claim in claims))
        return match(claims, [one for mark in marks for one in self._by_mark.get(mark, ())])


def _compare(claims: Sequence[Claim], known: Known) -> Match:
    keys = _keys(claims)
    if keys & known.keys:
        return Match("same", known.expert_id, ("LinkedIn address",), _other_name(claims, known))
    if normalise_name(known.name) not in {normalise_name(claim.name) for claim in claims}:
        return Match("new")
    agrees = ("name", *_common_homepage(claims, known), *_common_category(claims, known))
    if keys and known.keys:
        return Match("possible", known.expert_id, agrees, ("LinkedIn address",))
    return Match("probable" if len(agrees) > 1 else "possible", known.expert_id, agrees)


def _keys(claims: Sequence[Claim]) -> set[str]:
    addresses = (parse_profile_url(claim.linkedin_url) for claim in claims if claim.linkedin_url)
    return {one.key for one in addresses if one.key and one.kind in MATCHABLE}


def _other_name(claims: Sequence[Claim], known: Known) -> tuple[str, ...]:
    names = {normalise_name(claim.name) for claim in claims}
    return () if normalise_name(known.name) in names else ("name",)


def _common_homepage(claims: Sequence[Claim], known: Known) -> tuple[str, ...]:
    links = {_page(link) for claim in claims for link in claim.links}
    return ("homepage",) if (links & {_page(one) for one in known.homepages}) - {""} else ()


def _common_category(claims: Sequence[Claim], known: Known) -> tuple[str, ...]:
    headings = {normalise_name(claim.category) for claim in claims if claim.category}
    return ("category",) if headings & {normalise_name(one) for one in known.categories} else ()


def _page(url: str) -> str:
    """Give host and path, so that http, https, www and a last slash do not make two pages of one; "" for no address."""
    host, slash, path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")
    return host.casefold().removeprefix("www.") + (slash + path).rstrip("/")
