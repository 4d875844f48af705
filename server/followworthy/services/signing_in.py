"""Who may curate: invitations that work once, passwords as argon2 hashes. Knows nothing of cookies."""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from followworthy.domain.texts import one_line
from followworthy.errors import RefusedError
from followworthy.store import Session, curators
from followworthy.store.curators import Curator, Invitation

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
LONGEST_NAME = 100
VALID = timedelta(days=7)

USED_UP = "This address was used before, or is too old. Ask for a new one."

_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash(secrets.token_hex())
"""Verified when the name is unknown, so that an unknown name takes as long as a wrong password."""


def invite_first(session: Session, now: datetime) -> str | None:
    """Give the token that makes the first curator, in the place of an earlier one; None once there is a curator."""
    return None if curators.count(session) else _invite(session, None, now, first=True)


def invite(session: Session, name: str, now: datetime) -> str:
    """Give a token that makes somebody a curator under that name. Raises RefusedError if the name cannot be had."""
    return _invite(session, _free_name(session, name), now, first=False)


def invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """Give what a token is good for; None when it was used, is too old or never was.

    The first curator's address is used up by any curator, so that an old log line opens nothing.
    """
    found = curators.invitation(session, _hash(token))
    if found is None or found.expires_at <= now or (found.first and curators.count(session)):
        return None
    return found


def accept_invitation(session: Session, token: str, name: str, password: str, now: datetime) -> Curator:
    """Make somebody a curator; the token is used up. Raises RefusedError with one sentence."""
    found = invitation(session, token, now)
    if found is None:
        raise RefusedError(USED_UP)
    wanted = _free_name(session, name)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    curators.use_invitation(session, found.token_hash)
    return curators.add(session, wanted, _hasher.hash(password), secrets.token_hex(16), now)


def sign_in(session: Session, name: str, password: str) -> Curator | None:
    """Give the curator of that name and password, or None."""
    curator = curators.by_name(session, _spelled(name))
    try:
        _hasher.verify(curator.password_hash if curator else _NOBODYS_HASH, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return None
    return curator


def outdated(curator: Curator) -> bool:
    """Tell whether the password should be hashed anew: argon2's recommended strength has grown since."""
    return _hasher.check_needs_rehash(curator.password_hash)


def hash_anew(session: Session, curator: Curator, password: str) -> None:
    """Hash a password, just found right, with today's strength."""
    curators.set_password_hash(session, curator.id, _hasher.hash(password))


def curator_of_session(session: Session, curator_id: object, stamp: object) -> Curator | None:
    """Give the curator whom a browser's cookie names, if their stamp still holds."""
    curator = curators.by_id(session, curator_id) if isinstance(curator_id, int) else None
    held = curator is not None and isinstance(stamp, str) and secrets.compare_digest(curator.session_stamp, stamp)
    return curator if held else None


def _invite(session: Session, name: str | None, now: datetime, *, first: bool) -> str:
    token = secrets.token_urlsafe(24)
    curators.invite(session, Invitation(_hash(token), name, first, now + VALID))
    return token


def _free_name(session: Session, name: str) -> str:
    wanted = _spelled(name)
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise RefusedError("A name of at most 100 characters is needed.")
    if curators.by_name(session, wanted):
        raise RefusedError(f"There is a curator named {wanted} already.")
    return wanted


def _spelled(name: str) -> str:
    """Give a name as it is kept: single blanks, and one code for each accented letter (keyboards differ)."""
    return one_line(unicodedata.normalize("NFC", name))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
