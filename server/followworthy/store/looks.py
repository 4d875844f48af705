"""What was seen of links, across experts: which no program may look at, which went bad, what curators saw.

Reads, and voids a curator's look that is taken back; what looks amount to is the domain's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from followworthy.domain.values import Check, Outcome, Verdict, Watched
from followworthy.store.tables import ChangeRow, CheckRow, ExpertRow, LinkRow, RevisionRow

CURATOR, AUDITOR = "curator", "auditor"
AT_ONCE = 500
"""Of so many experts one statement asks."""
MET_THE_PAGE = (Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.MISSING)


@dataclass(frozen=True, slots=True)
class Look:
    """A curator's look at a link, with whose link it is."""

    id: int
    expert_id: str
    name: str
    url: str
    check: Check


def watched(session: Session) -> list[Watched]:
    """Give the published current links whose latest look by a program met a wall, and when they were spoken of."""
    seen, last, own = _summary(), aliased(CheckRow), aliased(CheckRow)
    wanted = (
        select(LinkRow.id, LinkRow.expert_id, ExpertRow.name, LinkRow.url, LinkRow.key)
        .add_columns(seen.c.evidence_at, seen.c.vouched_at, own.at, own.outcome)
        .join(ExpertRow, ExpertRow.id == LinkRow.expert_id)
        .join(seen, (seen.c.expert_id == LinkRow.expert_id) & (seen.c.url == LinkRow.url))
        .join(last, last.id == seen.c.by_program)
        .outerjoin(own, own.id == seen.c.by_curator)
        .where(ExpertRow.withdrawn.is_(False), LinkRow.status == "current", last.outcome == Outcome.WALLED)
    )
    return [
        Watched(
            link_id,
            expert_id,
            name,
            url,
            key,
            True,
            evidence_at,
            vouched_at,
            own_at,
            Outcome(own_met) if own_met else None,
        )
        for link_id, expert_id, name, url, key, evidence_at, vouched_at, own_at, own_met in session.execute(wanted)
    ]


def troubled(session: Session, verdicts: Sequence[Verdict], silent_since: datetime) -> set[tuple[str, str]]:
    """Give (expert id, url) of the published current links with such a verdict, or without evidence since then."""
    seen = _summary()
    silent = func.coalesce(seen.c.evidence_at, seen.c.first_at) <= silent_since
    wanted = (
        select(LinkRow.expert_id, LinkRow.url)
        .join(ExpertRow, ExpertRow.id == LinkRow.expert_id)
        .outerjoin(seen, (seen.c.expert_id == LinkRow.expert_id) & (seen.c.url == LinkRow.url))
        .where(ExpertRow.withdrawn.is_(False), LinkRow.status == "current")
        .where(or_(LinkRow.verdict.in_(list(verdicts)), silent))
    )
    return {(expert_id, url) for expert_id, url in session.execute(wanted)}


def witnesses(session: Session) -> dict[tuple[str, str], set[str]]:
    """Give by (expert id, url) who met the page itself, and `site` where an expert's own site spoke for an address."""
    rows = select(CheckRow.expert_id, CheckRow.url, CheckRow.witness).distinct()
    rows = rows.where(CheckRow.void.is_(False), CheckRow.outcome.in_((*MET_THE_PAGE, Outcome.VOUCHED)))
    found: dict[tuple[str, str], set[str]] = {}
    for expert_id, url, witness in session.execute(rows):
        found.setdefault((expert_id, url), set()).add(witness)
    return found


def latest_id(session: Session) -> int:
    """Give the number of the latest look of all, 0 if there is none."""
    return session.scalar(select(func.max(CheckRow.id))) or 0


def of_curators(session: Session, since: datetime) -> list[Look]:
    """Give the curators' looks after that time which were not taken back, the latest first."""
    return _of_curators(session, CheckRow.at > since)


def of_curators_after(session: Session, look_id: int) -> list[Look]:
    """Give the curators' looks that were kept after that one and not taken back, the latest first."""
    return _of_curators(session, CheckRow.id > look_id)


def get(session: Session, look_id: int) -> Look | None:
    """Give a curator's look that was not taken back, or None."""
    row = session.get(CheckRow, look_id)
    if row is None or row.void or row.witness != CURATOR:
        return None
    return _look(row, session.get_one(ExpertRow, row.expert_id).name)


def words_of_sites(session: Session) -> list[tuple[str, str]]:
    """Give (expert id, what was said) of the words that experts' own sites and items had for addresses."""
    rows = select(CheckRow.expert_id, CheckRow.because).where(CheckRow.outcome == Outcome.VOUCHED).distinct()
    return [(expert_id, because) for expert_id, because in session.execute(rows.where(CheckRow.void.is_(False)))]


def void(session: Session, expert_id: str, at: datetime, *, taken_back: bool = True) -> list[str]:
    """Take back what a curator saw of an expert's links at that moment, or let it count again; give the urls."""
    mine = (CheckRow.witness == CURATOR, CheckRow.expert_id == expert_id, CheckRow.at == at)
    session.execute(update(CheckRow).where(*mine).values(void=taken_back))
    return list(session.scalars(select(CheckRow.url).where(*mine)))


def void_all(session: Session, expert_ids: Sequence[str], at: datetime, *, taken_back: bool) -> None:
    """Take back what a curator saw at that moment of the links of many experts, or let it count again."""
    for first in range(0, len(expert_ids), AT_ONCE):
        some = expert_ids[first : first + AT_ONCE]
        mine = (CheckRow.witness == CURATOR, CheckRow.expert_id.in_(some), CheckRow.at == at)
        session.execute(update(CheckRow).where(*mine).values(void=taken_back))


def revision_at(session: Session, expert_id: str, at: datetime) -> int | None:
    """Give the number of the change that was made of an expert at that very moment, or None."""
    mine = (ChangeRow.entity == "expert", ChangeRow.entity_id == expert_id, RevisionRow.at == at)
    return session.scalar(select(func.max(ChangeRow.number)).join(ChangeRow.revision).where(*mine))


def _summary() -> Subquery:
    """Summarise the looks that count, by link: the ids of the latest ones, and the times of the latest evidence."""

    def latest(what: Any, condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.max(case((condition, what)))

    return (
        select(
            CheckRow.expert_id,
            CheckRow.url,
            latest(CheckRow.id, CheckRow.witness == AUDITOR).label("by_program"),
            latest(CheckRow.id, CheckRow.witness == CURATOR).label("by_curator"),
            latest(CheckRow.at, CheckRow.outcome.in_(MET_THE_PAGE)).label("evidence_at"),
            latest(CheckRow.at, CheckRow.outcome == Outcome.VOUCHED).label("vouched_at"),
            func.min(CheckRow.at).label("first_at"),
        )
        .where(CheckRow.void.is_(False))
        .group_by(CheckRow.expert_id, CheckRow.url)
        .subquery()
    )


def _of_curators(session: Session, which: ColumnElement[bool]) -> list[Look]:
    rows = select(CheckRow, ExpertRow.name).join(ExpertRow, ExpertRow.id == CheckRow.expert_id)
    rows = rows.where(CheckRow.witness == CURATOR, CheckRow.void.is_(False), which)
    return [_look(row, name) for row, name in session.execute(rows.order_by(CheckRow.at.desc(), CheckRow.id))]


def _look(row: CheckRow, name: str) -> Look:
    found = Check(row.at, Outcome(row.outcome), row.because, row.witness, row.weak, row.moved_to)
    return Look(row.id, row.expert_id, name, row.url, found)
