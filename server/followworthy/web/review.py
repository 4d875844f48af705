"""The review queue: as a table, and one proposal at a time; accept, add to somebody, reject, and the way back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.errors import RefusedError
from followworthy.services import curating, reopening, undoing
from followworthy.services.curating import Decision
from followworthy.store import Session, catalog, proposal_decisions, proposal_search, proposals
from followworthy.store.proposals import Proposal
from followworthy.web import repairs, review_filter, review_form
from followworthy.web.home import minutes
from followworthy.web.house import curators_only, house
from followworthy.web.paging import paging
from followworthy.web.review_filter import Filter

pages = Blueprint("review", __name__, url_prefix="/desk/review")
Page = str | tuple[str, int] | Response
A_PAGE = 50
MOST = 500
"""So many of what waits are shown as a table, the best: more would only be scrolled past."""
REJECTIONS = 5


@pages.get("/")
@curators_only
def queue() -> str:
    """Show the best of what waits under the filter of the address; what was read unsurely comes last."""
    with house().database.reading() as session:
        shown = review_filter.asked(session)
        number = proposal_search.count(session, shown.wanted)
        paged = paging(min(number, MOST), A_PAGE)
        return render_template(
            "queue.html",
            rows=proposal_search.page(session, shown.wanted, paged.start, paged.end - paged.start),
            number=number,
            doubtful=_doubtful(session, shown),
            behind=max(0, number - MOST),
            paging=paged,
            query=shown.query,
            batch=shown.batch,
            categories=catalog.categories(session),
            rejections=proposal_decisions.rejections(session, REJECTIONS),
            waiting=proposals.count_waiting(session),
            **review_filter.choices(session, shown),
            **_last(session),
        )


def _doubtful(session: Session, shown: Filter) -> int:
    """Count what was read unsurely among the others; 0 where the filter says so already."""
    if shown.wanted.doubtful is not None:
        return 0
    return proposal_search.count(session, replace(shown.wanted, doubtful=True))


@pages.get("/<int:proposal_id>")
@curators_only
def one(proposal_id: int) -> Page:
    """Show one proposal, with the record it would make; `into` is whom to add it to, `who` words to find others."""
    with house().database.reading() as session:
        proposal = proposals.get(session, proposal_id) or abort(404)
        into = request.args.get("into")
        decision = curating.suggestion(session, proposal, review_form.chosen(session, into))
        return _page(session, proposal, decision, None, into)


@pages.post("/<int:proposal_id>")
@curators_only
def decide(proposal_id: int) -> Page:
    """Carry out the curator's decision and show the next one; a refusal keeps what was typed."""
    if request.form.get("do") == "find" or "choose" in request.form:
        return _looked_up(proposal_id)
    decision = review_form.decision()
    try:
        with house().database.writing() as session:
            before = proposals.get(session, proposal_id) or abort(404)
            said = _carry_out(session, proposal_id, decision)
            following = _following(session, before)
    except RefusedError as refused:
        with house().database.reading() as session:
            proposal = proposals.get(session, proposal_id) or abort(404)
            status = 422 if proposal.state == "waiting" else 409
            return _page(session, proposal, decision, str(refused), request.form.get("into")), status
    flash(said)
    return redirect(following, 303)


@pages.post("/undo")
@curators_only
def undo() -> Page:
    """Take the latest decision of a curator back, or rejections that are named by whose and when they were."""
    by, at = request.form.get("by", ""), _moment(request.form.get("at", ""))
    try:
        with house().database.writing() as session:
            said, back = _undone(session, by, at)
    except RefusedError as refused:
        flash(str(refused), "error")
        said, back = "", None
    if said:
        flash(said)
    with house().database.reading() as session:
        query = review_filter.asked(session).query
    where = url_for("review.one", proposal_id=back, **query) if back else url_for("review.queue", **query)
    return redirect(where, 303)


