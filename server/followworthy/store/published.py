"""Everything that is published, read fast: as documents, without records in between. Writes nothing.

For whoever prints the catalog: as records, everybody would take several times as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from followworthy.domain.records import Document
from followworthy.store.parts import parts
from followworthy.store.tables import ExpertRow, LinkRow, RecommendationRow

LINK: dict[str, Any] = {
    "kind": LinkRow.kind,
    "key": LinkRow.key,
    "url": LinkRow.url,
    "status": LinkRow.status,
    "confidence": LinkRow.confidence,
    "verdict": LinkRow.verdict,
    "confirmed": LinkRow.confirmed,
}
RECOMMENDATION: dict[str, Any] = {
    "category": RecommendationRow.category_id,
    "source": RecommendationRow.source_id,
    "rank": RecommendationRow.rank,
    "heading": RecommendationRow.heading,
    "reason": RecommendationRow.reason,
    "quote": RecommendationRow.quote,
    "date": RecommendationRow.date,
}
"""What the world may read of a link and of a recommendation, by the names it has there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An expert as the world may read them, None once withdrawn: then the id and the revision are all that is told."""

    id: str
    revision: int
    best_rank: int
    document: Document | None


def changed(session: Session, after: int) -> Iterator[Changed]:
    """Give all experts who were changed after revision `after`, by id; tombstones among them."""
    yield from of(
        session, session.scalars(select(ExpertRow.id).where(ExpertRow.revision > after).order_by(ExpertRow.id))
    )


def of(session: Session, ids: Iterable[str]) -> Iterator[Changed]:
    """Give those of the experts that there are, by id in each part of them; in three statements a part."""
    for some in parts(ids):
        links = _of(session, some, LinkRow.expert_id, LinkRow.position, LINK)
        recommendations = _of(session, some, RecommendationRow.expert_id, RecommendationRow.position, RECOMMENDATION)
        for row in session.connection().execute(_experts(some)):
            document = {
                "id": row.id,
                "revision": row.revision,
                "kind": row.kind,
                "name": row.name,
                "headline": row.headline,
                "links": links.get(row.id, []),
                "recommendations": recommendations.get(row.id, []),
            }
            yield Changed(row.id, row.revision, row.best_rank, None if row.withdrawn else document)


def _experts(ids: Sequence[str]) -> Select[Any]:
    columns = (ExpertRow.id, ExpertRow.revision, ExpertRow.kind, ExpertRow.name, ExpertRow.headline)
    rows: Select[Any] = select(*columns, ExpertRow.best_rank, ExpertRow.withdrawn)  # type: ignore[assignment]
    return rows.where(ExpertRow.id.in_(ids)).order_by(ExpertRow.id)


def _of(session: Session, ids: Sequence[str], owner: Any, position: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """Give the documents of what belongs to the experts, in order, by whose they are."""
    found: dict[str, list[Document]] = {}
    names = tuple(columns)
    rows = select(owner, *columns.values()).where(owner.in_(ids)).order_by(owner, position)
    for whose, *values in session.connection().execute(rows):
        found.setdefault(whose, []).append(dict(zip(names, values, strict=True)))
    return found
