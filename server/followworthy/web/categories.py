"""The categories: add, rename, describe, order, merge, retire. What each means for experts, `arranging` knows."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import arranging
from followworthy.store import Session, catalog, listing, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("categories", __name__, url_prefix="/desk/categories")
Page = str | tuple[str, int] | Response


@pages.get("/")
@curators_only
def table() -> str:
    """Show the categories in their order."""
    with house().database.reading() as session:
        return _page(session, None, None)


@pages.post("/")
@curators_only
def add() -> Page:
    """Add one."""
    form = request.form
    return _done(
        lambda session: f"{_added(session, form.get('name', ''), form.get('description', ''))} is added.", None
    )


@pages.post("/<category_id>")
@curators_only
def edit(category_id: str) -> Page:
    """Do with one what its form asks for: save, up, down, merge or retire."""
    return _done(lambda session: _carry_out(session, category_id), category_id)


def _carry_out(session: Session, category_id: str) -> str:
    """Do it, and say what was done. Raises RefusedError."""
    form, by, now = request.form, g.curator.name, house().clock()
    name, do = arranging.existing(session, category_id).name, form.get("do")
    if do in ("up", "down"):
        number = arranging.move(session, category_id, -1 if do == "up" else 1, by, now)
        return f"{name} moved {do}; that is change {number}." if number else f"{name} stands at the end already."
    if do == "merge":
        return (
            f"{name} is merged; that is change {arranging.merge(session, category_id, form.get('into', ''), by, now)}."
        )
    if do == "retire":
        return f"{name} is retired; that is change {arranging.retire(session, category_id, by, now)}."
    wanted = (form.get("seen", ""), form.get("name", ""), form.get("description", ""))
    number = arranging.edit(session, category_id, *wanted, by, now)
    return f"Saved; that is change {number}." if number else "Nothing had to change."


def _added(session: Session, name: str, description: str) -> str:
    return arranging.add(session, name, description, g.curator.name, house().clock()).name


def _done(do: Callable[[Session], str], category_id: str | None) -> Page:
    try:
        with house().database.writing() as session:
            said = do(session)
    except RefusedError as refused:
        with house().database.reading() as session:
            return _page(session, str(refused), category_id or "new"), 409
    flash(said)
    return redirect(url_for("categories.table"), 303)


def _page(session: Session, said: str | None, open_at: str | None) -> str:
    """Show the page; with a refusal, what was typed stays in the form `open_at`, beside what is there now."""
    return render_template(
        "categories.html",
        categories=catalog.categories(session),
        experts=listing.experts_by_category(session),
        digest=arranging.digest,
        said=said,
        open_at=open_at,
        typed=request.form,
        waiting=proposals.count_waiting(session),
    )
