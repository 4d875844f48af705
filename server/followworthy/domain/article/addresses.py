"""Which of an entry's links are the expert's own: their LinkedIn address, and their others."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from followworthy.domain.article.blocks import Anchor, Block
from followworthy.domain.article.names import Name
from followworthy.domain.article.shape import whole
from followworthy.domain.matching import normalise_name
from followworthy.domain.profile_url import ProfileAddress, parse_profile_url, profile_url

PERSONS = ("profile", "legacy_pub")
HOUSES = ("company", "school")
SHARING = ("/sharer", "/share", "/intent", "/pin/create", "/submit", "/sharing")
SHORTEST_PART = 3
"""Shorter parts of a name (initials) say nothing when they stand in an address."""


def profiles(block: Block, base: str | None) -> Iterator[tuple[Anchor, ProfileAddress]]:
    """Give the block's links to LinkedIn profiles and pages of organisations."""
    for anchor in block.anchors:
        address = parse_profile_url(anchor.href, base)
        if address.kind in PERSONS + HOUSES:
            yield anchor, address


def own_profile(block: Block, name: Name, base: str | None) -> tuple[str, ProfileAddress] | None:
    """Give the LinkedIn address that is the named expert's, as the entry writes it, or None.

    A person's employer, and somebody else whom the entry also names and links, are not the expert.
    """
    possible = [(anchor, address) for anchor, address in profiles(block, base) if _may_be_of(name, anchor, address)]
    possible.sort(key=lambda pair: not _in_slug(name.name, pair[1]))
    return next(((_absolute(anchor.href, address), address) for anchor, address in possible), None)


def other_links(block: Block, base: str | None) -> tuple[str, ...]:
    """Give the entry's other addresses: no profile, no page of the article's own site, no share button."""
    home = _host_and_path(base or "")[0]
    found: dict[str, None] = {}
    for anchor in block.anchors:
        href = anchor.href.strip()
        host, path = _host_and_path(href)
        shares = path.lower().startswith(SHARING)
        if host and host != home and not shares and parse_profile_url(href, base).kind not in PERSONS + HOUSES:
            found[href] = None
    return tuple(found)


def _may_be_of(name: Name, anchor: Anchor, address: ProfileAddress) -> bool:
    same = normalise_name(anchor.text) == normalise_name(name.name)
    if address.kind in HOUSES:
        return same or name.kind == "organisation"
    if same or _in_slug(name.name, address):
        return True
    # "Profile Page" has the shape of a name, too; the slug tells it from somebody else's.
    return not (whole(anchor.text) and _in_slug(anchor.text, address))


def _in_slug(name: str, address: ProfileAddress) -> bool:
    slug = normalise_name(address.slug or "").replace(" ", "")
    return any(len(part) >= SHORTEST_PART and part in slug for part in normalise_name(name).split())


def _absolute(href: str, address: ProfileAddress) -> str:
    """Give the address as written if it stands for itself, else (relative to the page) the canonical one."""
    if parse_profile_url(href).key == address.key or address.key is None:
        return href.strip()
    return profile_url(address.key)


def _host_and_path(href: str) -> tuple[str, str]:
    if not href.lower().startswith(("http://", "https://")):
        return "", ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.path
