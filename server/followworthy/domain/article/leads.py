"""The words that a line begins with, where a list has its names: what stands before, and what follows, is taken off."""

import re
from typing import NamedTuple

from followworthy.domain.article.likeness import NONE, Likeness, likeness
from followworthy.domain.article.page import Line, Span
from followworthy.domain.article.shape import PARTICLES, candidates, run_of
from followworthy.domain.article.words import words as vocabulary

NUMBERED = re.compile(
    r"(?:no\.?\s|nr\.?\s|n°\s?|#)?\(?(\d{1,4})(?:[.):\]]+\s*|\s?[-–—|/]\s|\s(?=\D)|$)(?=\S|$)", re.IGNORECASE
)
DECORATION = re.compile(r"[^\w@(\[\"“«‘']+")
KEPT_BEHIND = ".)\"”’'!"
CUT = re.compile(
    r"[:(@|;–—―•→（：，、｜\[,]\s*|(?<![\u3040-\u9fff])·|\s[-/=~]+\s|\s-{2,}|\s(?=https?://)"
    r"|(?<=[^\W\d_]{3})(?<!prof)(?<!pvt)(?<!ltd)(?<!inc)(?<!corp)[.!?]\s"
    r"|\s(?:is|was|has|will|can|are|est|ist|es|è|é|là)\s",
    re.IGNORECASE,
)
TAIL = re.compile(r"(?:\([^()]{0,120}\)|\[[^\[\]]{0,120}\]|（[^（）]{0,120}）)$")
POSSESSIVE = re.compile(r"[’']s$")
OWNED = re.compile(r"([^’']{3,60})(?:[’']s?)\s(\w{3,12})")
BROKEN_LINK = re.compile(r"\[([^\[\]]{3,60})(?:\](?:\[[^\[\]]{0,60}\])?|$)")
RANK_BEHIND = re.compile(r"(?:\(|\s)#\s?(\d{1,3})\)?$")
ABBREVIATED = re.compile(r"\b(?:[A-Z]|jr|sr|ltd|inc|corp|co|phd|esq)\.$", re.IGNORECASE)
LONGEST_LEAD = 100
"""No name is longer: what follows is not looked at."""
LONGEST_PLAIN = 40
BEHIND_HANDLE = re.compile(r"@\w{1,40}[^\w(]*")
NICKNAMED = re.compile(
    r"[^\W\d_]+ \([^()\s]{1,20}\) (?=[^\W\d_])|[^()]{2,60} \([^()]{1,20}\) (?=(?:pvt|ltd|inc|llc|corp|co)\b)",
    re.IGNORECASE,
)
"""A bracket within a name: "Bo (Red) Corvane", "Harbour (Overseas) Ltd."."""
TURNED = re.compile(r"([^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)?), ([^\W\d_][\w’'-]*\.?(?: [^\W\d_][\w’'-]*\.?)?)")
CIRCLED_ONE, CIRCLED = 0x2460, 20
SENTENCE, LONGEST_NAME = 3, 70
CLOSING = ",:;.)-–—|"
STRONG = frozenset(PARTICLES | {"and", "&", "und", "et", "og", "och", "en", "и", "và", "("})
"""Words behind which a name may go on."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
JOINED = re.compile(r"\s(?:and|&|und|et|y|e|và|и|og|och|en)\s")
NO_NAME, NAME = 0.3, 0.45
SET_APART = ("bold", "link")


class Lead(NamedTuple):
    """The first words of a line, cleaned; the rank before them; how they are set `apart`; their likeness to a name.

    `also` holds further names that the line joins to the first ("A and B").
    """

    text: str
    rank: int | None
    apart: str
    like: Likeness
    also: tuple[str, ...] = ()


def lead_of(line: Line) -> Lead:
    """Give the words that a line begins with."""
    words, rank = _numbered(line.text)
    words = BEHIND_HANDLE.sub("", words) if words[:1] == "@" else _unbroken(words) if words[:1] == "[" else words
    marked = _marked(words, line.spans) if line.spans else None
    if marked:
        lead = _in_mark(marked, rank)
        behind = _behind_label(words, rank) if lead.like.sure <= NO_NAME and marked.mark == "bold" else None
        return behind or _joined(lead, words, line.spans)
    if _is_plain(words) and likeness(words).sure:
        return Lead(words, rank, "line", likeness(words))
    begun = _begun(words, rank)
    if begun is not None:
        return begun
    nickname = NICKNAMED.match(words)
    cut = CUT.search(words, nickname.end() if nickname else 0, LONGEST_LEAD)
    if cut and cut.start():
        turned = _turned(words, rank) or _behind_label(words, rank)
        return turned or _lead(words[: cut.start()], rank, "cut")
    return _lead(words, rank, "line") if len(words) <= LONGEST_LEAD else Lead("", rank, "", NONE)


def _unbroken(words: str) -> str:
    """Give the words of a link of which only the brackets are left: its address stands elsewhere, or nowhere."""
    found = BROKEN_LINK.match(words)
    if found is None or likeness(found[1].strip()).sure < NAME:
        return words
    return f"{found[1].strip()} {words[found.end() :].lstrip()}".rstrip()


def _in_mark(marked: Span, rank: int | None) -> Lead:
    """Read the marked words: all of them, or those before a comma ("Given Surname, @handle") if they are a name."""
    lead = _lead(marked.text, rank, marked.mark)
    cut = CUT.search(marked.text, 1, LONGEST_LEAD) if not _is_plain(marked.text) else None
    if cut is None:
        return lead
    shorter = _lead(marked.text[: cut.start()], rank, marked.mark)
    handle = "@" in marked.text[cut.start() :]
    better = shorter.like.sure >= NAME and shorter.like.sure > lead.like.sure
    return shorter if handle or better else lead


def _begun(words: str, rank: int | None) -> Lead | None:
    """Read a sentence: "Given Surname writes ..." begins with a name, most others are seen not to at their second word.

    None if it takes a closer look.
    """
    begin = words[:LONGEST_NAME].split(None, 2)
    if len(begin) < SENTENCE or begin[0][-1] in CLOSING or not begin[0][0].isupper():
        return None
    if begin[1][0].islower():
        return None if begin[1] in STRONG else Lead("", rank, "", NONE)
    name = run_of(words[:LONGEST_NAME])
    like = likeness(name.name) if name else NONE
    if (
        name is None
        or like.sure < NAME
        or like.kind == "organisation"
        or name.after in STRONG
        or name.after[:1].isupper()
    ):
        return None
    return Lead(name.name, rank, "cut", like)


def _turned(words: str, rank: int | None) -> Lead | None:
    """Read "Surname, Given" if the line is nothing else."""
    found = TURNED.fullmatch(words)
    if not found or found[2].split()[0].casefold() not in vocabulary("given"):
        return None
    name = f"{found[2]} {found[1]}"
    return Lead(name, rank, "line", likeness(name))


def _behind_label(words: str, rank: int | None) -> Lead | None:
    """Read "President: Given Surname"."""
    label, colon, rest = words.partition(":")
    if not colon or not 0 < len(rest) <= LONGEST_PLAIN or likeness(clean(label)).sure > NO_NAME:
        return None
    behind = _lead(rest, rank, "line")
    return behind if behind.like.sure >= NAME else None


def _circled(text: str) -> int | None:
    """Give the rank that a circled number says (①), which scripts of East Asia put before an entry."""
    point = ord(text[0]) - CIRCLED_ONE if text else -1
    return point + 1 if 0 <= point < CIRCLED else None


def _numbered(text: str) -> tuple[str, int | None]:
    """Give the words of a line without the number and the ornaments before them, and that number."""
    if text[:1].isalpha() and text[0] not in "nN":
        return text, None
    circled = _circled(text)
    if circled is not None:
        return text[1:].lstrip(), circled
    found = NUMBERED.match(text)
    words = text[found.end() :] if found else text
    ornament = DECORATION.match(words)
    return words[ornament.end() :] if ornament else words, int(found[1]) if found else None


def _is_plain(words: str) -> bool:
    """Tell a few words without anything around them: most names are written so."""
    return 0 < len(words) <= LONGEST_PLAIN and words.replace(" ", "").isalpha() and " is " not in words


def clean(words: str) -> str:
    """Take off what stands around a name: numbers, marks, brackets behind it, a possessive."""
    if _is_plain(words):
        return words
    words = _numbered(words)[0]
    while True:
        shorter = TAIL.sub("", DECORATION.sub("", words, count=1) if DECORATION.match(words) else words)
        shorter = _trimmed(shorter).strip(' *_"”“')
        if shorter == words:
            break
        words = shorter
    words = POSSESSIVE.sub("", words.rstrip("!"))
    return words if ABBREVIATED.search(words) else words.rstrip(".")


def _trimmed(words: str) -> str:
    """Take off what no name ends with."""
    end = len(words)
    while end and not (words[end - 1].isalnum() or words[end - 1] in KEPT_BEHIND):
        end -= 1
    return words[:end]


def _lead(words: str, rank: int | None, apart: str) -> Lead:
    behind = RANK_BEHIND.search(words) if rank is None else None
    if behind:
        rank, words = int(behind[1]), words[: behind.start()]
    text = clean(words.strip())
    text = _owner(text) or text
    like = likeness(text) if text else NONE
    if not like.sure and not text.isascii():
        text = _among_east_asian(text) or text
        like = likeness(text) if text else NONE
    if like.sure < NAME and JOINED.search(text):
        names = _several(text)
        if names:
            return Lead(names[0], rank, apart, likeness(names[0]), tuple(names[1:]))
    return Lead(text, rank, apart, like)


def _owner(text: str) -> str:
    """Give whose it is: "Given Surname's Weblog" is called after its author. Nothing if it is called after nobody."""
    found = OWNED.fullmatch(text)
    if not found or found[2].casefold() not in vocabulary("outlets"):
        return ""
    return found[1] if likeness(found[1]).sure >= NAME else ""


def _among_east_asian(text: str) -> str | None:
    """Give the Latin name that a Chinese, Japanese or Korean sentence holds: its office stands before it."""
    parts = EAST_ASIAN.split(text)
    latin = (one.name for part in parts if part.strip() for one in candidates(part)) if len(parts) > 1 else iter(())
    return max(latin, key=lambda name: likeness(name).sure, default=None)


def _several(text: str) -> list[str]:
    """Give the names that "A and B" joins; "Ann and Bo Corvane" are two of one family. Nothing if one is no name."""
    names = JOINED.split(text)
    family = names[-1].rpartition(" ")[2]
    whole = [name if " " in name else f"{name} {family}" for name in names]
    return whole if " " in names[-1] and all(likeness(name).sure >= NAME for name in whole) else []


def _joined(lead: Lead, words: str, spans: tuple[Span, ...]) -> Lead:
    """Add a second marked name that "and" joins to the first."""
    behind = words[len(lead.text) :] if words.startswith(lead.text) else ""
    found = JOINED.match(behind)
    if not found:
        return lead
    rest = behind[found.end() :]
    second = next((clean(span.text) for span in spans if span.mark == lead.apart and rest.startswith(span.text)), "")
    return lead._replace(also=(second,)) if likeness(second).sure >= NAME else lead


def _marked(words: str, spans: tuple[Span, ...]) -> Span | None:
    """Give the innermost span that the words begin with."""
    for span in spans:
        if span.mark in SET_APART and span.text and words.startswith(_numbered(span.text)[0]):
            return span
    return None
