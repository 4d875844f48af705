"""The history in words, and undo of any change."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import undoing
from followworthy.store import proposals, revisions
from followworthy.web.house import curators_only, house

pages = Blueprint("changes", __name__, url_prefix="/desk/changes")


@pages.get("/")
@curators_only
def history() -> str:
    """Show the changes, newest first."""
    return _page(None)


@pages.post("/<int:number>/undo")
@curators_only
def undo(number: int) -> str | tuple[str, int] | Response:
    """Undo a change, or say why not."""
    try:
        with house().database.writing() as session:
            newer = undoing.undo(session, number, g.curator.name, house().clock())
    except RefusedError as refused:
        return _page(str(refused)), 409
    flash(f"Change {number} is undone; that is change {newer}.")
    return redirect(url_for("changes.history"), 303)


def _page(said: str | None) -> str:
    with house().database.reading() as session:
        return render_template(
            "changes.html",
            history=revisions.history(session),
            waiting=proposals.count_waiting(session),
            said=said,
        )
