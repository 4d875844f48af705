"""Imports: the batches that proposals come in, what each changed, and the way back. Decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from followworthy.domain.records import Document, Source
from followworthy.store import catalog, proposals
from followworthy.store.tables import ImportEntryRow, ImportRow, ProposalRow

People = Mapping[str, tuple[str, str]]
"""Whom a reading names: identity -> (name, digest of what is said)."""


@dataclass(frozen=True, slots=True)
class Import:
    """One batch; `people` is all whom the reading named, also those who were known before.

    How many it named who `asked` not to be listed is all that is kept of them.
    """

    id: int
    source: Source
    place: str
    by: str
    at: datetime
    digest: str
    claims: int
    people: People
    gone: tuple[str, ...]
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None
    taken_back_in: int | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposal that an import made (`made`) or changed."""

    proposal_id: int
    made: bool


def add(
    session: Session,
    source: Source,
    *,
    place: str,
    by: str,
    digest: str,
    claims: int,
    people: People,
    now: datetime,
    asked: int = 0,
) -> int:
    """Open a batch and give its number."""
    row = ImportRow(source_id=source.id, place=place, by=by, at=now, digest=digest, claims=claims, gone=[], asked=asked)
    row.people = {identity: list(one) for identity, one in people.items()}
    session.add(row)
    session.flush()
    return row.id


def set_gone(session: Session, number: int, names: Iterable[str]) -> None:
    """Note whom the reading before had and this one lacks."""
    session.get_one(ImportRow, number).gone = list(names)


def get(session: Session, number: int) -> Import | None:
    """Give one batch, or None."""
    row = session.get(ImportRow, number)
    return _import(session, row) if row else None


def listed(session: Session, limit: int = 100) -> list[Import]:
    """Give the latest batches, newest first."""
    rows = session.scalars(select(ImportRow).order_by(ImportRow.id.desc()).limit(limit)).all()
    named = catalog.named(session, {row.source_id for row in rows})  # so that none of them costs a statement of its own
    return [_import(session, row, named[row.source_id]) for row in rows]


def of_source(session: Session, source_id: str, limit: int = 20) -> list[Import]:
    """Give the latest batches of one source, newest first."""
    rows = select(ImportRow).where(ImportRow.source_id == source_id).order_by(ImportRow.id.desc()).limit(limit)
    return [_import(session, row) for row in session.scalars(rows)]


def latest(session: Session, source_id: str, *, also_taken_back: bool = False) -> Import | None:
    """Give the latest batch of a source; one that was taken back counts only if asked for."""
    rows = select(ImportRow).where(ImportRow.source_id == source_id).order_by(ImportRow.id.desc())
    if not also_taken_back:
        rows = rows.where(ImportRow.taken_back_at.is_(None))
    row = session.scalar(rows.limit(1))
    return _import(session, row) if row else None


def states(session: Session, numbers: Iterable[int]) -> dict[int, dict[str, int]]:
    """Count the proposals that each batch brought as they are now, by state."""
    counted: dict[int, dict[str, int]] = {number: {} for number in numbers}
    rows = (
        select(ImportRow.id, ProposalRow.state, func.count())
        .join(ProposalRow, ProposalRow.import_id == ImportRow.id)
        .where(ImportRow.id.in_(counted))
        .group_by(ImportRow.id, ProposalRow.state)
    )
    for number, state, count in session.execute(rows):
        counted[number][state] = count
    return counted


def note(session: Session, number: int, proposal_id: int, before: Document | None) -> None:
    """Note that a batch made or changed a proposal, and how it was before."""
    session.add(ImportEntryRow(import_id=number, proposal_id=proposal_id, before=before))


def entries(session: Session, number: int) -> list[Entry]:
    """Give the proposals that a batch made or changed, in their order."""
    rows = select(ImportEntryRow).where(ImportEntryRow.import_id == number).order_by(ImportEntryRow.proposal_id)
    return [Entry(row.proposal_id, row.before is None) for row in session.scalars(rows)]


def snapshot(session: Session, proposal_id: int) -> Document:
    """Give a proposal's row as a JSON-ready mapping."""
    row = session.get_one(ProposalRow, proposal_id)
    values = {column.key: getattr(row, column.key) for column in ProposalRow.__table__.columns}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def take_back_entry(session: Session, number: int, proposal_id: int) -> None:
    """Make a proposal what it was before the batch, and keep what it is now with the batch."""
    entry = session.get_one(ImportEntryRow, (number, proposal_id))
    entry.taken = snapshot(session, proposal_id)
    if entry.before is None:
        session.delete(session.get_one(ProposalRow, proposal_id))
    else:
        _write(session.get_one(ProposalRow, proposal_id), entry.before)
    session.flush()


def mark_taken_back(session: Session, number: int, by: str, now: datetime, revision: int | None) -> None:
    """Note who took a batch back, when, and in which revision, if that changed the catalog."""
    row = session.get_one(ImportRow, number)
    row.taken_back_at, row.taken_back_by, row.taken_back_in = now, by, revision
    session.flush()


def put_back(session: Session, revision: int) -> None:
    """Put a batch back that `revision`, now undone, had taken: its proposals are what they were.

    What was imported anew meanwhile stays as it is.
    """
    for row in session.scalars(select(ImportRow).where(ImportRow.taken_back_in == revision)):
        row.taken_back_at = row.taken_back_by = row.taken_back_in = None
        for entry in session.scalars(select(ImportEntryRow).where(ImportEntryRow.import_id == row.id)):
            _put_entry_back(session, entry)


def _put_entry_back(session: Session, entry: ImportEntryRow) -> None:
    if entry.taken is None:
        return
    place = entry.before or entry.taken
    now_there = session.scalar(
        select(ProposalRow).where(
            ProposalRow.source_id == place["source_id"], ProposalRow.identity == place["identity"]
        )
    )
    if now_there is None:
        now_there = ProposalRow()
        _write(now_there, entry.taken)
        session.add(now_there)
        session.flush()
        entry.proposal_id = now_there.id
    elif entry.before is None or now_there.digest != entry.before["digest"]:
        return
    else:
        _write(now_there, entry.taken)
    entry.taken = None
    session.flush()


def _write(row: ProposalRow, values: Document) -> None:
    """Write all but the id: somebody else may have it by now."""
    for name, value in values.items():
        if name != "id":
            setattr(row, name, _moment(value) if name.endswith("_at") else value)
    proposals.derive(row)


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _import(session: Session, row: ImportRow, known: Source | None = None) -> Import:
    source = known or catalog.source(session, row.source_id)
    if source is None:
        raise LookupError(f"import {row.id} names the unknown source {row.source_id!r}")
    return Import(
        id=row.id,
        source=source,
        place=row.place,
        by=row.by,
        at=row.at,
        digest=row.digest,
        claims=row.claims,
        people={identity: (name, digest) for identity, (name, digest) in row.people.items()},
        gone=tuple(row.gone),
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
        taken_back_in=row.taken_back_in,
        asked=row.asked,
    )
