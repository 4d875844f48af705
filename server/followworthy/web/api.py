"""The catalog for programs: `GET /api/v1/catalog`, whole, with a weak ETag; and `/healthz`."""

from threading import Lock

from flask import Blueprint, Response, current_app, request

from followworthy import __version__
from followworthy.services.publishing import Catalog, etag, whole_catalog
from followworthy.store import checks
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
                self._catalog = fresh = whole_catalog(session)
            return fresh


@pages.get("/api/v1/catalog")
def catalog() -> Response:
    """Answer with the whole catalog, or 304 when the client holds it (RFC 9110, weak comparison)."""
    shelf: Shelf = current_app.extensions.setdefault("followworthy.shelf", Shelf())
    now = shelf.take()
    answer = Response(status=304) if _held(now.etag) else Response(now.body, content_type="application/json")
    answer.headers["ETag"] = now.etag
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@pages.get("/healthz")
def health() -> dict[str, object]:
    """Say that the database can be read, and when the link audit last ran."""
    with house().database.reading() as session:
        catalog_etag, runs = etag(session), checks.runs(session, limit=1)
    last = {"state": runs[0].state, "started_at": runs[0].started_at.isoformat()} if runs else None
    return {"status": "ok", "version": __version__, "catalog": catalog_etag, "last_audit": last}


def _held(current: str) -> bool:
    """Tell whether If-None-Match names the current state."""
    wanted = request.if_none_match
    return wanted.star_tag or wanted.contains_weak(current.removeprefix("W/").strip('"'))
