"""Several audit workers on one PostgreSQL: real processes over real sites, and what each rule of theirs keeps."""

import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from followworthy.domain.leases import Leases
from followworthy.domain.manners import Manners
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Exchange
from followworthy.errors import StoreError
from followworthy.services.audit_files import AuditRules
from followworthy.services.auditing import Audit, is_over, run_audit
from followworthy.store import Database, checks, jobs, leases, revisions, runs
from followworthy.store.runs import AuditRun
from tests.databases import Files
from tests.people import ODILE, publish
from tests.postgres import Server
from tests.services.test_auditing import FakeFetcher, answered, homepages, honest, linked, permitted, profile

GAP, LEASE = 0.1, 4.0
HOSTS, OF_EACH, WORKERS = 12, 20, 4
WORKS = """
import sys
from datetime import UTC, datetime, timedelta
from followworthy.domain.leases import Leases
from followworthy.domain.manners import Manners
from followworthy.fetcher import Fetcher
from followworthy.services.audit_files import AuditRules
from followworthy.services.auditing import Audit, is_over, run_audit
from followworthy.store import Database
url, name, gap, lease = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
database = Database(url)
with Fetcher(name, allow_loopback=True, gap=lambda _host: (gap, gap)) as fetcher:
    lasts = Leases(timedelta(seconds=lease), timedelta(seconds=lease / 2))
    audit = Audit(database, fetcher, lambda: datetime.now(UTC), AuditRules(), Manners(), lasts)
    print("ready", flush=True)
    sys.stdin.readline()
    print(run_audit(audit).said)
"""
"""A worker as `audit` is one, but that it tells its name to the sites, and its leases are short."""


@dataclass(frozen=True)
class Asked:
    """One request as a site saw it: when its answer began and had ended, and which worker asked."""

    host: str
    path: str
    by: str
    began: float
    ended: float


class Sites:
    """Sites on addresses of this very machine; all of them remember who came when."""

    def __init__(self, count: int) -> None:
        self.asked: list[Asked] = []
        self.came = threading.Condition()
        self.servers = [ThreadingHTTPServer((f"127.0.0.{at}", 0), self._handler()) for at in range(1, count + 1)]
        for one in self.servers:
            threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sites = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                began = time.monotonic()
                found = self.path != "/robots.txt"
                body = b"<title>Hello</title><p>My own page.</p>" if found else b""
                time.sleep(0.01)  # an answer takes a moment, in which nobody else may come
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                host = str(self.server.server_address[0])
                one = Asked(host, self.path, self.headers["User-Agent"], began, time.monotonic())
                with sites.came:
                    sites.asked.append(one)
                    sites.came.notify_all()

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        return Handler

    def urls(self, of_each: int) -> list[str]:
        return [
            f"http://{one.server_address[0]!s}:{one.server_port}/p{number}"
            for one in self.servers
            for number in range(of_each)
        ]

    def pages(self) -> dict[tuple[str, str], list[Asked]]:
        found = defaultdict(list)
        for one in self.asked:
            if one.path != "/robots.txt":
                found[one.host, one.path].append(one)
        return found

    def gaps(self) -> list[float]:
        """All gaps between one answer's end and the next request to the same host; negative where two overlap."""
        hosts = defaultdict(list)
        for one in sorted(self.asked, key=lambda one: one.began):
            hosts[one.host].append(one)
        return [after.began - before.ended for asked in hosts.values() for before, after in pairwise(asked)]

    def close(self) -> None:
        for one in self.servers:
            one.shutdown()
            one.server_close()


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@pytest.fixture
def here(url: str) -> Iterator[Database]:
    database = Database(url, opt_out_key=b"k" * 32)
    yield database
    database.close()


@pytest.fixture
def sites() -> Iterator[Sites]:
    with closing(Sites(HOSTS)) as made:
        yield made


def people(urls: list[str]) -> list[Expert]:
    letters = "bcdfghjkmn"
    ids = ["bcd" + "".join(letters[int(one)] for one in f"{number:05}") for number in range(len(urls))]
    pairs = zip(ids, urls, strict=True)
    return [replace(ODILE, id=one, name=f"P {one}", links=(Link("homepage", url),)) for one, url in pairs]


def fill(database: Database, urls: list[str]) -> None:
    with database.writing() as session:
        publish(session, *people(urls))


