"""What a run holds back until a curator has looked: its flips in the report, and what the curator decides of them.

Which flips are held is the settling's matter.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from followworthy.domain.brake import Flip
from followworthy.domain.records import Expert
from followworthy.domain.values import Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services.believing import believed
from followworthy.store import Session, checks, experts, revisions, runs
from followworthy.store.runs import AuditRun

Place = tuple[str, str]
"""A link, as (expert id, url)."""


def take(session: Session, run_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Publish what a held run would change, signed by a curator; give the revision's number. Raises RefusedError."""
    run = _held(session, run_id)
    revision = revisions.Revision(session, by=by, why=f"took what link audit {run_id} met", now=now)
    for expert, urls in _experts(session, flips_of(run)):
        revision.put(believed(session, expert, urls, now, rules))
    runs.decided(session, run_id, "finished", f"{run.said} Taken by {by}.")
    return revision.number


def throw_away(session: Session, run_id: int, by: str) -> None:
    """Throw the evidence of a held run about those links away; they are looked at again. Raises RefusedError."""
    run = _held(session, run_id)
    checks.void(session, run_id, map(place, flips_of(run)), since_of(run))
    runs.decided(session, run_id, "thrown away", f"{run.said} Thrown away by {by}.")


def supersede(session: Session, looked: Collection[Place], waits_on: Collection[Place]) -> None:
    """Take out of earlier held runs what was looked at since, and what a later run asks about instead (`waits_on`).

    A run that holds nothing any more is finished.
    """
    for run in runs.held(session):
        held = flips_of(run)
        open_still = [flip for flip in held if place(flip) not in looked]
        left = [flip for flip in open_still if place(flip) not in waits_on]
        if len(left) < len(held):
            runs.keep_report(session, run.id, {**(run.report or {}), "held": documents(left)})
        if not left:
            became = "The rest waits in a later run." if open_still else "Later looks have decided."
            runs.decided(session, run.id, "finished", f"{run.said} {became}")


def flips_of(run: AuditRun, kind: str = "held") -> tuple[Flip, ...]:
    """Give the flips of a run's report: those `held`, or those that were published (`flips`)."""
    return tuple(_flip(one) for one in (run.report or {}).get(kind, ()))


def since_of(run: AuditRun) -> int:
    """Give the number of the first run whose looks are behind what a run holds."""
    return int((run.report or {}).get("since", run.id))


def documents(flips: Collection[Flip]) -> list[dict[str, Any]]:
    """Give flips as a report keeps them."""
    return [asdict(one) for one in flips]


def place(flip: Flip) -> Place:
    """Give of which link a flip is."""
    return flip.expert_id, flip.url


def _flip(document: Mapping[str, Any]) -> Flip:
    return Flip(**{**document, "before": Verdict(document["before"]), "after": Verdict(document["after"])})


def _held(session: Session, run_id: int) -> AuditRun:
    run = runs.get(session, run_id)
    if run is None or run.state != "held":
        raise RefusedError("This run does not wait for anybody any more.")
    return run


def _experts(session: Session, flips: Collection[Flip]) -> Iterator[tuple[Expert, set[str]]]:
    urls = defaultdict(set)
    for flip in flips:
        urls[flip.expert_id].add(flip.url)
    for expert_id, some in urls.items():
        expert = experts.get(session, expert_id)
        if expert is not None and not expert.withdrawn:
            yield expert, some
