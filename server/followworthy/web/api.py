"""The catalog for programs where the front does not answer: `GET /api/v1/catalog`; and `/healthz`."""

from typing import cast

from flask import Blueprint, Response, current_app, request

from followworthy import __version__
from followworthy.domain.jobs import failing, late
from followworthy.store import jobs, revisions
from followworthy.store import runs as audit_runs
from followworthy.web import front
from followworthy.web.house import house
from followworthy.web.shelf import Shelf
from followworthy.web.words import rfc3339

pages = Blueprint("api", __name__)


@pages.get(front.PATH)
def catalog() -> Response:
    """Answer with everything, what changed since a state, or 304: as the front does where it can."""
    given = front.answer(shelf().take(), front.question(request.environ))
    return Response(given.body, given.status, given.headers)


def shelf() -> Shelf:
    """Give the shelf of the application that answers."""
    return cast("Shelf", current_app.extensions["followworthy.shelf"])


@pages.get("/healthz")
def health() -> tuple[dict[str, object], int]:
    """Say that the database can be read, the latest change, the last link audit, and how the schedule goes.

    A job that does not run makes this 503; one that fails is only named, for the schedule is alive.
    """
    now = house().clock()
    with house().database.reading() as session:
        (_, revision), runs = revisions.cursor(session), audit_runs.latest(session, limit=1)
        known = jobs.listed(session)
    missed = late(known, now)
    last = {"state": runs[0].state, "started_at": rfc3339(runs[0].started_at)} if runs else None
    found: dict[str, object] = {
        "status": "late" if missed else "ok",
        "late": missed,
        "failed": failing(known),
        "version": __version__,
        "revision": revision,
        "last_audit": last,
    }
    return found, 503 if missed else 200


@pages.after_app_request
def _open_to_all(response: Response) -> Response:
    """Let pages of any site read the API, its problems included; cookies are never part of it."""
    if request.path.startswith("/api/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response
