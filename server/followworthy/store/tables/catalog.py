"""What the catalog holds, and every change of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy import text as literal
from sqlalchemy.orm import Mapped, mapped_column, relationship

from followworthy.store.tables.base import Base


class CounterRow(Base):
    """The one number: a single row (`id` 1) holding the epoch and the latest revision.

    `opt_out_check` tells whether the key of the opt-outs is the right one; None while nobody opted out.
    """

    __tablename__ = "counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]
    opt_out_check: Mapped[str | None] = mapped_column(String(64))


class RevisionRow(Base):
    """One numbered, signed, reversible change."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_by_number", "by", "number"), Index("ix_revisions_undoes", "undoes"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("revisions.number"))
    changes: Mapped[list["ChangeRow"]] = relationship(order_by="ChangeRow.id", back_populates="revision")


class ChangeRow(Base):
    """One record before and after; None stands for "was not there"."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_entity_entity_id_number", "entity", "entity_id", "number"),)
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
    """A person or an organisation; `revision` is the latest one that changed them.

    `merged_into` is who stands for a withdrawn double. For searching and sorting alone: `name_key` and `words` (name,
    headline and reasons) as they are compared, `best_rank` the best of their ranks (UNRANKED without one), and
    `reviewed_at`, when a person last changed or confirmed them.
    """

    __tablename__ = "experts"
    __table_args__ = (
        Index("ix_experts_withdrawn_best_rank_name_key", "withdrawn", "best_rank", "name_key"),
        Index("ix_experts_withdrawn_name_key", "withdrawn", "name_key"),
        Index("ix_experts_withdrawn_reviewed_at_name_key", "withdrawn", "reviewed_at", "name_key"),
        Index("ix_experts_withdrawn_revision", "withdrawn", "revision"),
    )
    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    headline: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    withdrawn: Mapped[bool]
    revision: Mapped[int] = mapped_column(index=True)
    merged_into: Mapped[str | None] = mapped_column(String(8))
    name_key: Mapped[str] = mapped_column(Text, server_default=literal("''"))
    words: Mapped[str] = mapped_column(Text, server_default=literal("''"))
    best_rank: Mapped[int] = mapped_column(server_default=literal("1000000000"))
    reviewed_at: Mapped[datetime | None]
    links: Mapped[list["LinkRow"]] = relationship(
        order_by="LinkRow.position", cascade="all, delete-orphan", back_populates="expert"
    )
    recommendations: Mapped[list["RecommendationRow"]] = relationship(
        order_by="RecommendationRow.position", cascade="all, delete-orphan", back_populates="expert"
    )


class LinkRow(Base):
    """An address of an expert. `published_key` is `key` while the expert is published: that makes it unique.

    For counting alone: whether the expert is `published`, and what `link_facts` knows from the looks at it. `walled`:
    the latest by a program met a wall. `seen_by`: the best of those who met the page (or `site`, which only named it).
    When it was first looked at, when the page was last met, and vouched for; when a curator last looked, and what met.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("expert_id", "url"),
        UniqueConstraint("published_key"),
        Index("ix_links_status_next_check_at", "status", "next_check_at"),
        Index("ix_links_counted", "published", "kind", "expert_id", "status", "verdict", "seen_by", "walled"),
        Index("ix_links_eyes", "published", "status", "walled", "curator_at", "vouched_at", "curator_met"),
        Index("ix_links_url_kind_expert_id", "url", "kind", "expert_id"),
    )
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
    next_check_at: Mapped[datetime | None]
    published: Mapped[bool] = mapped_column(server_default=false())
    walled: Mapped[bool] = mapped_column(server_default=false())
    seen_by: Mapped[str | None] = mapped_column(String(20))
    first_at: Mapped[datetime | None]
    evidence_at: Mapped[datetime | None]
    vouched_at: Mapped[datetime | None]
    curator_at: Mapped[datetime | None]
    curator_met: Mapped[str | None] = mapped_column(String(20))
    expert: Mapped[ExpertRow] = relationship(back_populates="links")


class RecommendationRow(Base):
    """This source recommends this expert in this category."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("expert_id", "source_id", "category_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"))
    position: Mapped[int]
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), index=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("categories.id"), index=True)
    rank: Mapped[int | None]
    heading: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    quote: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    expert: Mapped[ExpertRow] = relationship(back_populates="recommendations")


class ReviewRow(Base):
    """When a person last said that an expert's recommendations still hold, without changing anything."""

    __tablename__ = "reviews"
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))


class ToldApartRow(Base):
    """Two experts of whom a curator said that they are not the same; `one` is the lesser id."""

    __tablename__ = "told_apart"
    one: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    other: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))


class MovedRow(Base):
    """A check or proposal that counts for the `winner` of a merge and was the `loser`'s, so that it can go back."""

    __tablename__ = "moved_rows"
    loser: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    winner: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    entity: Mapped[str] = mapped_column(String(20), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True)


class OptOutRow(Base):
    """A keyed hash of one mark of somebody who asked not to be listed; nothing tells which marks are one person's.

    Not even the order of the rows: they lie sorted by hash.
    """

    __tablename__ = "opt_outs"
    __table_args__ = ({"sqlite_with_rowid": False},)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class HealthDayRow(Base):
    """How the catalog was on one day (`2026-11-29`): how many published current LinkedIn links had each verdict."""

    __tablename__ = "health_days"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    counts: Mapped[dict[str, Any]]


class LoadedFileRow(Base):
    """What was last loaded from the curated files about one record: its digest (without verdicts) and its file."""

    __tablename__ = "loaded_files"
    entity: Mapped[str] = mapped_column(String(20), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    file: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
