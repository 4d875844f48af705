"""What is done with a selection of experts: chosen, shown beforehand, then done in one change with one undo."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError, StaleError
from followworthy.services import bulk_editing
from followworthy.services.bulk_editing import Plan, Wish
from followworthy.store import Session, catalog, checks, proposals, revisions
from followworthy.web.expert_filters import View, selected, view_of
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_in

pages = Blueprint("bulk", __name__, url_prefix="/desk/experts/bulk")
Page = str | tuple[str, int] | Response
NAMED = 10
"""So many names stand in a preview."""
NOBODY = "Nobody is selected: go back and tick some names, or select all that match."


@pages.post("/")
@curators_only
def choose() -> Page:
    """Show what a wish would do with the selection; `sure` does it."""
    view, do = view_of(request.form), request.form.get("do", "")
    with house().database.reading() as session:
        ids = _selection(session, view)
    if not ids:
        return _page(view, ids, None, NOBODY), 422
    if do == "merge":
        if len(ids) != 2:
            return _page(view, ids, None, f"Merging takes two; {len(ids):,} are selected."), 422
        return redirect(url_for("merging.compare", one=ids[0], other=ids[1]), 303)
    if request.form.get("sure") == "1":
        return _look(ids, view) if do == "look" else _carry_out(view)
    return _page(view, ids, _wish(), None)


def _selection(session: Session, view: View) -> list[str]:
    return selected(session, view, request.form.getlist("id"), all_that_match=request.form.get("all") == "1")


def _wish() -> Wish | None:
    """Read what is to be done; None while the category is still to be chosen, or for what changes nothing."""
    do, category, away = (request.form.get(one, "") for one in ("do", "category_to", "category_from"))
    if do == "withdraw":
        return Wish("withdraw")
    if do not in ("add", "set", "move") or not category or (do == "move" and not away):
        return None
    return Wish(do, category, away)  # type: ignore[arg-type]  # one of the three


def _carry_out(view: View) -> Page:
    wish = _wish()
    ids: list[str] = []
    if wish is None:
        return _page(view, ids, wish, "Choose a category."), 422
    try:
        with house().database.writing() as session:
            ids = _selection(session, view)
            done = bulk_editing.carry_out(
                session, ids, wish, number_in(request.form, "seen"), g.curator.name, house().clock()
            )
    except RefusedError as refused:
        return _page(view, ids, wish, str(refused)), 409 if isinstance(refused, StaleError) else 422
    flash(f"{done.why[:1].upper()}{done.why[1:]}, change {done.number}.", str(done.number))
    return redirect(url_for("experts.table", **view.said), 303)


def _look(ids: list[str], view: View) -> Page:
    with house().database.writing() as session:
        number = checks.make_due(session, ids)
    flash(f"{number:,} {'address is' if number == 1 else 'addresses are'} due now: the next link audit begins there.")
    return redirect(url_for("experts.table", **view.said), 303)


def _page(view: View, ids: list[str], wish: Wish | None, said: str | None) -> str:
    with house().database.reading() as session:
        categories = catalog.categories(session)
        plan: Plan | None = None
        try:
            plan = bulk_editing.plan(session, ids, wish) if wish and ids else None
        except RefusedError as refused:
            said = said or str(refused)
        return render_template(
            "bulk.html",
            view=view,
            ids=[] if request.form.get("all") == "1" else ids,
            all=request.form.get("all") == "1",
            number=len(ids),
            do=request.form.get("do", ""),
            wish=wish,
            plan=plan,
            named=NAMED,
            categories=categories,
            seen=revisions.cursor(session)[1],
            said=said,
            waiting=proposals.count_waiting(session),
        )
