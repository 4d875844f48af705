"""Opt-outs outlive a database: whoever asked after a backup was made is taken out again once that is restored.

All that is known of them is keyed hashes, from the file beside the backups or from the database that was replaced.
Which of them were erased cannot be told from those, so their past is scrubbed, too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.opting_out import marks_of, marks_of_claims, stays, was_erased
from followworthy.services import holding
from followworthy.services.opting_out import opt_out
from followworthy.store import Database, Session, about, curators, erasing, experts, opt_outs, proposals, revisions
from followworthy.store.about import Person

BY = "restore"
"""Who signs that somebody was taken out again."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many experts were taken out again, and how many proposals were removed; nobody is named."""

    people: int = 0
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """What a restored catalog began anew with."""

    epoch: str
    revision: int
    replayed: Replayed


def begin_anew(session: Session, hashes: Collection[str], now: datetime) -> Begun:
    """Make a restored database fit to be published: opt-outs replayed, a new epoch, every browser signed out.

    What had been ended since the backup (a sign-in, a paired browser, a feed's address) would hold again otherwise.
    """
    replayed = replay(session, hashes, now)
    curators.set_all_stamps(session)
    epoch = revisions.begin_anew(session)
    return Begun(epoch, revisions.cursor(session)[1], replayed)


def missing(session: Session) -> frozenset[str]:
    """Give the opt-outs that stand beside the backups, and not in the table. Raises StoreError."""
    return opt_outs.copied_out(session) - opt_outs.kept(session)


def catch_up(database: Database, now: datetime) -> Replayed:
    """Make the table and the file beside the backups hold the same opt-outs. Raises StoreError.

    So nobody who left comes back with a database that was put here by hand, or is new.
    """
    with database.reading() as session:
        known, copied = opt_outs.kept(session), opt_outs.copied_out(session)
    if known == copied or database.opt_out_copy is None:
        return Replayed()
    with database.writing() as session:
        opt_outs.hold(session)
        opt_outs.copy_out(session, known)
        return replay(session, copied - known, now)


def replay(session: Session, hashes: Collection[str], now: datetime) -> Replayed:
    """Keep opt-outs that are missing here, and take out whomever they mean. Raises LostKeyError without the key.

    An id means one expert; so does the mark of an erasure, which may be later than the leaving. A name or an address
    means everybody who bears it, but for those who were listed beside somebody that left, and stayed.
    """
    new = opt_outs.take(session, hashes) if hashes else frozenset()
    if not new:
        return Replayed()
    listed = [one for one, _ in (*experts.published(session), *experts.withdrawn(session))]
    leaving = [one.id for one in listed if opt_outs.hashed(session, [f"id:{one.id}", was_erased(one.id)]) & new]
    told: set[str] = set()
    removed = 0
    for expert_id in leaving:
        who, _ = holding.whose(session, expert_id)
        told |= opt_outs.hashed(session, who.marks)
        removed += _take_out(session, expert_id, now)
    known = opt_outs.kept(session)
    others = [
        one.id
        for one, _ in experts.published(session)
        if opt_outs.hashed(session, marks_of(one)) & (new - told)
        and not opt_outs.hashed(session, [stays(one.id)]) & known
    ]
    removed += sum(_take_out(session, expert_id, now) for expert_id in others)
    return Replayed(len(leaving) + len(others), removed + _clear_queue(session, new))


def _take_out(session: Session, expert_id: str, now: datetime) -> int:
    who, found = holding.whose(session, expert_id)
    left = opt_out(session, expert_id, BY, now)
    erasing.scrub(session, who, found)
    return left.removed


def _clear_queue(session: Session, new: frozenset[str]) -> int:
    """Remove what waits about people who were never listed, by the rule that would have kept it out."""
    removed = 0
    for one in proposals.waiting(session):
        if proposals.is_kept_out(session, one.source.id, one.claims, one.match):
            marks = frozenset(mark for mark in marks_of_claims(one.claims) if opt_outs.hashed(session, [mark]) & new)
            names = frozenset(claim.name for claim in one.claims)
            removed += about.take_out(session, Person((), marks, names, frozenset()), waiting=True)
    return removed
