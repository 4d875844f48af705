"""*Needs your eyes*: links that no program may look at; a curator opens one after the other and says what is there.

Their paired browser may say it for them; the page that is open meanwhile asks for such news.
"""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.domain.curator_looks import curator_of, saw_of
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.values import Watched
from followworthy.errors import RefusedError
from followworthy.services import eyes, pairing
from followworthy.services.standing import standing
from followworthy.store import Session, experts, looks, proposals
from followworthy.store.looks import Look
from followworthy.web.house import curators_only, house

pages = Blueprint("eyes", __name__, url_prefix="/desk/eyes")
Page = str | tuple[str, int] | Response


@pages.get("/")
@curators_only
def table() -> str:
    """Show the link whose turn it is, or the one that was chosen, and those after it."""
    return _page(None)


@pages.post("/")
@curators_only
def say() -> Page:
    """Keep what the curator saw and show the next link; a refusal keeps what was typed."""
    try:
        with house().database.writing() as session:
            said = _carry_out(session)
    except RefusedError as refused:
        return _page(str(refused)), 422
    return _said(said)


@pages.get("/<int:link_id>/open")
@curators_only
def open_link(link_id: int) -> Response:
    """Lead to an address, and note that this curator opened it: pages do not tell by which redirects they came."""
    with house().database.writing() as session:
        url = pairing.open_link(session, g.curator, link_id, house().clock())
    if url is None or not url.startswith(("https://", "http://")):
        abort(404)
    return _away(url)


@pages.get("/elsewhere")
@curators_only
def open_elsewhere() -> Response:
    """Lead to any other profile that the desk shows: a paired browser must not take it for the one opened before."""
    key = parse_profile_url(request.args.get("to", "")).key
    if key is None:
        abort(404)
    with house().database.writing() as session:
        pairing.open_elsewhere(session, g.curator)
    return _away(profile_url(key))


@pages.get("/news")
@curators_only
def news() -> dict[str, object]:
    """Say what curators and their browsers said since a look, for the page that is open meanwhile."""
    after = request.args.get("after", 0, type=int)
    with house().database.reading() as session:
        latest, said = looks.latest_id(session), eyes.since(session, after)
    told = [{"expert": one.expert_id, "url": one.url, "said": _in_words(one)} for one in reversed(said)]
    return {"latest": latest, "left": count(), "said": told}


@pages.post("/<int:look_id>/take-back")
@curators_only
def take_back(look_id: int) -> Page:
    """Take one saying back, or say why not."""
    try:
        with house().database.writing() as session:
            number = eyes.take_back(session, look_id, g.curator.name, house().clock(), house().rules)
    except RefusedError as refused:
        return _page(str(refused)), 409
    return _said(f"Taken back; that is change {number}." if number else "Taken back.")


def count() -> int:
    """Count what a curator is asked to look at now; for the bar of every page."""
    with house().database.reading() as session:
        return eyes.count(session, house().clock())


def _away(url: str) -> Response:
    away = redirect(url, 303)
    away.headers["Referrer-Policy"] = "no-referrer"
    return away


def _in_words(look: Look) -> str:
    """Give what was said of whom, and by whom, as in: Odile Fennwick: it is there (from your paired browser)."""
    saw, by_browser = saw_of(look.check)
    by = curator_of(look.check) or ""
    whose = "your" if by == g.curator.name else f"{by}’s"
    return f"{look.name}: {saw} ({f'from {whose} paired browser' if by_browser else f'said by {by}'})"


def _said(text: str) -> Response:
    """Tell what was done on the next page."""
    flash(text)
    return redirect(url_for("eyes.table"), 303)


def _carry_out(session: Session) -> str:
    """Do what the form says, and say what was done. Raises RefusedError."""
    form, by, now, rules = request.form, g.curator.name, house().clock(), house().rules
    expert_id, url, do = form.get("expert", ""), form.get("url", ""), form.get("do")
    if do == "fine":
        said, number = "it is there", eyes.fine(session, expert_id, url, by, now, rules)
    elif do == "missing":
        number = eyes.not_there(session, expert_id, url, by, now, rules)
        said = "not there. What becomes of the address waits in Review"
    elif do == "moved":
        said, number = "moved", eyes.moved(session, expert_id, url, form.get("address", ""), by, now, rules)
    else:
        raise RefusedError("Nothing was said: press one of the buttons.")
    expert = experts.get(session, expert_id)
    name = expert.name if expert else ""
    return f"{name}: {said}. That is change {number}." if number else f"{name}: {said}."


def _page(said: str | None) -> str:
    now = house().clock()
    with house().database.reading() as session:
        week = eyes.this_week(session, now)
        return render_template(
            "eyes.html",
            week=week,
            current=_current(week.now),
            lately=eyes.lately(session, now),
            standing=standing(session),
            latest=looks.latest_id(session),
            browsers=pairing.browsers(session, g.curator),
            typed=request.form.get("address", ""),
            said=said,
            waiting=proposals.count_waiting(session),
        )


def _current(links: tuple[Watched, ...]) -> Watched | None:
    """Give the link that was chosen, else the first."""
    wanted, url = request.args.get("link", 0, type=int), request.form.get("url")
    chosen = (one for one in links if one.link_id == wanted or one.url == url)
    return next(chosen, links[0] if links else None)
