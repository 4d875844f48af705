"""The shared simulated link world: every behaviour of the real server means what the evidence table says."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followworthy.domain.manners import HostManners, Manners
from followworthy.domain.outcome import evidence
from followworthy.fetcher import Fetcher
from tests.linkworld import EXPECTED, NEVER_DONE, ROBOTS, Means

pytestmark = pytest.mark.acceptance

HOST = "127.0.0.2"
MANNERS = Manners({HOST: HostManners("linkedin")})


def free_port() -> int:
    with closing(socket.create_server((HOST, 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Start the server with a kind of robots.txt, and give its address."""
    script = request.config.getoption("--shared") / "bench" / "linkserver.py"
    servers: dict[str, tuple[subprocess.Popen[str], str]] = {}

    def start(kind: str) -> str:
        if kind not in servers:
            port = free_port()
            command = [sys.executable, str(script), "--port", str(port), "--hosts", "1", "--workers", "1"]
            server = subprocess.Popen([*command, "--robots", kind], stdout=subprocess.PIPE, text=True)
            servers[kind] = server, f"http://{HOST}:{port}"
            assert server.stdout is not None
            server.stdout.readline()
            _await(port)
        return servers[kind][1]

    yield start
    for server, _ in servers.values():
        server.terminate()
        server.communicate()


def _await(port: int) -> None:
    until = time.monotonic() + 10
    while not _open(port):
        assert time.monotonic() < until, "The server did not open its doors."


def _open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def fetcher(deadline: float) -> Fetcher:
    return Fetcher("Followworthy/9", allow_loopback=True, deadline=deadline, now=lambda: datetime.now(UTC))


def test_the_table_knows_every_behaviour_of_the_server(shared: Path) -> None:
    manual = (shared / "bench" / "linkserver.py").read_text(encoding="utf-8").split('"""')[1]
    listed = manual.split("Behaviour is chosen")[1].split("\nAlso ")[0].split("\n", 1)[1]
    behaviours = {word.replace("K", "1") for word in re.findall(r"(?:^ +|\| )(\w+)", listed, re.MULTILINE)}
    assert len(behaviours) > 25
    assert behaviours <= EXPECTED.keys()


@pytest.mark.parametrize(("behaviour", "means"), EXPECTED.items(), ids=list(EXPECTED))
def test_a_behaviour_means_what_the_table_says(behaviour: str, means: Means, served: Callable[[str], str]) -> None:
    url = f"{served('none')}/in/{behaviour}-1"
    with fetcher(0.5 if behaviour in NEVER_DONE else 9) as visitor:
        exchange = visitor.fetch(url)
    found = evidence(exchange, MANNERS.key_of(url))
    assert Means(found.outcome, found.weak, exchange.trouble, bool(exchange.retry_after)) == means


@pytest.mark.parametrize(("kind", "outcome"), ROBOTS.items())
def test_a_living_profile_is_seen_only_where_robots_txt_lets_us(
    kind: str, outcome: str, served: Callable[[str], str]
) -> None:
    url = f"{served(kind)}/in/ok-1"
    with fetcher(9) as visitor:
        assert evidence(visitor.fetch(url), MANNERS.key_of(url)).outcome == outcome
