"""Somebody wants to be erased: out of the catalog for good, and out of the past as far as we reach. The rest is told.

Nothing is written about whom it was. Their opt-out stays (keyed hashes), and their tombstone (an id without a name):
the first keeps them out, the second takes them out of every reader's browser.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from followworthy.domain.mentions import Mentions
from followworthy.domain.opting_out import was_erased
from followworthy.errors import StoreError
from followworthy.fetcher import strike
from followworthy.services import holding
from followworthy.services.holding import Places
from followworthy.services.opting_out import opt_out
from followworthy.store import Database, erasing, opt_outs

AUDIT_RUNS = (
    "A link audit is under way and may be looking at this person's addresses: let it end, or stop it on the desk, "
    "then erase."
)
ALWAYS = (
    "Exports and static copies that were made of this catalog, and extensions packed with it: whoever has them.",
    "Readers' browsers: they hear of it at their next sync, about an hour from now, and forget what they held.",
)
LEFT_IN = {
    "experts": "in records of others, as a namesake or in their words",
    "links": "in addresses of others",
    "recommendations": "in what is said of others",
    "changes": "in the history of other records",
    "sources": "in titles or addresses of lists",
    "proposals": "in proposals about others",
    "import_entries": "in proposals about others, as they were",
    "curators": "among the curators",
    "revisions": "in signatures under changes",
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did beyond the database, and what it could not reach, in sentences."""

    struck: int
    dropped: tuple[Path, ...]
    unreached: tuple[str, ...]


def erase(
    database: Database, places: Places, expert_id: str, by: str, now: datetime, *, drop_backups: bool = False
) -> Erased:
    """Opt somebody out, and scrub them wherever we reach. Raises RefusedError for nobody, BusyError during an audit."""
    with database.alone("audit", AUDIT_RUNS):
        with database.writing() as session:
            who, found = holding.whose(session, expert_id)
            opt_out(session, expert_id, by, now)
            opt_outs.remember(session, frozenset(map(was_erased, who.ids)))
            erasing.scrub(session, who, found)
            left = erasing.left(session, found)
        old_pages = _compact(database)
        struck = strike(places.ledger, lambda line: holding.is_about(line, found))
    backups = holding.backups(places, found)
    dropped = _dropped(backups) if drop_backups else ()
    kept = [one for one in backups if one not in dropped]
    told = [f"The database still names them {LEFT_IN.get(one, f'in {one}')} ({left[one]})." for one in left]
    return Erased(struck, dropped, (*told, *old_pages, *unreached(places, found, kept), *ALWAYS))


def unreached(places: Places, found: Mentions, backups: list[Path]) -> list[str]:
    """Say which files name somebody that are not ours to change."""
    told = []
    for file in holding.curated_files(places, found):
        git = any((folder / ".git").exists() for folder in file.resolve().parents)
        history = " The history of its git repository keeps it until somebody rewrites that." if git else ""
        told.append(f"{file} names them: remove it, or them from it.{history}")
    return told + [f"{file} is a backup that names them; --backups deletes it." for file in backups]


def _compact(database: Database) -> list[str]:
    """Overwrite what was deleted; give in words what is left of that."""
    if not database.is_file:
        return ["The database's old pages and its own backups and logs: VACUUM FULL, and drop those."]
    try:
        clean = database.compact()
    except StoreError as error:
        return [f"{error} Run the command again."]
    log = f"{database.place}-wal"
    return [] if clean else [f"{log} holds old pages for somebody who reads just now; they go when the server stops."]


def _dropped(backups: list[Path]) -> tuple[Path, ...]:
    try:
        for file in backups:
            file.unlink()
    except OSError as error:
        raise StoreError(f"{error.filename} cannot be deleted ({error.strerror}): delete it yourself.") from error
    return tuple(backups)
