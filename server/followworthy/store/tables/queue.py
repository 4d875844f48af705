"""What waits for a curator, and the batches that it came in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as literal
from sqlalchemy.orm import Mapped, mapped_column

from followworthy.store.tables.base import Base


class ImportRow(Base):
    """One batch: what one reading of a source brought. `people` is whom it named, by identity: [name, digest].

    `place` is where the document was read, `digest` the SHA-256 of its bytes, `gone` the names that the reading
    before had and this one lacks; how many `asked` not to be listed is told, and nothing else about them. A batch
    taken back stays, with who did it, when, and in which revision, if any.
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
    asked: Mapped[int] = mapped_column(server_default=literal("0"))
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

    `import_id` is the batch that brought it as it is now; None for what no document brought. `repair` is which of the
    expert's links needs one, why, and what could take its place; None for all other proposals.

    `became` is the expert whom an accepted one made or was added to; None for those decided before that was kept.

    `reopened_in` is the undo that put it back into the queue, `decision` what had been decided: undoing the undo
    decides it again. For filters and order alone: `name`, `name_key`, the first `heading`, `turn` (see `proposals`).
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("source_id", "identity"),
        Index("ix_proposals_state_id", "state", "id"),
        Index("ix_proposals_state_turn_id", "state", "turn", "id"),
        Index("ix_proposals_state_import_id", "state", "import_id", "source_id", "kind", "created_at"),
        Index("ix_proposals_state_name_key", "state", "name_key"),
        Index("ix_proposals_state_identity", "state", "identity"),
        Index("ix_proposals_decided_by_decided_at", "decided_by", "decided_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    identity: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    claims: Mapped[list[Any]]
    level: Mapped[str] = mapped_column(String(20))
    expert_id: Mapped[str | None] = mapped_column(ForeignKey("experts.id"), index=True)
    agrees: Mapped[list[Any]]
    differs: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_in: Mapped[int | None] = mapped_column(ForeignKey("revisions.number"), index=True)
    became: Mapped[str | None] = mapped_column(String(8))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    repair: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reopened_in: Mapped[int | None] = mapped_column(index=True)
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    name: Mapped[str] = mapped_column(Text, server_default=literal("''"))
    name_key: Mapped[str] = mapped_column(Text, server_default=literal("''"))
    heading: Mapped[str | None] = mapped_column(Text)
    turn: Mapped[int] = mapped_column(server_default=literal("0"))


class DraftRow(Base):
    """A document that a curator brought to the import page: read, shown, and not queued yet.

    `state`: reading, ready, failed, queued. `pages` were read so far, `beat_at` is the last sign of life of whoever
    reads; `reading` is what was found, as a document, `said` why nothing was, `import_id` the batch it became.
    """

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    curator_id: Mapped[int] = mapped_column(ForeignKey("curators.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    pages: Mapped[int]
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    began_at: Mapped[datetime]
    beat_at: Mapped[datetime]
