"""Who decides, and who says so: owners invite curators, change their roles and end their access.

There is always an owner: the last one can neither go nor step down. What a curator did stays signed with their name.
Invitations are made and accepted in `signing_in`.
"""

from datetime import datetime
from typing import cast, get_args

from followworthy.errors import RefusedError
from followworthy.store import Session, curators
from followworthy.store.curators import Curator, Invitation, Role

LAST_OWNER = "You are the only owner. Make somebody else an owner first; then this can be done."
NOT_YOURS = "Only owners say who is a curator. Ask one of them."
GONE = "There is no such curator any more."


def role_named(text: str) -> Role:
    """Give the role of that name. Raises RefusedError."""
    if text not in get_args(Role):
        raise RefusedError("Choose a role: curator or owner.")
    return cast("Role", text)


def examine(session: Session, owner: Curator) -> None:
    """Raise RefusedError for whoever is no owner, or not any more."""
    found = curators.by_id(session, owner.id)
    if found is None or found.role != "owner":
        raise RefusedError(NOT_YOURS)


def pending(session: Session, now: datetime) -> list[Invitation]:
    """Give the invitations that somebody can still use, the one that ends first first."""
    return [one for one in curators.invitations(session, now) if not one.first]


def revoke(session: Session, owner: Curator, token_hash: str) -> None:
    """Make an invitation unusable. Raises RefusedError."""
    examine(session, owner)
    curators.use_invitation(session, token_hash)


def change_role(session: Session, owner: Curator, curator_id: int, role: Role) -> Curator:
    """Give a curator another role, and give them as they were. Raises RefusedError."""
    found = _found(session, owner, curator_id)
    if found.role == "owner" and role != "owner":
        _keep_an_owner(session)
    curators.set_role(session, found.id, role)
    return found


def end_access(session: Session, owner: Curator, curator_id: int) -> Curator:
    """End a curator's access at once, in every browser, and give them as they were. Raises RefusedError."""
    found = _found(session, owner, curator_id)
    if found.role == "owner":
        _keep_an_owner(session)
    curators.remove(session, found.id)
    return found


def _found(session: Session, owner: Curator, curator_id: int) -> Curator:
    examine(session, owner)
    found = curators.by_id(session, curator_id)
    if found is None:
        raise RefusedError(GONE)
    return found


def _keep_an_owner(session: Session) -> None:
    if curators.count_owners(session) < 2:
        raise RefusedError(LAST_OWNER)
