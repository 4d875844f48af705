"""Categories and sources: reading, and writing for `revisions`. Experts have a file of their own."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from followworthy.domain.records import Category, Expert, Source
from followworthy.store.tables import CategoryRow, ImportRow, ProposalRow, RecommendationRow, SourceRow

ROWS: dict[str, type[CategoryRow] | type[SourceRow]] = {"category": CategoryRow, "source": SourceRow}


def categories(session: Session) -> list[Category]:
    """Give all categories in their order."""
    rows = session.scalars(select(CategoryRow).order_by(CategoryRow.position, CategoryRow.name))
    return [_category(row) for row in rows]


def sources(session: Session, also: Iterable[str] = ()) -> list[Source]:
    """Give the sources that a recommendation names, and those with the given ids, by id."""
    named = SourceRow.id.in_(select(RecommendationRow.source_id))
    rows = session.scalars(select(SourceRow).where(or_(named, SourceRow.id.in_(list(also)))).order_by(SourceRow.id))
    return [of_row(row) for row in rows]


def get(session: Session, entity: str, entity_id: str) -> Category | Source | None:
    """Give one category or source, or None."""
    if entity == "source":
        return source(session, entity_id)
    row = session.get(CategoryRow, entity_id)
    return _category(row) if row else None


def source(session: Session, source_id: str) -> Source | None:
    """Give one source, or None."""
    row = session.get(SourceRow, source_id)
    return of_row(row) if row else None


def with_address(session: Session) -> list[Source]:
    """Give the sources that have an address, by id."""
    rows = session.scalars(select(SourceRow).where(SourceRow.url.is_not(None)).order_by(SourceRow.id))
    return [of_row(row) for row in rows]


def named(session: Session, source_ids: Iterable[str]) -> dict[str, Source]:
    """Give sources by id, in one statement."""
    rows = session.scalars(select(SourceRow).where(SourceRow.id.in_(list(source_ids))))
    return {row.id: of_row(row) for row in rows}


def source_at(session: Session, url: str) -> Source | None:
    """Give the source that has this very address, or None; a curated one (a readable id) before an imported page."""
    rows = session.scalars(select(SourceRow).where(SourceRow.url == url).order_by(SourceRow.id))
    return min(map(of_row, rows), key=lambda one: ":" in one.id, default=None)


def needed_by(session: Session, entity: str, entity_id: str) -> str:
    """Say in words who names a category or source, so that it cannot be removed; "" if nobody does."""
    if entity == "category":
        named = {"experts": select(func.count()).where(RecommendationRow.category_id == entity_id)}
    else:
        named = {
            "experts": select(func.count()).where(RecommendationRow.source_id == entity_id),
            "proposals": select(func.count()).where(ProposalRow.source_id == entity_id),
            "imports": select(func.count()).where(ImportRow.source_id == entity_id),
        }
    counted = {what: session.scalar(count) or 0 for what, count in named.items()}
    return " and ".join(f"{number} {what if number > 1 else what[:-1]}" for what, number in counted.items() if number)


def remember_source(session: Session, record: Source) -> None:
    """Keep a source that proposals speak of. Nothing is published by that, so no revision is needed."""
    if session.get(SourceRow, record.id) is None:
        session.add(SourceRow(**record.document()))
        session.flush()


def write(session: Session, entity: str, entity_id: str, record: Category | Source | Expert | None) -> None:
    """Write or remove one category or source; only `revisions` calls this."""
    kind = ROWS[entity]
    row = session.get(kind, entity_id)
    if record is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        session.add(kind(**record.document()))
        return
    for column, value in record.document().items():
        setattr(row, column, value)


def _category(row: CategoryRow) -> Category:
    return Category(row.id, row.name, row.position, row.description)


def of_row(row: SourceRow) -> Source:
    """Give a source's row as a record, for the siblings."""
    return Source(row.id, row.title, row.publisher, row.url, row.date, row.reread)
