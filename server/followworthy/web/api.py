"""The catalog for programs: `GET /api/v1/catalog`, whole, with a weak ETag."""

from threading import Lock

from flask import Blueprint, Response, current_app, request

from followworthy.services.publishing import Catalog, etag, whole_catalog
from followworthy.web.house import house

pages = Blueprint("api", __name__)


class Shelf:
    """The latest catalog as bytes, built once per revision in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._catalog: Catalog | None = None

    def take(self) -> Catalog:
        """Give the catalog as it is now."""
        with house().database.reading() as session:
            held = self._catalog
            if held and held.etag == etag(session):
                return held
            with self._lock:
                held = self._catalog
                if held is None or held.etag != etag(session):
                    self._catalog = held = whole_catalog(session)
            return held


@pages.get("/api/v1/catalog")
def catalog() -> Response:
    """Answer with the whole catalog, or 304 when the client holds it (RFC 9110, weak comparison)."""
    shelf: Shelf = current_app.extensions.setdefault("followworthy.shelf", Shelf())
    now = shelf.take()
    answer = Response(status=304) if _held(now.etag) else Response(now.body, content_type="application/json")
    answer.headers["ETag"] = now.etag
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.after_app_request
def _open_to_all(response: Response) -> Response:
    """Let pages of any site read the API, its problems included; cookies are never part of it."""
    if request.path.startswith("/api/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


def _held(current: str) -> bool:
    """Tell whether If-None-Match names the current state."""
    wanted = request.if_none_match
    return wanted.star_tag or wanted.contains_weak(current.removeprefix("W/").strip('"'))
