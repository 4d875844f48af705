"""`serve`, as somebody runs it who has just cloned the repository."""

import json
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from followworthy.cli import serve
from followworthy.store import jobs
from tests.cli.conftest import Run, opened

Start = Callable[[], subprocess.Popen[str]]


def said_until(process: subprocess.Popen[str], word: str) -> str:
    """Read what the process says until a line holds the word."""
    assert process.stdout is not None
    lines = ""
    for line in process.stdout:
        lines += line
        if word in line:
            return lines
    raise AssertionError(f"it ended without saying {word!r}:\n{lines}")


def catalog(port: str, etag: str | None = None) -> tuple[int, str, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/catalog")
    if etag:
        request.add_header("If-None-Match", etag)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own loopback
            return answer.status, answer.headers["ETag"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["ETag"], b""


def test_the_first_start_serves_the_catalog_and_ctrl_c_ends_it(serving: Start, environment: dict[str, str]) -> None:
    process = serving()
    said = said_until(process, "Serving")
    assert "Become the first curator (works once): http://127.0.0.1:" in said
    status, etag, body = catalog(environment["FOLLOWWORTHY_PORT"])
    document = json.loads(body)
    assert (status, document["count"], len(document["experts"]), len(document["categories"])) == (200, 50, 50, 6)
    assert catalog(environment["FOLLOWWORTHY_PORT"], etag)[0] == 304
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "Stopping.\n")


def test_the_second_start_changes_nothing_and_says_so(serving: Start, environment: dict[str, str]) -> None:
    etags = []
    for _ in range(2):
        process = serving()
        said = said_until(process, "Serving")
        etags.append(catalog(environment["FOLLOWWORTHY_PORT"])[1])
        process.terminate()
        process.communicate(timeout=20)
    assert "Curated files: nothing changed." in said
    assert etags[0] == etags[1]


def test_a_killed_parent_leaves_no_child_behind(serving: Start) -> None:
    process = serving()
    said_until(process, "Serving")
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate(timeout=20)
    assert psutil.wait_procs(children, timeout=10)[1] == []


def test_without_worker_there_is_no_schedule_and_the_house_knows_what_to_expect(
    run: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(serve, "watch", lambda running, _: started.extend(one.name for one in running))
    assert run("serve", "--without-worker").returncode == 0
    assert started == ["web"]
    database = opened(environment)
    with database.reading() as session:
        expected = jobs.listed(session)
    database.close()
    assert [one.name for one in expected] == ["backup", "clean-up", "health", "review"]
    assert all(one.began_at is None and one.next_at for one in expected)


def test_a_port_in_use_is_one_sentence(run: Run, environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", FOLLOWWORTHY_PORT=port)
    assert done.returncode == 1
    assert done.stderr == (
        f"followworthy: Cannot listen on 127.0.0.1 port {port}: Address already in use. "
        "Stop the other program, or set FOLLOWWORTHY_PORT.\n"
    )
    assert not Path(environment["FOLLOWWORTHY_DATA_DIR"]).exists()
