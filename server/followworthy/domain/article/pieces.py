"""Names in one line, "a | b | c" or "a, b and c": the line is taken apart, so that each stands in one of its own."""

import re

from followworthy.domain.article.leads import clean, lead_of
from followworthy.domain.article.likeness import likeness
from followworthy.domain.article.page import Element, Line, Page, Span, check_length
from followworthy.domain.article.shape import candidates

BETWEEN = re.compile(r"[|•·;,、，/]\s*(?:and\s|&\s|und\s|et\s|y\s|e\s|và\s|и\s)?")
LAST = re.compile(r"\s(?:and|&|und|et|y|và|и)\s")
DIVIDED = re.compile(r"[|•·;,、，/]")
LONGEST_LABEL = 200
FEWEST, FEWEST_PLAIN = 3, 2
"""Two names are a list if a label says so, or if they are links and the whole line."""
DIVIDER = re.compile(r"[,|•·;、，/:&]")
MOST_SMALL = 0.6
LEAST_SHARE = 0.75
LED_IN = "…"
NAME = 0.45
SHORTEST, LONGEST, LONGEST_LEAD_IN, LONGEST_NAME = 12, 4000, 120, 60


def with_pieces(page: Page) -> Page:
    """Give the page with every line of names taken apart into a list; its elements hold the same words as before.

    Raises ArticleError if that makes too many lines.
    """
    lines: list[Line] = []
    begins: list[int] = []
    found: list[tuple[int, list[Line]]] = []
    for line in page.lines:
        begins.append(len(lines))
        heads, names = _pieces(line)
        lines += heads
        check_length(len(lines))
        if names:
            found.append((len(lines), names))
            lines += names
    if found:
        begins.append(len(lines))
        for element in page.elements:
            element.first, element.end = begins[element.first], begins[element.end]
        page.lines = lines
        for first, names in found:
            _list(page, first, names)
    return page


def _list(page: Page, first: int, names: list[Line]) -> None:
    """Make names the items of a list of their own; those that a sentence leads in to are no more than mentioned."""
    led_in = first > 0 and page.lines[first - 1].text.endswith(LED_IN)
    page.elements.append(Element("ul", "mentions" if led_in else "pieces", names[0].holder, first, first + len(names)))
    home = len(page.elements) - 1
    for number, name in enumerate(names, start=first):
        page.elements.append(Element("li", "li", home, number, number + 1, page.elements[name.holder].line))
        name.holder = len(page.elements) - 1


def _pieces(line: Line) -> tuple[list[Line], list[Line]]:
    """Give a line's names, each as a line, behind what leads in to them; no names if it is no list of names."""
    text = line.text
    if not SHORTEST <= len(text) <= LONGEST or not DIVIDER.search(text):
        return [line], []
    label, rest = _labelled(text)
    if not _begins_with_name(rest) or not _is_capital(text):
        return [line], []
    pieces = [one.strip() for one in BETWEEN.split(rest) if one.strip()]
    pieces[-1:] = LAST.split(pieces[-1], maxsplit=1)
    linked = all(any(span.href and span.text == one for span in line.spans) for one in pieces)
    if len(pieces) < (FEWEST_PLAIN if label or linked else FEWEST) or not _are_names(pieces[1:]):
        return [line], []
    lead_in, pieces[0] = _led_in(pieces[0])
    if not _are_names(pieces):
        return [line], []
    heads = [Line(one, (), line.holder) for one in (label, lead_in) if one]
    return heads, [Line(one, _spans_in(one, line), line.holder) for one in pieces]


def _labelled(text: str) -> tuple[str, str]:
    """Part "Careers: A, B and C" at the first colon; the label is empty if there is none."""
    colon = max(text.find(":", 0, LONGEST_LABEL), text.find("：", 0, LONGEST_LABEL))
    label = text[: max(colon, 0)]
    return ("", text) if colon < 2 or "|" in label else (label, text[colon + 1 :].lstrip())


def _is_capital(text: str) -> bool:
    """Tell whether most words are no small ones: a list of names has few of those."""
    said = text.split()
    return sum(word[0].islower() for word in said) <= MOST_SMALL * len(said)


def _led_in(piece: str) -> tuple[str, str]:
    """Part "start with Given Surname" into what leads in and the name."""
    if lead_of(Line(piece, (), 0)).like.sure >= NAME:
        return "", piece
    last = next(reversed(list(candidates(piece))), None)
    if last is None or last.after or not last.first or likeness(last.name).sure < NAME:
        return "", piece
    return f"{piece[: piece.rindex(last.words[0])].strip()} {LED_IN}", last.name


def _spans_in(words: str, line: Line) -> tuple[Span, ...]:
    return tuple(span for span in line.spans if span.text and span.text in words)


def _begins_with_name(text: str) -> bool:
    """Look at the first piece only: most lines are no list of names, and that is seen at once.

    Names may be led in: "start with A, B and C" has its first name at the end of the first piece.
    """
    first = DIVIDED.search(text, 0, LONGEST_LEAD_IN)
    if first is None:
        return False
    words = text[: first.start()].rsplit(None, 2)
    if len(words) > 1:
        return not words[-1][0].islower()
    return likeness(clean(text[: first.start()])).sure >= NAME


def _are_names(pieces: list[str]) -> bool:
    """Tell whether the pieces begin with names; the first one and the last one may say more."""
    named = sum(lead_of(Line(piece, (), 0)).like.sure >= NAME for piece in pieces)
    inner = sum(len(piece) <= LONGEST_NAME for piece in pieces)
    return min(named, inner) >= LEAST_SHARE * len(pieces)
