"""The link audit: look at what is due, keep the evidence, judge, and let only flips be heard.

No transaction is open while anyone is outside: what is due is read and closed, what comes home is recorded in short
transactions, and the verdicts of a run are one Revision at its end. One process audits at a time.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol, TypeVar

from followworthy.domain.manners import Manners
from followworthy.domain.values import Exchange
from followworthy.services import audit_choosing
from followworthy.services.audit_choosing import Allowance, host_of
from followworthy.services.audit_files import AuditRules
from followworthy.services.audit_holding import documents, place, supersede
from followworthy.services.audit_permitted import Permitted
from followworthy.services.audit_recording import Recorder, Visit
from followworthy.services.audit_settling import Settled, publish, settle
from followworthy.store import Database, checks, runs
from followworthy.store.runs import AuditRun, RunState

VISITORS = 8
"""Visits under way at once; the pace per host is the fetcher's."""
SILENT_HOSTS = 5
"""So many hosts without any sign of life, and none with one: that is our network, not theirs."""
BUSY = "Another link audit is under way; one at a time is enough."
MOST_TOLD = 20
"""Of so many hosts the report tells each by itself."""

T = TypeVar("T")
Clock = Callable[[], datetime]
Progress = Callable[[int, int, Mapping[str, int]], None]
Enough = Callable[[], bool]


