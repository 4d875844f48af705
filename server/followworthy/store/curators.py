"""Curators and their invitations. Passwords and tokens arrive here only as hashes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from followworthy.store.tables import CuratorRow, InvitationRow


@dataclass(frozen=True, slots=True)
class Curator:
    """Who decides. `session_stamp` must equal the one in the browser's cookie."""

    id: int
    name: str
    password_hash: str
    session_stamp: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use address; `name` is set when it was made for somebody, `first` for the first curator."""

    token_hash: str
    name: str | None
    first: bool
    expires_at: datetime


def count(session: Session) -> int:
    """Count the curators."""
    return session.scalar(select(func.count(CuratorRow.id))) or 0


def by_name(session: Session, name: str) -> Curator | None:
    """Give the curator of that name (upper and lower case alike), or None.

    Compared here, not in SQL: SQLite lowers only A to Z, so somebody named Øyvind could never sign in.
    """
    wanted, rows = name.casefold(), session.scalars(select(CuratorRow))
    return _curator(next((row for row in rows if row.name.casefold() == wanted), None))


def by_id(session: Session, curator_id: int) -> Curator | None:
    """Give one curator, or None."""
    return _curator(session.get(CuratorRow, curator_id))


def add(session: Session, name: str, password_hash: str, session_stamp: str, now: datetime) -> Curator:
    """Add a curator; the name must be free."""
    row = CuratorRow(name=name, password_hash=password_hash, session_stamp=session_stamp, created_at=now)
    session.add(row)
    session.flush()
    return Curator(row.id, name, password_hash, session_stamp)


def set_password_hash(session: Session, curator_id: int, password_hash: str) -> None:
    """Keep another hash of the same password; browsers stay signed in."""
    session.get_one(CuratorRow, curator_id).password_hash = password_hash


def invite(session: Session, invitation: Invitation) -> None:
    """Keep an invitation; one for the first curator takes the place of an earlier one."""
    if invitation.first:
        session.execute(delete(InvitationRow).where(InvitationRow.first.is_(True)))
    session.add(
        InvitationRow(
            token_hash=invitation.token_hash,
            name=invitation.name,
            first=invitation.first,
            expires_at=invitation.expires_at,
        )
    )


def invitation(session: Session, token_hash: str) -> Invitation | None:
    """Give an invitation that was not used yet, or None; the caller looks at `expires_at`."""
    row = session.get(InvitationRow, token_hash)
    return Invitation(row.token_hash, row.name, row.first, row.expires_at) if row else None


def use_invitation(session: Session, token_hash: str) -> None:
    """Make an invitation unusable."""
    session.execute(delete(InvitationRow).where(InvitationRow.token_hash == token_hash))


def drop_expired(session: Session, now: datetime) -> None:
    """Drop invitations that nobody can use any more."""
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now))


def _curator(row: CuratorRow | None) -> Curator | None:
    return Curator(row.id, row.name, row.password_hash, row.session_stamp) if row else None
