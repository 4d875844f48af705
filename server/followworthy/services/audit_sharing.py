"""A run that several processes share on one PostgreSQL: each claims links with a lease, and keeps the hosts' turns.

Who begins first opens the run and notes what it has to look at; the others join. Who leaves last ends it. Which host
permits direct looks is one worker's as a whole, so that its controls, its budget and its one connection stay together.
"""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from followworthy.domain.values import Exchange
from followworthy.errors import BusyError, StoreError
from followworthy.services import audit_choosing
from followworthy.services.audit_choosing import Allowance, host_of
from followworthy.services.audit_recording import Visit
from followworthy.services.audit_tools import VISITORS, Audit, Enough, Fetches
from followworthy.store import Company, Database, checks, leases, runs
from followworthy.store.checks import DueLink

LOOK_UP_SECONDS = 0.25
"""So often whoever waits looks whether somebody gave a turn back early, or wants the run to end."""
OVER = "This part of the link audit is over."


class Shared:
    """One worker's part of a run. What it still has when it ends, however that is, it gives back."""

    def __init__(self, audit: Audit, company: Company) -> None:
        """Open a run, or join the one that is under way."""
        self._audit = audit
        self._database = audit.database
        self._company = company
        self._turns = HostTurns(audit.database, audit.leases.turn.total_seconds())
        self._worker = self._turns.worker
        self._apart = tuple(audit.manners.permitted())
        self._host_locks = contextlib.ExitStack()
        self._done_with: list[str] = []
        self._noted: DueLink | None = None
        self._places = 0
        self.direct = InTurns(audit.fetcher, self._turns)
        self.run_id, self.due = self._opened() if company.is_first else self._joined()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._host_locks, contextlib.suppress(StoreError):  # cut off: then the leases run out by themselves
            self._give_up()

    def visits(self, enough: Enough) -> Iterator[Visit]:
        """Visit what robots.txt decides about, as long as there is anything that nobody else looks at."""
        for visit in self._audit.fetcher.shared_visits(self._claims(enough), self._turns, VISITORS, enough):
            self._turns.unused(self._host(visit[0])[0], visit[0].lease)
            yield visit

    def permitted(self) -> Iterator[tuple[str, list[DueLink], Allowance]]:
        """Give each host that permits direct looks and that no other worker has; it is ours until the part ends."""
        for host in self._apart:
            with contextlib.ExitStack() as ours:
                try:
                    ours.enter_context(self._database.alone(f"audit-host {host}", "Another worker looks."))
                except BusyError:
                    continue
                now = self._audit.clock()
                with self._database.sharing() as session:
                    links = leases.take_host(session, host, self._worker, secrets.token_hex(8))
                    allowance = audit_choosing.allowances(session, self._audit.manners, now)[host]
                if not links:
                    continue  # and no connection is held for it
                self._host_locks.enter_context(ours.pop_all())
            yield host, links, allowance
            self._done_with.append(host)

    def leave(self) -> bool:
        """Give back what we did not look at; tell whether the run ends with us. Raises StoreError."""
        self._give_up()
        if not self._company.leaves_last():
            return False
        with self._database.writing() as session:
            leases.open_run(session)  # who was cut off and still is outside has no lease any more: nothing comes late
        return True

    def _opened(self) -> tuple[int, int]:
        began = self._audit.clock()
        with self._database.writing() as session:
            due = checks.count_due(session, began)
            run_id = runs.begin(session, due, began)
            leases.open_run(session)
        while self._enqueued(began):
            pass
        with self._database.sharing() as session:
            leases.count_rows(session)
        self._company.opened()
        return run_id, due

    def _enqueued(self, began: datetime) -> bool:
        """Note some more of what is due, in a short transaction of a writer: nobody takes a link away meanwhile."""
        with self._database.writing() as session:
            chunk = checks.due(session, began, audit_choosing.CHUNK, self._noted)
            leases.enqueue(session, [(link, *self._host(link)) for link in chunk], self._places)
        self._places += len(chunk)
        self._noted = chunk[-1] if chunk else None
        return bool(chunk)

    def _joined(self) -> tuple[int, int]:
        with self._database.reading() as session:
            run = runs.running(session)
        if run is None:
            raise BusyError("The link audit is just ending.")
        return run.id, run.due

    def _host(self, link: DueLink) -> tuple[str, float]:
        """Give a link's host, and how long a lease lasts there."""
        host = self._audit.manners.home(host_of(link.url))
        gap = self._audit.manners.of(host).gap or (0.0, 0.0)
        return host, self._audit.leases.seconds(max(gap))

    def _claims(self, enough: Enough) -> Iterator[tuple[DueLink, str]]:
        """Claim one link after the other; wait where all hosts have just been asked, and for what others look at.

        Those may die: so we stay until nothing is left but what we look at ourselves.
        """
        while not enough():
            claimed = self._turns.claimed(self._apart)
            if claimed is not None:
                yield claimed, claimed.url
                continue
            with self._database.sharing() as session:
                soonest = leases.soonest(session, self._worker, self._apart)
                run = runs.running(session)
            if soonest is None or run is None or run.cancel_asked:
                return
            if self._turns.over.wait(min(max(soonest, 0.0), LOOK_UP_SECONDS)):
                return

    def _give_up(self) -> None:
        self._turns.end()
        with self._database.sharing() as session:
            leases.drop_hosts(session, self._worker, self._done_with)
            leases.give_up(session, self._worker)


