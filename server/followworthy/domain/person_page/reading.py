"""An expert's own homepage -> what it says of that one expert, above all: which LinkedIn address is theirs.

Somebody else's address is the worst that can come of this, so a page that does not name the expert gives
nothing, and each address says where it was found and how sure that makes us. Nothing is decided here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followworthy.domain.names import normalise_name
from followworthy.domain.person_page.json_ld import parties_in_json_ld
from followworthy.domain.person_page.markup import Anchor, Markup, read_markup
from followworthy.domain.person_page.party import Party, party_of
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import ExpertKind
from followworthy.domain.same_name import agree, core, mentions, slug_agrees
from followworthy.domain.values import Claim

KEY_KINDS: dict[ExpertKind, tuple[str, ...]] = {"person": ("profile",), "organisation": ("company", "school")}
SURE = {"JSON-LD": 0.95, "microdata": 0.9, "OpenGraph": 0.8, "rel=me": 0.85, "link": 0.5, "only link": 0.3}
"""How much each place is worth. From STRONG on, the page's own data say it; below, a link merely stands there."""
STRONG = 0.8
BETWEEN = re.compile(r" ?[|·•:–—»,] ?| - ")
"""What stands between the parts of a title: `Odile Fennwick | Writer`."""
MOST_CLAIMS = 5


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What a homepage says of one expert: names, a headline or "", claims (surest first), and why there are none."""

    names: tuple[str, ...] = ()
    headline: str = ""
    claims: tuple[Claim, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """One LinkedIn address on the page, with where it stands and how sure that makes us."""

    key: str
    where: str
    sure: float


def read_person_page(page: str, base: str | None, *, name: str, kind: ExpertKind = "person") -> PersonPage:
    """Read the homepage of the expert called `name`. `base` is the page's address. Never raises."""
    markup = read_markup(page)
    parties = [*parties_in_json_ld(markup.json_ld), *_in_microdata(markup), *_in_open_graph(markup)]
    mine = [one for one in parties if kind in one.kinds and any(agree(name, each, kind) for each in one.names)]
    others = [one.names[0] for one in parties if kind in one.kinds and one not in mine and one.names]
    if not mine and not _titled(markup, name, kind):
        if others:
            return PersonPage(because=f"it speaks of {others[0]}, not of {name}")
        if not mentions(markup.text, name, kind):
            return PersonPage(because=f"it does not name {name}")
    found = _best([*_in_data(mine, kind, base), *_rel_me(markup, name, kind, base)])
    found = found or _best(_plain(markup, name, kind, base))
    names = tuple(dict.fromkeys(each for one in mine for each in one.names)) or (name,)
    headline = next((one.headline for one in mine if one.headline), "")
    claims = tuple(
        Claim(names[0], kind, linkedin_url=profile_url(one.key), where=one.where, sure=one.sure, headline=headline)
        for one in found[:MOST_CLAIMS]
    )
    return PersonPage(names, headline, claims, "" if claims else "it names no LinkedIn address of theirs")


def _in_microdata(markup: Markup) -> Iterator[Party]:
    found = (party_of(node, "microdata") for node in markup.microdata)
    return (party for party in found if party)


def _in_open_graph(markup: Markup) -> Iterator[Party]:
    """Give whose profile the page calls itself, if it does."""
    if markup.meta.get("og:type", "").lower() != "profile":
        return
    parts = (markup.meta.get("profile:first_name", ""), markup.meta.get("profile:last_name", ""))
    full = " ".join(parts) if all(parts) else ""
    names = tuple(filter(None, (full, markup.meta.get("og:title", ""))))
    yield Party(names, frozenset(("person",)), tuple(markup.see_also), "", "OpenGraph")


def _titled(markup: Markup, name: str, kind: ExpertKind) -> bool:
    """Tell whether the page says in its head or main heading that it is theirs."""
    places = [*markup.titles, *(markup.meta.get(one, "") for one in ("author", "og:title", "og:site_name"))]
    parts = (part for place in places for part in (place, *BETWEEN.split(place)))
    return any(agree(name, part, kind) for part in parts)


def _in_data(parties: Iterable[Party], kind: ExpertKind, base: str | None) -> Iterator[_Found]:
    for party in parties:
        said = "og:see_also" if party.where == "OpenGraph" else "sameAs"
        for address in party.addresses:
            key = _key(address, kind, base)
            if key:
                yield _Found(key, f"{party.where} {said}", SURE[party.where])


def _rel_me(markup: Markup, name: str, kind: ExpertKind, base: str | None) -> list[_Found]:
    """Give whom the page says it belongs to; where it says several, only those that look like the expert."""
    anchors = _profiles((one for one in markup.anchors if one.me), kind, base)
    keys = [key for key, words in anchors.items() if len(anchors) == 1 or _looks_like(name, kind, key, words)]
    return [_Found(key, "rel=me", SURE["rel=me"]) for key in keys]


def _plain(markup: Markup, name: str, kind: ExpertKind, base: str | None) -> list[_Found]:
    """Give the links that merely stand there and are called by the expert's name, or else the only one there is.

    A homepage links to colleagues, clients and whoever made it, too.
    """
    anchors = _profiles(markup.anchors, kind, base)
    named = [key for key, one in anchors.items() if _looks_like(name, kind, key, one)]
    if named:
        return [_Found(key, "a link under their name", SURE["link"]) for key in named]
    if len(anchors) != 1:
        return []
    key, words = next(iter(anchors.items()))
    if any(_called_by(each, _slug(key)) for each in words):
        return []  # the link is called by the name that its slug holds: somebody else's
    return [_Found(key, "the only profile link of the page", SURE["only link"])]


def _profiles(anchors: Iterable[Anchor], kind: ExpertKind, base: str | None) -> dict[str, list[str]]:
    """Give the LinkedIn keys that links lead to, each with what its links are called."""
    found: dict[str, list[str]] = {}
    for one in anchors:
        key = _key(one.href, kind, base)
        if key:
            found.setdefault(key, []).append(one.words)
    return found


def _looks_like(name: str, kind: ExpertKind, key: str, words: Iterable[str]) -> bool:
    wanted = " ".join(core(name, kind))
    called = any(f" {wanted} " in f" {' '.join(core(each, kind))} " for each in words)
    return slug_agrees(name, _slug(key), kind) or (bool(wanted) and called)


def _called_by(words: str, slug: str) -> bool:
    """Tell whether a link is called by the name in its own slug: `Otto Brandt, my co-author` for `otto-brandt`."""
    letters = normalise_name(slug).replace(" ", "")
    return sum(len(one) > 2 and one in letters for one in set(normalise_name(words).split())) > 1


def _key(address: str, kind: ExpertKind, base: str | None) -> str | None:
    parsed = parse_profile_url(address, base)
    return parsed.key if parsed.kind in KEY_KINDS[kind] else None


def _slug(key: str) -> str:
    return key.partition("/")[2]


def _best(found: Iterable[_Found]) -> list[_Found]:
    """Give each address once, where it is surest, the surest first."""
    best: dict[str, _Found] = {}
    for one in found:
        if one.key not in best or one.sure > best[one.key].sure:
            best[one.key] = one
    return sorted(best.values(), key=lambda one: -one.sure)
