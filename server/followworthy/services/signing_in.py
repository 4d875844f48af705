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
from followworthy.store.curators import Curator, Invitation, Role

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
LONGEST_NAME = 100
VALID = timedelta(days=7)

MACHINES = ("auditor", "curated files", "restore")
"""Who signs changes and is nobody."""

USED_UP = "This address was used before, or is too old. Ask for a new one."

_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash(secrets.token_hex())
"""Verified when the name is unknown, so that an unknown name takes as long as a wrong password."""


def invite_first(session: Session, now: datetime) -> str | None:
    """Give the token that makes the first curator, in the place of an earlier one; None once there is a curator."""
    return None if curators.count(session) else _invite(session, None, now, first=True)


def invite(session: Session, name: str, now: datetime, role: Role = "curator", by: str = "") -> str:
    """Give a token that makes somebody a curator under that name. Raises RefusedError if the name cannot be had."""
    return _invite(session, _free_name(session, name), now, role=role, by=by)


def invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """Give what a token is good for; None when it was used, is too old or never was.

    The first curator's address is used up by any curator, so that an old log line opens nothing.
    """
    found = curators.invitation(session, _hash(token))
    if found is None or found.expires_at <= now or (found.first and curators.count(session)):
        return None
    return found


def accept_invitation(session: Session, token: str, name: str, password: str, now: datetime) -> Curator:
    """Make somebody a curator, the first one an owner; the token is used up. Raises RefusedError with one sentence.

    A name that has signed changes is only for whom an owner invited by that very name.
    """
    found = invitation(session, token, now)
    if found is None:
        raise RefusedError(USED_UP)
    wanted, alone = _free_name(session, name), not curators.count(session)
    if wanted != found.name and not alone and curators.has_signed(session, wanted):
        raise RefusedError(f"Changes are signed with the name {wanted} already. Choose another one.")
    hashed = _new_hash(password)
    curators.use_invitation(session, found.token_hash)
    role: Role = "owner" if alone else found.role
    return curators.add(session, wanted, hashed, secrets.token_hex(16), now, role)


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


def change_password(session: Session, curator: Curator, password: str, wanted: str) -> bool:
    """Take another password in the place of the one before; tell whether that one was right. Raises RefusedError."""
    hashed = _new_hash(wanted)
    if sign_in(session, curator.name, password) is None:
        return False
    curators.set_password_hash(session, curator.id, hashed)
    return True


def _new_hash(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return _hasher.hash(password)


def _invite(
    session: Session, name: str | None, now: datetime, *, first: bool = False, role: Role = "curator", by: str = ""
) -> str:
    token = secrets.token_urlsafe(24)
    curators.invite(session, Invitation(_hash(token), name, first, now + VALID, "owner" if first else role, by))
    return token


def _free_name(session: Session, name: str) -> str:
    wanted = _spelled(name)
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise RefusedError("A name of at most 100 characters is needed.")
    if wanted.casefold() in MACHINES:
        raise RefusedError(f"{wanted} is what no person is called here. Choose another name.")
    if curators.by_name(session, wanted):
        raise RefusedError(f"There is a curator named {wanted} already.")
    return wanted


def _spelled(name: str) -> str:
    """Give a name as it is kept: single blanks, and one code for each accented letter (keyboards differ)."""
    return one_line(unicodedata.normalize("NFC", name))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