class HostTurns:
    """The turns of hosts, as one worker has them: kept in rows that all workers share."""

    def __init__(self, database: Database, seconds: float) -> None:
        """Take a turn for so many seconds at most."""
        self.worker = secrets.token_hex(8)
        self.over = threading.Event()
        self._database = database
        self._seconds = seconds
        self._claimed: dict[str, str] = {}
        self._lock = threading.Lock()

    def claimed(self, apart: tuple[str, ...]) -> DueLink | None:
        """Claim a link, and its host's turn for the first request there; None if nothing is free."""
        while True:
            with self._database.sharing() as session:
                found = leases.claim(session, self.worker, secrets.token_hex(8), apart, self._seconds)
                if found is not None and not found.published:
                    leases.redeem(session, [found.link])
            if found is None:
                return None
            with self._lock:
                self._claimed[found.host] = found.link.lease
            if found.published:
                return found.link
            self.unused(found.host, found.link.lease)

    def take(self, host: str) -> None:
        """Wait until a host's turn is ours."""
        with self._lock:
            self._claimed.pop(host, None)
        early = 1.0
        while early:
            if self.over.is_set():
                raise BusyError(OVER)
            with self._database.sharing() as session:
                early = leases.take_turn(session, host, self.worker, self._seconds)
            if early:
                self.over.wait(min(early, LOOK_UP_SECONDS))

    def give_back(self, host: str, seconds: float) -> None:
        """Let others have it in so many seconds."""
        with self._database.sharing() as session:
            leases.give_turn_back(session, host, self.worker, seconds)

    def unused(self, host: str, lease: str) -> None:
        """Give back the turn that was claimed with a link if its visit asked nobody there."""
        with self._lock:
            unused = self._claimed.get(host) == lease
            if unused:
                del self._claimed[host]
        if unused:
            self.give_back(host, 0.0)

    def end(self) -> None:
        """Give back what was claimed and not used; nobody takes a turn any more."""
        self.over.set()
        for host, lease in tuple(self._claimed.items()):
            self.unused(host, lease)


class InTurns:
    """Single visits, each request in its host's common turn."""

    def __init__(self, fetcher: Fetches, turns: HostTurns) -> None:
        self._fetcher = fetcher
        self._turns = turns

    def fetch(self, url: str) -> Exchange:
        """Visit an address."""
        ((_, exchange),) = self._fetcher.shared_visits(iter([(url, url)]), self._turns, 1, lambda: False)
        return exchange
