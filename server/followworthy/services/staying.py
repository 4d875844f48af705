"""Which browsers are signed in, and their end. A browser holds a token; the database only its hash.

Whoever signs out everywhere gets a new stamp: paired browsers and the private feed end with the rest, for whoever
suspects a stranger wants all of it. Knows nothing of cookies and passwords.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from followworthy.domain.browsers import LONGEST
from followworthy.store import Session, curators, sign_ins
from followworthy.store.curators import Curator
from followworthy.store.sign_ins import SignIn

LASTS = timedelta(days=14)
"""For so long one stays signed in, however often one comes by."""
SEEN_AGAIN = timedelta(hours=1)
"""That a browser was seen is written down at most so often."""


@dataclass(frozen=True, slots=True)
class Staying:
    """A browser that is signed in, and its curator; `unnoted` when it should be written down that it was seen."""

    sign_in: SignIn
    curator: Curator
    unnoted: bool


def begin(session: Session, curator: Curator, agent: str, now: datetime) -> str:
    """Sign a browser in, and give its token."""
    token = secrets.token_urlsafe(32)
    sign_ins.drop_old(session, now - LASTS)
    sign_ins.add(session, curator.id, _hash(token), agent[:LONGEST], now)
    curators.note_seen(session, curator.id, now)
    return token


def who(session: Session, token: object, stamp: object, now: datetime) -> Staying | None:
    """Give the browser that holds a token; None when it was signed out, is too old, or never was."""
    found = sign_ins.by_token(session, _hash(token)) if isinstance(token, str) else None
    if found is None or not isinstance(stamp, str):
        return None
    sign_in, curator = found
    if sign_in.began_at + LASTS <= now or not secrets.compare_digest(curator.session_stamp.encode(), stamp.encode()):
        return None
    return Staying(sign_in, curator, now - sign_in.seen_at >= SEEN_AGAIN)


def note_seen(session: Session, staying: Staying, now: datetime) -> None:
    """Write down that a browser was seen."""
    sign_ins.note_seen(session, staying.sign_in.id, staying.curator.id, now)


def browsers(session: Session, curator: Curator, now: datetime) -> list[SignIn]:
    """Give the browsers in which a curator is signed in, the one seen last first."""
    return sign_ins.of_curator(session, curator.id, now - LASTS)


def end(session: Session, curator: Curator, sign_in_id: int) -> None:
    """Sign one browser of a curator out; one that is not theirs stays."""
    sign_ins.end(session, curator.id, sign_in_id)


def end_everywhere(session: Session, curator: Curator, but: int | None = None) -> str:
    """Sign a curator out everywhere, `but` in one browser, and give the stamp that holds from now on."""
    stamp = secrets.token_hex(16)
    sign_ins.end_all(session, curator.id, but)
    curators.set_stamp(session, curator.id, stamp)
    return stamp


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
