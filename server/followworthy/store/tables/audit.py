"""What the link audit met, and when the jobs of the schedule ran."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy import text as literal
from sqlalchemy.orm import Mapped, mapped_column

from followworthy.store.tables.base import Base


class CheckRow(Base):
    """One look at one address. Kept by (expert, url), so that evidence outlives an edit and its undo.

    `void`: thrown away, because a control showed that the host answers anything, or because a curator said so.
    """

    __tablename__ = "checks"
    __table_args__ = (
        Index("ix_checks_expert_url_at", "expert_id", "url", "at"),
        Index("ix_checks_witness_at", "witness", "at"),
    )
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
    void: Mapped[bool] = mapped_column(server_default=false())


class AuditRunRow(Base):
    """One audit run: when, how many links were due and looked at, what they met (`counts` by outcome), how it ended.

    `cancel_asked` is the desk's wish that it stops; `report` is what the run's page shows beyond the counts.
    """

    __tablename__ = "audit_runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    due: Mapped[int]
    done: Mapped[int] = mapped_column(server_default=literal("0"))
    counts: Mapped[dict[str, Any]]
    said: Mapped[str] = mapped_column(Text)
    cancel_asked: Mapped[bool] = mapped_column(server_default=false())
    report: Mapped[dict[str, Any]] = mapped_column(server_default=literal("'{}'"))


class StoppedHostRow(Base):
    """A host that put up a wall while it was audited by permission: how often in a row, and until when it rests."""

    __tablename__ = "stopped_hosts"
    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    stops: Mapped[int]
    until: Mapped[datetime]


class LinkLeaseRow(Base):
    """A link that the run under way still has to look at, where several workers share it: in which order, and where.

    Whoever looks at it has a lease, which lasts so many `seconds`: `token` stands for this one, `worker` for who has
    it. The row goes when the look is kept.
    """

    __tablename__ = "link_leases"
    __table_args__ = (Index("ix_link_leases_host_place", "host", "place"),)
    link_id: Mapped[int] = mapped_column(ForeignKey("links.id", ondelete="CASCADE"), primary_key=True)
    host: Mapped[str] = mapped_column(String(253))
    place: Mapped[int]
    seconds: Mapped[float]
    token: Mapped[str | None] = mapped_column(String(16))
    worker: Mapped[str | None] = mapped_column(String(16))
    until: Mapped[datetime | None]


class HostTurnRow(Base):
    """A host's turn, the same for all workers: who had it last, and when the next one may have it.

    While a request is under way that is when its lease ends, afterwards the end of the answer and the host's gap.
    """

    __tablename__ = "host_turns"
    __table_args__ = (Index("ix_host_turns_free_at", "free_at", "host"),)
    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    worker: Mapped[str] = mapped_column(String(16))
    free_at: Mapped[datetime]


class JobRow(Base):
    """A job of the schedule: when it last began and ended, how that ended (`said`), and when it runs next."""

    __tablename__ = "jobs"
    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    every: Mapped[int]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    succeeded: Mapped[bool | None]
    said: Mapped[str] = mapped_column(Text)
    next_at: Mapped[datetime | None]
