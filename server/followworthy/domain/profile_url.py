"""Every spelling of a LinkedIn address to one key, or a reason why it is none.

The grammar is written in docs/PROFILE_URLS.md; extension/profile-url.js is the twin. No URL library on purpose:
Python's and the browser's disagree. Knows nothing of what an address answers.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from followworthy.domain.unicode14 import is_unassigned

Kind = Literal["profile", "company", "school", "opaque_profile", "legacy_pub", "not_profile"]

LONGEST_ADDRESS = 2048
LONGEST_SLUG = 200
BLANKS = "".join(map(chr, range(0x21)))
SCHEME = re.compile(r"https?://", re.IGNORECASE | re.ASCII)
HOST = re.compile(r"(?:(?:www|m|touch|[a-z]{2})\.)?linkedin\.com(?::443|:80)?", re.IGNORECASE | re.ASCII)
BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
ENCODED_DOT = re.compile("%2e", re.IGNORECASE)
OPAQUE = re.compile(r"(?:ACoA|ACw)[A-Za-z0-9_-]+")
SHORTEST_OPAQUE = 15
PLAIN = re.compile(r"[0-9A-Za-z_-]+")
"""Most slugs are made of these alone, and none of them is refused: they need no look at every character."""
USUAL = re.compile(r"https://(?:(?:www|[a-z]{2})\.)?linkedin\.com/in/([a-z][0-9a-z-]{2,99})/?")
"""How most addresses are written: none of the steps changes anything in these, so they take none."""
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,3}")
FORBIDDEN = frozenset('%/\\?#<>":@[]{}|^`')
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp"})
"""Control, format (zero width, direction), private use, half a pair, and blanks of any kind."""
OTHER_PAGES = {
    **dict.fromkeys(("authwall", "login", "uas", "checkpoint", "signup"), "a sign-in wall"),
    **dict.fromkeys(("posts", "pulse", "feed"), "a post, not a person"),
    "directory": "a name directory",
    "profile": "an old address with a number and no name",
    "showcase": "a showcase page, not a company's own",
}
"""What LinkedIn's other pages are, by the first word of the path, for the reason only."""
WORDS: dict[str, Kind] = {"in": "profile", "company": "company", "school": "school"}
PARTS_OF_PUB = 4


class ProfileAddress(NamedTuple):
    """What an address is: `slug` and `key` are None for `not_profile`, `because` is empty for all else."""

    kind: Kind
    slug: str | None = None
    key: str | None = None
    because: str = ""


class _NoProfileError(Exception):
    """Carries the reason out of the steps; never leaves this module."""


def parse_profile_url(href: str, base: str | None = None) -> ProfileAddress:
    """Read one address; `base` is the address of the page on which a relative one was found."""
    usual = USUAL.fullmatch(href)
    if usual and usual[1] != "unavailable":
        return ProfileAddress("profile", usual[1], f"in/{usual[1]}")
    try:
        return _parse(href, base)
    except _NoProfileError as reason:
        return ProfileAddress("not_profile", because=str(reason))


def profile_url(key: str) -> str:
    """Give the canonical address of a key: `in/lizryan` -> `https://www.linkedin.com/in/lizryan`."""
    return "https://www.linkedin.com/" + quote(key, safe="/!~*'()")  # encodeURIComponent's letters


def _parse(href: str, base: str | None) -> ProfileAddress:
    segments = _segments(_path(_trimmed(href), base))
    word = _lower_ascii(segments[0])
    if word == "pub":
        return _legacy(segments[1:])
    if word not in WORDS:
        raise _NoProfileError(OTHER_PAGES.get(word, "a LinkedIn page, but no profile"))
    if len(segments) == 1:
        raise _NoProfileError("no name follows")
    decoded = _decoded(segments[1])
    if word == "in" and len(decoded) >= SHORTEST_OPAQUE and OPAQUE.fullmatch(decoded):
        return ProfileAddress("opaque_profile", decoded, f"in/{decoded}")
    slug = _comparable(decoded)
    if word == "in" and slug == "me":
        raise _NoProfileError("the viewer's own profile, whoever that is")
    if slug == "unavailable":
        raise _NoProfileError("LinkedIn's page for what is not there")
    return ProfileAddress(WORDS[word], slug, f"{word}/{slug}")


