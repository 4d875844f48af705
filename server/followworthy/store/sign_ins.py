"""The browsers that are signed in. Tokens arrive here only as hashes; for how long one holds, `staying` says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from followworthy.store import curators
from followworthy.store.curators import Curator
from followworthy.store.tables import CuratorRow, SignInRow


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser that is signed in; `agent` is what it calls itself, `seen_at` is within the hour."""

    id: int
    agent: str
    began_at: datetime
    seen_at: datetime


def add(session: Session, curator_id: int, token_hash: str, agent: str, now: datetime) -> None:
    """Keep that a browser is signed in."""
    mine = {"curator_id": curator_id, "token_hash": token_hash, "agent": agent}
    session.add(SignInRow(**mine, began_at=now, seen_at=now))
    session.flush()


def by_token(session: Session, token_hash: str) -> tuple[SignIn, Curator] | None:
    """Give the sign-in that holds a token, and whose it is, in one statement; or None."""
    rows = select(SignInRow, CuratorRow).join(CuratorRow, CuratorRow.id == SignInRow.curator_id)
    row = session.execute(rows.where(SignInRow.token_hash == token_hash)).first()
    return (_sign_in(row[0]), curators.curator(row[1])) if row else None


def of_curator(session: Session, curator_id: int, since: datetime) -> list[SignIn]:
    """Give a curator's sign-ins that began after a moment, the one seen last first."""
    mine = (SignInRow.curator_id == curator_id, SignInRow.began_at > since)
    rows = select(SignInRow).where(*mine).order_by(SignInRow.seen_at.desc(), SignInRow.id.desc())
    return [_sign_in(row) for row in session.scalars(rows)]


def note_seen(session: Session, sign_in_id: int, curator_id: int, now: datetime) -> None:
    """Keep that a browser, and its curator, were seen."""
    session.execute(update(SignInRow).where(SignInRow.id == sign_in_id).values(seen_at=now))
    session.execute(update(CuratorRow).where(CuratorRow.id == curator_id).values(seen_at=now))


def end(session: Session, curator_id: int, sign_in_id: int) -> None:
    """Sign one browser of a curator out; one that is not theirs stays."""
    session.execute(delete(SignInRow).where(SignInRow.curator_id == curator_id, SignInRow.id == sign_in_id))


def end_all(session: Session, curator_id: int, but: int | None = None) -> None:
    """Sign all browsers of a curator out, `but` one."""
    others = () if but is None else (SignInRow.id != but,)
    session.execute(delete(SignInRow).where(SignInRow.curator_id == curator_id, *others))


def drop_old(session: Session, before: datetime) -> None:
    """Drop sign-ins that began before a moment: nobody can use them any more."""
    session.execute(delete(SignInRow).where(SignInRow.began_at <= before))


def _sign_in(row: SignInRow) -> SignIn:
    return SignIn(row.id, row.agent, row.began_at, row.seen_at)
