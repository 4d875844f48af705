"""Somebody asks not to be listed: withdrawn at once, without a name, and kept out from then on, whoever brings them.

The keeping out itself is the store's: where records are written and proposals queued. What is past is `erasing`'s.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.opting_out import marks_of, marks_typed, stays
from followworthy.domain.records import Expert
from followworthy.errors import RefusedError
from followworthy.store import Session, about, experts, loaded_files, opt_outs
from followworthy.store.about import Person
from followworthy.store.revisions import Revision

WHY = "withdrew {expert_id}, who asked not to be listed"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Leaving:
    """What an opt-out would do: whom it withdraws, merged doubles, what waits about them, their curated file.

    `namesakes` are published under the same name and stay, but no list will bring news about them by name alone.
    """

    expert: Expert
    doubles: tuple[str, ...]
    waiting: int
    file: str | None
    namesakes: tuple[Expert, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What an opt-out did: its revision (None where nothing of them was left to withdraw), and proposals removed."""

    revision: int | None
    removed: int


def preview(session: Session, expert_id: str) -> Leaving:
    """Say what an opt-out would do. Raises RefusedError for nobody, and for whoever has left already."""
    who = _known(session, expert_id)
    expert = experts.get(session, who.ids[0])
    if expert is None or not expert.name:
        raise RefusedError("This person has left already. Nobody can bring them back.")
    file = loaded_files.label(session, "expert", expert.id)
    namesakes = tuple(about.called(session, who.names, who.ids))
    return Leaving(expert, who.ids[1:], about.count_waiting(session, who), file, namesakes)


def opt_out(session: Session, expert_id: str, by: str, now: datetime) -> Left:
    """Withdraw an expert for good, in one Revision; a merged double leaves with whom it was merged into.

    Raises RefusedError for nobody, and LostKeyError without the key.
    """
    who = _known(session, expert_id)
    opt_outs.remember(session, who.marks | _beside(session, who.marks, who.ids))
    revision = Revision(session, by=by, why=WHY.format(expert_id=who.ids[0]), now=now)
    for one in experts.several(session, who.ids).values():
        revision.put(Expert(one.id, one.kind, "", withdrawn=True))
    return Left(revision.number, about.take_out(session, who, waiting=True))


def keep_out(session: Session, typed: str) -> int:
    """Keep out somebody who is not listed, by a name or an address; give how many proposals left the queue.

    The catalog does not change, so there is no Revision, and nowhere stands whom it was about. Raises RefusedError.
    """
    marks = marks_typed(typed) if len(typed) <= LONGEST else frozenset()
    if not marks:
        raise RefusedError("Type a name, or the address of a profile or homepage.")
    if about.called(session, [typed], ()) or _owner(session, marks):
        raise RefusedError("Somebody is listed under this name or address. Open their page, and let them leave there.")
    opt_outs.remember(session, marks | _beside(session, marks))
    return about.take_out(session, about.nobody_listed(marks, typed), waiting=True)


def _beside(session: Session, marks: frozenset[str], leaving: Collection[str] = ()) -> frozenset[str]:
    """Give the marks of those who are listed and stay though they share something: a restore must not take them out."""
    listed = (one for one, _ in experts.published(session) if one.id not in leaving)
    return frozenset(stays(one.id) for one in listed if marks_of(one) & marks)


def _owner(session: Session, marks: frozenset[str]) -> Expert | None:
    keys = [mark.removeprefix("key:") for mark in marks if mark.startswith("key:")]
    return next((owner for key in keys if (owner := experts.owner_of_key(session, key))), None)


def _known(session: Session, expert_id: str) -> Person:
    who = about.person(session, expert_id)
    if who is None:
        raise RefusedError(f"There is nobody with the id {expert_id}.")
    return who
