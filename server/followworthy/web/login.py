"""Signing in and out, and becoming a curator by an address that works once."""

import logging

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.events import tell
from followworthy.services import signing_in, staying
from followworthy.store.curators import Curator, Invitation
from followworthy.web import kept
from followworthy.web.doorkeeper import PASSWORDS, TOO_MANY, doorkeeper_of
from followworthy.web.house import BROWSER, STAMP, house, signed_in

pages = Blueprint("login", __name__)
log = logging.getLogger(__name__)
Page = str | tuple[str, int] | Response

WRONG = "Name and password do not belong together."


@pages.get("/sign-in")
def sign_in() -> Page:
    """Show the sign-in form; whoever is signed in goes on."""
    if signed_in():
        return redirect(_own_address(request.args.get("next")), 303)
    return render_template("sign_in.html", name="", said=None)


@pages.post("/sign-in")
def signing() -> Page:
    """Sign a curator in, and go on where they wanted to, or with what they had typed."""
    name, password, now = request.form.get("name", ""), request.form.get("password", ""), house().clock()
    who = (name.casefold()[:100], request.remote_addr or "")
    doorkeeper = doorkeeper_of(PASSWORDS)
    if doorkeeper.refuses(who, now):
        return _again(name, TOO_MANY, 429)
    with house().database.reading() as held:
        curator = signing_in.sign_in(held, name, password)
    doorkeeper.note(who, now, right=curator is not None)
    if curator is None:
        tell(log, logging.INFO, "sign-in refused")
        return _again(name, WRONG, 401)
    if signing_in.outdated(curator):
        with house().database.writing() as held:
            signing_in.hash_anew(held, curator, password)
    let_in(curator)
    tell(log, logging.INFO, "signed in", curator=curator.name)
    found = kept.unpacked(request.form.get(kept.FIELD, ""))
    if found:
        g.curator = curator
        return kept.page(found)
    return redirect(_own_address(request.args.get("next")), 303)


@pages.post("/sign-out")
def sign_out() -> Page:
    """Sign out in this browser."""
    curator = signed_in()
    if curator:
        with house().database.writing() as held:
            staying.end(held, curator, g.sign_in.id)
    session.clear()
    return redirect(url_for("public.start"), 303)


@pages.get("/welcome/<token>")
def welcome(token: str) -> Page:
    """Show the form that makes a curator."""
    found = _invitation(token)
    if found is None:
        return _used_up()
    return render_template("welcome.html", name=found.name or "", said=None)


@pages.post("/welcome/<token>")
def welcoming(token: str) -> Page:
    """Make a curator, and sign them in."""
    name = request.form.get("name", "")
    if _invitation(token) is None:
        return _used_up()
    try:
        with house().database.writing() as held:
            password = request.form.get("password", "")
            curator = signing_in.accept_invitation(held, token, name, password, house().clock())
    except RefusedError as refused:
        return render_template("welcome.html", name=name, said=str(refused)), 422
    let_in(curator)
    return redirect(url_for("home.desk"), 303)


def _invitation(token: str) -> Invitation | None:
    with house().database.reading() as held:
        return signing_in.invitation(held, token, house().clock())


def _used_up() -> Page:
    return render_template("problem.html", said=signing_in.USED_UP), 410


def let_in(curator: Curator) -> None:
    """Sign this browser in."""
    with house().database.writing() as held:
        token = staying.begin(held, curator, request.user_agent.string, house().clock())
    session.clear()  # nothing that was set before signing in survives it
    session.permanent = True
    session[BROWSER], session[STAMP] = token, curator.session_stamp


def _again(name: str, said: str, status: int) -> Page:
    """Show the sign-in form once more, with whatever it carries along."""
    packed = request.form.get(kept.FIELD, "")
    held = kept.unpacked(packed)
    return render_template("sign_in.html", name=name, said=said, packed=packed if held else "", kept=held), status


def _own_address(wanted: str | None) -> str:
    """Give the wanted address if it is a page of the desk, else the desk itself.

    Only what begins with our own path counts: browsers drop tabs and turn backslashes, so `/<tab>/host` leads away.
    """
    desk = url_for("home.desk")
    return wanted if wanted and wanted.startswith(desk) and wanted.isprintable() else desk
