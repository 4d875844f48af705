"""Servers side by side on loopback: ours, the same server with a constant, nginx with the same bytes, and others.

Each is asked by wrk over 32 connections, in turns, so that whatever else the machine does meets all of them alike.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.ports import free_port

CONNECTIONS, THREADS = 32, 1
START_SECONDS = 30
FIGURE = re.compile(r"Requests/sec:\s*([\d.]+)")
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")
HOW = "on Debian, apt-get install --no-install-recommends wrk nginx-light brings it"
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr error;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type application/json; types {{ }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 1000000000; sendfile on; open_file_cache max=10;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


@dataclass(frozen=True)
class Served:
    """A server that runs: its name, and the address to ask; `etag` is what it calls the bytes."""

    name: str
    url: str
    etag: str


def tool(name: str) -> str:
    """Give the path of a program that the bench needs; leaves with a sentence where it is missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    return found or sys.exit(f"{name} was not found: {HOW}.")


@contextmanager
def python_server(kind: str, what: str, database: str, threads: int) -> Iterator[Served]:
    """Run `tests.bench.api.server` in a process of its own: which server, with which application."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.api.server", kind, what, str(port), database, str(threads)]
    with running(command, port, "/api/v1/catalog") as etag:
        yield Served(f"{kind} {what}" + (f", {threads} threads" if threads > 1 else ""), _url(port), etag)


@contextmanager
def nginx(body: bytes) -> Iterator[Served]:
    """Run nginx with one worker over one static file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "api" / "v1" / "catalog"
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        for path in (Path(folder), *Path(folder).rglob("*")):
            path.chmod(0o755)
        port = free_port()
        (Path(folder) / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        with running([tool("nginx"), "-c", f"{folder}/nginx.conf", "-p", folder], port, "/api/v1/catalog") as etag:
            yield Served("nginx, static file", _url(port), etag)


@contextmanager
def running(command: list[str], port: int, path: str) -> Iterator[str]:
    """Run a server until the block ends; give the ETag it answers with."""
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stderr=said) as process:
        try:
            yield _ready(process, port, path)
        finally:
            process.terminate()


def rates(servers: list[Served], headers: Mapping[str, Mapping[str, str]], seconds: int, runs: int) -> dict[str, float]:
    """Give the median of the requests a second that each answers, asked in turns."""
    found: dict[str, list[float]] = {one.name: [] for one in servers}
    for _ in range(runs):
        for one in servers:
            found[one.name].append(rate(one, headers.get(one.name, {}), seconds))
    return {name: median(figures) for name, figures in found.items()}


def rate(served: Served, headers: Mapping[str, str], seconds: float) -> float:
    """Give the requests a second that a server answers. Leaves with a sentence where it answers anything wrong."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [tool("wrk"), f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", *given, served.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if wrong := WRONG.search(said):
        sys.exit(f"{served.name} answered wrongly: {wrong[0]}")
    figure = FIGURE.search(said)
    return float(figure[1]) if figure else sys.exit(f"wrk gave no figure: {said}")


@contextmanager
def all_of(body: bytes, database: str, others: list[str], threads: int) -> Iterator[list[Served]]:
    """Run every server that is compared."""
    with ExitStack() as stack:
        wanted = [("granian", "constant"), ("granian", "ours"), *((kind, "ours") for kind in others)]
        servers = [stack.enter_context(python_server(kind, what, database, 1)) for kind, what in wanted]
        servers.append(stack.enter_context(python_server("granian", "ours", database, threads)))
        yield [*servers, stack.enter_context(nginx(body))]


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/api/v1/catalog"


def _ready(process: subprocess.Popen[bytes], port: int, path: str) -> str:
    """Wait until it answers, and give the ETag."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                said = line.makefile("rb").read().decode("latin-1")
        except OSError:
            time.sleep(0.1)
            continue
        if said.startswith("HTTP/1.1 200"):
            return next(line.partition(": ")[2] for line in said.split("\r\n") if line.lower().startswith("etag"))
    process.kill()
    sys.exit(f"{process.args!r} did not come up.")