def _trimmed(href: str) -> str:
    """Do steps 1 and 2: blanks, fragment and query go; a backslash is refused."""
    if len(href) > LONGEST_ADDRESS:
        raise _NoProfileError("too long for an address")
    text = href.strip(BLANKS).replace("\t", "").replace("\n", "").replace("\r", "")
    text = text.partition("#")[0].partition("?")[0]
    if "\\" in text:
        raise _NoProfileError("a backslash in the address")
    return text


def _path(text: str, base: str | None) -> str:
    """Do steps 3 and 4: give the path on a LinkedIn host, without its first slash."""
    if text.startswith("/") and not text.startswith("//"):
        where = _trimmed(base or "")
        if not SCHEME.match(where):
            raise _NoProfileError("a relative address on an unknown page")
        _path(where, None)
        return text[1:]
    scheme = SCHEME.match(text)
    if scheme:
        text = text[scheme.end() :]
    elif text.startswith("//"):
        text = text[2:]
    host, _, path = text.partition("/")
    if not HOST.fullmatch(host):
        raise _NoProfileError("not a LinkedIn address")
    return path


def _segments(path: str) -> list[str]:
    """Do step 5: give the segments that count, without what only chooses a layout."""
    segments = path.split("/")
    if len(segments) > 1 and segments[-1] == "":
        segments.pop()
    if any(ENCODED_DOT.sub(".", one) in ("", ".", "..") for one in segments):
        raise _NoProfileError("an empty or a dot segment in the path")
    if _lower_ascii(segments[0]) == "mwlite":
        segments = segments[2:] if len(segments) > 1 and _lower_ascii(segments[1]) == "profile" else segments[1:]
    elif _lower_ascii(segments[0]) == "comm":
        segments = segments[1:]
    if not segments:
        raise _NoProfileError("a LinkedIn page, but no profile")
    return segments


def _decoded(segment: str) -> str:
    """Do step 6: give the slug, decoded once and free of what makes it another address."""
    if BROKEN_PERCENT.search(segment):
        raise _NoProfileError("a broken percent sign")
    try:
        slug = unquote_to_bytes(segment).decode()
    except UnicodeError:
        raise _NoProfileError("the name is not UTF-8") from None
    return _usable(slug)


def _usable(slug: str) -> str:
    if not 0 < len(slug) <= LONGEST_SLUG or slug in (".", ".."):
        raise _NoProfileError("the name is empty or too long")
    if not PLAIN.fullmatch(slug) and any(map(_refused, slug)):
        raise _NoProfileError("a character that no name has")
    return slug


@lru_cache(maxsize=1024)
def _refused(character: str) -> bool:
    return character in FORBIDDEN or is_unassigned(character) or unicodedata.category(character) in HIDDEN_CATEGORIES


def _comparable(slug: str) -> str:
    """Do step 8: lower case, each character by itself (a sigma's form depends on tables of different age), then NFC.

    NFC makes a few characters into refused ones (U+1FEF into a backtick) or into more, so step 6 looks again.
    """
    return _usable(unicodedata.normalize("NFC", "".join(map(str.lower, slug))))


def _legacy(parts: list[str]) -> ProfileAddress:
    """Do step 9: read the addresses of before 2013."""
    name = _decoded(parts[0]) if parts else ""
    if _lower_ascii(name) == "dir":
        raise _NoProfileError("a name directory")
    if len(parts) < PARTS_OF_PUB or not all(HEXADECIMAL.fullmatch(one) for one in parts[1:PARTS_OF_PUB]):
        raise _NoProfileError("an old address that is not whole")
    first, second, third = parts[1:PARTS_OF_PUB]
    slug = _comparable(f"{name}-{third.zfill(3)}{second.zfill(3)}{first}")
    return ProfileAddress("legacy_pub", slug, f"in/{slug}")


def _lower_ascii(text: str) -> str:
    """Lower-case ASCII only: a Kelvin sign is no k."""
    return text.lower() if text.isascii() else text
