"""The link audit: look at what is due, keep the evidence, judge, and let only flips be heard.

No transaction is open while anyone is outside: what is due is read and closed, what comes home is recorded in short
transactions, and the verdicts of a run are one Revision at its end. On SQLite one process audits at a time; on
PostgreSQL several share a run, and the last one ends it.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace

from followworthy.domain.values import Exchange
from followworthy.services import audit_choosing, audit_closing
from followworthy.services.audit_alone import Alone
from followworthy.services.audit_choosing import host_of
from followworthy.services.audit_permitted import Permitted
from followworthy.services.audit_recording import Recorder, Visit
from followworthy.services.audit_sharing import Shared
from followworthy.services.audit_tools import Audit, Enough, Part
from followworthy.store import Database, jobs, runs
from followworthy.store.runs import AuditRun, RunState

__all__ = ["Audit", "Progress", "is_over", "run_audit"]

SILENT_HOSTS = 5
"""So many hosts without any sign of life, and none with one: that is our network, not theirs."""
BUSY = "Another link audit is under way; one at a time is enough."
OUR_END: dict[RunState, str] = {
    "running": "Nothing is left",
    "cancelled": "Stopped here",
    "no network": "No network here",
}
"""Why our part of a run that goes on has ended."""

Progress = Callable[[int, int, Mapping[str, int]], None]


class NoNetworkError(Exception):
    """Nobody out there answers at all."""


def run_audit(
    audit: Audit, progress: Progress = lambda _done, _due, _counts: None, enough: Enough = lambda: False
) -> AuditRun:
    """Look at every link whose turn has come, and give the run; if others go on with it, as it ended for us.

    `progress` hears (looks done, looks due, what they met). Once there is `enough`, or the desk wants it, no look
    begins any more: what is under way comes home and is kept. Ctrl-C ends our part with what came home until then.
    Raises BusyError while another process audits, where they cannot share.
    """
    with _part(audit) as part:
        return _Run(audit, part, progress, enough).done()


def is_over(database: Database, job: str) -> bool:
    """Tell whether the run that a job of the schedule last began for has ended already."""
    with database.reading() as session:
        began = jobs.get(session, job)
        last = next(iter(runs.latest(session, 1)), None)
    if began is None or began.began_at is None or last is None:
        return False
    return last.state != "running" and last.started_at >= began.began_at


@contextmanager
def _part(audit: Audit) -> Iterator[Part]:
    """Give the whole of a run, or our part of one that is shared."""
    database = audit.database
    if database.is_file:
        with database.alone("audit", BUSY):
            yield Alone(audit)
    else:
        with database.together("audit", BUSY) as company, Shared(audit, company) as part:
            yield part


class _Run:
    """One run, or our part of it, from its beginning to its report."""

    def __init__(self, audit: Audit, part: Part, progress: Progress, enough: Enough) -> None:
        self._audit = audit
        self._part = part
        self._progress = progress
        self._wanted = enough
        self._skipped: Counter[str] = Counter()
        self._recorder = Recorder(audit.database, part.run_id, audit.clock, audit.rules.verdict, audit.manners)
        self._permitted = Permitted(audit.database, part.direct, audit.clock, audit.manners, part.run_id)

    def done(self) -> AuditRun:
        """Look; if nobody else takes part any more, settle and close the run."""
        state: RunState = "finished"
        try:
            with self._recorder, closing(self._visits()) as visits:
                for done, visit in enumerate(_held_until_alive(visits), start=1):
                    self._recorder.add(visit)
                    self._progress(done + self._recorder.elsewhere, self._part.due, self._recorder.counts)
        except NoNetworkError:
            state = "no network"
        except KeyboardInterrupt:
            state = "cancelled"
        return self._ended(state)

    def _enough(self) -> bool:
        return self._recorder.stop_asked or self._wanted()

    def _visits(self) -> Generator[Visit]:
        """Visit all, hosts that permit it last: those are asked one at a time, with long gaps."""
        yield from self._part.visits(self._enough)
        for host, links, allowance in self._part.permitted():
            first, why = audit_choosing.allotted(host, links, allowance)
            if why:
                self._skipped[why] += len(links) - len(first)
            if first:
                yield from self._permitted.visits(host, first, self._enough)
            if self._enough():
                return

    def _ended(self, state: RunState) -> AuditRun:
        audit, run_id = self._audit, self._part.run_id
        direct = audit_closing.Direct(self._skipped + self._permitted.skipped, self._permitted.controls)
        run = audit_closing.tell(audit.database, run_id, direct, self._permitted.void)
        if not self._part.leave():
            return self._our_part(run, state)
        if state == "no network" and not run.done:
            return audit_closing.no_network(audit, run_id)
        if state == "no network":
            return audit_closing.settled(audit, run_id, "finished", stopped=True)
        return audit_closing.settled(audit, run_id, state, stopped=self._enough())

    def _our_part(self, run: AuditRun, state: RunState) -> AuditRun:
        """Give a run that others go on with, as it ended for us."""
        if state == "finished":
            state = "cancelled" if self._enough() else "running"
        number = self._recorder.written
        looks = "1 look was ours" if number == 1 else f"{number} looks were ours"
        return replace(run, state=state, said=f"{OUR_END[state]}: {looks}; others are still at it.")


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
