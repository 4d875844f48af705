"""The lists that we know: what each brought, when it was last read; add, edit, merge, remove."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.domain.records import Source
from followworthy.errors import RefusedError
from followworthy.services import arranging_lists
from followworthy.services.arranging_lists import Written
from followworthy.store import Session, imports, listing, proposals
from followworthy.web.house import curators_only, house
from followworthy.web.paging import paging

pages = Blueprint("sources", __name__, url_prefix="/desk/sources")
Page = str | tuple[str, int] | Response
A_PAGE = 50


@pages.get("/")
@curators_only
def table() -> str:
    """Show the lists, those that recommend most people first."""
    with house().database.reading() as session:
        return _table(session, None)


@pages.post("/")
@curators_only
def add() -> Page:
    """Add one."""
    try:
        with house().database.writing() as session:
            added = arranging_lists.add(session, _written(), g.curator.name, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _table(session, str(refused)), 409
    flash(f"{added.title} is added.")
    return redirect(url_for("sources.one", source_id=added.id), 303)


@pages.get("/<source_id>")
@curators_only
def one(source_id: str) -> Page:
    """Show one list, its imports, and what can be done with it."""
    with house().database.reading() as session:
        return _one(session, source_id, None)


@pages.post("/<source_id>")
@curators_only
def edit(source_id: str) -> Page:
    """Do with one what its form asks for: save, merge or remove."""
    try:
        with house().database.writing() as session:
            number = _carry_out(session, source_id)
    except RefusedError as refused:
        with house().database.reading() as session:
            return _one(session, source_id, str(refused), 409)
    flash(f"Done; that is change {number}." if number else "Nothing had to change.")
    stays = request.form.get("do") == "save"
    return redirect(url_for("sources.one", source_id=source_id) if stays else url_for("sources.table"), 303)


def _carry_out(session: Session, source_id: str) -> int | None:
    """Do it, and give the change's number. Raises RefusedError."""
    form, by, now = request.form, g.curator.name, house().clock()
    if form.get("do") == "merge":
        return arranging_lists.merge(session, source_id, form.get("into", ""), by, now)
    if form.get("do") == "remove":
        return arranging_lists.remove(session, source_id, by, now)
    return arranging_lists.edit(session, source_id, form.get("seen", ""), _written(), by, now)


def _written() -> Written:
    form = request.form
    title, publisher, url, date = (form.get(name, "") for name in ("title", "publisher", "url", "date"))
    return Written(title, publisher, url, date, "reread" in form)


def _table(session: Session, said: str | None) -> str:
    every = listing.sources(session)
    pages_of = paging(len(every), A_PAGE)
    return render_template(
        "sources.html",
        rows=every[pages_of.start : pages_of.end],
        paging=pages_of,
        said=said,
        typed=request.form,
        waiting=proposals.count_waiting(session),
    )


def _one(session: Session, source_id: str, said: str | None, status: int = 200) -> Page:
    every = listing.sources(session)
    row = next((one for one in every if one.source.id == source_id), None)
    if row is None:
        return render_template("problem.html", said="There is no such list (any more)."), 404
    batches = imports.of_source(session, source_id)
    page = render_template(
        "source.html",
        row=row,
        others=[one.source for one in every if one.source.id != source_id],
        batches=batches,
        states=imports.states(session, [one.id for one in batches]),
        seen=arranging_lists.digest(row.source),
        shown=_written_or(row.source, said),
        said=said,
        waiting=proposals.count_waiting(session),
    )
    return page, status


def _written_or(source: Source, said: str | None) -> Written:
    """Give what stands in the form: what was typed, if that was refused, else what is kept."""
    if said and request.form.get("do") == "save":
        return _written()
    return Written(source.title, source.publisher or "", source.url or "", source.date or "", source.reread)
