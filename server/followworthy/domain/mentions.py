"""Where a text or a document names somebody, and the same without that. What names them is gathered elsewhere."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url

ERASED = "[erased]"
SHORTEST_SLUG = 6
"""A shorter slug is a word like any other, and counts only behind its `in/`."""
BETWEEN = r"[\W_]+(?:\w\.?[\W_]+)?"
"""What may stand between two words of a name: blanks, commas, hyphens, an initial."""
START, END = r"(?<![^\W_])", r"(?![^\W_])"
SHORTEST_CERTAIN = 5
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
Json = Any


class Mentions:
    """Knows the names, addresses and ids by which one person is named in texts."""

    def __init__(self, names: Iterable[str], urls: Iterable[str], ids: Collection[str], but: Collection[str]) -> None:
        """Take what names them; hosts in `but` are others', too, and name nobody."""
        self._ids = frozenset(ids)
        said = [one for name in names for one in _of_name(name)] + [one for url in urls for one in _of_url(url, but)]
        longest_first = sorted(set(said), key=lambda one: (-len(one), one))
        certain = [one for one in longest_first if len(one) >= SHORTEST_CERTAIN]
        self._named = re.compile(f"{START}(?:{'|'.join(longest_first) or '(?!)'}){END}", re.IGNORECASE)
        self._anywhere = re.compile("|".join(certain), re.IGNORECASE)

    def in_text(self, text: str) -> bool:
        """Tell whether a text names them, percent-encoded or not."""
        return bool(self._named.search(text)) or ("%" in text and bool(self._named.search(unquote_plus(text))))

    def in_bytes(self, piece: bytes) -> bool:
        """Tell whether a piece of a database file names them: there, texts follow each other without a blank.

        Whose name is too short to be told so, may stand in any.
        """
        text = piece.decode("utf-8", errors="replace")
        return bool(self._anywhere.search(ESCAPED.sub(lambda one: chr(int(one[1], 16)), text)))

    def within(self, value: Json) -> bool:
        """Tell whether a JSON value names them anywhere."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, dict):
            mine = value.get("expert_id") in self._ids
            return mine or any(self.in_text(key) or self.within(one) for key, one in value.items())
        return isinstance(value, list) and any(map(self.within, value))

    def without(self, value: Json) -> Json:
        """Give a JSON value that does not name them: texts without the name, lists without the entries that do."""
        if isinstance(value, str):
            plain = self._named.sub(ERASED, value)
            return ERASED if self.in_text(plain) else plain
        if isinstance(value, dict):
            return {key: self.without(one) for key, one in value.items() if not self.in_text(key)}
        return [self.without(one) for one in value if not self.within(one)] if isinstance(value, list) else value


def _of_name(name: str) -> Iterator[str]:
    """Give patterns of a name as it stands and as it is compared, and with the last word first."""
    for words in {tuple(re.findall(r"[^\W_]+", name)), tuple(normalise_name(name).split())}:
        if words:
            yield BETWEEN.join(map(re.escape, words))
        if len(words) > 1:
            yield BETWEEN.join(map(re.escape, (words[0], words[-1])))
            yield BETWEEN.join(map(re.escape, (words[-1], *words[:-1])))


def _of_url(url: str, but: Collection[str]) -> Iterator[str]:
    """Give patterns of an address: a profile's slug, or a homepage's host and path."""
    key = parse_profile_url(url).key
    if key:
        slug = key.partition("/")[2]
        spelled = {slug, quote(slug)}
        yield from (re.escape(f"{key.partition('/')[0]}/{one}") for one in spelled)
        yield from (re.escape(one) for one in spelled if len(slug) >= SHORTEST_SLUG)
        return
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
    if host and (path or host not in but):
        yield re.escape(host + path)
