"""Who decides, and who is invited to."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from followworthy.store.tables.base import Base


class CuratorRow(Base):
    """Who decides. `session_stamp` is in their cookie: drawing a new one signs every browser out."""

    __tablename__ = "curators"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    session_stamp: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


class InvitationRow(Base):
    """A single-use address that makes somebody a curator; only the token's SHA-256 is kept."""

    __tablename__ = "invitations"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(100))
    first: Mapped[bool]
    expires_at: Mapped[datetime]
