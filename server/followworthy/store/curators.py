"""Curators and their invitations. Passwords and tokens arrive here only as hashes."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from followworthy.store.tables import (
    CuratorRow,
    DraftRow,
    InvitationRow,
    OpenedLinkRow,
    PairedBrowserRow,
    PairingCodeRow,
    RevisionRow,
    SignInRow,
)

Role = Literal["owner", "curator"]
THEIR_OWN = (SignInRow, PairingCodeRow, PairedBrowserRow, OpenedLinkRow, DraftRow)
"""What goes with a curator; what they decided is signed with their name, and stays."""


@dataclass(frozen=True, slots=True)
class Curator:
    """Who decides. `session_stamp` must equal the one in the browser's cookie; `seen_at` is within the hour.

    An `owner` also says who else is a curator.
    """

    id: int
    name: str
    password_hash: str
    session_stamp: str
    created_at: datetime
    role: Role = "curator"
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use address; `name` is set when it was made for somebody, `first` for the first curator.

    `by` is the curator who made it, "" for the command line.
    """

    token_hash: str
    name: str | None
    first: bool
    expires_at: datetime
    role: Role = "curator"
    by: str = ""


def count(session: Session) -> int:
    """Count the curators."""
    return session.scalar(select(func.count(CuratorRow.id))) or 0


def by_name(session: Session, name: str) -> Curator | None:
    """Give the curator of that name (upper and lower case alike), or None.

    Compared here, not in SQL: SQLite lowers only A to Z, so somebody named Øyvind could never sign in.
    """
    wanted, rows = name.casefold(), session.scalars(select(CuratorRow))
    return next((curator(row) for row in rows if row.name.casefold() == wanted), None)


def has_signed(session: Session, name: str) -> bool:
    """Tell whether changes are signed with a name (upper and lower case alike)."""
    wanted = name.casefold()
    return any(by.casefold() == wanted for by in session.scalars(select(RevisionRow.by).distinct()))


def by_id(session: Session, curator_id: int) -> Curator | None:
    """Give one curator, or None."""
    row = session.get(CuratorRow, curator_id)
    return curator(row) if row else None


def listed(session: Session) -> list[Curator]:
    """Give all curators, the first one first."""
    return [curator(row) for row in session.scalars(select(CuratorRow).order_by(CuratorRow.id))]


def count_owners(session: Session) -> int:
    """Count the owners; nobody else takes one's role until the session ends."""
    return len(session.scalars(select(CuratorRow.id).where(CuratorRow.role == "owner").with_for_update()).all())


def add(
    session: Session, name: str, password_hash: str, session_stamp: str, now: datetime, role: Role = "curator"
) -> Curator:
    """Add a curator; the name must be free."""
    row = CuratorRow(name=name, password_hash=password_hash, session_stamp=session_stamp, created_at=now, role=role)
    session.add(row)
    session.flush()
    return curator(row)


def remove(session: Session, curator_id: int) -> None:
    """Remove a curator, with their browsers, pairings and drafts."""
    for table in THEIR_OWN:
        session.execute(delete(table).where(table.curator_id == curator_id))
    session.execute(delete(CuratorRow).where(CuratorRow.id == curator_id))


def set_role(session: Session, curator_id: int, role: Role) -> None:
    """Give a curator another role."""
    session.get_one(CuratorRow, curator_id).role = role
    session.flush()


def set_stamp(session: Session, curator_id: int, session_stamp: str) -> None:
    """Give a curator another stamp: no cookie, pairing or feed with the one before holds any more."""
    session.get_one(CuratorRow, curator_id).session_stamp = session_stamp
    session.flush()


def set_all_stamps(session: Session) -> None:
    """Do what `set_stamp` does to everybody: what had ended after a backup may not hold again once that is restored."""
    for row in session.scalars(select(CuratorRow)):
        row.session_stamp = secrets.token_hex(16)


def note_seen(session: Session, curator_id: int, now: datetime) -> None:
    """Keep that a curator was seen."""
    session.get_one(CuratorRow, curator_id).seen_at = now
    session.flush()


def set_password_hash(session: Session, curator_id: int, password_hash: str) -> None:
    """Keep another hash; browsers stay signed in."""
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
            role=invitation.role,
            by=invitation.by,
        )
    )


def invitation(session: Session, token_hash: str) -> Invitation | None:
    """Give an invitation that was not used yet, or None; the caller looks at `expires_at`."""
    row = session.get(InvitationRow, token_hash)
    return _invitation(row) if row else None


def invitations(session: Session, now: datetime) -> list[Invitation]:
    """Give the invitations that can still be used, the one that ends first first."""
    rows = select(InvitationRow).where(InvitationRow.expires_at > now).order_by(InvitationRow.expires_at)
    return [_invitation(row) for row in session.scalars(rows)]


def use_invitation(session: Session, token_hash: str) -> None:
    """Make an invitation unusable."""
    session.execute(delete(InvitationRow).where(InvitationRow.token_hash == token_hash))


def drop_expired(session: Session, now: datetime) -> None:
    """Drop invitations that nobody can use any more."""
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now))


def curator(row: CuratorRow) -> Curator:
    """Give the curator of a row."""
    signing = (row.password_hash, row.session_stamp)
    return Curator(row.id, row.name, *signing, row.created_at, cast("Role", row.role), row.seen_at)


def _invitation(row: InvitationRow) -> Invitation:
    role = cast("Role", row.role)
    return Invitation(row.token_hash, row.name, row.first, row.expires_at, role, row.by)
