"""Which of an entry's links are the expert's own: their LinkedIn address, and their others."""

import re
from typing import NamedTuple

from followworthy.domain.article.entries import Entry
from followworthy.domain.article.judging import Named
from followworthy.domain.article.page import Page, Span
from followworthy.domain.article.shape import whole
from followworthy.domain.article.worth import parts_of
from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import Kind, ProfileAddress, parse_profile_url, profile_url

PERSONS = ("profile", "legacy_pub")
HOUSES = ("company", "school")
PROFILES = PERSONS + HOUSES
SHARING = ("/sharer", "/share", "/intent", "/pin/create", "/submit", "/sharing")
WEB = re.compile(r"https?://([^/?#\s]{1,253})(/[^?#]*)?", re.IGNORECASE)
SITE = "linkedin"
ELSEWHERE = ProfileAddress("not_profile", None, None, "it leads elsewhere")


class Addresses(NamedTuple):
    """An entry's addresses: the LinkedIn address that is the named expert's, what it leads to, and the others."""

    linkedin: str | None
    kind: Kind | None
    others: tuple[str, ...]


def addresses(page: Page, entry: Entry, named: Named, base: str | None) -> Addresses:
    """Read an entry's links. The others are no profile, no page of the article's own site and no share button.

    A person's employer, and somebody else whom the entry also names and links, are not the expert.
    """
    profiles: list[tuple[Span, ProfileAddress]] = []
    others: dict[str, None] = {}
    for line in page.lines[entry.first : entry.end]:
        for link in line.spans:
            if not link.href:
                continue
            address = _address(link.href, base)
            if address.kind in PROFILES:
                profiles.append((link, address))
            elif _leads_outside(link.href, base):
                others[link.href.strip()] = None
    own = _own(profiles, named) if profiles else None
    if own is None:
        return Addresses(None, None, tuple(others))
    return Addresses(_absolute(own[0].href, own[1]), own[1].kind, tuple(others))


def _own(profiles: list[tuple[Span, ProfileAddress]], named: Named) -> tuple[Span, ProfileAddress] | None:
    """Give the profile that has the expert's name, else the first that may be theirs."""
    for pair in profiles:
        if _in_slug(named.name, pair[1]):
            if _may_be_of(named, *pair, spelt=True):
                return pair
            break
    return next((pair for pair in profiles if _may_be_of(named, *pair, spelt=False)), None)


def _leads_outside(href: str, base: str | None) -> bool:
    found = WEB.match(href)
    if found is None:
        return False
    home = WEB.match(base or "")
    shares = (found[2] or "").casefold().startswith(SHARING)
    return not shares and not (home and home[1].casefold() == found[1].casefold())


def _address(href: str, base: str | None) -> ProfileAddress:
    """Read a link; most of a page's links lead elsewhere, and that is seen at a glance."""
    if SITE in href or SITE in href.casefold() or (base and SITE in base.casefold()):
        return parse_profile_url(href, base)
    return ELSEWHERE


def _may_be_of(named: Named, link: Span, address: ProfileAddress, *, spelt: bool) -> bool:
    if address.kind in HOUSES:
        return named.kind == "organisation" or normalise_name(link.text) == normalise_name(named.name)
    if spelt or _in_slug(named.name, address) or normalise_name(link.text) == normalise_name(named.name):
        return True
    # "Profile Page" has the shape of a name, too; the slug tells it from somebody else's.
    return not (whole(link.text) and _in_slug(link.text, address))


def _in_slug(name: str, address: ProfileAddress) -> bool:
    slug = (address.slug or "").replace("-", "")
    slug = slug if slug.isascii() else "".join(parts_of(slug))
    return any(part in slug for part in parts_of(name))


def _absolute(href: str, address: ProfileAddress) -> str:
    """Give the address as written if it is one by itself, else (relative, or without https) the canonical one."""
    href = href.strip()
    return href if not address.key or href[:4].casefold() == "http" else profile_url(address.key)
