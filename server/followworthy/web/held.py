"""All that is held on one person, as a file for whoever asks what that is. A curator fetches it, and passes it on."""

import json

from flask import Blueprint, Response, abort

from followworthy.errors import RefusedError
from followworthy.services import holding
from followworthy.web.house import curators_only, house

pages = Blueprint("held", __name__, url_prefix="/desk/experts")


@pages.get("/<expert_id>/held.json")
@curators_only
def document(expert_id: str) -> Response:
    """Give the file."""
    try:
        with house().database.reading() as session:
            held = holding.held(session, expert_id)
    except RefusedError:
        abort(404)
    answer = Response(json.dumps(held, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="held-{held["ids"][0]}.json"'
    return answer
