"""What was last loaded from the curated files, so that a load can tell who changed what since."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.store.tables import LoadedFileRow


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One record as it was when last loaded: its digest, and the file it came from."""

    entity: str
    entity_id: str
    file: str
    digest: str


def of_entity(session: Session, entity: str) -> dict[str, LoadedFile]:
    """Give what was loaded of one kind of record, by its id."""
    rows = session.scalars(select(LoadedFileRow).where(LoadedFileRow.entity == entity))
    return {row.entity_id: LoadedFile(row.entity, row.entity_id, row.file, row.digest) for row in rows}


def label(session: Session, entity: str, entity_id: str) -> str | None:
    """Give the file that one record was last loaded from, or None."""
    row = session.get(LoadedFileRow, (entity, entity_id))
    return row.file if row else None


def remember(session: Session, loaded: LoadedFile) -> None:
    """Keep what was loaded, in the place of what was known of this record."""
    session.merge(
        LoadedFileRow(entity=loaded.entity, entity_id=loaded.entity_id, file=loaded.file, digest=loaded.digest)
    )
    session.flush()
