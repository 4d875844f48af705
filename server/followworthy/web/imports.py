"""The imports: what each batch brought and where that stands, lists read again, and taking a whole batch back."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import rereading, taking_back
from followworthy.services.taking_back import TakingBack
from followworthy.store import Session, imports, proposals, source_readings
from followworthy.web.house import curators_only, house

pages = Blueprint("imports", __name__, url_prefix="/desk/imports")
Page = str | tuple[str, int] | Response


@pages.get("/")
@curators_only
def table() -> str:
    """Show the batches, newest first, and when each list was last read."""
    with house().database.reading() as session:
        batches = imports.listed(session)
        return render_template(
            "imports.html",
            batches=batches,
            states=imports.states(session, [one.id for one in batches]),
            sources=rereading.readable(session),
            readings=source_readings.by_source(session),
            waiting=proposals.count_waiting(session),
        )


@pages.get("/<int:number>")
@curators_only
def one(number: int) -> str:
    """Show one batch, and what taking it back would do."""
    with house().database.reading() as session:
        return _page(session, number, None)


@pages.post("/<int:number>/take-back")
@curators_only
def take_back(number: int) -> Page:
    """Take the batch back, or say why not."""
    try:
        with house().database.writing() as session:
            done = taking_back.take_back(session, number, g.curator.name, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _page(session, number, str(refused)), 409
    flash(_said(done))
    return redirect(url_for("imports.one", number=number), 303)


def _page(session: Session, number: int, said: str | None) -> str:
    batch = imports.get(session, number) or abort(404)
    plan, held_by = None, None
    if batch.taken_back_at is None:
        try:
            plan = taking_back.preview(session, number)
        except RefusedError as refused:
            held_by = str(refused)
    return render_template(
        "import.html",
        batch=batch,
        states=imports.states(session, [number])[number],
        plan=plan,
        held_by=held_by,
        said=said if said != held_by else None,
        waiting=proposals.count_waiting(session),
    )


def _said(done: TakingBack) -> str:
    change = f" That is change {done.revision}." if done.revision else ""
    left = f" Left as they are: {', '.join(done.left)}." if done.left else ""
    return f"Import {done.batch.id} is taken back.{change}{left}"
