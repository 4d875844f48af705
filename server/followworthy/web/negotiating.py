"""What a client holds and takes, by its headers: which validators name a state, and which encoding is best. Pure.

After RFC 9110: section 13.1.2 (If-None-Match, compared weakly) and section 12.5.3 (Accept-Encoding).
"""

from werkzeug.http import parse_accept_header, parse_etags

ENCODINGS = ("br", "gzip")
"""What we have besides the plain bytes, the smallest first."""


def holds(if_none_match: str, etag: str) -> bool:
    """Tell whether the header names the state `etag`, or any state."""
    named = parse_etags(if_none_match)
    return named.star_tag or named.contains_weak(etag.removeprefix("W/").strip('"'))


def states(if_none_match: str) -> set[str]:
    """Give the tags that the header names, unquoted."""
    return parse_etags(if_none_match).as_set(include_weak=True) if if_none_match else set()


def best_encoding(accept_encoding: str) -> str:
    """Give the encoding to answer in: what the client likes best, of equals the smallest.

    "identity" where it names nothing that we have, or refuses it (q=0). Without the header as well: many a simple
    program sends none, and could not unpack.
    """
    given = {name.lower(): quality for name, quality in parse_accept_header(accept_encoding)}
    others = given.get("*", 0.0)
    liked = {name: given.get(name, others) for name in ENCODINGS}
    best = max(ENCODINGS, key=lambda name: liked[name])
    return best if liked[best] > 0 and liked[best] >= given.get("identity", 0.0) else "identity"
