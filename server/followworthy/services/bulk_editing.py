"""Many experts changed alike: planned and shown first, then one Revision, all or nothing.

A plan says whom it changes, who is so already, and who is refused with the reason. Links and words are edited one by
one (`editing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from followworthy.domain.records import UNRANKED, Expert, Recommendation
from followworthy.domain.uniting import without_doubles
from followworthy.errors import RefusedError
from followworthy.services.locking import assure_several_unchanged
from followworthy.services.proposing import rematch
from followworthy.store import Session, catalog, experts
from followworthy.store.revisions import Revision

Do = Literal["add", "set", "move", "withdraw"]
NOT_THERE = "withdrawn already"
UNRECOMMENDED = "no list recommends them, so there is nothing to put into a category"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with all of them: `add` to, `set` to or `move` into a category (`away` from one); withdraw."""

    do: Do
    category: str = ""
    away: str = ""


@dataclass(slots=True)
class Plan:
    """What a wish does: the experts as they will be, the names of those who are so already, and whom it refuses, why.

    `why` is the reason of the change; `number` is the change that it made.
    """

    changed: list[Expert] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    why: str = ""
    number: int | None = None


def plan(session: Session, expert_ids: Sequence[str], wish: Wish) -> Plan:
    """Say what would change. Raises RefusedError for a category that is not (any more)."""
    found = experts.several(session, expert_ids)
    made = Plan()
    for expert in (found[one] for one in expert_ids if one in found):
        if expert.withdrawn:
            made.refused.append((expert.name, NOT_THERE))
        elif wish.do != "withdraw" and not expert.recommendations:
            made.refused.append((expert.name, UNRECOMMENDED))
        elif (after := _after(expert, wish)) == expert:
            made.already.append(expert.name)
        else:
            made.changed.append(after)
    made.why = _why(session, wish, len(made.changed))
    return made


def carry_out(session: Session, expert_ids: Sequence[str], wish: Wish, seen: int, by: str, now: datetime) -> Plan:
    """Do it in one Revision; give the plan that was carried out.

    Raises StaleError if one of those it changes was changed after revision `seen`; RefusedError if it changes nobody.
    """
    made = plan(session, expert_ids, wish)
    assure_several_unchanged(session, expert_ids, seen)
    if not made.changed:
        raise RefusedError("Nobody of the selection would be changed by that.")
    revision = Revision(session, by=by, why=made.why, now=now)
    revision.put_experts(made.changed)
    rematch(session, {one.id for one in made.changed})
    made.number = revision.number
    return made


def _why(session: Session, wish: Wish, number: int) -> str:
    size = f"{number:,} {'expert' if number == 1 else 'experts'}"
    if wish.do == "withdraw":
        return f"withdrew {size}"
    name = _name(session, wish.category)
    if wish.do == "move":
        return f"moved {size} from {_name(session, wish.away)} to {name}"
    return f"added {size} to {name}" if wish.do == "add" else f"put {size} into {name} alone"


def _name(session: Session, category_id: str) -> str:
    known = next((one for one in catalog.categories(session) if one.id == category_id), None)
    if known is None:
        raise RefusedError("Choose a category.")
    return known.name


def _after(expert: Expert, wish: Wish) -> Expert:
    if wish.do == "withdraw":
        return replace(expert, withdrawn=True)
    if wish.do == "add":
        return _added(expert, wish.category)
    moved = (
        replace(one, category=wish.category) if wish.do == "set" or one.category == wish.away else one
        for one in expert.recommendations
    )
    return replace(expert, recommendations=without_doubles(moved))


def _added(expert: Expert, category: str) -> Expert:
    """File what the best list says of them under one more category; its rank and words belong to the first one."""
    if any(one.category == category for one in expert.recommendations):
        return expert
    best = min(expert.recommendations, key=lambda one: one.rank or UNRANKED)
    another = Recommendation(category, best.source, heading=best.heading, date=best.date)
    return replace(expert, recommendations=(*expert.recommendations, another))
