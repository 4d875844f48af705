"""Whom an opt-out means: the marks by which somebody who left is known again, under whatever spelling.

Nothing here is kept: the store keeps keyed hashes of the marks, and nobody can read a name out of those. Namesakes of
whoever left stay out with them: the other mistake, listing somebody who asked not to be, is the worse one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from followworthy.domain.names import DEGREES, normalise_name
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, ExpertKind
from followworthy.domain.same_name import AFTER_NAMES, core
from followworthy.domain.values import Claim

ASKED = "This person asked not to be listed, so nothing about them is published or proposed."
"""The reason that everybody gets who would bring them back."""
TRANSCRIBED = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"), ("ss", "s"))
"""Müller is written Mueller and, without dots, Muller: all three become one. So do Aagaard and Ågård."""
VARIES = re.compile("a[ae]?|oe?|ue?|ss?")
APART = re.compile(r"\s[-–—:]+\s|[|•·;/,&+]")
"""What stands between a name and something else in the same line: a trade, a second person."""
DOUBLE_SURNAME = re.compile(r"(?<=\s)(\w+)[-‐‑](\w+)\s*$")
AFTER = AFTER_NAMES | DEGREES
SHORTEST_ABBREVIATED = 3
SITE = "site:"
"""How the mark of a page by itself begins; it is kept only of whom nothing else is known."""
ADDRESS = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s/@]+(?:/\S*)?", re.IGNORECASE)

Marks = frozenset[str]


def was_erased(expert_id: str) -> str:
    """Give the mark of whom was erased: a backup from between their leaving and that holds their past."""
    return f"erased:{expert_id}"


def stays(expert_id: str) -> str:
    """Give the mark of who was listed beside somebody that left, shared a mark with them, and stayed."""
    return f"beside:{expert_id}"


def marks_of(expert: Expert) -> Marks:
    """Give the marks that a record shows: id, names, and addresses, former ones included."""
    urls = [link.url for link in expert.links]
    keys = {mark for url in urls for mark in _key(url)}
    return frozenset({f"id:{expert.id}"} | keys | _names(expert.name, expert.kind) | _pages(expert, urls) | _bare(urls))


def marks_to_keep(expert: Expert) -> Marks:
    """Give the marks to keep of whoever leaves: an initial counts for their first name, a page only with their name.

    A page alone may be a whole company's.
    """
    return _kept(marks_of(expert)) | _abbreviated(expert.name, expert.kind)


def marks_to_keep_of(claims: Iterable[Claim]) -> Marks:
    """Give the marks to keep of whom these claims are known to speak about. What else they link to may be others'."""
    known = [replace(claim, links=()) for claim in claims]
    return _kept(marks_of_claims(known)).union(*(_abbreviated(one.name, one.kind) for one in known))


def marks_of_claims(claims: Iterable[Claim]) -> Marks:
    """Give the marks of whom claims speak about. Another person's or their company's address is none of theirs."""
    found: set[str] = set()
    for claim in claims:
        urls = [*claim.links, claim.linkedin_url or ""]
        theirs = {mark for url in claim.links for mark in _key(url) if mark.startswith("key:in/") == _is_person(claim)}
        found |= theirs | _key(claim.linkedin_url or "")
        found |= _names(claim.name, claim.kind) | _pages(claim, urls) | _bare(urls)
    return frozenset(found)


def marks_typed(text: str) -> Marks:
    """Give the marks of somebody not listed, of whom only a name or one address is known; none for nothing."""
    typed = text.strip()
    if ADDRESS.fullmatch(typed):
        url = typed if "://" in typed else f"https://{typed}"
        return frozenset(_key(url) or _bare([url]))
    return frozenset(_names(typed, "person") | _abbreviated(typed, "person") | _names(typed, "organisation"))


def stems(names: Iterable[str]) -> frozenset[str]:
    """Give parts of which a name that could be theirs holds one, so that a search need not look at everybody.

    Hold them against names as they are compared, without blanks; a % stands for any letters.
    """
    words = [word for name in names for word in normalise_name(name).split()]
    return frozenset(VARIES.sub(lambda one: f"{one[0][0]}%", word) if word.isascii() else word[0] for word in words)


def runs(marks: Marks) -> frozenset[str]:
    """Give letters and digits in a row of which an address that could be theirs holds one; % for any."""
    told = [mark.partition(":")[2] for mark in marks if mark.startswith(("key:", SITE))]
    pieces = [re.findall("[0-9a-z]+", one.rpartition("/")[2] or one, re.ASCII) for one in told]
    return frozenset(max(some, key=len, default="%") for some in pieces)


def _kept(marks: Marks) -> Marks:
    return frozenset(mark for mark in marks if not mark.startswith(SITE))


def _is_person(one: Claim) -> bool:
    return one.kind == "person"


def _key(url: str) -> set[str]:
    """Give the mark of a LinkedIn address."""
    key = parse_profile_url(url).key if url else None
    return {f"key:{key}"} if key else set()


def _bare(urls: Iterable[str]) -> set[str]:
    """Give the marks of pages by themselves."""
    return {f"{SITE}{page}" for page in map(_page, urls) if page}


def _pages(one: Expert | Claim, urls: Iterable[str]) -> set[str]:
    """Give the marks of pages, each with a word of the name: colleagues share a page, and people their names."""
    words = [_plain(word) for word in core(one.name, one.kind)]
    return {f"page:{page} {word}" for page in map(_page, urls) if page for word in words}


def _page(url: str) -> str:
    """Give a homepage's host and path, so that http, www and a last slash make no other one; "" for LinkedIn's."""
    if parse_profile_url(url).key:
        return ""
    host, slash, path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")
    return f"{host.casefold().removeprefix('www.')}{(slash + path).rstrip('/')}" if host else ""


def _names(name: str, kind: ExpertKind) -> set[str]:
    """Give the marks of a name: its words in whatever order, the first with the last, and its letters in a row."""
    found: set[str] = set()
    for words in _spelled(name, kind):
        found.add(f"name:{_in_order(words)}")
        found |= {f"row:{_plain(''.join(one))}" for one in (words, (words[-1], *words[:-1]))}
        if kind == "person":
            found.add(f"name:{_in_order((words[0], words[-1])[: len(words)])}")
    return found


def _abbreviated(name: str, kind: ExpertKind) -> set[str]:
    """Give the marks of a name with its first word cut to an initial."""
    several = [words for words in _spelled(name, kind) if len(words) > 1 and len(words[0]) >= SHORTEST_ABBREVIATED]
    return {f"name:{_in_order((words[0][0], words[-1]))}" for words in several} if kind == "person" else set()


def _spelled(name: str, kind: ExpertKind) -> Iterator[tuple[str, ...]]:
    """Give the words of a name, as they stand and as the same person might be written elsewhere."""
    whole = core(name, kind) or tuple(normalise_name(name).split())
    if whole:
        yield whole
    if kind == "person":
        parts = [one for one in map(str.strip, APART.split(name)) if set(normalise_name(one).split()) - AFTER]
        turned = [f"{parts[1]} {parts[0]}"] if len(parts) > 1 and "," in name else []
        double = DOUBLE_SURNAME.search(name)
        single = [name[: double.start()] + surname for surname in double.groups()] if double else []
        for part in (*parts, *turned, *single):
            words = core(part)
            if len(words) > 1:
                yield words


def _in_order(words: Iterable[str]) -> str:
    return " ".join(sorted(map(_plain, words)))


def _plain(word: str) -> str:
    for written, plain in TRANSCRIBED:
        word = word.replace(written, plain)
    return word
