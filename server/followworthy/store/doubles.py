"""Who may be in the catalog twice: the same name, a common homepage, or an address that leads to somebody else's.

Two published experts never share a LinkedIn address, so an address that moved to another one's is the sign of that.
Suggests only; pairs that a curator told apart stay away. Merges nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from followworthy.domain.names import normalise_name
from followworthy.domain.values import Verdict
from followworthy.store.tables import CheckRow, ExpertRow, LinkRow, ToldApartRow

NAME, HOMEPAGE, MOVED = "name", "homepage", "moved"
"""Why two may be one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two experts, by id, the lesser first, with why they may be the same."""

    one: str
    other: str
    why: tuple[str, ...]


def pairs(session: Session, most: int) -> list[Pair]:
    """Give at most so many pairs, in the order of their ids; of many namesakes not every pair is gone through."""
    found: dict[tuple[str, str], list[str]] = {}
    for why, wanted in ((NAME, _names()), (HOMEPAGE, _homepages()), (MOVED, _moved())):
        for one, other in session.execute(wanted.limit(most)):
            reasons = found.setdefault((min(one, other), max(one, other)), [])
            reasons += [why] if why not in reasons else []
    return [Pair(one, other, tuple(why)) for (one, other), why in sorted(found.items())[:most]]


def why_alike(session: Session, one: str, other: str) -> tuple[str, ...]:
    """Give why two experts may be the same, whether they were told apart or not."""
    first, second = sorted((one, other))
    asked = ((NAME, _names), (HOMEPAGE, _homepages), (MOVED, _moved))
    return tuple(why for why, ask in asked if session.execute(ask((first, second)).limit(1)).first())


def namesakes(session: Session, name: str) -> list[tuple[str, str]]:
    """Give (id, name) of the published experts of the same name."""
    same = (ExpertRow.withdrawn.is_(False), ExpertRow.name_key == normalise_name(name))
    return [
        (expert_id, called)
        for expert_id, called in session.execute(select(ExpertRow.id, ExpertRow.name).where(*same).limit(5))
    ]


def tell_apart(session: Session, one: str, other: str, by: str, now: datetime) -> None:
    """Keep that two are not the same: they are not suggested any more."""
    first, second = sorted((one, other))
    session.merge(ToldApartRow(one=first, other=second, at=now, by=by))


def suggest_again(session: Session, one: str, other: str) -> None:
    """Forget that two were told apart."""
    first, second = sorted((one, other))
    session.execute(delete(ToldApartRow).where(ToldApartRow.one == first, ToldApartRow.other == second))


def told_apart(session: Session, most: int) -> list[tuple[str, str, str]]:
    """Give (one, other, by whom) of pairs that were told apart, the latest first."""
    rows = select(ToldApartRow.one, ToldApartRow.other, ToldApartRow.by)
    return [(one, other, by) for one, other, by in session.execute(rows.order_by(ToldApartRow.at.desc()).limit(most))]


def _names(of: Sequence[str] | None = None) -> Select[str, str]:
    one, other = aliased(ExpertRow), aliased(ExpertRow)
    several = select(ExpertRow.name_key).where(ExpertRow.withdrawn.is_(False)).group_by(ExpertRow.name_key)
    several = several.having(func.count() > 1)
    wanted = select(one.id, other.id).join(other, (other.name_key == one.name_key) & (other.id > one.id))
    return wanted.where(one.name_key.in_(several), *_open(one, other, of))


def _homepages(of: Sequence[str] | None = None) -> Select[str, str]:
    mine, theirs, one, other = aliased(LinkRow), aliased(LinkRow), aliased(ExpertRow), aliased(ExpertRow)
    several = select(LinkRow.url).where(LinkRow.kind == "homepage").group_by(LinkRow.url)
    several = several.having(func.count(LinkRow.expert_id.distinct()) > 1)
    wanted = select(one.id, other.id).select_from(mine)
    wanted = wanted.join(theirs, (theirs.kind == mine.kind) & (theirs.url == mine.url))
    wanted = wanted.join(one, one.id == mine.expert_id).join(other, other.id == theirs.expert_id)
    condition = (mine.kind == "homepage", mine.url.in_(several), theirs.expert_id > mine.expert_id)
    return wanted.where(*condition, *_open(one, other, of))


def _moved(of: Sequence[str] | None = None) -> Select[str, str]:
    """Give pairs of whom the first one's address leads to one of the second one's; either order of ids."""
    theirs, one, other = aliased(LinkRow), aliased(ExpertRow), aliased(ExpertRow)
    look = (CheckRow.expert_id == LinkRow.expert_id) & (CheckRow.url == LinkRow.url) & CheckRow.void.is_(False)
    gone = (LinkRow.verdict == str(Verdict.MOVED), LinkRow.status == "current")
    led = select(LinkRow.expert_id, CheckRow.moved_to).join(CheckRow, look).where(*gone, CheckRow.moved_to.is_not(None))
    to = led.distinct().subquery()  # distinct, so that SQLite begins with these few
    wanted = select(one.id, other.id).select_from(to)
    wanted = wanted.join(theirs, (theirs.kind == "linkedin") & (theirs.url == to.c.moved_to))
    wanted = wanted.join(one, one.id == to.c.expert_id).join(other, other.id == theirs.expert_id)
    return wanted.where(theirs.expert_id != to.c.expert_id, *_open(one, other, of))


def _open(one: Any, other: Any, of: Sequence[str] | None) -> tuple[ColumnElement[bool], ...]:
    """Both are published; and they are the two asked about, or else were not told apart."""
    published = (one.withdrawn.is_(False), other.withdrawn.is_(False))
    if of is not None:
        return (*published, one.id.in_(of), other.id.in_(of))
    first, second = ToldApartRow.one, ToldApartRow.other
    apart = ((first == one.id) & (second == other.id)) | ((first == other.id) & (second == one.id))
    return (*published, ~exists().where(apart))
