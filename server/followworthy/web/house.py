"""What every page needs at hand: the database, the contact, the clock, and the curator who is signed in."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, cast

from flask import current_app, g, session
from werkzeug.exceptions import Unauthorized

from followworthy.domain.expiry import Expiry
from followworthy.domain.verdict import Rules
from followworthy.services import staying
from followworthy.services.documents import Fetches
from followworthy.store import Database
from followworthy.store.curators import Curator

Outside = Callable[[], AbstractContextManager[Fetches]]
View = Callable[..., Any]
BROWSER, STAMP = "browser", "stamp"
"""What the cookie of a browser that is signed in holds: its own token, and its curator's stamp."""


class SignedOutError(Unauthorized):
    """Nobody is signed in, or not any more; `problems` leads them to the sign-in page."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever publishes: their name, and the privacy notice as an address or a text; None is not said yet.

    `public_url` is where the world finds the pages.
    """

    name: str | None = None
    notice_url: str | None = None
    notice: str | None = None
    public_url: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to say on a page about who publishes."""
        return bool(self.name or self.notice_url or self.notice)

    @property
    def paragraphs(self) -> list[str]:
        """The notice, by its blank lines."""
        return [part.strip() for part in re.split(r"\n\s*\n", self.notice or "") if part.strip()]


@dataclass(frozen=True, slots=True)
class House:
    """The application's surroundings, given by whoever starts it; `rules` are the thresholds of what we believe.

    `outside` opens the fetcher, None where nobody may leave the house; `curated_dir` is where the curated files lie;
    `operator` is who publishes; `expiry` says when recommendations want a new review.
    """

    database: Database
    contact: str | None
    clock: Callable[[], datetime]
    rules: Rules = field(default_factory=Rules)
    outside: Outside | None = None
    curated_dir: Path | None = None
    operator: Operator = field(default_factory=Operator)
    expiry: Expiry = field(default_factory=Expiry)


def house() -> House:
    """Give the surroundings of the application that answers."""
    return cast("House", current_app.extensions["followworthy"])


def signed_in() -> Curator | None:
    """Give the curator whose browser asks, or None; a cookie that names nobody is emptied."""
    if BROWSER not in session and STAMP not in session:
        return None
    now = house().clock()
    with house().database.reading() as held:
        found = staying.who(held, session.get(BROWSER), session.get(STAMP), now)
    if found is None:
        session.clear()
        return None
    if found.unnoted:
        with house().database.writing() as held:
            staying.note_seen(held, found, now)
    g.sign_in = found.sign_in
    return found.curator


def curators_only(view: View) -> View:
    """Let curators in; everybody else has to sign in first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.curator = signed_in()
        if g.curator is None:
            raise SignedOutError
        return view(*args, **kwargs)

    return guarded
