"""Experts with their links and recommendations: reading, and writing for `revisions`."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from followworthy.domain.names import normalise_name, searchable
from followworthy.domain.records import Expert, ExpertKind, Link, Recommendation
from followworthy.store import link_facts
from followworthy.store.parts import parts
from followworthy.store.tables import ExpertRow, LinkRow, RecommendationRow

ID_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
"""No vowels and no look-alikes: an id spells no word and survives being read aloud."""
_HELD = "held_experts"


def new_id(session: Session) -> str:
    """Draw an id that nobody has or had."""
    while True:
        drawn = "".join(secrets.choice(ID_ALPHABET) for _ in range(8))
        if session.get(ExpertRow, drawn) is None:
            return drawn


def new_ids(session: Session, number: int) -> list[str]:
    """Draw so many ids that nobody has or had, in few statements."""
    drawn: set[str] = set()
    while len(drawn) < number:
        more = {"".join(secrets.choice(ID_ALPHABET) for _ in range(8)) for _ in range(number - len(drawn))}
        drawn |= more - rows(session, sorted(more)).keys()
    return list(drawn)


def get(session: Session, expert_id: str) -> Expert | None:
    """Give one expert, withdrawn or not, or None."""
    row = session.get(ExpertRow, expert_id)
    return as_expert(row) if row else None


def with_revision(session: Session, expert_id: str) -> tuple[Expert, int] | None:
    """Give one expert, withdrawn or not, with the revision that last changed them, or None."""
    row = session.get(ExpertRow, expert_id)
    return (as_expert(row), row.revision) if row else None


def several(session: Session, expert_ids: Sequence[str]) -> dict[str, Expert]:
    """Give those of the experts that there are, withdrawn or not, by id, in few statements."""
    return {expert_id: as_expert(row) for expert_id, row in rows(session, expert_ids).items()}


def rows(session: Session, expert_ids: Sequence[str]) -> dict[str, ExpertRow]:
    """Give the rows of those of the experts that there are, whole, by id; for this room alone."""
    found: dict[str, ExpertRow] = {}
    for some in parts(expert_ids):
        wanted = select(ExpertRow).where(ExpertRow.id.in_(some))
        wanted = wanted.options(selectinload(ExpertRow.links), selectinload(ExpertRow.recommendations))
        found.update((row.id, row) for row in session.scalars(wanted))
    return found


def hold(session: Session, expert_ids: Sequence[str]) -> None:
    """Read many experts that the session will change one by one, so that each of them costs no reading of its own."""
    session.info[_HELD] = rows(session, expert_ids)  # the session itself keeps only what somebody else refers to


def note_review(session: Session, expert_id: str, at: datetime) -> None:
    """Keep when a person last changed or confirmed somebody: those longest ago can be asked for first."""
    row = session.get(ExpertRow, expert_id)
    if row is not None:
        row.reviewed_at = at


def published(session: Session) -> list[tuple[Expert, int]]:
    """Give the experts that are not withdrawn, each with the revision that last changed them, in order."""
    return sorted(_all(session, withdrawn=False), key=lambda pair: (*pair[0].order(), pair[0].id))


def count_published(session: Session) -> int:
    """Count the experts that are not withdrawn."""
    return session.scalar(select(func.count()).where(ExpertRow.withdrawn.is_(False))) or 0


def count_addressed(session: Session) -> int:
    """Count those of them who have, or had, a LinkedIn address."""
    theirs = (LinkRow.published.is_(True), LinkRow.kind == "linkedin")
    return session.scalar(select(func.count(LinkRow.expert_id.distinct())).where(*theirs)) or 0


def withdrawn(session: Session) -> list[tuple[Expert, int]]:
    """Give the tombstones, each with its revision, by id."""
    return sorted(_all(session, withdrawn=True), key=lambda pair: pair[0].id)


def owner_of_key(session: Session, key: str) -> Expert | None:
    """Give the published expert whom the LinkedIn key belongs to, or None."""
    row = session.scalar(select(ExpertRow).join(LinkRow).where(LinkRow.published_key == key))
    return as_expert(row) if row else None


def write(session: Session, expert_id: str, expert: Expert, revision: int) -> None:
    """Write one expert; only `revisions` calls this. Rows of links that stay keep their audit turn."""
    row = session.get(ExpertRow, expert_id)
    if row is None:
        row = ExpertRow(id=expert_id)
        session.add(row)
    fill(session, row, expert, revision)


def fill(session: Session, row: ExpertRow, expert: Expert, revision: int) -> None:
    """Write one expert into their row; only `revisions` calls this."""
    if not row.words or _said(row) != _said(expert):
        row.name_key, row.words = normalise_name(expert.name), searchable(_said(expert))
    row.kind, row.name, row.headline = expert.kind, expert.name, expert.headline
    row.note, row.withdrawn, row.revision = expert.note, expert.withdrawn, revision
    row.merged_into = expert.merged_into
    row.best_rank = expert.order()[0]
    _write_links(session, row, expert)
    _write_recommendations(row, expert)


def _said(expert: Expert | ExpertRow) -> str:
    """Give what an expert is searched by."""
    return " ".join((expert.name, expert.headline, *(one.reason for one in expert.recommendations)))


def _write_links(session: Session, row: ExpertRow, expert: Expert) -> None:
    wanted = {link.url for link in expert.links}
    kept = {link.url: link for link in row.links if link.url in wanted}
    leaving = {link.key for link in row.links if link.url not in wanted}
    if leaving & {link.key for link in expert.links if link.url not in kept} - {None}:
        row.links = list(kept.values())
        session.flush()  # what leaves frees its key before another address takes it
    rows = [kept.get(link.url) or LinkRow() for link in expert.links]
    for position, (to, link) in enumerate(zip(rows, expert.links, strict=True)):
        for column, value in asdict(link).items():
            setattr(to, column, str(value) if column == "verdict" else value)
        to.position, to.published_key = position, None if expert.withdrawn else link.key
        to.published = not expert.withdrawn
    if rows != row.links:
        row.links = rows
    for link in expert.links:
        if link.url not in kept:
            link_facts.settle(session, expert.id, link.url)  # it may have been looked at before an edit and its undo


def _write_recommendations(row: ExpertRow, expert: Expert) -> None:
    kept = {(one.source_id, one.category_id): one for one in row.recommendations}
    rows = [kept.get((one.source, one.category)) or RecommendationRow() for one in expert.recommendations]
    for position, (to, one) in enumerate(zip(rows, expert.recommendations, strict=True)):
        to.position, to.source_id, to.category_id = position, one.source, one.category
        to.rank, to.heading, to.reason = one.rank, one.heading, one.reason
        to.quote, to.date = one.quote, one.date
    if rows != row.recommendations:
        row.recommendations = rows


def _all(session: Session, *, withdrawn: bool) -> list[tuple[Expert, int]]:
    rows = select(ExpertRow).where(ExpertRow.withdrawn.is_(withdrawn))
    rows = rows.options(selectinload(ExpertRow.links), selectinload(ExpertRow.recommendations))
    return [(as_expert(row), row.revision) for row in session.scalars(rows)]


def as_expert(row: ExpertRow) -> Expert:
    """Give an expert's row as a record."""
    return Expert(
        id=row.id,
        kind=cast("ExpertKind", row.kind),
        name=row.name,
        headline=row.headline,
        note=row.note,
        links=tuple(_link(link) for link in row.links),
        recommendations=tuple(_recommendation(one) for one in row.recommendations),
        withdrawn=row.withdrawn,
        merged_into=row.merged_into,
    )


def _link(row: LinkRow) -> Link:
    return Link.from_document(
        {
            "kind": row.kind,
            "url": row.url,
            "key": row.key,
            "confidence": row.confidence,
            "status": row.status,
            "verdict": row.verdict,
            "confirmed": row.confirmed,
        }
    )


def _recommendation(row: RecommendationRow) -> Recommendation:
    return Recommendation(row.category_id, row.source_id, row.rank, row.heading, row.reason, row.quote, row.date)
