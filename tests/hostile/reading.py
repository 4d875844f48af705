"""A hostile document on its way through every reader that meets documents. Nothing but ArticleError may come of it."""

import contextlib
import time

from followworthy.domain.article import read_article
from followworthy.domain.decoding import decode
from followworthy.domain.pages import read_place
from followworthy.domain.person_page import read_person_page
from followworthy.domain.spreadsheet import is_spreadsheet, read_spreadsheet
from followworthy.errors import ArticleError
from tests.hostile.documents import Hostile

BASE = "https://letter.example/voices"


def read(document: Hostile) -> dict[str, float]:
    """Read a document with every reader, and give what each took, in seconds of this process."""
    started = time.process_time()
    taken: dict[str, float] = {}

    def done(reader: str) -> None:
        nonlocal started
        now = time.process_time()
        taken[reader] = now - started
        started = now

    text = ""
    with contextlib.suppress(ArticleError):
        text = decode(document.body, document.content_type)
    done("decode")
    with contextlib.suppress(ArticleError):
        read_article(text, BASE)
    done("read_article")
    read_place(text, BASE)
    done("read_place")
    with contextlib.suppress(ArticleError):
        is_spreadsheet(text)
        read_spreadsheet(text, {})
    done("read_spreadsheet")
    read_person_page(text, BASE, name="Odile Fennwick")
    done("read_person_page")
    return taken
