"""Which browsers speak for a curator: a code that works once makes one, and the desk or the browser itself ends it.

Whoever is signed out everywhere loses the paired browsers with the rest: whoever suspects a stranger wants all of it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from followworthy.domain.pairing_code import ALPHABET, LENGTH, shown, typed
from followworthy.store import Session, curators, pairings
from followworthy.store.curators import Curator
from followworthy.store.pairings import Code, OpenedLink, PairedBrowser

CODE_VALID = timedelta(minutes=10)
JUST_NOW = timedelta(minutes=2)
"""For so long, what a browser meets may be about the link that its curator opened from the desk."""
NO_CODE = "This code is not valid. A code works once, for ten minutes: make a new one at the desk."
ENDED = "This browser is not paired any more. Make a new code at the desk."


@dataclass(frozen=True, slots=True)
class Speaker:
    """A paired browser, and the curator for whom it speaks."""

    browser: PairedBrowser
    curator: Curator


def new_code(session: Session, curator: Curator, now: datetime) -> str:
    """Give a code as it is shown, this once; an earlier one of the curator is no good any more."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    pairings.keep_code(session, Code(curator.id, _hash(letters), now + CODE_VALID))
    return shown(letters)


def pair(session: Session, code: str, now: datetime) -> tuple[str, Curator] | None:
    """Use a code up; give the browser's token and whose it is. None for a wrong, used or expired one alike."""
    letters = typed(code)
    found = pairings.take_code(session, _hash(letters)) if letters else None
    curator = curators.by_id(session, found.curator_id) if found and found.expires_at > now else None
    if curator is None:
        return None
    token = secrets.token_urlsafe(32)
    pairings.end_others(session, curator.id, curator.session_stamp)
    pairings.add_browser(session, curator.id, _hash(token), curator.session_stamp, now)
    return token, curator


def speaker(session: Session, token: str) -> Speaker | None:
    """Give who speaks with a token; None when it was ended, or never was."""
    browser = pairings.by_token(session, _hash(token))
    curator = curators.by_id(session, browser.curator_id) if browser else None
    if browser is None or curator is None or browser.session_stamp != curator.session_stamp:
        return None
    return Speaker(browser, curator)


def browsers(session: Session, curator: Curator) -> list[PairedBrowser]:
    """Give the browsers that speak for a curator, the latest first."""
    return pairings.of_curator(session, curator.id, curator.session_stamp)


def end(session: Session, curator: Curator, browser_id: int) -> None:
    """End one pairing of a curator; one that is not theirs stays."""
    pairings.end(session, curator.id, browser_id)


def open_link(session: Session, curator: Curator, link_id: int, now: datetime) -> str | None:
    """Give the address of a link; None if it is not published. What is opened is noted for paired browsers alone."""
    link = pairings.published_link(session, link_id)
    if link is not None and browsers(session, curator):
        pairings.note_opened(session, curator.id, link, now, now - JUST_NOW)
    return link.url if link else None


def open_elsewhere(session: Session, curator: Curator) -> None:
    """Forget what was opened before: the next page to come is another one."""
    pairings.forget_all_opened(session, curator.id)


def opened(session: Session, curator: Curator, now: datetime) -> list[OpenedLink]:
    """Give what a curator opened from the desk just now and nothing was said of yet, the latest first."""
    return pairings.opened(session, curator.id, now - JUST_NOW)


def reported(session: Session, speaking: Speaker, link: OpenedLink, now: datetime) -> None:
    """Keep that a paired browser told of a link."""
    pairings.note_report(session, speaking.browser.id, now)
    pairings.forget_opened(session, speaking.curator.id, link)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
