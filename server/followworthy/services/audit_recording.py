"""Keeps what an audit run meets: one writer, and each time all that has come home since the last time.

So a slow run keeps every look at once, a fast one many in one transaction; a kill loses what is under way.
"""

import queue
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from followworthy.domain.manners import Manners
from followworthy.domain.outcome import evidence
from followworthy.domain.values import Check, Exchange, Outcome
from followworthy.domain.verdict import Rules
from followworthy.errors import FollowworthyError
from followworthy.services.believing import judged
from followworthy.services.vouching import LINKEDIN, by_homepage
from followworthy.store import Database, Session, checks, experts, leases, runs
from followworthy.store.checks import DueLink

AUDITOR = "auditor"
MOST_AT_ONCE = 500
MOST_WAITING = 500
"""So many visits may wait for the writer before whoever brings more has to wait, too: pages are large."""
Visit = tuple[DueLink, Exchange]
Look = tuple[DueLink, Exchange, Check]


class Recorder:
    """Writes visits in a thread of its own while inside; `counts` tells what the run met so far.

    So many of those looks were `written` here, and `elsewhere`, by other workers. `stop_asked`: somebody at the desk
    wants the run to end.
    """

    def __init__(
        self, database: Database, run_id: int, clock: Callable[[], datetime], rules: Rules, manners: Manners
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.elsewhere = 0
        self.stop_asked = False
        self.written = 0
        self._database = database
        self._run_id = run_id
        self._clock = clock
        self._rules = rules
        self._manners = manners
        self._home: queue.SimpleQueue[Visit | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(MOST_WAITING)
        self._problem: FollowworthyError | None = None
        self._writer = threading.Thread(target=self._work, name="audit-writer", daemon=True)

    def __enter__(self) -> Self:
        self._writer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._home.put(None)
        self._writer.join()
        if self._problem is not None and error is None:
            raise self._problem

    def add(self, visit: Visit) -> None:
        """Hand a visit over. Raises what kept the writer from writing."""
        while True:
            if self._problem is not None:
                raise self._problem
            if not self._writer.is_alive():
                raise RuntimeError("The audit's writer met a defect.")
            if self._room.acquire(timeout=1):
                break
        self._home.put(visit)

    def _work(self) -> None:
        try:
            while batch := self._batch():
                self._write(batch)
                self._room.release(len(batch))
        except FollowworthyError as error:
            self._problem = error

    def _batch(self) -> list[Visit]:
        """Give all that is home, at least one visit; nothing when no more will come."""
        batch: list[Visit] = []
        visit = self._home.get()
        while visit is not None:
            batch.append(visit)
            if len(batch) == MOST_AT_ONCE or self._home.empty():
                return batch
            visit = self._home.get()
        self._home.put(None)  # after the last batch comes nothing again
        return batch

    def _write(self, batch: list[Visit]) -> None:
        now = self._clock()
        found = [(link, exchange, self._check(link, exchange, now)) for link, exchange in batch]
        with self._database.writing() as session:
            found = _ours(session, found)
            before = checks.of_links(session, [(link.expert_id, link.url) for link, _, _ in found])
            looks = [(link, check, self._next(before, link, check, now)) for link, _, check in found]
            checks.record_all(session, looks, self._run_id)
            run = runs.progress(session, self._run_id, Counter(str(check.outcome) for _, _, check in found))
        self.written += len(found)
        self.elsewhere = run.done - self.written
        self.counts.update(Counter(run.counts) - self.counts)
        self.stop_asked |= run.cancel_asked
        for link, exchange, check in found:
            if link.key is None and check.outcome is Outcome.ANSWERED and LINKEDIN in exchange.body.lower():
                self._hear(link, exchange, now)

    def _hear(self, link: DueLink, exchange: Exchange, now: datetime) -> None:
        """Let a homepage speak for its expert's other addresses, in a transaction of its own: reading it is slow."""
        with self._database.writing() as session:
            expert = experts.get(session, link.expert_id)
            if expert is not None and not expert.withdrawn:
                by_homepage(session, expert, exchange, now)

    def _check(self, link: DueLink, exchange: Exchange, now: datetime) -> Check:
        met = evidence(exchange, link.key or self._manners.key_of(link.url), [link.name])
        return Check(now, met.outcome, met.because, AUDITOR, met.weak, met.moved_to)

    def _next(self, before: dict[tuple[str, str], list[Check]], link: DueLink, check: Check, now: datetime) -> datetime:
        seen = before[link.expert_id, link.url]
        seen.append(check)
        return judged(link.expert_id, link.url, seen, now, self._rules).next_check_at


def _ours(session: Session, found: list[Look]) -> list[Look]:
    """Give those looks whose lease still holds: of the others somebody else has taken care."""
    leased = [link for link, _, _ in found if link.lease]
    ours = leases.redeem(session, leased) if leased else ()
    return [look for look in found if not look[0].lease or look[0].link_id in ours]
