"""The link audit: look at what is due, keep the evidence, judge, and let only flips be heard.

No transaction is open while anyone is outside: what is due is read and closed, each visit is recorded in a
short transaction of its own (a crash loses at most the visits under way), and the verdicts of a run are one
Revision at its end.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from followworthy.domain.outcome import evidence
from followworthy.domain.values import Check, Exchange
from followworthy.domain.verdict import Rules
from followworthy.services.believing import believed, judgement
from followworthy.store import Database, Session, checks, experts, revisions
from followworthy.store.checks import AuditRun, DueLink

AUDITOR = "auditor"
VISITORS = 8
"""Visits under way at once; the pace per host is the fetcher's."""
SILENT_HOSTS = 5
"""So many hosts without any sign of life, and none with one: that is our network, not theirs."""

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
Visit = tuple[DueLink, Exchange]


class Fetches(Protocol):
    """What the audit needs of a fetcher: one visit, which never raises."""

    def fetch(self, url: str) -> Exchange:
        """Visit an address."""


class NoNetworkError(Exception):
    """Nobody out there answers at all."""


def run_audit(
    database: Database, fetcher: Fetches, clock: Clock, progress: Progress = lambda _done, _due: None
) -> AuditRun:
    """Look at every link whose turn has come, and give the run. `progress` hears (looks done, looks due)."""
    with database.writing() as session:
        due = checks.due(session, clock())
        run_id = checks.begin_run(session, len(due), clock())
    counts: Counter[str] = Counter()
    try:
        for done, (link, exchange) in enumerate(_held_until_alive(_visits(due, fetcher)), start=1):
            counts[_record(database, link, exchange, run_id, clock())] += 1
            progress(done, len(due))
    except NoNetworkError:
        return _end(database, run_id, "no network", {}, "No network; nothing recorded.", clock())
    return _end(database, run_id, "finished", counts, _said(len(due), counts), clock())


def _visits(due: list[DueLink], fetcher: Fetches) -> Iterator[Visit]:
    """Visit all, a few at once, and give each as it comes home; what is not begun is dropped when nobody asks on."""
    pool = ThreadPoolExecutor(VISITORS, thread_name_prefix="audit")
    try:
        under_way = {pool.submit(fetcher.fetch, link.url): link for link in due}
        for visit in as_completed(under_way):
            yield under_way[visit], visit.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _held_until_alive(visits: Iterator[Visit]) -> Iterator[Visit]:
    """Pass the visits on once anybody gave a sign of life. Raises NoNetworkError when nobody does."""
    held: list[Visit] = []
    for visit in visits:
        held.append(visit)
        if _alive(visit[1]):
            yield from held
            yield from visits
            return
        if len(_hosts(held)) >= SILENT_HOSTS:
            raise NoNetworkError
    if len(_hosts(held)) > 1:
        raise NoNetworkError
    yield from held


def _alive(exchange: Exchange) -> bool:
    return bool(exchange.hops) or exchange.trouble not in ("unknown_host", "unreachable", "timeout")


def _hosts(visits: Iterable[Visit]) -> set[str]:
    return {urlsplit(link.url).hostname or "" for link, _ in visits}


def _record(database: Database, link: DueLink, exchange: Exchange, run_id: int, now: datetime) -> str:
    found = evidence(exchange, link.key)
    check = Check(now, found.outcome, found.because, AUDITOR, found.weak, found.moved_to)
    with database.writing() as session:
        checks.record(session, link, check, run_id)
        checks.set_next_check(session, link, judgement(session, link.expert_id, link.url, now, Rules()).next_check_at)
    return found.outcome


def _end(
    database: Database, run_id: int, state: checks.RunState, counts: dict[str, int], said: str, now: datetime
) -> AuditRun:
    with database.writing() as session:
        _settle(session, now)
        checks.end_run(session, run_id, state, counts, said, now)
        return checks.run(session, run_id)


def _settle(session: Session, now: datetime) -> None:
    """Write what changed in our belief since the last finished run (an interrupted one included), as one Revision."""
    revision = revisions.Revision(session, by=AUDITOR, why="what the link audit met", now=now)
    for expert_id, urls in checks.looked_at_since_last_finished(session).items():
        expert = experts.get(session, expert_id)
        if expert is not None:
            revision.put(believed(session, expert, urls, now, Rules()))


def _said(due: int, counts: Counter[str]) -> str:
    if not due:
        return "Nothing was due."
    met = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common())
    return f"{due} due: {met}."
