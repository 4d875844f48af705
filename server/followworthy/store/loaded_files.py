"""What was last loaded from the curated files, so that a load can tell who changed what since."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.store.tables import LoadedFileRow


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The digest of a file when it was loaded, and of the record it made (without verdicts)."""

    file: str
    expert_id: str | None
    digest: str
    record_digest: str


def all_files(session: Session) -> dict[str, LoadedFile]:
    """Give everything loaded so far, by file label."""
    rows = session.scalars(select(LoadedFileRow))
    return {row.file: LoadedFile(row.file, row.expert_id, row.digest, row.record_digest) for row in rows}


def remember(session: Session, file: LoadedFile) -> None:
    """Keep what was loaded, in the place of what was known of this file."""
    session.merge(
        LoadedFileRow(file=file.file, expert_id=file.expert_id, digest=file.digest, record_digest=file.record_digest)
    )
    session.flush()


def forget(session: Session, label: str) -> None:
    """Drop what is known of a file."""
    row = session.get(LoadedFileRow, label)
    if row is not None:
        session.delete(row)
        session.flush()
