"""Somebody asked not to be listed: what that does, said before it is done. Erasing the past is the command's matter."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import LostKeyError, RefusedError
from followworthy.services import opting_out
from followworthy.store import Session, experts, opt_outs, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("leaving", __name__, url_prefix="/desk")
Page = str | tuple[str, int] | Response


def key_lost() -> str:
    """Say that nothing is published because the key of the opt-outs is lost; "" where it is not."""
    try:
        with house().database.reading() as session:
            opt_outs.assure(session)
    except LostKeyError as lost:
        return str(lost)
    return ""


@pages.get("/experts/<expert_id>/opt-out")
@curators_only
def confirm(expert_id: str) -> Page:
    """Show what an opt-out will do."""
    with house().database.reading() as session:
        return _confirm(session, expert_id)


@pages.post("/experts/<expert_id>/opt-out")
@curators_only
def opt_out(expert_id: str) -> Page:
    """Withdraw somebody for good."""
    with house().database.writing() as session:
        try:
            opting_out.preview(session, expert_id)
        except RefusedError:
            return _confirm(session, expert_id)
        done = opting_out.opt_out(session, expert_id, g.curator.name, house().clock())
    flash(f"{expert_id} is out of the catalog for good; that is change {done.revision}.{_left_the_queue(done.removed)}")
    return redirect(url_for("experts.table"), 303)


@pages.get("/opt-out")
@curators_only
def somebody() -> str:
    """Ask who wants to stay out of a catalog that they are not in."""
    return _somebody("", None)


@pages.post("/opt-out")
@curators_only
def keep_out() -> Page:
    """Keep somebody out who is not listed, or say why not."""
    typed = request.form.get("who", "")
    try:
        with house().database.writing() as session:
            removed = opting_out.keep_out(session, typed)
    except RefusedError as refused:
        return _somebody(typed, str(refused)), 422
    flash(f"They will not be listed.{_left_the_queue(removed)}")
    return redirect(url_for("leaving.somebody"), 303)


def _confirm(session: Session, expert_id: str) -> Page:
    waiting = proposals.count_waiting(session)
    try:
        leaving = opting_out.preview(session, expert_id)
    except RefusedError as refused:
        if experts.get(session, expert_id) is None:
            abort(404)
        return render_template("leaving.html", leaving=None, said=str(refused), waiting=waiting), 409
    return render_template("leaving.html", leaving=leaving, said=None, waiting=waiting)


def _somebody(typed: str, said: str | None) -> str:
    with house().database.reading() as session:
        waiting = proposals.count_waiting(session)
    return render_template("leaving_unlisted.html", typed=typed, said=said, waiting=waiting)


def _left_the_queue(removed: int) -> str:
    proposals_left = f"{removed} proposal{'' if removed == 1 else 's'} left the queue."
    return f" {proposals_left}" if removed else ""
