"""What was typed when nobody was signed in any more: kept in the sign-in form, and shown before it is sent again.

Nothing is kept on the server: the words travel with the form, signed, for a day. Only our own pages can bring any, for
another site must not plant words that a curator would send. Passwords and files are never kept.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, g, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from followworthy.store import proposals
from followworthy.web.house import house

SALT = "followworthy.kept"
LASTS = 24 * 60 * 60
LARGEST = 400_000
"""So many characters, packed: a form may hold 500 KB."""
FIELD = "kept"
SECRET = "password"  # noqa: S105 - the name of a field
"""What is called so is not kept."""
OWN = ("csrf_token", FIELD)
BUTTON = "do"
TOO_LONG = (
    "You were signed out meanwhile, and what you wrote is too long to be kept here. Go back (it is still there), "
    "sign in in another tab, and send it again."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not taken: where it goes, its fields in their order, and which files it had, by field."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()
    secrets: bool = False

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The fields as a person reads them."""
        named = ((name, value) for name, value in self.fields if value.strip())
        return [(_label(name), value) for name, value in named]


def can_keep() -> bool:
    """Tell whether the request is a form of the desk that one of our own pages sent."""
    return request.method == "POST" and request.path.startswith(url_for("home.desk")) and _is_ours()


def ask_to_sign_in() -> tuple[str, int]:
    """Show the sign-in form with what was typed in it."""
    held = _of_request()
    packed = _serializer().dumps([held.path, held.fields, held.files, held.secrets])
    if len(packed) > LARGEST:
        return render_template("problem.html", said=TOO_LONG), 401
    return render_template("sign_in.html", name="", said=None, packed=str(packed), kept=held), 401


def show_again() -> tuple[str, int]:
    """Show a curator what they sent with an old form, to send it once more."""
    return page(_of_request()), 400


def page(held: Kept) -> str:
    """Show what was kept, with a button that sends it to where it was meant to go."""
    with house().database.reading() as session:
        waiting = proposals.count_waiting(session)
    return render_template("still_here.html", kept=held, waiting=waiting, name=g.curator.name)


def unpacked(packed: str) -> Kept | None:
    """Give what a sign-in form carries; None for nothing, what is older than a day, and what we did not pack."""
    try:
        path, fields, files, secrets = _serializer().loads(packed, max_age=LASTS)
    except BadData:
        return None
    return Kept(path, tuple(map(tuple, fields)), tuple(map(tuple, files)), secrets)


def _of_request() -> Kept:
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in OWN]
    files = tuple((name, one.filename) for name, one in request.files.items(multi=True) if one.filename)
    fields = tuple(pair for pair in typed if SECRET not in pair[0])
    return Kept(request.full_path.rstrip("?"), fields, files, len(fields) < len(typed))


def _is_ours() -> bool:
    """Tell whether one of our own pages sent the request, as the browser says: a page cannot say so for it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return bool(origin) and origin in (request.host, urlsplit(house().operator.public_url).netloc)


def _label(name: str) -> str:
    words = "You pressed" if name == BUTTON else name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