class Fetches(Protocol):
    """What the audit needs of a fetcher: visits, which never raise."""

    def fetch(self, url: str) -> Exchange:
        """Visit an address."""

    def visits(self, asked: Iterable[tuple[T, str]], concurrency: int, enough: Enough) -> Iterator[tuple[T, Exchange]]:
        """Visit many addresses, each given with something to know it by, in the order in which they come home.

        Once there is `enough`, begin no more.
        """


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit works with: where it keeps, who goes out, whose clock, which thresholds, which manners."""

    database: Database
    fetcher: Fetches
    clock: Clock
    rules: AuditRules
    manners: Manners


class NoNetworkError(Exception):
    """Nobody out there answers at all."""


def run_audit(
    audit: Audit, progress: Progress = lambda _done, _due, _counts: None, enough: Enough = lambda: False
) -> AuditRun:
    """Look at every link whose turn has come, and give the run.

    `progress` hears (looks done, looks due, what they met). Once there is `enough`, or the desk wants it, no look
    begins any more: what is under way comes home and is kept. Ctrl-C ends the run with what came home until then.
    Raises BusyError while another process audits.
    """
    with audit.database.alone("audit", BUSY):
        return _Run(audit, progress, enough).done()


class _Run:
    """One run from its beginning to its report."""

    def __init__(self, audit: Audit, progress: Progress, enough: Enough) -> None:
        self._audit = audit
        self._progress = progress
        self._wanted = enough
        self._began = audit.clock()
        with audit.database.writing() as session:
            self._due = checks.count_due(session, self._began)
            self._allowed = audit_choosing.allowances(session, audit.manners, self._began)
            self._id = runs.begin(session, self._due, self._began)
        self._skipped: Counter[str] = Counter()
        self._recorder = Recorder(audit.database, self._id, audit.clock, audit.rules.verdict, audit.manners)
        self._permitted = Permitted(audit.database, audit.fetcher, audit.clock, audit.manners, self._id)

    def done(self) -> AuditRun:
        """Look, settle, and close the run."""
        state: RunState = "finished"
        try:
            with self._recorder, closing(self._visits(self._allowed)) as visits:
                for done, visit in enumerate(_held_until_alive(visits), start=1):
                    self._recorder.add(visit)
                    self._progress(done, self._due, self._recorder.counts)
        except NoNetworkError:
            return self._end("no network", "No network; nothing recorded.")
        except KeyboardInterrupt:
            state = "cancelled"
        if self._enough() and self._recorder.counts.total() + self._skipped.total() < self._due:
            state = "cancelled"
        return self._settled(state)

    def _enough(self) -> bool:
        return self._recorder.stop_asked or self._wanted()

    def _visits(self, allowed: dict[str, Allowance]) -> Generator[Visit]:
        """Visit all, hosts that permit it last: those are asked one at a time, with long gaps."""
        waiting: dict[str, list[checks.DueLink]] = {}
        for chunk in takewhile(lambda _chunk: not self._enough(), self._chunks()):
            others, permitted = audit_choosing.sorted_out(chunk, self._audit.manners, allowed)
            for host, links in permitted.items():
                waiting.setdefault(host, []).extend(links)
            yield from self._audit.fetcher.visits(((link, link.url) for link in others), VISITORS, self._enough)
        for host, links in waiting.items():
            first, why = audit_choosing.allotted(host, links, allowed[host])
            if why:
                self._skipped[why] += len(links) - len(first)
            if first:
                yield from self._permitted.visits(host, first, self._enough)
        self._skipped += self._permitted.skipped

    def _chunks(self) -> Iterator[list[checks.DueLink]]:
        after = None
        while True:
            with self._audit.database.reading() as session:
                chunk = checks.due(session, self._began, audit_choosing.CHUNK, after)
            if not chunk:
                return
            yield chunk
            after = chunk[-1]

    def _settled(self, state: RunState) -> AuditRun:
        database, now, rules = self._audit.database, self._audit.clock(), self._audit.rules
        with database.writing() as session:
            checks.void(session, self._id, self._permitted.void)
        with database.reading() as session:
            settled = settle(session, now, rules)
        *parts, last = settled.parts()
        for ids in parts:
            with database.writing() as session:
                publish(session, settled, ids, now, rules)
        with database.writing() as session:
            publish(session, settled, last, now, rules)
            supersede(session, settled.looked, set(map(place, settled.held)))
            said = _said(self._due, self._recorder.counts, state, len(settled.held))
            end = "held" if settled.held else state
            return runs.end(session, self._id, end, self._recorder.counts, said, now, self._report(settled))

    def _report(self, settled: Settled) -> dict[str, object]:
        return {
            "hosts": _hosts(self._recorder.hosts),
            "skipped": dict(self._skipped),
            "controls": self._permitted.controls,
            "flips": documents(settled.flips),
            "held": documents(settled.held),
            "since": settled.since,
        }

    def _end(self, state: RunState, said: str) -> AuditRun:
        with self._audit.database.writing() as session:
            return runs.end(session, self._id, state, {}, said, self._audit.clock())


def _held_until_alive(visits: Iterator[Visit]) -> Iterator[Visit]:
    """Pass the visits on once anybody gave a sign of life. Raises NoNetworkError when nobody does."""
    held: list[Visit] = []
    for visit in visits:
        held.append(visit)
        if _alive(visit[1]):
            yield from held
            yield from visits
            return
        if len(_hosts_of(held)) >= SILENT_HOSTS:
            raise NoNetworkError
    if len(_hosts_of(held)) > 1:
        raise NoNetworkError
    yield from held


def _alive(exchange: Exchange) -> bool:
    return bool(exchange.hops) or exchange.trouble not in ("unknown_host", "unreachable", "timeout")


def _hosts_of(visits: Iterable[Visit]) -> set[str]:
    return {host_of(link.url) for link, _ in visits}


def _hosts(hosts: Mapping[str, Counter[str]]) -> list[dict[str, object]]:
    """Give what the busiest hosts met, and all others together."""
    ranked = sorted(hosts.items(), key=lambda one: (-one[1].total(), one[0]))
    told: list[dict[str, object]] = [{"host": host, "counts": dict(counts)} for host, counts in ranked[:MOST_TOLD]]
    rest: Counter[str] = sum((counts for _, counts in ranked[MOST_TOLD:]), Counter())
    if rest:
        told.append({"host": f"{len(ranked) - MOST_TOLD} others", "counts": dict(rest)})
    return told


def _said(due: int, counts: Counter[str], state: RunState, held: int) -> str:
    if not due:
        return "Nothing was due."
    met = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common()) or "nothing looked at"
    begun = f"Stopped after {counts.total()} of {due}" if state == "cancelled" else f"{due} due"
    links = "1 link" if held == 1 else f"{held} links"
    waits = f" {links} would go bad at once: held until a curator has looked." if held else ""
    return f"{begun}: {met}.{waits}"
