"""The catalog for other programs than ours: a JSON Feed of the latest experts, and all of it as a table (CSV)."""

import gzip
import json

from flask import Blueprint, Response, request, url_for

from followworthy.services import feeding, tabulating
from followworthy.store import Session
from followworthy.web.answering import answer, prebuilt
from followworthy.web.asking import asked
from followworthy.web.house import house

pages = Blueprint("syndication", __name__, url_prefix="/api/v1")


@pages.get("/feed.json")
def feed() -> Response:
    """Give the latest recommended people as a JSON Feed."""
    asked({})
    tag, body = prebuilt("feed", _feed)
    return answer(tag, body, "application/feed+json")


@pages.get("/catalog.csv")
def table() -> Response:
    """Give the whole catalog as a table; it is kept compressed, and unpacked for whoever wants that.

    In one piece: while pieces are sent, however slowly somebody reads, a thread of the server waits.
    """
    asked({})
    tag, compressed = prebuilt("table", tabulating.table)
    packed = request.accept_encodings["gzip"] > 0
    body = compressed if packed else gzip.decompress(compressed)
    said = answer(tag, body, "text/csv; charset=utf-8; header=present")
    if said.status_code == 200:
        said.headers["Content-Disposition"] = 'attachment; filename="catalog.csv"'
        if packed:
            said.headers["Content-Encoding"] = "gzip"
    said.vary.add("Accept-Encoding")
    return said


def _feed(session: Session) -> bytes:
    feed_path = url_for("syndication.feed")
    document = feeding.feed_document(session, house().operator.public_url.rstrip("/"), feed_path)
    return json.dumps(document, ensure_ascii=False).encode()
