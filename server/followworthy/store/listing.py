"""What categories and sources amount to: how many experts, imports and proposals each has. Writes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from followworthy.domain.records import OF_ONE_EXPERT, Source
from followworthy.store import catalog
from followworthy.store.source_readings import SourceReading
from followworthy.store.tables import (
    ExpertRow,
    ImportRow,
    ProposalRow,
    RecommendationRow,
    SourceReadingRow,
    SourceRow,
)

MEMORY = "memory"
"""The source of addresses that somebody remembers and nobody has seen."""
OURS = (MEMORY, "curated-files", "review-due", "link-audit")
"""Sources that stand for no published page: addresses from memory, files gone, reviews due, repairs."""


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source as the desk lists it: experts published by it, imports of it, what waits, its last reading."""

    source: Source
    experts: int
    imports: int
    waiting: int
    imported_at: datetime | None = None
    reading: SourceReading | None = None


def experts_by_category(session: Session) -> dict[str, int]:
    """Count the published experts of each category."""
    counted = select(RecommendationRow.category_id, func.count(RecommendationRow.expert_id.distinct()))
    published = counted.join(ExpertRow).where(ExpertRow.withdrawn.is_(False))
    return dict(iter(session.execute(published.group_by(RecommendationRow.category_id))))


def experts_by_source(session: Session) -> dict[str, int]:
    """Count the published experts whom each source recommends."""
    recommended = select(RecommendationRow.source_id, func.count(RecommendationRow.expert_id.distinct()))
    return _counts(session, recommended.join(ExpertRow).where(ExpertRow.withdrawn.is_(False)))


def experts_in(session: Session, *, category: str = "", source: str = "") -> list[str]:
    """Give the ids of whoever is recommended in a category or by a source, withdrawn ones included."""
    rows = select(RecommendationRow.expert_id).distinct().order_by(RecommendationRow.expert_id)
    if category:
        rows = rows.where(RecommendationRow.category_id == category)
    if source:
        rows = rows.where(RecommendationRow.source_id == source)
    return list(session.scalars(rows))


def sources(session: Session) -> list[ListedSource]:
    """Give every published page that we know, those that recommend most first; in a handful of statements."""
    mine = [SourceRow.id.not_in(OURS), *(SourceRow.id.not_like(f"{one}%") for one in OF_ONE_EXPERT)]
    by_experts = experts_by_source(session)
    by_waiting = _counts(session, select(ProposalRow.source_id, func.count()).where(ProposalRow.state == "waiting"))
    read = {row.source_id: row for row in session.scalars(select(SourceReadingRow))}
    came = select(ImportRow.source_id, func.count(), func.max(ImportRow.at)).group_by(ImportRow.source_id)
    by_imports = {source_id: (number, at) for source_id, number, at in session.execute(came)}
    found = []
    for row in session.scalars(select(SourceRow).where(*mine)):
        number, at = by_imports.get(row.id, (0, None))
        last = read.get(row.id)
        reading = SourceReading(row.id, last.at, last.new, last.gone, last.trouble) if last else None
        counts = (by_experts.get(row.id, 0), number, by_waiting.get(row.id, 0))
        found.append(ListedSource(catalog.of_row(row), *counts, at, reading))
    return sorted(found, key=lambda one: (-one.experts, one.source.title.casefold()))


def lists(session: Session) -> list[Source]:
    """Give the sources that may recommend somebody, by title."""
    mine = [SourceRow.id.not_in(OURS), *(SourceRow.id.not_like(f"{one}%") for one in OF_ONE_EXPERT)]
    rows = session.scalars(select(SourceRow).where(*mine).order_by(SourceRow.title, SourceRow.id))
    return [catalog.of_row(row) for row in rows]


def source_ids(session: Session) -> set[str]:
    """Give the ids of all sources."""
    return set(session.scalars(select(SourceRow.id)))


def _counts(session: Session, counted: Select[str, int]) -> dict[str, int]:
    return dict(iter(session.execute(counted.group_by(counted.selected_columns[0]))))


def names(session: Session, expert_ids: Collection[str]) -> dict[str, str]:
    """Give the names of experts by id."""
    rows = session.execute(select(ExpertRow.id, ExpertRow.name).where(ExpertRow.id.in_(expert_ids)))
    return {expert_id: name for expert_id, name in rows}  # noqa: C416 - rows are tuples only at run time
