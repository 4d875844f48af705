"""The front: answers the catalog before Flask's machinery. What it cannot answer from the shelf goes on to Flask.

A Flask view costs 50 microseconds and more before it does anything; here the same question twice costs a look into a
dictionary. An answer depends on the edition and four words of the request, and on nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from followworthy.domain.edition import Edition
from followworthy.web.monitor import Monitor, Tally
from followworthy.web.negotiating import best_encoding, holds, states
from followworthy.web.shelf import Shelf

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/api/v1/catalog"
FRESH = "public, max-age=30, stale-while-revalidate=300"
"""Whoever left the catalog is out of every cache that keeps to this after five and a half minutes."""
ALWAYS = (
    ("Cache-Control", FRESH),
    ("Vary", "Accept-Encoding"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag"),
    ("X-Content-Type-Options", "nosniff"),
)
MOST_KEPT = 512
"""Of so many different questions the answers are kept; clients of one kind all ask the same."""
Question = tuple[str, str, str, str]
"""Method, query, If-None-Match, Accept-Encoding."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the making of WSGI: the status line, the headers, the body.

    The body is a list, for such a one granian sends in one piece.
    """

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]


def answer(edition: Edition, asked: Question) -> Answer:
    """Answer with 304, what changed, or everything."""
    method, query, if_none_match, accept_encoding = asked
    headers = [("ETag", edition.etag), *ALWAYS]
    if if_none_match and holds(if_none_match, edition.etag):
        return Answer("304 Not Modified", headers, [])
    packed, encoding = edition.since(since(query)), best_encoding(accept_encoding)
    body: bytes = getattr(packed, encoding)
    headers += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    if encoding != "identity":
        headers.append(("Content-Encoding", encoding))
    return Answer("200 OK", headers, [] if method == "HEAD" else [body])


def question(environ: "WSGIEnvironment") -> Question:
    """Give the four words of a request that its answer depends on."""
    held, taken = environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
    return environ["REQUEST_METHOD"], environ.get("QUERY_STRING", ""), held, taken


def since(query: str) -> str | None:
    """Give the cursor that a query string names, or None. Other parameters are let pass, as static hosts do."""
    return parse_qs(query).get("since", [None])[0] if "since" in query else None


class Front:
    """A WSGI application before another one; answers are kept as long as their edition is the latest."""

    def __init__(self, behind: "WSGIApplication", shelf: Shelf, monitor: Monitor) -> None:
        self._behind = behind
        self._shelf = shelf
        self._monitor = monitor
        self._kept: tuple[Edition | None, dict[Question, tuple[Answer, Tally]]] = (None, {})

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application behind do so."""
        if environ["PATH_INFO"] != PATH:
            return self._behind(environ, start_response)
        asked = question(environ)
        edition, kept = self._kept
        found = kept.get(asked) if edition is self._shelf.latest else None
        found = found or self._found(asked)
        if found is None:
            return self._behind(environ, start_response)
        given, tally = found
        tally.add()
        start_response(given.status, given.headers)
        return given.body

    def _found(self, asked: Question) -> tuple[Answer, Tally] | None:
        """Answer what is asked for the first time of an edition; None where Flask has to."""
        method, query, held, _ = asked
        edition = self._shelf.glance(since(query), *states(held)) if method in ("GET", "HEAD") else None
        if edition is None:
            return None
        of, kept = self._kept
        if of is not edition:
            kept = {}
            self._kept = edition, kept
        given = answer(edition, asked)
        found = given, self._monitor.tally(PATH, method, int(given.status[:3]))
        if len(kept) < MOST_KEPT and all(map(edition.may_be_kept, given.body)):
            kept[asked] = found
        return found
