"""The desk's page of one expert: everything edited in place, with looks and history beside. Adding somebody by hand."""

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.domain.records import Expert
from followworthy.errors import RefusedError, StaleError
from followworthy.services import editing, locking
from followworthy.services.editing import DESK, Draft, LinkDraft, RecommendationDraft
from followworthy.store import Session, catalog, checks, expert_history, experts, listing, merges, proposals, revisions
from followworthy.store.revisions import Past
from followworthy.web.comparison import Row
from followworthy.web.differences import CONFIDENCE, beside
from followworthy.web.expert_forms import draft_from
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_in

pages = Blueprint("expert", __name__, url_prefix="/desk/experts")
Page = str | tuple[str, int] | Response
LOOKS, CHANGES = 5, 8
"""So many of each are shown."""
MOST_CHOICES = 600
"""With more choices than this in all, rows of recommendations offer their own list alone: the page stays small."""
BLANK = (RecommendationDraft(source=DESK.id),)


@pages.get("/new")
@curators_only
def new() -> str:
    """Show the empty form."""
    with house().database.reading() as session:
        draft = Draft(links=(LinkDraft(), LinkDraft("homepage")), recommendations=BLANK)
        return _adding(session, experts.new_id(session), draft, None)


@pages.post("/new")
@curators_only
def add() -> Page:
    """Add somebody; what was sent twice is added once."""
    draft, expert_id = draft_from(request.form), request.form.get("expert", "")
    try:
        with house().database.writing() as session:
            namesake = request.form.get("namesake") == "1"
            number = editing.add(session, expert_id, draft, g.curator.name, house().clock(), namesake=namesake)
    except RefusedError as refused:
        with house().database.reading() as session:
            return _adding(session, expert_id, draft, str(refused)), 422
    if number:
        flash(f"{draft.name.strip()} is added, change {number}.", str(number))
    return redirect(url_for("expert.one", expert_id=expert_id), 303)


@pages.get("/<expert_id>")
@curators_only
def one(expert_id: str) -> Page:
    """Show the form as the expert is."""
    with house().database.reading() as session:
        expert = experts.get(session, expert_id) or abort(404)
        return _page(session, expert, editing.draft_of(expert), revisions.cursor(session)[1])


@pages.post("/<expert_id>")
@curators_only
def save(expert_id: str) -> Page:
    """Save, withdraw, or publish again; a refusal keeps what was typed, and shows what somebody else wrote."""
    draft, do, seen = draft_from(request.form), request.form.get("do", "save"), number_in(request.form, "seen")
    try:
        with house().database.writing() as session:
            number = _do(session, do, expert_id, draft, seen)
    except StaleError as stale:
        with house().database.reading() as session:
            expert = experts.get(session, expert_id) or abort(404)
            return _page(session, expert, draft, revisions.cursor(session)[1], str(stale), seen), 409
    except RefusedError as refused:
        with house().database.reading() as session:
            expert = experts.get(session, expert_id) or abort(404)
            return _page(session, expert, draft, seen, str(refused)), 422
    if number:
        flash(f"{DONE.get(do, 'Saved')}, change {number}.", str(number))
    else:
        flash("Nothing had to change.")
    return redirect(url_for("expert.one", expert_id=expert_id), 303)


DONE = {"withdraw": "Withdrawn", "again": "Published again"}


def _do(session: Session, do: str, expert_id: str, draft: Draft, seen: int) -> int | None:
    by, now = g.curator.name, house().clock()
    if do == "withdraw":
        return editing.withdraw(session, expert_id, by, now)
    if do == "again":
        return editing.publish_again(session, expert_id, by, now)
    return editing.save(session, expert_id, draft, seen, by, now)


def _page(
    session: Session,
    expert: Expert,
    draft: Draft,
    seen: int,
    said: str | None = None,
    stale_since: int | None = None,
) -> str:
    history = expert_history.latest(session, expert.id, CHANGES)
    names = {one.id: one.name for one in catalog.categories(session)}
    lists = {one.id: one.title for one in listing.lists(session)}
    return render_template(
        "expert_edit.html",
        expert=expert,
        draft=_with_blanks(draft),
        seen=seen,
        said=said,
        newer=_theirs(session, expert, draft, stale_since, names | lists) if stale_since is not None else None,
        believed={link.url: link for link in expert.links},
        looks=checks.latest_of(session, expert.id, LOOKS),
        history=history,
        merged=_merge_of(session, expert, history),
        **_choices(names, lists, len(draft.recommendations)),
        waiting=proposals.count_waiting(session),
    )


def _adding(session: Session, expert_id: str, draft: Draft, said: str | None) -> str:
    names = {one.id: one.name for one in catalog.categories(session)}
    lists = {one.id: one.title for one in listing.lists(session)}
    return render_template(
        "expert_edit.html",
        expert=None,
        expert_id=expert_id,
        draft=draft,
        said=said,
        alike="is in the catalog already" in (said or ""),
        believed={},
        **_choices(names, lists, 1),
        waiting=proposals.count_waiting(session),
    )


def _choices(names: dict[str, str], lists: dict[str, str], rows: int) -> dict[str, object]:
    return {
        "names": names,
        "lists": {DESK.id: DESK.title, **lists},
        "few": rows * len(lists) <= MOST_CHOICES,
        "confidence": CONFIDENCE,
    }


def _with_blanks(draft: Draft) -> Draft:
    """Give the draft with an empty row for one more address and one more recommendation."""
    links = draft.links if any(not one.url for one in draft.links) else (*draft.links, LinkDraft())
    open_row = any(one.was is None for one in draft.recommendations)
    return replace(
        draft, links=links, recommendations=draft.recommendations if open_row else (*draft.recommendations, *BLANK)
    )


def _theirs(
    session: Session, expert: Expert, draft: Draft, since: int, names: dict[str, str]
) -> tuple[Past | None, list[Row]]:
    """Give what others wrote since, and their version beside the curator's, where they differ."""
    try:
        mine = editing.edited(session, expert, draft)
    except RefusedError:
        mine = expert
    rows = [row for row in beside(mine, expert, names | {DESK.id: DESK.title}) if row.differs]
    return locking.who_wrote(session, expert.id, since), rows


def _merge_of(session: Session, expert: Expert, history: list[Past]) -> tuple[Expert | None, int | None] | None:
    """Give whom a double was merged into, and in which change."""
    if not expert.merged_into:
        return None
    winner = experts.get(session, merges.stands_for(session, expert.id) or "")
    merged_in = (past.number for past in history if (past.changes[0].after or {}).get("merged_into"))
    return winner, next(merged_in, None)
