"""What goes wrong, said: RFC 9457 JSON below /api, a plain page elsewhere. Never a traceback."""

import json
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug import Response as AnyResponse
from werkzeug.exceptions import HTTPException

from followworthy.errors import FollowworthyError, LostKeyError
from followworthy.web import kept, request_log
from followworthy.web.house import SignedOutError, signed_in

Page = AnyResponse | tuple[str, int]
SAID = {
    400: "This request cannot be understood.",
    404: "There is nothing at this address.",
    405: "This address does not take that.",
    413: "That is too large.",
    500: "Something broke on our side. It is in the log; nothing was half-written.",
    503: "The catalog cannot be read right now. The server's log says why; try again in a minute.",
}
LOST_KEY = "Who asked not to be listed cannot be told just now, so nothing is published until the operator acts."
"""What the world hears where the key of the opt-outs is lost; the desk hears what to do."""


def register(app: Flask) -> None:
    """Answer every error of the application."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(SignedOutError, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(FollowworthyError, _foreseen)


def problem(status: int, title: str, detail: str) -> Response:
    """Give a problem as RFC 9457 JSON."""
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return Response(json.dumps(document), status, content_type="application/problem+json")


def refusal(status: int, detail: str, headers: dict[str, Any] | None = None) -> HTTPException:
    """Give what to raise, so that it is answered as a problem with this sentence."""
    answer = problem(status, HTTPStatus(status).phrase, detail)
    answer.headers.update(headers or {})
    return HTTPException(response=answer)


def _form_too_old(_error: CSRFError) -> Page:
    """Show what was typed, to be sent once more: the form is of an earlier sign-in, or of another site."""
    if kept.can_keep():
        g.curator = signed_in()
        return kept.show_again() if g.curator else kept.ask_to_sign_in()
    said = (
        "This form is no longer valid, perhaps because you signed out meanwhile. Go back (what you wrote is still "
        "there), copy it, open the page anew, and send it again."
    )
    return render_template("problem.html", said=said), 400


def _signed_out(_error: SignedOutError) -> Page:
    """Lead to the sign-in page, and back afterwards; what was typed goes along."""
    if kept.can_keep():
        return kept.ask_to_sign_in()
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("login.sign_in", next=back), 303)


def _for_programs() -> bool:
    return request.path in ("/api", "/healthz", "/readyz", "/metrics") or request.path.startswith("/api/")


def _http(error: HTTPException) -> Response | tuple[str, int]:
    status = error.code or 500
    said = SAID.get(status, error.description or error.name)
    if _for_programs():
        answer = problem(status, error.name, said)
        if status == 405 and getattr(error, "valid_methods", None):
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
        return answer
    return render_template("problem.html", said=said), status


def _foreseen(error: FollowworthyError) -> Response | tuple[str, int]:
    request_log.failed_because(str(error))  # in the log alone: the sentence may name our folders
    said = SAID[503]
    if isinstance(error, LostKeyError):
        said = str(error) if request.path.startswith("/desk/") else LOST_KEY
    if _for_programs():
        return problem(503, "Service Unavailable", said)
    return render_template("problem.html", said=said), 503
