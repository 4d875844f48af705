"""The history as pages read it: which changes there were, of whom, by whom, of which import. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from followworthy.store.revisions import Change
from followworthy.store.tables import ChangeRow, ExpertRow, ImportRow, ProposalRow, RevisionRow

SHOWN = 3
"""So many records of a change are shown in a list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes: those of an `expert` (and of whom they were merged with), signed `by`, made for an import."""

    expert: str = ""
    by: str = ""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its number, when, by whom, why, which change it undoes and which one undid it.

    `size` is how many records it changed, `changes` the first of them.
    """

    number: int
    at: datetime
    by: str
    why: str
    undoes: int | None
    undone_by: int | None
    size: int
    changes: tuple[Change, ...] = ()


def count(session: Session, wanted: Wanted) -> int:
    """Count the changes."""
    return session.scalar(select(func.count()).select_from(RevisionRow).where(*_conditions(wanted))) or 0


def entries(session: Session, wanted: Wanted, start: int, most: int) -> list[Entry]:
    """Give changes, newest first, each with its first records; in two statements, however many there are."""
    rows = _entries().where(*_conditions(wanted)).order_by(RevisionRow.number.desc()).offset(start).limit(most)
    found = [Entry(*row) for row in session.execute(rows)]
    shown = _first_changes(session, [one.number for one in found], wanted)
    return [replace(one, changes=tuple(shown.get(one.number, ()))) for one in found]


def entry(session: Session, number: int, start: int, most: int) -> Entry | None:
    """Give one change with some of its records, or None."""
    row = session.execute(_entries().where(RevisionRow.number == number)).one_or_none()
    if row is None:
        return None
    mine = select(ChangeRow).where(ChangeRow.number == number).order_by(ChangeRow.id).offset(start).limit(most)
    return replace(Entry(*row), changes=tuple(map(_change, session.scalars(mine))))


def signers(session: Session) -> list[str]:
    """Give everybody who signed a change, in order."""
    return list(session.scalars(select(RevisionRow.by).distinct().order_by(RevisionRow.by)))


def _entries() -> Any:
    undo = RevisionRow.__table__.alias("undo")
    undone_by = select(func.max(undo.c.number)).where(undo.c.undoes == RevisionRow.number).scalar_subquery()
    size = select(func.count()).where(ChangeRow.number == RevisionRow.number).scalar_subquery()
    columns = (RevisionRow.number, RevisionRow.at, RevisionRow.by, RevisionRow.why, RevisionRow.undoes)
    return select(*columns, undone_by, size)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.by:
        found.append(RevisionRow.by == wanted.by)
    if wanted.expert:
        found.append(RevisionRow.number.in_(select(ChangeRow.number).where(_is_about(wanted.expert))))
    if wanted.batch is not None:
        decided = select(ProposalRow.decided_in).where(ProposalRow.import_id == wanted.batch)
        taken_back = select(ImportRow.taken_back_in).where(ImportRow.id == wanted.batch)
        made = or_(RevisionRow.number.in_(decided), RevisionRow.number.in_(taken_back))
        found.append(made)
    return found


def _is_about(expert_id: str) -> ColumnElement[bool]:
    merged = select(ExpertRow.id).where(ExpertRow.merged_into == expert_id)
    is_theirs = or_(ChangeRow.entity_id == expert_id, ChangeRow.entity_id.in_(merged))
    return (ChangeRow.entity == "expert") & is_theirs


def _first_changes(session: Session, numbers: Sequence[int], wanted: Wanted) -> dict[int, list[Change]]:
    """Give the first records of each change; of one expert's history only theirs."""
    place = func.row_number().over(partition_by=ChangeRow.number, order_by=ChangeRow.id).label("place")
    ranked = select(ChangeRow.id, place).where(ChangeRow.number.in_(numbers))
    if wanted.expert:
        ranked = ranked.where(_is_about(wanted.expert))
    first = ranked.subquery()
    rows = select(ChangeRow).join(first, first.c.id == ChangeRow.id).where(first.c.place <= SHOWN)
    found: dict[int, list[Change]] = {}
    for row in session.scalars(rows.order_by(ChangeRow.id)):
        found.setdefault(row.number, []).append(_change(row))
    return found


def _change(row: ChangeRow) -> Change:
    return Change(row.entity, row.entity_id, row.before, row.after)
