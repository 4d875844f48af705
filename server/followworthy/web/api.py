"""The catalog for programs where the front does not answer: `GET /api/v1/catalog`."""

from typing import cast

from flask import Blueprint, Response, current_app, request

from followworthy.web import front
from followworthy.web.shelf import Shelf

pages = Blueprint("api", __name__)


@pages.get(front.PATH)
def catalog() -> Response:
    """Answer with everything, what changed since a state, or 304: as the front does where it can."""
    given = front.answer(shelf().take(), front.question(request.environ))
    return Response(given.body, given.status, given.headers)


def shelf() -> Shelf:
    """Give the shelf of the application that answers."""
    return cast("Shelf", current_app.extensions["followworthy.shelf"])


@pages.after_app_request
def _open_to_all(response: Response) -> Response:
    """Let pages of any site read the API, its problems included; cookies are never part of it."""
    if request.path.startswith("/api/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response
