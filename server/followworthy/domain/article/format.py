"""Is this a document that can be read at all, and is it HTML or text? Knows no lists."""

import re

from followworthy.errors import ArticleError

BEGINNING = 4000
WHOLE_PAGE = ("<!doctype html", "<html", "<head", "<body")
ELEMENT = re.compile(
    r"</?(?!(?:a|abbr|b|br|code|em|font|i|img|kbd|small|span|strong|sub|sup|u)\b)[a-z][a-z0-9]{0,15}[\s>/]"
)
"""An element that makes a line its own; those within a line are written in Markdown, too."""
MARKDOWN = re.compile(r"#{1,6} |[-*+] |\d{1,4}[.)] |\*\*")
MOST_CONTROL = 0.02
"""A text has line ends and tabs; more than a few other control characters make it something else."""
MARKS = "[!*_`<&\\|\n"
"""What a reader of Markdown has to look at twice: it costs so much more than a letter."""
MANY_MARKS = 60_000
FEWEST_CHARACTERS = 8.8
"""Of a text of so many marks, each has so many characters on average, itself included: else it is all marks."""
SHORTEST_LINE = 20
"""Of a text of so many lines, each has so many characters on average: more names than that are no list."""


def checked(text: str) -> None:
    """Raise ArticleError if this is no document that can be read."""
    if not text.strip():
        raise ArticleError("the document is empty.")
    start = text[:BEGINNING]
    control = sum(1 for one in start if one < " " and one not in "\t\n\r\f\v")
    if "\0" in text or control > MOST_CONTROL * len(start):
        raise ArticleError("this is not a text or HTML document.")
    if not is_html(text):
        _check_marks(text)


def is_html(text: str) -> bool:
    """Tell HTML (a page, or a part of one) from plain text and from Markdown with some HTML in it."""
    lines = [line.strip() for line in text.lstrip("\ufeff")[:BEGINNING].lower().splitlines()]
    if any(mark in line for line in lines if line.startswith("<") for mark in WHOLE_PAGE):
        return True
    elements = sum(1 for line in lines if ELEMENT.match(line))
    return elements > sum(1 for line in lines if MARKDOWN.match(line))


def _check_marks(text: str) -> None:
    marks, lines = sum(text.count(mark) for mark in MARKS), text.count("\n")
    if marks > max(MANY_MARKS, len(text) / FEWEST_CHARACTERS):
        raise ArticleError(f"the document is damaged: it has {marks} marks of Markdown for so little text.")
    if lines > max(MANY_MARKS, len(text) / SHORTEST_LINE):
        raise ArticleError(f"the document is damaged: it has {lines} lines for so little text.")
