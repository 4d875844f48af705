"""Whether a catalog is ready to be served, and its figures for whoever watches it. Nobody is named in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from followworthy.domain.jobs import failing, late
from followworthy.domain.values import JobRun
from followworthy.errors import LostKeyError
from followworthy.store import Session, experts, health, jobs, opt_outs, proposals, revisions, runs, versions
from followworthy.store.runs import AuditRun

OLD_TABLES = "the tables are of another version: restart, or install the version that they are of"
LOST_KEY = "opt-out.key is missing or another one: put it back (docs/PEOPLE.md)"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is ready (`why` is "" then) and what is not, by check; which jobs are late, and which failed."""

    why: Mapping[str, str]
    late: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    revision: int | None = None
    last_audit: AuditRun | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is: of what is published, what waits, what the latest audit met, and the jobs as they went."""

    revision: int
    experts: int
    proposals: int
    links: Mapping[str, int]
    looks: Mapping[str, int]
    jobs: tuple[JobRun, ...]
    late: frozenset[str]


def look(session: Session, now: datetime) -> Readiness:
    """Say what is ready. Raises StoreError where the database cannot be read."""
    if not versions.is_latest(session):
        return Readiness({"database": "", "migrations": OLD_TABLES})
    listed = jobs.listed(session)
    missed, audits = late(listed, now), runs.latest(session, limit=1)
    why = {
        "database": "",
        "migrations": "",
        "jobs": f"not run for twice their time: {', '.join(missed)}" if missed else "",
        "opt_outs": LOST_KEY if _key_is_lost(session) else "",
    }
    return Readiness(why, missed, failing(listed), revisions.cursor(session)[1], audits[0] if audits else None)


def figures(session: Session, now: datetime) -> Figures:
    """Count. Raises StoreError where the database cannot be read."""
    audits, listed = runs.latest(session, limit=1), jobs.listed(session)
    return Figures(
        revision=revisions.cursor(session)[1],
        experts=experts.count_published(session),
        proposals=proposals.count_waiting(session),
        links=health.verdicts(session),
        looks=audits[0].counts if audits else {},
        jobs=tuple(listed),
        late=frozenset(late(listed, now)),
    )


def _key_is_lost(session: Session) -> bool:
    try:
        opt_outs.assure(session)
    except LostKeyError:
        return True
    return False