def worked(
    database: Database, fetcher: FakeFetcher, now: datetime, lasts: Leases | None = None, manners: Manners | None = None
) -> AuditRun:
    audit = Audit(database, fetcher, lambda: now, AuditRules(), manners or Manners(), lasts or Leases())
    return run_audit(audit)


def leased(database: Database) -> dict[str, float]:
    """Until when, on our own clock and not a moment too late, each link is somebody's."""
    before = time.monotonic()
    left = "SELECT url, extract(epoch FROM until - clock_timestamp()) FROM link_leases JOIN links ON links.id = link_id"
    with database.reading() as session:
        rows = session.execute(text(f"{left} WHERE until IS NOT NULL")).all()
    return {url: before + float(seconds) for url, seconds in rows}


def test_four_workers_one_of_them_killed_look_at_every_link_once_and_keep_the_gaps(
    here: Database, url: str, sites: Sites
) -> None:
    urls = sites.urls(OF_EACH)
    fill(here, urls)
    names = [f"Worker{at}/1.0" for at in range(WORKERS)]
    commands = [[sys.executable, "-c", WORKS, url, name, str(GAP), str(LEASE)] for name in names]
    started = [subprocess.Popen(one, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for one in commands]
    try:
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        with sites.came:
            assert sites.came.wait_for(lambda: sum(one.by == names[0] for one in sites.asked) >= 12, 60)
        started[0].kill()
        started[0].wait()
        until = leased(here)
        said = [one.communicate(timeout=90)[0] for one in started[1:]]
    finally:
        for one in started:
            one.kill()
            one.communicate()
    looked = sites.pages()
    assert len(looked) == len(urls)
    assert {one.by for asked in looked.values() for one in asked} == set(names)
    for (host, path), asked in looked.items():
        if len(asked) > 1:
            assert [one.by == names[0] for one in asked] == [True, False]
            (ends,) = [at for one, at in until.items() if f"//{host}:" in one and one.endswith(path)]
            assert asked[1].began >= ends
    assert min(sites.gaps()) >= GAP
    assert sum("others are still at it" in one for one in said) == WORKERS - 2
    with here.reading() as session:
        (run,) = runs.latest(session)
        assert (run.state, run.due, run.counts) == ("finished", len(urls), {"answered": len(urls)})
        assert Counter(one.by for one in revisions.history(session)) == {"Nadia": 1, "auditor": 1}
        assert {len(checks.of_link(session, one.id, one.links[0].url)) for one in people(urls)} == {1}


def test_workers_who_claim_at_once_never_get_the_same_link(here: Database, url: str, now: datetime) -> None:
    urls = [f"https://site{number % 50}.example/{number}" for number in range(1000)]
    fill(here, urls)
    with here.writing() as session:
        due = checks.due(session, now, 2000)
        leases.open_run(session)
        leases.enqueue(session, [(link, f"site{at % 50}.example", 60.0) for at, link in enumerate(due)], 0)
    got: list[str] = []

    def claims(worker: str) -> None:
        database = Database(url)
        while True:
            with database.sharing() as session:
                claim = leases.claim(session, worker, worker, (), 60.0)
                left = claim or leases.soonest(session, "nobody", ())
            if claim is not None:
                got.append(claim.link.url)
                with database.sharing() as session:
                    leases.give_turn_back(session, claim.host, worker, 0.0)
            elif left is not None and left > 30:
                break
        database.close()

    threads = [threading.Thread(target=claims, args=(f"worker {at}",)) for at in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(got), set(got)) == (1000, set(urls))


def test_a_look_that_comes_home_after_its_lease_is_dropped(here: Database, now: datetime) -> None:
    fill(here, ["https://p0.example"])

    def slow(url: str) -> Exchange:
        if len(fetcher.asked) == 1:  # it takes so long that somebody else claims the link
            with here.sharing() as session:
                leases.give_turn_back(session, "p0.example", claimant(here), 0.0)
            claimed = None
            while claimed is None:
                with here.sharing() as session:
                    claimed = leases.claim(session, "other", "theirs", (), 0.0)
        return answered(url)

    fetcher = FakeFetcher(slow)
    run = worked(here, fetcher, now, Leases(visit=timedelta(seconds=1)))
    assert (len(fetcher.asked), run.counts, run.state) == (2, {"answered": 1}, "finished")
    with here.reading() as session:
        assert len(checks.of_link(session, people(["x"])[0].id, "https://p0.example")) == 1


def claimant(database: Database) -> str:
    with database.reading() as session:
        return str(session.execute(text("SELECT worker FROM host_turns")).scalar_one())


def test_one_worker_meets_on_postgresql_what_it_meets_on_sqlite(here: Database, tmp_path: Path, now: datetime) -> None:
    file = Database(Files(tmp_path).fresh(tmp_path), opt_out_key=b"k" * 32)
    told = []
    for database in (here, file):
        with database.writing() as session:
            publish(session, *homepages(9), *(replace(one, id=f"n{one.id[1:]}") for one in linked(3)))
        run = worked(database, FakeFetcher(honest), now)
        with database.reading() as session:
            told.append((run, [one.changes for one in revisions.history(session)]))
    file.close()
    assert told[0] == told[1]


def test_who_comes_while_a_run_is_under_way_joins_it_and_who_leaves_last_ends_it(
    here: Database, url: str, now: datetime
) -> None:
    with here.writing() as session:
        publish(session, *homepages(3))
    joined: list[AuditRun] = []

    def while_another_comes(url_asked: str) -> Exchange:
        if not joined:
            with closing(Database(url, opt_out_key=b"k" * 32)) as other:
                audit = Audit(other, FakeFetcher(answered), lambda: now, AuditRules(), Manners())
                joined.append(run_audit(audit, enough=lambda: True))
        return answered(url_asked)

    run = worked(here, FakeFetcher(while_another_comes), now)
    assert (joined[0].id, joined[0].state) == (run.id, "cancelled")
    assert joined[0].said == "Stopped here: 0 looks were ours; others are still at it."
    assert (run.state, run.said) == ("finished", "3 due: 3 answered.")


def test_the_desk_stops_all_who_share_a_run(here: Database, now: datetime) -> None:
    with here.writing() as session:
        publish(session, *homepages(3))

    def while_the_desk_stops_it(url: str) -> Exchange:
        with here.writing() as session:
            runs.ask_cancel(session, 1)
            session.execute(text("UPDATE link_leases SET worker = 'other', until = now() + interval '1 h'"))
        return answered(url)

    run = worked(here, FakeFetcher(while_the_desk_stops_it), now)
    assert (run.state, run.said) == ("cancelled", "Stopped after 1 of 3: 1 answered.")


def test_an_audit_whose_job_has_ended_needs_no_help(here: Database, now: datetime) -> None:
    with here.writing() as session:
        publish(session, *homepages(1))
        jobs.expect(session, {"audit": timedelta(hours=1)})
        jobs.begin(session, "audit", now)
    assert not is_over(here, "audit")
    told: list[bool] = []

    def under_way(url: str) -> Exchange:
        told.append(is_over(here, "audit"))
        return answered(url)

    worked(here, FakeFetcher(under_way), now)
    assert told == [False]
    assert is_over(here, "audit")


def test_a_host_that_permits_looks_is_one_workers_alone(here: Database, now: datetime) -> None:
    with here.writing() as session:
        publish(session, *linked(2))
    fetcher = FakeFetcher(profile)
    with here.alone("audit-host linkedin.com", "Busy."):
        run = worked(here, fetcher, now, manners=permitted())
    assert (fetcher.asked, run.done) == ([], 0)
    run = worked(here, fetcher, now, manners=permitted())
    assert (len(fetcher.asked), run.counts) == (4, {"answered": 2})


def test_a_worker_that_is_cut_off_says_so_and_another_takes_over(here: Database, url: str, now: datetime) -> None:
    with here.writing() as session:
        publish(session, *homepages(3))

    def while_the_database_goes(asked: str) -> Exchange:
        if len(fetcher.asked) == 1:
            with closing(Database(url)) as other, other.writing() as session:
                mine = "datname = current_database() AND pid <> pg_backend_pid()"
                session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))  # noqa: S608
        return answered(asked)

    fetcher = FakeFetcher(while_the_database_goes)
    with pytest.raises(StoreError, match="others take over what was left"):
        worked(here, fetcher, now)
    run = worked(here, FakeFetcher(answered), now)
    with here.reading() as session:
        assert [one.state for one in runs.latest(session)] == ["finished", "interrupted"]
        assert sum(one.done for one in runs.latest(session)) == 3
    assert run.state == "finished"
