"""Who decides, who is invited to, and which browsers speak for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy import text as literal
from sqlalchemy.orm import Mapped, mapped_column

from followworthy.store.tables.base import Base


class CuratorRow(Base):
    """Who decides. `session_stamp` is in their cookie: drawing a new one signs every browser out.

    `role`: an `owner` also says who else is a curator. `seen_at` is within the hour.
    """

    __tablename__ = "curators"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    session_stamp: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    role: Mapped[str] = mapped_column(String(20), server_default=literal("'curator'"))


class InvitationRow(Base):
    """A single-use address that makes somebody a curator; only the token's SHA-256 is kept."""

    __tablename__ = "invitations"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(100))
    first: Mapped[bool]
    expires_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(20), server_default=literal("'curator'"))
    by: Mapped[str] = mapped_column(String(100), server_default=literal("''"))


class SignInRow(Base):
    """A browser that is signed in; only its token's SHA-256 is kept. `agent` is what it calls itself."""

    __tablename__ = "sign_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    curator_id: Mapped[int] = mapped_column(ForeignKey("curators.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class PairingCodeRow(Base):
    """A single-use code that makes a browser a curator's; only its SHA-256 is kept, and a curator has one at a time."""

    __tablename__ = "pairing_codes"
    curator_id: Mapped[int] = mapped_column(ForeignKey("curators.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class PairedBrowserRow(Base):
    """A browser that may report looks as a curator; only its token's SHA-256 is kept.

    `session_stamp` is the curator's when it was paired: drawing a new one ends this, too.
    """

    __tablename__ = "paired_browsers"
    id: Mapped[int] = mapped_column(primary_key=True)
    curator_id: Mapped[int] = mapped_column(ForeignKey("curators.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    session_stamp: Mapped[str] = mapped_column(String(32))
    paired_at: Mapped[datetime]
    reported_at: Mapped[datetime | None]


class OpenedLinkRow(Base):
    """A link that a curator opened from the desk moments ago: what their browser then meets may be about it."""

    __tablename__ = "opened_links"
    curator_id: Mapped[int] = mapped_column(ForeignKey("curators.id"), primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    url: Mapped[str] = mapped_column(String(2000), primary_key=True)
    at: Mapped[datetime]
