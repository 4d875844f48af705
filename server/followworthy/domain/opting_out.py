"""Whom an opt-out means: the marks by which somebody who left is known again, under whatever spelling.

Nothing here is kept: the store keeps keyed hashes of the marks, and nobody can read a name out of those. Namesakes of
whoever left stay out with them: the other mistake, listing somebody who asked not to be, is the worse one.
"""

from collections.abc import Iterable

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, ExpertKind
from followworthy.domain.same_name import core
from followworthy.domain.values import Claim

ASKED = "This person asked not to be listed, so nothing about them is published or proposed."
"""The reason that everybody gets who would bring them back."""
TRANSCRIBED = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))
"""Müller is written Mueller and, without dots, Muller: all three become one."""

Marks = frozenset[str]


def marks_of(expert: Expert) -> Marks:
    """Give the marks of an expert: their id, names, and addresses, former ones included."""
    links = {mark for link in expert.links for mark in _address(link.url)}
    return frozenset({f"id:{expert.id}"} | links | _names(expert.name, expert.kind))


def marks_of_claims(claims: Iterable[Claim]) -> Marks:
    """Give the marks of whom claims speak about."""
    found: set[str] = set()
    for claim in claims:
        found |= _names(claim.name, claim.kind)
        for url in (claim.linkedin_url, *claim.links):
            found |= _address(url or "")
    return frozenset(found)


def _address(url: str) -> set[str]:
    """Give the mark of an address; a homepage's host and path, so that http, www and a last slash make no other one."""
    key = parse_profile_url(url).key
    if key:
        return {f"key:{key}"}
    host, slash, path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")
    return {f"page:{host.casefold().removeprefix('www.')}{(slash + path).rstrip('/')}"} if host else set()


def _names(name: str, kind: ExpertKind) -> set[str]:
    """Give the marks of a name: all its words, and the first with the last, in whatever order they were written."""
    words = core(name, kind) or (normalise_name(name),)
    several = (words, (words[0], words[-1])) if kind == "person" and len(words) > 1 else (words,)
    return {f"name:{' '.join(sorted(map(_plain, one)))}" for one in several}


def _plain(word: str) -> str:
    for written, plain in TRANSCRIBED:
        word = word.replace(written, plain)
    return word
