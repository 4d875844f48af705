"""Paired browsers on the desk: a code that is shown once, and their end. What they say comes in by `reports.py`."""

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, url_for
from werkzeug import Response as AnyResponse

from followworthy.services import pairing
from followworthy.store import proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("pairing", __name__, url_prefix="/desk/pairing")


@pages.post("/")
@curators_only
def begin() -> Response:
    """Show a new code, this once, and what to do with it."""
    with house().database.writing() as session:
        code = pairing.new_code(session, g.curator, house().clock())
        waiting = proposals.count_waiting(session)
    shown = make_response(render_template("pairing.html", code=code, waiting=waiting))
    shown.headers["Cache-Control"] = "no-store"
    return shown


@pages.get("/")
@curators_only
def back() -> AnyResponse:
    """Lead whoever reloads the page of a code to where a new one is made."""
    return redirect(f"{url_for('eyes.table')}#browsers", 303)


@pages.post("/<int:browser_id>/end")
@curators_only
def end(browser_id: int) -> AnyResponse:
    """End a pairing; what that browser reported stays."""
    with house().database.writing() as session:
        pairing.end(session, g.curator, browser_id)
    flash("Unpaired. That browser reports nothing any more; what it reported stays.")
    return redirect(f"{url_for('eyes.table')}#browsers", 303)
