"""Pairing codes, paired browsers, and what their curators just opened. Codes and tokens arrive here only as hashes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from followworthy.store.tables import ExpertRow, LinkRow, OpenedLinkRow, PairedBrowserRow, PairingCodeRow


@dataclass(frozen=True, slots=True)
class Code:
    """A pairing code that was not used yet, and whose."""

    curator_id: int
    code_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PairedBrowser:
    """A browser that speaks for a curator; `session_stamp` was theirs when it was paired."""

    id: int
    curator_id: int
    session_stamp: str
    paired_at: datetime
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A published link that a curator opened from the desk."""

    expert_id: str
    url: str


def keep_code(session: Session, code: Code) -> None:
    """Keep a code, in the place of the curator's earlier one."""
    session.merge(PairingCodeRow(curator_id=code.curator_id, code_hash=code.code_hash, expires_at=code.expires_at))


def take_code(session: Session, code_hash: str) -> Code | None:
    """Give a code and make it unusable, None if there is none; of two who ask at once, one has it.

    The caller looks at `expires_at`.
    """
    mine = delete(PairingCodeRow).where(PairingCodeRow.code_hash == code_hash)
    taken = session.execute(mine.returning(PairingCodeRow.curator_id, PairingCodeRow.expires_at)).first()
    return Code(taken.curator_id, code_hash, taken.expires_at) if taken else None


def add_browser(session: Session, curator_id: int, token_hash: str, session_stamp: str, now: datetime) -> None:
    """Keep that a browser speaks for a curator."""
    mine = {"curator_id": curator_id, "token_hash": token_hash, "session_stamp": session_stamp, "paired_at": now}
    session.add(PairedBrowserRow(**mine))


def by_token(session: Session, token_hash: str) -> PairedBrowser | None:
    """Give the browser that holds a token, or None."""
    row = session.scalar(select(PairedBrowserRow).where(PairedBrowserRow.token_hash == token_hash))
    return _browser(row) if row else None


def of_curator(session: Session, curator_id: int, session_stamp: str) -> list[PairedBrowser]:
    """Give the browsers that speak for a curator as long as that stamp is theirs, the latest first."""
    mine = (PairedBrowserRow.curator_id == curator_id, PairedBrowserRow.session_stamp == session_stamp)
    rows = select(PairedBrowserRow).where(*mine).order_by(PairedBrowserRow.id.desc())
    return [_browser(row) for row in session.scalars(rows)]


def note_report(session: Session, browser_id: int, now: datetime) -> None:
    """Keep when a browser last reported."""
    session.get_one(PairedBrowserRow, browser_id).reported_at = now


def end(session: Session, curator_id: int, browser_id: int) -> None:
    """End one pairing of a curator."""
    mine = (PairedBrowserRow.curator_id == curator_id, PairedBrowserRow.id == browser_id)
    session.execute(delete(PairedBrowserRow).where(*mine))


def end_others(session: Session, curator_id: int, session_stamp: str) -> None:
    """End those pairings of a curator that were made under an earlier stamp."""
    old = (PairedBrowserRow.curator_id == curator_id, PairedBrowserRow.session_stamp != session_stamp)
    session.execute(delete(PairedBrowserRow).where(*old))


def published_link(session: Session, link_id: int) -> OpenedLink | None:
    """Give a published current link by its number, or None."""
    wanted = select(LinkRow.expert_id, LinkRow.url).join(ExpertRow, ExpertRow.id == LinkRow.expert_id)
    wanted = wanted.where(LinkRow.id == link_id, LinkRow.status == "current", ExpertRow.withdrawn.is_(False))
    row = session.execute(wanted).first()
    return OpenedLink(*row) if row else None


def note_opened(session: Session, curator_id: int, link: OpenedLink, now: datetime, since: datetime) -> None:
    """Keep that a curator opened a link, once, and drop what they opened before `since`."""
    old = (OpenedLinkRow.curator_id == curator_id, OpenedLinkRow.at < since)
    session.execute(delete(OpenedLinkRow).where(*old))
    session.merge(OpenedLinkRow(curator_id=curator_id, expert_id=link.expert_id, url=link.url, at=now))


def opened(session: Session, curator_id: int, since: datetime) -> list[OpenedLink]:
    """Give what a curator opened since then, the latest first."""
    rows = select(OpenedLinkRow).where(OpenedLinkRow.curator_id == curator_id, OpenedLinkRow.at >= since)
    return [OpenedLink(row.expert_id, row.url) for row in session.scalars(rows.order_by(OpenedLinkRow.at.desc()))]


def forget_opened(session: Session, curator_id: int, link: OpenedLink) -> None:
    """Drop that a curator opened a link: something was said of it."""
    mine = (OpenedLinkRow.curator_id == curator_id, OpenedLinkRow.expert_id == link.expert_id)
    session.execute(delete(OpenedLinkRow).where(*mine, OpenedLinkRow.url == link.url))


def forget_all_opened(session: Session, curator_id: int) -> None:
    """Drop whatever a curator opened."""
    session.execute(delete(OpenedLinkRow).where(OpenedLinkRow.curator_id == curator_id))


def _browser(row: PairedBrowserRow) -> PairedBrowser:
    return PairedBrowser(row.id, row.curator_id, row.session_stamp, row.paired_at, row.reported_at)
