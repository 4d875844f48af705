"""From looks to what is published: the flips of a run as one Revision, or a question where many links go bad at once.

A held run publishes nothing bad; its flips wait until a curator takes them or throws the evidence away.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from followworthy.domain.brake import Flip
from followworthy.domain.records import Expert
from followworthy.domain.values import Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services.audit_choosing import host_of
from followworthy.services.audit_files import AuditRules
from followworthy.services.believing import believed, judgement
from followworthy.store import Session, checks, experts, revisions, runs
from followworthy.store.runs import AuditRun

AUDITOR = "auditor"
Places = Collection[tuple[str, str]]
"""Links, each as (expert id, url)."""
Looked = Mapping[str, set[str]]
"""The urls that were looked at, by expert id."""
News = tuple[Expert, Expert, list[Flip]]
"""An expert as published and as now believed, and the flips between the two."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run changed (`flips`), and what it would have changed if a person had not to be asked (`held`)."""

    flips: tuple[Flip, ...]
    held: tuple[Flip, ...]


def settle(session: Session, now: datetime, rules: AuditRules) -> Settled:
    """Write what changed in our belief since the last run (an interrupted one included), as one Revision.

    What an earlier run held and this one looked at again is decided anew: a host that is itself again settles it.
    """
    looked = runs.looked_at_unsettled(session)
    found = list(_news(session, looked, now, rules))
    flips = [flip for _, _, some in found for flip in some]
    held = _held_flips(session, found, looked, flips, rules)
    left = set(map(_place, held))
    revision = revisions.Revision(session, by=AUDITOR, why="what the link audit met", now=now)
    for expert, after, _ in found:
        revision.put(_but(expert, after, left))
    _supersede(session, {(expert_id, url) for expert_id, urls in looked.items() for url in urls})
    return Settled(tuple(flip for flip in flips if _place(flip) not in left), tuple(held))


def _held_flips(
    session: Session, found: Sequence[News], looked: Looked, flips: Sequence[Flip], rules: AuditRules
) -> Sequence[Flip]:
    if not any(flip.is_feared for flip in flips):
        return ()
    alive = Counter(map(host_of, checks.urls_believed(session, Verdict.ALIVE)))
    links = (link for _, after, _ in found for link in after.links if link.url in looked[after.id])
    answered = Counter(host_of(link.url) for link in links if link.verdict is Verdict.ALIVE)
    return rules.brake.held(flips, alive, answered)


def _supersede(session: Session, looked: Places) -> None:
    """Take out of earlier held runs what was looked at since; a run that holds nothing any more is finished."""
    for run in runs.held(session):
        left = [flip for flip in flips_of(run) if _place(flip) not in looked]
        if len(left) < len(flips_of(run)):
            runs.keep_report(session, run.id, {**(run.report or {}), "held": documents(left)})
        if not left:
            runs.decided(session, run.id, "finished", f"{run.said} Later looks have decided.")


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
    checks.void(session, run_id, [_place(flip) for flip in flips_of(run)])
    runs.decided(session, run_id, "thrown away", f"{run.said} Thrown away by {by}.")


def flips_of(run: AuditRun, kind: str = "held") -> tuple[Flip, ...]:
    """Give the flips of a run's report: those `held`, or those that were published (`flips`)."""
    return tuple(_flip(one) for one in (run.report or {}).get(kind, ()))


def documents(flips: Collection[Flip]) -> list[dict[str, Any]]:
    """Give flips as a report keeps them."""
    return [asdict(one) for one in flips]


def _flip(document: Mapping[str, Any]) -> Flip:
    return Flip(**{**document, "before": Verdict(document["before"]), "after": Verdict(document["after"])})


def _held(session: Session, run_id: int) -> AuditRun:
    run = runs.get(session, run_id)
    if run is None or run.state != "held":
        raise RefusedError("This run does not wait for anybody any more.")
    return run


def _news(session: Session, looked: Looked, now: datetime, rules: AuditRules) -> Iterator[News]:
    """Give the news of each expert whom a look was about."""
    for expert_id, urls in looked.items():
        expert = experts.get(session, expert_id)
        if expert is None or expert.withdrawn:
            continue
        after = believed(session, expert, urls, now, rules.verdict)
        yield expert, after, list(_flips(session, expert, after, now, rules))


def _flips(session: Session, before: Expert, after: Expert, now: datetime, rules: AuditRules) -> Iterator[Flip]:
    for old, new in zip(before.links, after.links, strict=True):
        if old.verdict is not new.verdict:
            why = judgement(session, before.id, new.url, now, rules.verdict).because
            yield Flip(before.id, before.name, new.url, old.verdict, new.verdict, why)


def _but(before: Expert, after: Expert, left: Places) -> Expert:
    """Give the expert as now believed, but with some links as they were."""
    pairs = zip(before.links, after.links, strict=True)
    return replace(after, links=tuple(old if (before.id, old.url) in left else new for old, new in pairs))


def _experts(session: Session, flips: Collection[Flip]) -> Iterator[tuple[Expert, set[str]]]:
    urls = defaultdict(set)
    for flip in flips:
        urls[flip.expert_id].add(flip.url)
    for expert_id, some in urls.items():
        expert = experts.get(session, expert_id)
        if expert is not None and not expert.withdrawn:
            yield expert, some


def _place(flip: Flip) -> tuple[str, str]:
    return flip.expert_id, flip.url
