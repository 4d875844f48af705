"""The history in words: by expert, curator or import; and undo of any change that nothing stands on."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import undoing
from followworthy.store import Session, experts, history, imports, proposals
from followworthy.store.history import Wanted
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_asked, paging

pages = Blueprint("changes", __name__, url_prefix="/desk/changes")
Page = str | tuple[str, int] | Response
A_PAGE = 40
RECORDS = 40


@pages.get("/", endpoint="history")
@curators_only
def table() -> str:
    """Show the changes that the address asks for, newest first."""
    with house().database.reading() as session:
        return _table(session, None)


@pages.get("/<int:number>")
@curators_only
def one(number: int) -> str:
    """Show one change, record by record."""
    with house().database.reading() as session:
        return _one(session, number, None)


@pages.post("/<int:number>/undo")
@curators_only
def undo(number: int) -> Page:
    """Undo a change, or say why not."""
    try:
        with house().database.writing() as session:
            newer = undoing.undo(session, number, g.curator.name, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _one(session, number, str(refused)), 409
    flash(f"Change {number} is undone; that is change {newer}.")
    return redirect(url_for("changes.one", number=newer), 303)


def _table(session: Session, said: str | None) -> str:
    wanted = _wanted()
    pages_of = paging(history.count(session, wanted), A_PAGE)
    return render_template(
        "changes.html",
        entries=history.entries(session, wanted, pages_of.start, A_PAGE),
        paging=pages_of,
        query={name: value for name, value in request.args.items() if value and name != "page"},
        wanted=wanted,
        expert=experts.get(session, wanted.expert) if wanted.expert else None,
        batch=imports.get(session, wanted.batch) if wanted.batch else None,
        signers=history.signers(session),
        waiting=proposals.count_waiting(session),
        said=said,
    )


def _one(session: Session, number: int, said: str | None) -> str:
    start = (max(1, number_asked("page", 1)) - 1) * RECORDS
    found = history.entry(session, number, start, RECORDS) or abort(404)
    return render_template(
        "change.html",
        entry=found,
        paging=paging(found.size, RECORDS),
        waiting=proposals.count_waiting(session),
        said=said,
    )


def _wanted() -> Wanted:
    asked = request.args.get
    batch = number_asked("batch", 0)
    return Wanted(asked("expert", "").strip(), asked("by", "").strip(), batch or None)
