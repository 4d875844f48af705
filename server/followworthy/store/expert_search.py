"""Experts that match a search, counted, ordered and cut into pages by the database. Reads only.

What is compared is kept with each expert (`words`, `name_key`, `best_rank`), so that no page reads everybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from followworthy.domain.names import searchable
from followworthy.domain.values import Outcome, Verdict
from followworthy.store.tables import CheckRow, ExpertRow, LinkRow, RecommendationRow

STALE, NO_ADDRESS = "stale", "none"
STATUSES = (*map(str, Verdict), STALE, NO_ADDRESS)
SPEAKING = (Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.MISSING)
MOST_WORDS = 50
"""Beyond so many words, nothing is narrowed any more."""
LINKEDIN = (LinkRow.kind == "linkedin", LinkRow.status == "current")
SORTS: dict[str, tuple[Any, ...]] = {
    "rank": (ExpertRow.best_rank, ExpertRow.name_key, ExpertRow.id),
    "name": (ExpertRow.name_key, ExpertRow.id),
    "changed": (ExpertRow.revision.desc(), ExpertRow.name_key, ExpertRow.id),
    "reviewed": (ExpertRow.reviewed_at, ExpertRow.name_key, ExpertRow.id),
}
"""The orders: best rank, then name; name; last changed first; least recently reviewed by a person first."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; "" asks for nothing. `status` is one of STATUSES, of the current LinkedIn address.

    `address` is "with" or "without" a current LinkedIn address; `silent_since` is from when on silence is stale.
    `withdrawn` asks for tombstones instead, `among` for some experts only.
    """

    silent_since: datetime
    words: str = ""
    category: str = ""
    status: str = ""
    source: str = ""
    address: str = ""
    withdrawn: bool = False
    among: tuple[str, ...] | None = None


def count(session: Session, search: Search) -> int:
    """Count those who match."""
    return session.scalar(select(func.count()).select_from(ExpertRow).where(*_conditions(search))) or 0


def ids(session: Session, search: Search, sort: str = "rank", *, start: int = 0, most: int | None = None) -> list[str]:
    """Give the ids of those who match, in order: a page of them, or all."""
    wanted = select(ExpertRow.id).where(*_conditions(search)).order_by(*SORTS[sort])
    return list(session.scalars(wanted.offset(start).limit(most) if most is not None else wanted))


def page(session: Session, search: Search, sort: str, start: int, most: int) -> tuple[int, list[str]]:
    """Count those who match, and give a page of them; who has been silent is dear to find, so that is found once."""
    if search.status != STALE:
        return count(session, search), ids(session, search, sort, start=start, most=most)
    wanted = select(ExpertRow.id, func.count().over()).where(*_conditions(search)).order_by(*SORTS[sort])
    found = session.execute(wanted.offset(start).limit(most)).all()
    return found[0][1] if found else count(session, search), [expert_id for expert_id, _ in found]


def totals(session: Session) -> tuple[int, int]:
    """Count the published ones and the withdrawn ones."""
    rows = session.execute(select(ExpertRow.withdrawn, func.count()).group_by(ExpertRow.withdrawn))
    counted = {bool(withdrawn): number for withdrawn, number in rows}
    return counted.get(False, 0), counted.get(True, 0)


def silent(session: Session, expert_ids: Collection[str], since: datetime) -> set[tuple[str, str]]:
    """Give (expert id, url) of those experts' current addresses of which nothing was heard since then."""
    wanted = select(LinkRow.expert_id, LinkRow.url).where(LinkRow.expert_id.in_(expert_ids))
    rows = session.execute(wanted.where(LinkRow.status == "current", *_silent(since)))
    return {(expert_id, url) for expert_id, url in rows}


def changed_since(session: Session, expert_ids: Sequence[str], revision: int) -> int:
    """Count those of the experts that a later change touched."""
    later = select(ExpertRow.id).where(ExpertRow.revision > revision)
    return len(set(session.scalars(later)) & set(expert_ids))


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [ExpertRow.withdrawn.is_(search.withdrawn)]
    wanted += holding(search.words)
    if search.category:
        wanted.append(ExpertRow.id.in_(_recommended(RecommendationRow.category_id == search.category)))
    if search.source:
        wanted.append(ExpertRow.id.in_(_recommended(RecommendationRow.source_id == search.source)))
    if search.status:
        wanted.append(_has_status(search.status, search.silent_since))
    if search.address in ("with", "without"):
        wanted.append(_addressed() if search.address == "with" else ~_addressed())
    if search.among is not None:
        wanted.append(ExpertRow.id.in_(search.among))
    return wanted


def holding(words: str) -> list[ColumnElement[bool]]:
    """Give what an expert must fulfil to be found by each of the words, for the siblings."""
    each = list(dict.fromkeys(searchable(words).split()))[:MOST_WORDS]
    return [ExpertRow.words.contains(word, autoescape=True) for word in each]


def _recommended(condition: ColumnElement[bool]) -> Select[Any]:
    return select(RecommendationRow.expert_id).where(condition)


def _has_status(status: str, silent_since: datetime) -> ColumnElement[bool]:
    if status == NO_ADDRESS:
        return ~_addressed()
    conditions = _silent(silent_since) if status == STALE else (LinkRow.verdict == status,)
    return ExpertRow.id.in_(select(LinkRow.expert_id).where(*LINKEDIN, *conditions))


def _addressed() -> ColumnElement[bool]:
    return ExpertRow.id.in_(select(LinkRow.expert_id).where(*LINKEDIN))


def _silent(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Somebody looked before then, and nothing has spoken of the link itself since: what `is_stale` says, in SQL."""
    mine = (CheckRow.expert_id == LinkRow.expert_id, CheckRow.url == LinkRow.url, CheckRow.void.is_(False))
    looked = exists().where(*mine, CheckRow.at <= since)
    return looked, ~exists().where(*mine, CheckRow.at > since, CheckRow.outcome.in_(SPEAKING))
