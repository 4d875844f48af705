"""The tables, typed. What a row means is told by the glossary; how rows are read and written, by the siblings.

Portable on purpose: SQLite and PostgreSQL get the same statements (no sequences where a number matters,
no database's own types). Changing a table means writing a migration beside it.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out, also where the database (SQLite) keeps no zone. A naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn an aware time into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give back aware UTC."""
        return value if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables share: naming of constraints (so that migrations can name them) and column types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy's way


class CounterRow(Base):
    """The one number: a single row (`id` 1) holding the epoch and the latest revision."""

    __tablename__ = "counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]


class RevisionRow(Base):
    """One numbered, signed, reversible change."""

    __tablename__ = "revisions"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("revisions.number"))
    changes: Mapped[list["ChangeRow"]] = relationship(order_by="ChangeRow.id", back_populates="revision")


class ChangeRow(Base):
    """One record before and after; None stands for "was not there"."""

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("revisions.number"), index=True)
    entity: Mapped[str] = mapped_column(String(20))
    entity_id: Mapped[str] = mapped_column(String(100))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[RevisionRow] = relationship(back_populates="changes")


class CategoryRow(Base):
    """A field in which experts are recommended."""

    __tablename__ = "categories"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    description: Mapped[str] = mapped_column(Text)


class SourceRow(Base):
    """A page that says something about experts; published only when a recommendation names it.

    `reread`: whether it is read again on a schedule, if it has an address.
    """

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    reread: Mapped[bool] = mapped_column(server_default=true())


class ExpertRow(Base):
    """A person or an organisation; `revision` is the latest one that changed them."""

    __tablename__ = "experts"
    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    headline: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    withdrawn: Mapped[bool]
    revision: Mapped[int] = mapped_column(index=True)
    links: Mapped[list["LinkRow"]] = relationship(
        order_by="LinkRow.position", cascade="all, delete-orphan", back_populates="expert"
    )
    recommendations: Mapped[list["RecommendationRow"]] = relationship(
        order_by="RecommendationRow.position", cascade="all, delete-orphan", back_populates="expert"
    )


class LinkRow(Base):
    """An address of an expert. `published_key` is `key` while the expert is published: that makes it unique."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("expert_id", "url"), UniqueConstraint("published_key"))
    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(2000))
    key: Mapped[str | None] = mapped_column(String(300))
    published_key: Mapped[str | None] = mapped_column(String(300))
    confidence: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(20))
    confirmed: Mapped[str | None] = mapped_column(String(7))
    next_check_at: Mapped[datetime | None] = mapped_column(index=True)
    expert: Mapped[ExpertRow] = relationship(back_populates="links")


class RecommendationRow(Base):
    """This source recommends this expert in this category."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("expert_id", "source_id", "category_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"))
    position: Mapped[int]
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    category_id: Mapped[str] = mapped_column(ForeignKey("categories.id"))
    rank: Mapped[int | None]
    heading: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    quote: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    expert: Mapped[ExpertRow] = relationship(back_populates="recommendations")


class ImportRow(Base):
    """One batch: what one reading of a source brought. `people` is whom it named, by identity: [name, digest].

    `place` is where the document was read, `digest` the SHA-256 of its bytes, `gone` the names that the reading
    before had and this one lacks. A batch taken back stays, with who did it, when, and in which revision, if any.
    """

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), index=True)
    place: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    claims: Mapped[int]
    people: Mapped[dict[str, Any]]
    gone: Mapped[list[Any]]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(200))
    taken_back_in: Mapped[int | None] = mapped_column(ForeignKey("revisions.number"))


class ImportEntryRow(Base):
    """One proposal that an import made or changed: as it was `before` (None: there was none), and as `taken` back."""

    __tablename__ = "import_entries"
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    taken: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class SourceReadingRow(Base):
    """The last time a source was read, by hand or on schedule: how many were new and gone, or why it could not be."""

    __tablename__ = "source_readings"
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    at: Mapped[datetime]
    new: Mapped[int]
    gone: Mapped[int]
    trouble: Mapped[str] = mapped_column(Text)


class ProposalRow(Base):
    """What one source brings about one expert, waiting for a curator; `identity` is a link key or a normalised name.

    `import_id` is the batch that brought it as it is now; None for what no document brought.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("source_id", "identity"),
        Index("ix_proposals_state_id", "state", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    identity: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    claims: Mapped[list[Any]]
    level: Mapped[str] = mapped_column(String(20))
    expert_id: Mapped[str | None] = mapped_column(ForeignKey("experts.id"))
    agrees: Mapped[list[Any]]
    differs: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_in: Mapped[int | None] = mapped_column(ForeignKey("revisions.number"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)


class CheckRow(Base):
    """One look at one address. Kept by (expert, url), so that evidence outlives an edit and its undo."""

    __tablename__ = "checks"
    __table_args__ = (Index("ix_checks_expert_url_at", "expert_id", "url", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"))
    url: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime]
    witness: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    because: Mapped[str] = mapped_column(Text)
    weak: Mapped[bool]
    moved_to: Mapped[str | None] = mapped_column(Text)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("audit_runs.id"), index=True)


class AuditRunRow(Base):
    """One audit run: when, how many links were due, what they met (`counts` by outcome), how it ended."""

    __tablename__ = "audit_runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    due: Mapped[int]
    counts: Mapped[dict[str, Any]]
    said: Mapped[str] = mapped_column(Text)


class LoadedFileRow(Base):
    """What was last loaded from the curated files about one record: its digest (without verdicts) and its file."""

    __tablename__ = "loaded_files"
    entity: Mapped[str] = mapped_column(String(20), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    file: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))


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
