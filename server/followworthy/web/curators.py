"""Who decides, on the desk: owners invite curators, change roles and end access. A curator's own part is `you`."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import appointing, signing_in
from followworthy.store import curators, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("curators", __name__, url_prefix="/desk/curators")
Page = str | tuple[str, int] | Response


@pages.get("/", strict_slashes=False)
@curators_only
def table() -> str:
    """Show who decides."""
    return _page(None)


@pages.post("/invitations")
@curators_only
def invite() -> Page:
    """Make an invitation, and show its address, this once."""
    now = house().clock()
    try:
        role = appointing.role_named(request.form.get("role", "curator"))
        with house().database.writing() as held:
            appointing.examine(held, g.curator)
            token = signing_in.invite(held, request.form.get("name", ""), now, role, g.curator.name)
            waiting = proposals.count_waiting(held)
    except RefusedError as refused:
        return _page(str(refused)), 422
    address = f"{house().operator.public_url}{url_for('login.welcome', token=token)}"
    name, until = request.form["name"].strip(), now + signing_in.VALID
    shown = make_response(
        render_template("invitation.html", address=address, name=name, role=role, until=until, waiting=waiting)
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


@pages.get("/invitations")
@curators_only
def back() -> Response:
    """Lead whoever reloads the page of an invitation to where a new one is made."""
    return redirect(f"{url_for('curators.table')}#invite", 303)


@pages.post("/invitations/revoke")
@curators_only
def revoke() -> Page:
    """Make an invitation unusable, or say why not."""
    try:
        with house().database.writing() as held:
            appointing.revoke(held, g.curator, request.form.get("invitation", ""))
    except RefusedError as refused:
        return _page(str(refused)), 409
    flash("Revoked. That address opens nothing any more.")
    return redirect(url_for("curators.table"), 303)


@pages.post("/<int:curator_id>/role")
@curators_only
def change_role(curator_id: int) -> Page:
    """Give a curator another role, or say why not."""
    try:
        role = appointing.role_named(request.form.get("role", ""))
        with house().database.writing() as held:
            found = appointing.change_role(held, g.curator, curator_id, role)
    except RefusedError as refused:
        return _page(str(refused)), 409
    flash(f"{found.name} is {'an owner' if role == 'owner' else 'a curator'} now.")
    return redirect(url_for("curators.table"), 303)


@pages.post("/<int:curator_id>/end")
@curators_only
def end_access(curator_id: int) -> Page:
    """End a curator's access, or say why not; whoever goes themselves is signed out."""
    try:
        with house().database.writing() as held:
            found = appointing.end_access(held, g.curator, curator_id)
    except RefusedError as refused:
        return _page(str(refused)), 409
    if found.id == g.curator.id:
        session.clear()
        return redirect(url_for("public.start"), 303)
    flash(f"{found.name} is signed out everywhere and cannot sign in any more. What they did stays signed.")
    return redirect(url_for("curators.table"), 303)


def _page(said: str | None) -> str:
    with house().database.reading() as held:
        return render_template(
            "curators.html",
            curators=curators.listed(held),
            invitations=appointing.pending(held, house().clock()),
            said=said,
            typed=request.form,
            waiting=proposals.count_waiting(held),
        )
