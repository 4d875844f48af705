"""Many proposals of the review queue at once: a preview of what would happen to each, then one change, one undo."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import deciding_many
from followworthy.services.deciding_many import Plan, Wish
from followworthy.store import Session, catalog, proposal_search, proposals
from followworthy.web import review_filter
from followworthy.web.house import curators_only, house

pages = Blueprint("review_many", __name__, url_prefix="/desk/review/many")
Page = str | tuple[str, int] | Response
MOST_AT_ONCE = 5000
"""So many are decided at once, the best of those that match: one change must stay one that can be read and undone."""
CHANGED = "Something changed meanwhile, so nothing was decided. This is what would happen now."
NOBODY = "Nobody is ticked: tick some, or choose all that match."
UNCLEAR = "Say what to do with them: accept or reject."


@pages.post("/")
@curators_only
def preview() -> Page:
    """Show what would happen, and do nothing."""
    with house().database.reading() as session:
        try:
            return _page(session, _plan(session), None)
        except RefusedError as refused:
            return _back(session, refused)


@pages.post("/decide")
@curators_only
def decide() -> Page:
    """Do what was shown, all of it or nothing; where anything else would happen by now, show that instead."""
    try:
        with house().database.writing() as session:
            told, query = _plan(session), review_filter.asked(session).query
            if told.mark != request.form.get("mark"):
                return _page(session, told, CHANGED), 409
            number = deciding_many.carry_out(session, told, g.curator.name, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _back(session, refused)
    flash(_said(told, number))
    return redirect(url_for("review.queue", **query), 303)


def _back(session: Session, refused: RefusedError) -> Response:
    flash(str(refused), "error")
    return redirect(url_for("review.queue", **review_filter.asked(session).query), 303)


def _plan(session: Session) -> Plan:
    """Give the plan that the form asks for. Raises RefusedError where it asks for nothing."""
    do = request.form.get("do")
    if do not in ("accept", "reject"):
        raise RefusedError(UNCLEAR)
    numbers = _numbers(session)
    if not numbers:
        raise RefusedError(NOBODY)
    wanted = request.form.get("category", "")
    category = wanted if catalog.get(session, "category", wanted) else None
    return deciding_many.plan(session, numbers, Wish("accept" if do == "accept" else "reject", category))


def _numbers(session: Session) -> list[int]:
    """Give the proposals that are meant: all under the filter of the address, or those that are ticked."""
    if request.form.get("all"):
        return proposal_search.ids(session, review_filter.asked(session).wanted)[:MOST_AT_ONCE]
    said = " ".join(request.form.getlist("one")).split()
    return [int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 10][:MOST_AT_ONCE]


def _page(session: Session, told: Plan, said: str | None) -> str:
    shown = review_filter.asked(session)
    chosen = catalog.get(session, "category", told.wish.category or "")
    return render_template(
        "review_many.html",
        plan=told,
        said=said,
        query=shown.query,
        batch=shown.batch,
        every=request.form.get("all", ""),
        ticked=" ".join(request.form.getlist("one")),
        chosen=chosen,
        waiting=proposals.count_waiting(session),
    )


def _said(told: Plan, number: int | None) -> str:
    left = f" {len(told.skipped):,} stay in the queue." if told.skipped else ""
    if told.wish.do == "reject":
        rejected = _counted(told.number, "proposal", "proposals")
        done = f"{rejected} rejected. They stay away until a source says something else."
    else:
        done = f"{_counted(len(told.new), 'new person', 'new people')}, {len(told.merged):,} added to people we have"
        done += f": change {number}." if number else "; nothing had to change."
    return done + left


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
