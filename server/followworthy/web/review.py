"""The review queue: as a table, and one proposal at a time; accept, add to somebody, reject."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.domain.claims import is_sure
from followworthy.domain.expiry import REVIEW_DUE
from followworthy.errors import RefusedError
from followworthy.services import curating
from followworthy.services.curating import Decision
from followworthy.store import Session, catalog, experts, imports, proposals
from followworthy.store.imports import Import
from followworthy.store.proposals import Proposal
from followworthy.web import repairs
from followworthy.web.comparison import compare
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_asked

pages = Blueprint("review", __name__, url_prefix="/desk/review")
Page = str | tuple[str, int] | Response
A_PAGE = 100


@pages.get("/")
@curators_only
def queue() -> str:
    """Show everything that waits, or what one import brought; what was read unsurely stands apart."""
    with house().database.reading() as session:
        batch = _batch(session)
        every = sorted(proposals.waiting(session, batch.id if batch else None), key=lambda one: not is_sure(one.claims))
        sure = sum(is_sure(one.claims) for one in every)
        page, pages_in_all = number_asked("page", 1), max(1, -(-len(every) // A_PAGE))
        if not 1 <= page <= pages_in_all:
            abort(404)
        start = (page - 1) * A_PAGE
        return render_template(
            "queue.html",
            sure=every[start : min(start + A_PAGE, sure)],
            unsure=every[max(start, sure) : start + A_PAGE],
            first=every[0] if every else None,
            number=len(every),
            doubtful=len(every) - sure,
            unsure_from=sure // A_PAGE + 1,
            page=page,
            pages_in_all=pages_in_all,
            batch=batch,
            waiting=proposals.count_waiting(session),
        )


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
            said = _carry_out(session, proposal_id, decision)
    except RefusedError as refused:
        with house().database.reading() as session:
            proposal = proposals.get(session, proposal_id) or abort(404)
            status = 422 if proposal.state == "waiting" else 409
            return _page(session, proposal, decision, str(refused)), status
    flash(said)
    return redirect(_next(proposal_id), 303)


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


def _decision() -> Decision:
    """Read the form; `do` is accept (a new person), merge (add to somebody), keep (still recommended) or reject."""
    form = request.form
    return Decision(
        name=form.get("name", ""),
        kind="organisation" if form.get("kind") == "organisation" else "person",
        headline=form.get("headline", ""),
        address=form.get("address") or None,
        category=form.get("category") or None,
        reason=form.get("reason", ""),
        into=(form.get("into") or None) if form.get("do") == "merge" else None,
    )


def _page(session: Session, proposal: Proposal, decision: Decision, said: str | None) -> str:
    if proposal.repair:
        typed = request.form.get("address")
        shown = repairs.shown(session, proposal, typed)
        return render_template("repair.html", proposal=proposal, said=said, **shown, **_place(session, proposal))
    known = experts.get(session, proposal.match.expert_id) if proposal.match.expert_id else None
    categories = catalog.categories(session)
    names = {each.id: each.name for each in categories}
    shown = {"proposal": proposal, "decision": decision, "known": known, "said": said, **_place(session, proposal)}
    if proposal.source.id == REVIEW_DUE.id:
        sources = {each.id: each for each in catalog.sources(session)}
        return render_template("due.html", names=names, sources=sources, **shown)
    return render_template(
        "proposal.html",
        rows=compare(known, proposal, names) if known else [],
        categories=categories,
        unsure=not is_sure(proposal.claims),
        uncategorised=said == curating.CATEGORY_NEEDED,
        **shown,
    )


def _batch(session: Session) -> Import | None:
    """Give the import that the address keeps to, None for all that waits; what is no import is not found."""
    if "batch" not in request.args:
        return None
    return imports.get(session, number_asked("batch", 0)) or abort(404)


def _place(session: Session, proposal: Proposal) -> dict[str, int | None]:
    """Give where a proposal stands among those that wait, and which are beside it; in the address's import only."""
    batch = _batch(session)
    number = batch.id if batch else None
    ids = proposals.waiting_ids(session, number)
    place = ids.index(proposal.id) if proposal.id in ids else None
    several = place is not None and len(ids) > 1
    return {
        "place": place,
        "among": len(ids),
        "waiting": proposals.count_waiting(session),
        "batch": number,
        "after": ids[((place or 0) + 1) % len(ids)] if several else next(iter(ids), None),
        "before": ids[(place or 0) - 1] if several else None,
    }


def _next(proposal_id: int) -> str:
    """Give the address of the next one that waits, or of the empty queue; in the address's import only."""
    with house().database.reading() as session:
        batch = _batch(session)
        number = batch.id if batch else None
        ids = proposals.waiting_ids(session, number)
    following = next((each for each in ids if each > proposal_id), ids[0] if ids else None)
    if following is None:
        return url_for("review.queue", batch=number)
    return url_for("review.one", proposal_id=following, batch=number)
