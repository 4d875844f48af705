"""What a paired browser says to us: `POST /api/v1/pairing` and `/api/v1/looks`. By its token alone, never by a cookie.

So no form's token is asked for here: another site can make a browser send its cookies, but not this header, and its
JSON would be asked about first (CORS), which we do not allow.
"""

import json
from typing import Any, cast, get_args

from flask import Blueprint, Response, request

from followworthy.domain.pairing_code import COUNTED, typed
from followworthy.errors import RefusedError
from followworthy.services import eyes, pairing
from followworthy.services.eyes import Report, Saw
from followworthy.services.pairing import Speaker
from followworthy.store import Session
from followworthy.store.pairings import OpenedLink
from followworthy.web.doorkeeper import PAUSE, doorkeeper_of
from followworthy.web.house import house
from followworthy.web.problems import refusal

pages = Blueprint("reports", __name__, url_prefix="/api/v1")
LARGEST = 8 * 1024
LONGEST = 2000
GUESSED = "Too many wrong codes that begin like this one. Make a new one at the desk."
NEEDED, OPTIONAL = {"expert", "url", "saw"}, {"name", "address"}


@pages.before_request
def _small() -> None:
    request.max_content_length = LARGEST


@pages.after_request
def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/pairing")
def pair() -> Response:
    """Make the browser that knows a code its curator's.

    Wrong tries are counted by a code's first letters: behind a proxy everybody comes from one address, and whoever was
    wrong there would shut out all others.
    """
    code = typed(_body({"code"}, set())["code"])
    if code is None:
        raise refusal(403, pairing.NO_CODE)
    who, now, doorkeeper = (code[:COUNTED],), house().clock(), doorkeeper_of("pairing codes")
    if doorkeeper.refuses(who, now):
        raise refusal(429, GUESSED, {"Retry-After": PAUSE.seconds})
    with house().database.writing() as session:
        paired = pairing.pair(session, code, now)
    doorkeeper.note(who, now, right=paired is not None)
    if paired is None:
        raise refusal(403, pairing.NO_CODE)
    token, curator = paired
    return _answer({"token": token, "curator": curator.name})


@pages.post("/pairing/end")
def end() -> Response:
    """End the pairing of the browser that asks."""
    with house().database.writing() as session:
        speaking = _speaker(session)
        pairing.end(session, speaking.curator, speaking.browser.id)
    return Response(status=204)


@pages.post("/looks")
def look() -> Response:
    """Keep what a paired browser met at a link; saying it again within a day changes nothing."""
    told, now = _report(), house().clock()
    link = OpenedLink(told.expert_id, told.url)
    try:
        with house().database.writing() as session:
            speaking = _speaker(session)
            asked_for = link in pairing.opened(session, speaking.curator, now)
            taken = eyes.report(session, told, speaking.curator.name, now, house().rules, opened=asked_for)
            pairing.reported(session, speaking, link, now)
    except RefusedError as refused:
        raise refusal(422, str(refused)) from refused
    return _answer({"kept": taken.kept, "change": taken.number})


@pages.get("/looks/opened")
def opened() -> Response:
    """Tell which links the curator opened from the desk in the last two minutes, the latest first."""
    with house().database.reading() as session:
        links = pairing.opened(session, _speaker(session).curator, house().clock())
    return _answer({"opened": [{"expert": one.expert_id, "url": one.url} for one in links]})


def _speaker(session: Session) -> Speaker:
    """Give who asks; an unknown or ended token is told so."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    speaking = pairing.speaker(session, token.strip()) if scheme.lower() == "bearer" else None
    if speaking is None:
        raise refusal(401, pairing.ENDED, {"WWW-Authenticate": "Bearer"})
    return speaking


def _report() -> Report:
    told = _body(NEEDED, OPTIONAL)
    if told["saw"] not in get_args(Saw):
        raise refusal(400, "What was seen is one of fine, moved, led, missing.")
    saw = cast("Saw", told["saw"])
    return Report(told["expert"], told["url"], saw, told.get("name", ""), told.get("address", ""))


def _body(needed: set[str], optional: set[str]) -> dict[str, str]:
    """Give the JSON object that was sent: short texts under known names, each once."""
    if request.mimetype != "application/json":
        raise refusal(415, "Send JSON, as application/json.")
    try:
        told = json.loads(request.get_data(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise refusal(400, "This is no JSON that can be read.") from error
    if not isinstance(told, dict) or not needed <= told.keys() <= needed | optional:
        raise refusal(400, f"An object is needed with {' and '.join(sorted(needed))}, and nothing unknown.")
    if not all(isinstance(one, str) and len(one) <= LONGEST and _is_whole(one) for one in told.values()):
        raise refusal(400, f"Each value is a text of at most {LONGEST} characters.")
    return told


def _is_whole(text: str) -> bool:
    """Tell whether it has no half of a character: JSON can name one, and no database can keep it."""
    return not any("\ud800" <= one <= "\udfff" for one in text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _answer(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document), content_type="application/json")
