"""The review queue: as a table, and one proposal at a time; accept, add to somebody, reject."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import curating
from followworthy.services.curating import Decision
from followworthy.store import Session, catalog, experts, proposals
from followworthy.store.proposals import Proposal
from followworthy.web.house import curators_only, house

pages = Blueprint("review", __name__, url_prefix="/desk/review")
Page = str | tuple[str, int] | Response


@pages.get("/")
@curators_only
def queue() -> str:
    """Show everything that waits."""
    with house().database.reading() as session:
        waiting = proposals.waiting(session)
        return render_template("queue.html", proposals=waiting, waiting=len(waiting))


@pages.get("/<int:proposal_id>")
@curators_only
def one(proposal_id: int) -> Page:
    """Show one proposal, with the record it would make."""
    with house().database.reading() as session:
        proposal = proposals.get(session, proposal_id) or abort(404)
        return _page(session, proposal, curating.suggestion(session, proposal), None)


@pages.post("/<int:proposal_id>")
@curators_only
def decide(proposal_id: int) -> Page:
    """Carry out the curator's decision and show the next one; a refusal keeps what was typed."""
    decision = _decision()
    try:
        with house().database.writing() as session:
            _carry_out(session, proposal_id, decision)
    except RefusedError as refused:
        with house().database.reading() as session:
            proposal = proposals.get(session, proposal_id) or abort(404)
            return _page(session, proposal, decision, str(refused)), 409
    return redirect(_next(proposal_id), 303)


def _carry_out(session: Session, proposal_id: int, decision: Decision) -> None:
    now, by = house().clock(), g.curator.name
    if request.form.get("do") == "reject":
        curating.reject(session, proposal_id, by, now)
    else:
        curating.accept(session, proposal_id, decision, by, now)


def _decision() -> Decision:
    """Read the form; `do` is accept (a new person), merge (add to somebody) or reject."""
    form = request.form
    return Decision(
        name=form.get("name", ""),
        kind="organisation" if form.get("kind") == "organisation" else "person",
        headline=form.get("headline", ""),
        address=form.get("address") or None,
        category=form.get("category") or None,
        reason=form.get("reason", ""),
        into=form.get("into") or None if form.get("do") == "merge" else None,
    )


def _page(session: Session, proposal: Proposal, decision: Decision, said: str | None) -> str:
    waiting = proposals.waiting(session)
    ids = [other.id for other in waiting]
    place = ids.index(proposal.id) if proposal.id in ids else None
    known = experts.get(session, proposal.match.expert_id) if proposal.match.expert_id else None
    return render_template(
        "proposal.html",
        proposal=proposal,
        claim=proposal.claims[0],
        decision=decision,
        known=known,
        categories=catalog.categories(session),
        said=said,
        place=place,
        waiting=len(waiting),
        after=ids[(place + 1) % len(ids)] if place is not None and len(ids) > 1 else None,
        before=ids[place - 1] if place is not None and len(ids) > 1 else None,
    )


def _next(proposal_id: int) -> str:
    """Give the address of the next one that waits, or of the empty queue."""
    with house().database.reading() as session:
        ids = [other.id for other in proposals.waiting(session)]
    following = next((one for one in ids if one > proposal_id), ids[0] if ids else None)
    return url_for("review.one", proposal_id=following) if following else url_for("review.queue")
