"""A curator's own part: where they are signed in, and the end of it; another password."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug import Response

from followworthy.domain.browsers import browser_in_words
from followworthy.errors import RefusedError
from followworthy.services import pairing, signing_in, staying
from followworthy.store import proposals
from followworthy.web.doorkeeper import PASSWORDS, TOO_MANY, doorkeeper_of
from followworthy.web.house import STAMP, curators_only, house

pages = Blueprint("you", __name__, url_prefix="/desk/you")
Page = str | tuple[str, int] | Response
WRONG = "This is not your password now. Nothing was changed."
UNLIKE = "The new password was typed in two ways. Type it again, twice the same."


@pages.get("/", strict_slashes=False)
@curators_only
def page() -> str:
    """Show where one is signed in, and the form for another password."""
    return _page(None)


@pages.post("/sign-ins/<int:sign_in_id>/end")
@curators_only
def end(sign_in_id: int) -> Page:
    """Sign one browser out."""
    with house().database.writing() as held:
        staying.end(held, g.curator, sign_in_id)
    if sign_in_id == g.sign_in.id:
        session.clear()
        return redirect(url_for("public.start"), 303)
    flash("Signed out there. Whoever uses that browser has to sign in again.")
    return redirect(url_for("you.page"), 303)


@pages.post("/everywhere")
@curators_only
def end_everywhere() -> Page:
    """Sign out in every browser, this one as well."""
    with house().database.writing() as held:
        staying.end_everywhere(held, g.curator)
    session.clear()
    flash("You are signed out everywhere; paired browsers and the feed have ended, too.")
    return redirect(url_for("login.sign_in"), 303)


@pages.post("/password")
@curators_only
def change_password() -> Page:
    """Take another password, and sign all other browsers out; or say why not."""
    now, who = house().clock(), (g.curator.name.casefold()[:100], request.remote_addr or "")
    old, wanted, again = (request.form.get(one, "") for one in ("password", "new_password", "new_password_again"))
    doorkeeper = doorkeeper_of(PASSWORDS)
    if doorkeeper.refuses(who, now):
        return _page(TOO_MANY), 429
    if wanted != again:
        return _page(UNLIKE), 422
    try:
        with house().database.writing() as held:
            right = signing_in.change_password(held, g.curator, old, wanted)
            if right:
                session[STAMP] = staying.end_everywhere(held, g.curator, but=g.sign_in.id)
    except RefusedError as refused:
        return _page(str(refused)), 422
    doorkeeper.note(who, now, right=right)
    if not right:
        return _page(WRONG), 422
    flash("Your password is changed. All other browsers are signed out, paired ones and the feed have ended.")
    return redirect(url_for("you.page"), 303)


def _page(said: str | None) -> str:
    now = house().clock()
    with house().database.reading() as held:
        return render_template(
            "you.html",
            browsers=[(one, browser_in_words(one.agent)) for one in staying.browsers(held, g.curator, now)],
            paired=len(pairing.browsers(held, g.curator)),
            said=said,
            waiting=proposals.count_waiting(held),
        )
