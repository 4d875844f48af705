"""Names in one line, "a | b | c" or "a, b and c": the line is taken apart, so that each stands in one of its own."""

import re

from followworthy.domain.article.leads import clean
from followworthy.domain.article.likeness import likeness
from followworthy.domain.article.page import Line, Page
from followworthy.domain.article.shape import PARTICLES

BETWEEN = re.compile(r"\s*[|•·;,、，/]\s*(?:and\s|&\s|und\s|et\s|y\s|e\s|và\s|и\s)?|\s(?:and|&|und|et|y|và|и)\s")
LABEL = re.compile(r"([^:：|,]{2,60})[:：]\s*")
FEWEST, FEWEST_LABELLED = 3, 2
LEAST_SHARE = 0.75
NAME = 0.45
LEAST_COVERED = 0.5
SHORTEST, LONGEST, LONGEST_NAME = 12, 4000, 60


def with_pieces(page: Page) -> Page:
    """Give the page with every line of names taken apart; its elements hold the same words as before."""
    lines: list[Line] = []
    begins: list[int] = []
    for line in page.lines:
        begins.append(len(lines))
        lines.extend(_pieces(line))
    if len(lines) == len(page.lines):
        return page
    begins.append(len(lines))
    for element in page.elements:
        element.first, element.end = begins[element.first], begins[element.end]
    page.lines = lines
    return page


def _pieces(line: Line) -> list[Line]:
    text = line.text
    if not SHORTEST <= len(text) <= LONGEST:
        return [line]
    label = LABEL.match(text)
    rest = text[label.end() :] if label else text
    wanted = FEWEST_LABELLED if label else FEWEST
    linked = [(span.text, (span,)) for span in line.spans if span.mark == "link" and span.text]
    if len(linked) < wanted and not _begins_with_name(rest):
        return [line]
    names = linked if len(linked) >= wanted else [(piece, ()) for piece in BETWEEN.split(rest)]
    if len(names) < wanted or not _are_names([name for name, _ in names], rest):
        return [line]
    head = [Line(label[1], (), line.holder)] if label else []
    return head + [Line(name, spans, line.holder) for name, spans in names]


def _begins_with_name(text: str) -> bool:
    """Look at the first piece only: most lines are no list of names, and that is seen at once."""
    words = text.split(None, 2)
    if len(words) > 1 and words[1][0].islower() and words[1] not in PARTICLES:
        return False
    first = BETWEEN.search(text, 0, LONGEST_NAME)
    return first is not None and likeness(clean(text[: first.start()])).sure >= NAME


def _are_names(names: list[str], text: str) -> bool:
    values = [likeness(clean(name)).sure for name in names]
    named = sum(value >= NAME for value in values)
    covered = sum(len(name) for name in names)
    return values[0] >= NAME and named >= LEAST_SHARE * len(names) and covered >= LEAST_COVERED * len(text)
