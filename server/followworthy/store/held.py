"""All that the database holds on one person, as a JSON-ready document, for whoever asks. Changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from followworthy.domain.mentions import Mentions
from followworthy.domain.records import Document
from followworthy.store import about, catalog, experts, loaded_files
from followworthy.store.about import Person
from followworthy.store.tables import (
    AuditRunRow,
    Base,
    ChangeRow,
    CheckRow,
    DraftRow,
    LinkRow,
    OpenedLinkRow,
    ReviewRow,
    RevisionRow,
)


def held(session: Session, who: Person, found: Mentions) -> Document:
    """Give the record, and every row that speaks of them, oldest first."""
    proposals = about.proposals_of(session, who)
    files = [loaded_files.label(session, "expert", one) for one in who.ids]
    return {
        "ids": list(who.ids),
        "records": [one.document() for one in experts.several(session, who.ids).values()],
        "changes": _changes(session, who),
        "proposals": [_proposal(session, row) for row in proposals],
        "batches": _batches(session, who),
        "kept_by_batches": [_row(one) for one in about.entries_of(session, who, [row.id for row in proposals])],
        "looks": _of(session, CheckRow, who),
        "audit": [{"url": row["url"], "next_check_at": row["next_check_at"]} for row in _of(session, LinkRow, who)],
        "reviews": _of(session, ReviewRow, who),
        "opened_links": _of(session, OpenedLinkRow, who),
        "audit_runs": _runs(session, found),
        "drafts": [_row(one) for one in session.scalars(select(DraftRow)) if found.within(one.reading)],
        "curated_files": [one for one in files if one],
    }


def _batches(session: Session, who: Person) -> list[Document]:
    return [
        {
            "number": row.id,
            "at": _plain(row.at),
            "source": row.source_id,
            "names": [row.people[one][0] for one in people],
            "gone": gone,
        }
        for row, people, gone in about.imports_of(session, who)
    ]


def _changes(session: Session, who: Person) -> list[Document]:
    rows = select(ChangeRow).where(ChangeRow.entity == "expert", ChangeRow.entity_id.in_(who.ids))
    rows = rows.options(selectinload(ChangeRow.revision)).order_by(ChangeRow.id)
    return [{**_revision(row.revision), "before": row.before, "after": row.after} for row in session.scalars(rows)]


def _revision(row: RevisionRow) -> Document:
    return {"number": row.number, "at": _plain(row.at), "by": row.by, "why": row.why, "undoes": row.undoes}


def _proposal(session: Session, row: Any) -> Document:
    source = catalog.source(session, row.source_id)
    return {**_row(row), "source": source.document() if source else None}


def _runs(session: Session, found: Mentions) -> list[Document]:
    """Give what the reports of audit runs say of them."""
    told = []
    for row in session.scalars(select(AuditRunRow).order_by(AuditRunRow.id)):
        said = [one for part in row.report.values() if isinstance(part, list) for one in part if found.within(one)]
        if said:
            told.append({"run": row.id, "at": _plain(row.started_at), "said": said})
    return told


def _of(session: Session, kind: type[Base], who: Person) -> list[Document]:
    """Give the rows of a table that has experts' ids."""
    rows = session.scalars(select(kind).where(kind.__table__.c.expert_id.in_(who.ids)))
    return [_row(row) for row in rows]


def _row(row: Base) -> Document:
    return {column.key: _plain(getattr(row, column.key)) for column in row.__table__.columns}


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds").replace("+00:00", "Z") if isinstance(value, datetime) else value
