"""Is this a document that can be read at all, and is it HTML or text? Knows no lists."""

import re

from followworthy.domain.survey import survey
from followworthy.errors import ArticleError

BEGINNING = 4000
WHOLE_PAGE = ("<!doctype html", "<html", "<head", "<body")
ELEMENT = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}[\s>/]")
MARKDOWN = re.compile(r"#{1,6} |[-*+] |\d{1,4}[.)] ")
MOST_CONTROL = 0.02
"""A text has line ends and tabs; more than a few other control characters make it something else."""
MARKS = "[!*_`<&\\|\n"
"""What a reader of Markdown has to look at twice: it costs so much more than a letter."""
MANY_TAGS, LONG_TAG = 20_000, 20_000
"""The tree of so many tags takes a tenth of a second, however they are nested; so does a tag of so many characters."""
MANY_MARKS = 50_000
FEWEST_CHARACTERS = 4
"""Of a text of so many marks, each has so many characters on average, itself included: else it is all marks."""


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
    elif _is_heavy(text):
        survey(text)


def is_html(text: str) -> bool:
    """Tell HTML (a page, or a part of one) from plain text and from Markdown with some HTML in it."""
    lines = [line.strip() for line in text.lstrip("\ufeff")[:BEGINNING].lower().splitlines()]
    if any(mark in line for line in lines if line.startswith("<") for mark in WHOLE_PAGE):
        return True
    elements = sum(1 for line in lines if ELEMENT.match(line))
    return elements > sum(1 for line in lines if MARKDOWN.match(line))


def _is_heavy(html: str) -> bool:
    """Tell a page whose tree may cost much, by its number of tags or the length of one; a survey shows whether it does.

    For all others the survey itself would be the cost: a tenth of the tree's (measured: `make bench`).
    """
    return html.count("<") > MANY_TAGS or max(map(len, html.split("<"))) > LONG_TAG


def _check_marks(text: str) -> None:
    marks = sum(text.count(mark) for mark in MARKS)
    if marks > max(MANY_MARKS, len(text) // FEWEST_CHARACTERS):
        raise ArticleError(f"the document is damaged: it has {marks} marks of Markdown for so little text.")
