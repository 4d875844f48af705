"""The end of a run: what each part of it tells, and, when nobody takes part any more, its verdicts and its report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from followworthy.services.audit_choosing import host_of
from followworthy.services.audit_holding import Place, documents, place, supersede
from followworthy.services.audit_settling import Settled, publish, settle
from followworthy.services.audit_tools import Audit
from followworthy.store import Database, Session, checks, runs
from followworthy.store.runs import AuditRun, RunState

MOST_TOLD = 20
"""Of so many hosts the report tells each by itself."""


@dataclass(frozen=True, slots=True)
class Direct:
    """What a part tells of the hosts that permit direct looks: why it skipped how many links, and the controls."""

    skipped: Mapping[str, int]
    controls: list[dict[str, Any]]


def tell(database: Database, run_id: int, direct: Direct, void: Iterable[Place]) -> AuditRun:
    """Add what one part met to the report of a run, throw away what it must not believe, and give the run."""
    with database.writing() as session:
        checks.void(session, run_id, void)
        report = runs.get_one(session, run_id).report or {}
        skipped = Counter(report.get("skipped", {})) + Counter(direct.skipped)
        controls = [*report.get("controls", []), *direct.controls]
        runs.keep_report(session, run_id, {**report, "skipped": dict(skipped), "controls": controls})
        return runs.get_one(session, run_id)


def no_network(audit: Audit, run_id: int) -> AuditRun:
    """Close a run that met nobody."""
    with audit.database.writing() as session:
        return runs.end(session, run_id, "no network", {}, "No network; nothing recorded.", audit.clock())


def settled(audit: Audit, run_id: int, state: RunState, *, stopped: bool) -> AuditRun:
    """Judge what a run met, publish it, and close the run; one that was `stopped` may have met all there was."""
    database, now, rules = audit.database, audit.clock(), audit.rules
    with database.reading() as session:
        found = settle(session, now, rules)
    *parts, last = found.parts()
    for ids in parts:
        with database.writing() as session:
            publish(session, found, ids, now, rules)
    with database.writing() as session:
        publish(session, found, last, now, rules)
        supersede(session, found.looked, set(map(place, found.held)))
        run = runs.get_one(session, run_id)
        report = _report(session, audit, run, found)
        if (stopped or run.cancel_asked) and run.done + sum(report["skipped"].values()) < run.due:
            state = "cancelled"
        said = _said(run, state, len(found.held))
        return runs.end(session, run_id, "held" if found.held else state, run.counts, said, now, report)


def _report(session: Session, audit: Audit, run: AuditRun, found: Settled) -> dict[str, Any]:
    """Give the whole report: what the parts told, and what all of them met."""
    return {
        **(run.report or {}),
        "hosts": _hosts(session, audit, run.id),
        "flips": documents(found.flips),
        "held": documents(found.held),
        "since": found.since,
    }


def _hosts(session: Session, audit: Audit, run_id: int) -> list[dict[str, Any]]:
    """Give what the busiest hosts met, and all others together."""
    hosts: dict[str, Counter[str]] = {}
    for url, outcome, many in checks.met_in(session, run_id):
        hosts.setdefault(audit.manners.home(host_of(url)), Counter())[outcome] += many
    ranked = sorted(hosts.items(), key=lambda one: (-one[1].total(), one[0]))
    told: list[dict[str, Any]] = [{"host": host, "counts": dict(counts)} for host, counts in ranked[:MOST_TOLD]]
    rest: Counter[str] = sum((counts for _, counts in ranked[MOST_TOLD:]), Counter())
    if rest:
        told.append({"host": f"{len(ranked) - MOST_TOLD} others", "counts": dict(rest)})
    return told


def _said(run: AuditRun, state: RunState, held: int) -> str:
    if not run.due:
        return "Nothing was due."
    counts = Counter(run.counts)
    met = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common()) or "nothing looked at"
    begun = f"Stopped after {counts.total()} of {run.due}" if state == "cancelled" else f"{run.due} due"
    links = "1 link" if held == 1 else f"{held} links"
    waits = f" {links} would go bad at once: held until a curator has looked." if held else ""
    return f"{begun}: {met}.{waits}"
