"""Possible doubles, two of them side by side, and the merge. What a merge does is `services.merging`'s."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError, StaleError
from followworthy.services import merging
from followworthy.store import Session, catalog, doubles, experts, listing, proposals, revisions
from followworthy.web.differences import beside
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_in

pages = Blueprint("merging", __name__, url_prefix="/desk/experts/doubles")
Page = str | tuple[str, int] | Response
MOST = 50


@pages.get("/")
@curators_only
def table() -> str:
    """Show who may be in the catalog twice, and who was told apart."""
    with house().database.reading() as session:
        alike, apart = doubles.pairs(session, MOST + 1), doubles.told_apart(session, MOST)
        several = [one for pair in alike for one in (pair.one, pair.other)]
        return render_template(
            "doubles.html",
            alike=alike[:MOST],
            more=len(alike) > MOST,
            apart=apart,
            people=experts.several(session, [*several, *(one for pair in apart for one in pair[:2])]),
            waiting=proposals.count_waiting(session),
        )


@pages.get("/compare")
@curators_only
def compare() -> Page:
    """Show two side by side, with what would become of them."""
    one, other = request.args.get("one", ""), request.args.get("other", "")
    with house().database.reading() as session:
        return _page(session, one, other, None)


@pages.post("/compare")
@curators_only
def decide() -> Page:
    """Merge them, tell them apart, or suggest them again."""
    form = request.form
    one, other, do = form.get("one", ""), form.get("other", ""), form.get("do", "")
    now, by = house().clock(), g.curator.name
    try:
        with house().database.writing() as session:
            if do != "merge":
                return _tell(session, one, other, do)
            winner, loser = merging.pair(session, one, other)
            seen = number_in(form, "seen")
            number = merging.merge(session, winner.id, loser.id, seen, by, now, house().rules)
    except RefusedError as refused:
        with house().database.reading() as session:
            return _page(session, one, other, str(refused)), 409 if isinstance(refused, StaleError) else 422
    flash(f"{loser.name} is merged into {winner.name}, change {number}.", str(number))
    return redirect(url_for("expert.one", expert_id=winner.id), 303)


def _tell(session: Session, one: str, other: str, do: str) -> Response:
    """Keep that two are not the same, or forget it."""
    if one == other or len(experts.several(session, (one, other))) != 2:
        raise RefusedError("One of the two is not in the catalog.")
    if do == "again":
        doubles.suggest_again(session, one, other)
        flash("They may be suggested again.")
    else:
        doubles.tell_apart(session, one, other, g.curator.name, house().clock())
        flash("Noted: they are not the same. They are not suggested any more.")
    return redirect(url_for("merging.table"), 303)


def _page(session: Session, one: str, other: str, said: str | None) -> str:
    names = {each.id: each.name for each in catalog.categories(session)}
    names |= {each.id: each.title for each in listing.lists(session)}
    pair = experts.several(session, (one, other))
    try:
        winner, loser = merging.pair(session, one, other)
    except RefusedError as refused:
        return render_template(
            "merge.html", said=said or str(refused), pair=pair, rows=None, waiting=proposals.count_waiting(session)
        )
    return render_template(
        "merge.html",
        said=said,
        winner=winner,
        loser=loser,
        rows=beside(winner, loser, names),
        why=doubles.why_alike(session, one, other),
        seen=revisions.cursor(session)[1],
        waiting=proposals.count_waiting(session),
    )
