"""The one number: signed, explained, reversible changes of the catalog.

Everything published is written through a `Revision`. What records mean is none of its business: it
compares before and after, and keeps both.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, selectinload

from followworthy.domain.opting_out import ASKED, marks_of
from followworthy.domain.records import Category, Document, Expert, Source
from followworthy.errors import RefusedError
from followworthy.store import catalog, experts, opt_outs
from followworthy.store.tables import ChangeRow, CounterRow, ExpertRow, RevisionRow

Record = Category | Source | Expert
AUDITOR = "auditor"
"""Who signs what the link audit believes: such a change is nobody's review."""
KINDS: dict[str, type[Record]] = {"category": Category, "source": Source, "expert": Expert}


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after."""

    entity: str
    entity_id: str
    before: Document | None
    after: Document | None


@dataclass(frozen=True, slots=True)
class Past:
    """A revision that happened: the number, when, by whom, why, what it undoes, and its changes."""

    number: int
    at: datetime
    by: str
    why: str
    undoes: int | None
    changes: tuple[Change, ...]


class Revision:
    """A revision in the making. The number is drawn at the first real change; without one, nothing happened."""

    def __init__(self, session: Session, *, by: str, why: str, now: datetime, undoes: int | None = None) -> None:
        self._session, self._by, self._why, self._now, self._undoes = session, by, why, now, undoes
        self.number: int | None = None

    def put(self, record: Record) -> bool:
        """Make the catalog hold `record`; tell whether that changed anything."""
        entity = type(record).__name__.lower()
        before, after = current(self._session, entity, record.id), record.document()
        if before == after:
            return False
        self._write(entity, record.id, before, after)
        return True

    def put_experts(self, several: Sequence[Expert]) -> int:
        """Do what `put` does for many experts, each named once, in few statements; give how many changed.

        No address may go from one of them to another: rows are written in no certain order.
        """
        return self.write_experts([(one.id, one) for one in several])

    def write_experts(self, several: Sequence[tuple[str, Expert | None]]) -> int:
        """Do what `put_experts` does; None stands for an expert who was not there before."""
        rows = experts.rows(self._session, [expert_id for expert_id, _ in several])
        before = {expert_id: experts.as_expert(row).document() for expert_id, row in rows.items()}
        told = [(expert_id, one.document() if one else None) for expert_id, one in several]
        changed = [(expert_id, after) for expert_id, after in told if before.get(expert_id) != after]
        if not changed:
            return 0
        number = self.number = self.number or self._begin()
        noted = []
        for expert_id, after in changed:
            was, row = before.get(expert_id), rows.get(expert_id) or ExpertRow(id=expert_id)
            _guard(self._session, "expert", was, after)
            noted.append({"number": number, "entity": "expert", "entity_id": expert_id, "before": was, "after": after})
            self._session.add(row)
            experts.fill(self._session, row, _expert(expert_id, was, after), number)
            if self._by != AUDITOR:
                row.reviewed_at = self._now
        self._session.flush()
        self._session.execute(insert(ChangeRow), noted)
        return len(changed)

    def remove(self, entity: str, entity_id: str) -> bool:
        """Take a category or source away that nobody names; tell whether it was there."""
        before = current(self._session, entity, entity_id)
        if before is None:
            return False
        self._write(entity, entity_id, before, None)
        return True

    def restore(self, change: Change) -> None:
        """Make the record what it was before `change`."""
        now_is = current(self._session, change.entity, change.entity_id)
        self._write(change.entity, change.entity_id, now_is, change.before)

    def _write(self, entity: str, entity_id: str, before: Document | None, after: Document | None) -> None:
        _guard(self._session, entity, before, after)
        number = self.number = self.number or self._begin()
        row = ChangeRow(number=number, entity=entity, entity_id=entity_id, before=before, after=after)
        self._session.add(row)
        if entity == "expert":
            experts.write(self._session, entity_id, _expert(entity_id, before, after), number)
            if self._by != AUDITOR:
                experts.note_review(self._session, entity_id, self._now)
        else:
            record = KINDS[entity].from_document(after) if after else None
            catalog.write(self._session, entity, entity_id, record)
        self._session.flush()

    def _begin(self) -> int:
        number = next_number(self._session)
        self._session.add(RevisionRow(number=number, at=self._now, by=self._by, why=self._why, undoes=self._undoes))
        self._session.flush()
        return number


def _guard(session: Session, entity: str, before: Document | None, after: Document | None) -> None:
    """Raise RefusedError for whoever asked not to be listed: every way back into the catalog leads through here.

    What a record shows already is no way back: a namesake who is published may be edited, audited and withdrawn. But
    publishing somebody again, or naming a tombstone, is one.
    """
    if entity != "expert" or after is None:
        return
    opt_outs.hold(session)
    if not opt_outs.assure(session):
        return
    was, becomes = Expert.from_document(before) if before else None, Expert.from_document(after)
    goes_on = was is not None and (becomes.withdrawn or not was.withdrawn)
    if opt_outs.asked(session, marks_of(becomes) - (marks_of(was) if was and goes_on else frozenset())):
        raise RefusedError(ASKED)


def _expert(entity_id: str, before: Document | None, after: Document | None) -> Expert:
    """Give the expert to write; one that was not there before is withdrawn, never deleted: clients must hear of it."""
    if after is not None:
        return Expert.from_document(after)
    known = Expert.from_document(before or {})
    return Expert(id=entity_id, kind=known.kind, name=known.name, withdrawn=True)


def next_number(session: Session) -> int:
    """Draw the next revision number from the counter row, in this very transaction.

    A database sequence would lose changes for delta readers (DESIGN section 7).
    """
    statement = update(CounterRow).values(revision=CounterRow.revision + 1).returning(CounterRow.revision)
    return session.execute(statement).scalar_one()


def cursor(session: Session) -> tuple[str, int]:
    """Give the epoch and the latest revision number."""
    row = session.execute(select(CounterRow.epoch, CounterRow.revision)).one()
    return row.epoch, row.revision


def begin_anew(session: Session) -> str:
    """Draw a new epoch, so that every client takes the whole catalog: what a cursor meant is true no more. Give it."""
    epoch = secrets.token_hex(4)
    session.execute(update(CounterRow).values(epoch=epoch))
    return epoch


def current(session: Session, entity: str, entity_id: str) -> Document | None:
    """Give the document the catalog holds now, or None."""
    record = experts.get(session, entity_id) if entity == "expert" else catalog.get(session, entity, entity_id)
    return record.document() if record else None


def history(session: Session, limit: int = 50) -> list[Past]:
    """Give the latest revisions, newest first."""
    rows = select(RevisionRow).options(selectinload(RevisionRow.changes)).order_by(RevisionRow.number.desc())
    return [_past(row) for row in session.scalars(rows.limit(limit))]


def get(session: Session, number: int) -> Past | None:
    """Give one revision, or None."""
    row = session.get(RevisionRow, number)
    return _past(row) if row else None


def later(session: Session, entity: str, entity_id: str, number: int) -> Past | None:
    """Give the latest change of a record after change `number`, or None."""
    mine = (ChangeRow.entity == entity, ChangeRow.entity_id == entity_id, ChangeRow.number > number)
    latest = session.scalar(select(ChangeRow.number).where(*mine).order_by(ChangeRow.number.desc()).limit(1))
    return get(session, latest) if latest is not None else None


def _past(row: RevisionRow) -> Past:
    changes = tuple(Change(one.entity, one.entity_id, one.before, one.after) for one in row.changes)
    return Past(row.number, row.at, row.by, row.why, row.undoes, changes)
