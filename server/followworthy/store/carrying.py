"""All rows of one database into another: what a row means is nobody's matter here, only that none is lost.

References are kept by order: a table comes after those that it names. Nothing is committed here.
"""

from collections.abc import Iterator

from sqlalchemy import Table, delete, func, insert, inspect, select
from sqlalchemy.orm import Session

from followworthy.store import postgres
from followworthy.store.tables import Base, CounterRow

AT_ONCE = 1000
"""So many rows are held in memory at a time."""
TABLES: tuple[Table, ...] = tuple(Base.metadata.sorted_tables)
COUNTER = CounterRow.__tablename__
OWN = frozenset({*(one.name for one in TABLES), "alembic_version"})


def strangers(session: Session) -> list[str]:
    """Give the names of tables that are not ours."""
    return sorted(set(inspect(session.connection()).get_table_names()) - OWN)


def has_tables(session: Session) -> bool:
    """Tell whether a database was made ready for us at any time."""
    return COUNTER in inspect(session.connection()).get_table_names()


def counts(session: Session) -> dict[str, int]:
    """Give how many rows each table has."""
    return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES}


def is_untouched(session: Session) -> bool:
    """Tell whether nothing was ever kept in a database, though it may have its tables."""
    kept = {name: number for name, number in counts(session).items() if name != COUNTER}
    return not any(kept.values()) and not session.scalar(select(func.max(CounterRow.revision)))


def carry(source: Session, target: Session) -> Iterator[tuple[str, int]]:
    """Write all rows of `source` into `target`, and tell after each batch which table, and how many of it are there.

    Numbers are drawn beyond the highest from then on.
    """
    target.execute(delete(CounterRow))
    for table in TABLES:
        done = 0
        for rows in _batches(source, table):
            target.connection().execute(insert(table), rows)
            done += len(rows)
            yield table.name, done
    if target.get_bind().dialect.name == "postgresql":
        postgres.settle(target.connection())


def _batches(source: Session, table: Table) -> Iterator[list[dict[str, object]]]:
    in_order = select(table).order_by(*table.primary_key)
    result = source.connection().execute(in_order, execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        yield [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it