def _undone(session: Session, by: str, at: datetime) -> tuple[str, int | None]:
    """Take a decision back; say so, and give the one proposal that waits again, if it was one."""
    now = house().clock()
    decided = proposal_decisions.at(session, by, at)
    if decided is None:
        raise RefusedError("Nothing to undo: this was taken back already, or its source says something else by now.")
    several = f"{decided.number:,} proposals wait again"
    if decided.revision is not None:
        number = undoing.undo(session, decided.revision, g.curator.name, now)
        done = f"{several if decided.number > 1 else decided.name + ' waits again'}; that is change {number}."
    else:
        reopening.reopen(session, by, at)
        done = f"{several if decided.number > 1 else decided.name + ' waits again'}."
    return done, decided.first if decided.number == 1 else None


def _looked_up(proposal_id: int) -> Page:
    """Show the page again with whom was looked for or chosen; nothing that was typed is lost."""
    with house().database.reading() as session:
        proposal = proposals.get(session, proposal_id) or abort(404)
        into = request.form.get("choose") or request.form.get("into")
        return _page(session, proposal, review_form.typed(session, proposal), None, into)


def _carry_out(session: Session, proposal_id: int, decision: Decision) -> str:
    """Do it, and say what was done. Raises RefusedError; a form that says nothing clear is one of the reasons."""
    proposal = proposals.get(session, proposal_id)
    if proposal and proposal.repair:
        return repairs.carry_out(session, proposal)
    now, by, do = house().clock(), g.curator.name, request.form.get("do")
    name = decision.name.strip()[:100]
    if do == "reject":
        curating.reject(session, proposal_id, by, now)
        return f"{name}: rejected. It stays away until its source says something else."
    if do == "keep":
        number = curating.keep(session, proposal_id, decision, by, now)
        return f"{name}: still recommended" + (f", change {number}." if number else ".")
    if do not in ("accept", "merge") or (do == "merge" and not decision.into):
        raise RefusedError("Nothing was decided: press one of the buttons below.")
    number = curating.accept(session, proposal_id, decision, by, now)
    return f"{name}: done, change {number}." if number else f"{name}: done; nothing had to change."


def _page(session: Session, proposal: Proposal, decision: Decision, said: str | None, into: str | None) -> str:
    shown = {"proposal": proposal, "said": said, **_place(session, proposal), **_last(session)}
    if proposal.repair:
        found = repairs.shown(session, proposal, request.form.get("address"))
        return render_template("repair.html", **found, **shown)
    if proposal.source.id == REVIEW_DUE.id:
        return render_template("due.html", decision=decision, **review_form.due(session, proposal), **shown)
    words = (request.form if request.method == "POST" else request.args).get("who", "").strip()
    found = review_form.shown(session, proposal, decision, into, words)
    missing = said == curating.CATEGORY_NEEDED
    return render_template("proposal.html", decision=decision, uncategorised=missing, **found, **shown)


def _place(session: Session, proposal: Proposal) -> dict[str, Any]:
    """Give where a proposal stands among those that wait under the filter, and which are beside it."""
    shown = review_filter.asked(session)
    place = proposal_search.place(session, shown.wanted, proposal)
    return {
        "place": place,
        "minutes": minutes(place.among),
        "waiting": proposals.count_waiting(session),
        "query": shown.query,
        "batch": shown.batch,
    }


def _following(session: Session, proposal: Proposal) -> str:
    """Give the address of the one after this, or of the empty queue; under the filter of the address."""
    shown = review_filter.asked(session)
    after = proposal_search.place(session, shown.wanted, proposal).after
    if after is None:
        return url_for("review.queue", **shown.query)
    return url_for("review.one", proposal_id=after, **shown.query)


def _last(session: Session) -> dict[str, Any]:
    return {"last": proposal_decisions.latest(session, g.curator.name)}


def _moment(text: str) -> datetime:
    """Read the moment that a form's field names. Something else is a form that we did not make."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        abort(400)
    return at if at.tzinfo else abort(400)
