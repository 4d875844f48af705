"""What a curator types as an expert's address -> a link, or one sentence why it cannot be one. Asks nobody outside."""

import re

from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import ExpertKind, Link, LinkKind
from followworthy.domain.texts import unseen_in
from followworthy.errors import RefusedError

EXPERT_KINDS: dict[str, ExpertKind] = {"profile": "person", "company": "organisation", "school": "organisation"}
"""Whose own each kind of LinkedIn address can be; the other kinds are never published nor matched."""
WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
LONGEST = 2000


def typed_link(text: str, kind: LinkKind, expert_kind: ExpertKind) -> Link:
    """Give the link of this kind that was typed. Raises RefusedError for nothing, and for what cannot be one."""
    address = text.strip()
    if not address:
        raise RefusedError("An address is needed.")
    return linkedin_link(address, expert_kind) if kind == "linkedin" else _homepage(address)


def linkedin_link(address: str, expert_kind: ExpertKind) -> Link:
    """Give the LinkedIn link in its one canonical spelling. Raises RefusedError."""
    parsed = parse_profile_url(address)
    whose = EXPERT_KINDS.get(parsed.kind)
    if whose is None or parsed.key is None:
        why = parsed.because or "it does not lead to one certain profile"
        raise RefusedError(f"{_shown(address)} cannot be the address: {why}.")
    if whose != expert_kind:
        raise RefusedError(
            f"{_shown(address)} cannot be the address: it is one of a {parsed.kind}, not of a {expert_kind}."
        )
    return Link("linkedin", profile_url(parsed.key), parsed.key)


def _homepage(address: str) -> Link:
    if len(address) > LONGEST or not WEB.fullmatch(address) or unseen_in(address):
        raise RefusedError(f"{_shown(address)} cannot be the address: it must begin with http:// or https://.")
    if parse_profile_url(address).key is not None:
        raise RefusedError(f"{_shown(address)} cannot be the homepage: it is a LinkedIn address.")
    return Link("homepage", address)


def _shown(address: str) -> str:
    """Give what was typed, as much of it as a sentence has room for."""
    return address if len(address) <= 200 else f"{address[:200]}…"
