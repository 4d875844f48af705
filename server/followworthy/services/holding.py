"""What is held on one person: the answer to whoever asks for it, as one document. Changes nothing."""

from dataclasses import dataclass
from pathlib import Path

from followworthy.domain.mentions import Mentions
from followworthy.domain.records import Document
from followworthy.errors import CuratedFileError, RefusedError, StoreError
from followworthy.fetcher import LedgerLine, read_ledger
from followworthy.store import Session, about, erasing
from followworthy.store import held as rows
from followworthy.store.about import Person

AT_ONCE, OVERLAP = 2**20, 2**12
BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Places:
    """Where files that name people may lie: the curated folder, the data folder, the ledger in it."""

    curated: Path
    data: Path
    ledger: Path


def whose(session: Session, expert_id: str) -> tuple[Person, Mentions]:
    """Give who an id is, and what finds them in texts. Raises RefusedError if it is nobody's."""
    who = about.person(session, expert_id)
    if who is None:
        raise RefusedError(f"There is nobody with the id {expert_id}.")
    return who, erasing.mentions(session, who)


def held(session: Session, expert_id: str) -> Document:
    """Give all that the database holds on one person. Raises RefusedError if the id is nobody's."""
    who, found = whose(session, expert_id)
    return rows.held(session, who, found)


def held_in_files(places: Places, found: Mentions) -> Document:
    """Give what files hold on one person: curated files, backups, lines of the outbound ledger."""
    return {
        "curated_files": [str(one) for one in curated_files(places, found)],
        "backups": [str(one) for one in backups(places, found)],
        "outbound": [dict(line) for line in read_ledger(places.ledger) if is_about(line, found)],
    }


def is_about(line: LedgerLine, found: Mentions) -> bool:
    """Tell whether a line of the ledger names somebody: their address, or a search for their name."""
    return found.in_text(str(line.get("url", ""))) or found.in_text(str(line.get("host", "")))


def curated_files(places: Places, found: Mentions) -> list[Path]:
    """Give the curated files that name somebody. Raises CuratedFileError for one that cannot be read."""
    try:
        files = sorted(places.curated.rglob("*.toml"))
        return [one for one in files if found.in_text(one.read_text(encoding="utf-8", errors="replace"))]
    except OSError as error:
        raise CuratedFileError(f"{error.filename} cannot be read: {error.strerror}.") from error


def backups(places: Places, found: Mentions) -> list[Path]:
    """Give the backups that name somebody, whoever made them. Raises StoreError for one that cannot be read."""
    folder = places.data / BACKUPS
    try:
        files = [one for one in sorted(folder.iterdir()) if one.is_file()] if folder.is_dir() else []
        return [one for one in files if _is_named_in(one, found)]
    except OSError as error:
        raise StoreError(f"{error.filename} cannot be read: {error.strerror}.") from error


def _is_named_in(file: Path, found: Mentions) -> bool:
    """Tell whether the bytes of a file name somebody; a name cut by the end of a piece stands in the next one."""
    kept = b""
    with file.open("rb") as opened:
        while piece := opened.read(AT_ONCE):
            if found.in_bytes(kept + piece):
                return True
            kept = piece[-OVERLAP:]
    return False
