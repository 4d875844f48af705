"""A whole catalog moves into an empty database of another kind: every row, the same revision, the same bytes.

Where the catalog is looked for from then on is a setting, and its operator's matter.
"""

import hashlib
from collections.abc import Callable

from followworthy.errors import FollowworthyError, StoreError
from followworthy.services.publishing import cursor, whole_catalog
from followworthy.store import Database, Session, carrying

Told = Callable[[str, int, int], None]


def move(source: Database, target: Database, told: Told) -> dict[str, int]:
    """Carry everything over in one transaction; give how many rows each table has. Raises StoreError.

    The source is held as a writer holds it: nobody else writes meanwhile, everybody may read. `told` hears of each
    batch: the table, how many of its rows are there, and how many there will be.
    """
    if source.place == target.place:
        raise StoreError(f"The catalog lies in {target.place} already.")
    _prepare(target)
    with source.writing() as here, target.writing() as there:
        if not carrying.is_untouched(there):  # whoever wrote there in this moment
            raise _not_empty(target)
        expected = carrying.counts(here)
        for table, done in carrying.carry(here, there):
            told(table, done, expected[table])
        _compare(here, there, expected)
    return expected


def _prepare(target: Database) -> None:
    """Make the tables, in a database that holds nothing, of ours or of anybody's."""
    with target.reading() as session:
        if carrying.strangers(session):
            raise _not_empty(target)
        if carrying.has_tables(session) and not carrying.is_untouched(session):
            raise _not_empty(target)
    target.migrate()


def _not_empty(target: Database) -> FollowworthyError:
    return StoreError(f"{target.place} is not empty: a catalog moves only into a database that holds nothing.")


def _compare(here: Session, there: Session, expected: dict[str, int]) -> None:
    """Raise StoreError unless both hold the same: then nothing of it is kept."""
    found = carrying.counts(there)
    for table, number in expected.items():
        if found[table] != number:
            raise StoreError(f"Of {number} rows of {table}, {found[table]} arrived: nothing was moved.")
    if _digest(here) != _digest(there):
        raise StoreError("What would be published from there is not what is published from here: nothing was moved.")


def _digest(session: Session) -> tuple[str, str]:
    """Give the cursor and a digest of what is published: two whole catalogs at once would be much to hold."""
    return cursor(session), hashlib.sha256(whole_catalog(session).whole.identity).hexdigest()
