"""`audit` and `worker` as real processes over a real site: killed, stopped, told, one at a time."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from followworthy.domain.records import Link
from followworthy.store import checks, runs
from tests.cli.conftest import Run, opened
from tests.people import ODILE, publish

COUNT = 30
DIES = """
import os, signal, sys
from followworthy.store import runs
whole, calls = runs.progress, 0
def dies(*args):
    global calls
    calls += 1
    if calls == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*args)
runs.progress = dies
from followworthy.cli import main
main()
"""


class Site:
    """Homepages on this very machine, and how often each was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.open, self.busy = threading.Event(), threading.Event()
        self.open.set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked[self.path] += 1
                if len(site.asked) > 5 and not site.open.is_set():
                    site.busy.set()
                    site.open.wait(20)
                body = b"" if self.path == "/robots.txt" else b"<title>Hello</title><p>My own page.</p>"
                self.send_response(404 if self.path == "/robots.txt" else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def here(environment: dict[str, str], site: Site) -> dict[str, str]:
    """A catalog whose homepages are all on this machine."""
    environment["FOLLOWWORTHY_ALLOW_LOOPBACK"] = "on"
    folder = Path(environment["FOLLOWWORTHY_DATA_DIR"])
    folder.mkdir()
    database = opened(environment)
    database.migrate()
    people = [
        replace(ODILE, id=f"bcdfgh{at:02}", name=f"P {at}", links=(Link("homepage", f"{site.address}/p{at}"),))
        for at in range(COUNT)
    ]
    with database.writing() as session:
        publish(session, *people)
    database.close()
    return environment


def test_a_killed_audit_goes_on_and_repeats_at_most_what_was_under_way(
    here: dict[str, str], site: Site, run: Run
) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, "audit"], env=here, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL
    database = opened(here)
    with database.reading() as session:
        written = len(checks.latest(session))
    done = run("audit", **here)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{COUNT - written} due: {COUNT - written} answered.")
    with database.reading() as session:
        assert [one.state for one in runs.latest(session)] == ["finished", "interrupted"]
        assert len(checks.latest(session)) == COUNT
    database.close()
    repeated = sum(site.asked.values()) - 2 - COUNT  # robots.txt is asked in each of the two runs
    assert 0 < written < COUNT
    assert repeated <= 8


def test_ctrl_c_stops_an_audit_and_keeps_what_is_under_way(here: dict[str, str], site: Site) -> None:
    site.open.clear()
    command = [sys.executable, "-m", "followworthy", "audit"]
    with subprocess.Popen(command, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as audit:
        assert audit.stdout is not None
        assert audit.stderr is not None
        assert site.busy.wait(20)
        audit.send_signal(signal.SIGINT)
        assert audit.stderr.readline() == "\n"
        assert audit.stderr.readline().startswith("Stopping: what is under way comes home first.")
        site.open.set()
        told = audit.stdout.read()
        assert audit.wait(20) == 1
    looked = sum(site.asked.values()) - 1  # robots.txt
    assert told.splitlines()[0] == f"Stopped after {looked} of {COUNT}: {looked} answered."
    database = opened(here)
    with database.reading() as session:
        assert [one.state for one in runs.latest(session)] == ["cancelled"]
        assert len(checks.latest(session)) == looked < COUNT
    database.close()


def test_a_dry_run_asks_nobody_and_tells_what_would_be_asked(here: dict[str, str], site: Site, run: Run) -> None:
    told = run("audit", "--dry-run", **here)
    assert told.returncode == 0
    assert f"{COUNT:6}  127.0.0.1: if its robots.txt allows it" in told.stdout
    assert told.stdout.splitlines()[-1] == f"{COUNT} links are due."
    assert not site.asked


def test_a_second_audit_says_so_and_stops(here: dict[str, str], run: Run) -> None:
    database = opened(here)
    with database.alone("audit", "Busy."):
        done = run("audit", **here)
    database.close()
    assert done.returncode == 1
    assert done.stderr == "followworthy: Another link audit is under way; one at a time is enough.\n"


def test_a_worker_runs_the_schedule_until_it_is_told_to_stop(here: dict[str, str]) -> None:
    here |= {"FOLLOWWORTHY_AUDIT": "on"}
    command = [sys.executable, "-m", "followworthy", "worker"]
    with subprocess.Popen(command, env=here, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "Running the schedule (Ctrl-C stops)\n"
        os.kill(worker.pid, signal.SIGTERM)
        rest = worker.stdout.read()
        assert (worker.wait(20), rest) == (0, "Stopping.\n")


def test_thresholds_that_cannot_be_used_are_told_before_anybody_is_asked(
    here: dict[str, str], site: Site, run: Run
) -> None:
    (Path(here["FOLLOWWORTHY_DATA_DIR"]) / "audit.toml").write_text("gone_lookz = 2\n", encoding="utf-8")
    done = run("audit", **here)
    assert done.returncode == 2
    assert re.match(r"followworthy: .*audit\.toml: gone_lookz is not a setting of the audit", done.stderr)
    assert not site.asked
