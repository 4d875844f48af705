"""A proxy that lets a browser reach two servers of the test, and writes down whatever the browser asks of anybody."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from urllib.parse import parse_qs, urlsplit

MAKERS = re.compile(r"\w+ (?:http://)?[\w.-]+\.(?:google|googleapis|gvt1)\.com[:/]")
DESK = "127.0.0.1:8750"
"""Where the browser believes the desk to be: the address that the extension comes with."""


@dataclass(frozen=True)
class Asked:
    """One request as the browser sent it; the site's are tunnels, of which the address is all that is seen."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    def __str__(self) -> str:
        """Give method and address without its query."""
        return f"{self.method} {self.target.partition('?')[0]}"

    @property
    def query(self) -> dict[str, list[str]]:
        """Give what the address carries behind its question mark."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)


@dataclass
class RecordingProxy:
    """Leads the site to `site` and the desk to `desk`, both local ports; nobody else is reached."""

    site: int
    desk: int
    port: int = 0
    requests: list[Asked] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """Give each request's method and address, in order."""
        return [str(one) for one in self.requests]

    def to(self, asked: str) -> list[Asked]:
        """Give the requests of this method to this address."""
        return [one for one in self.requests if str(one) == asked]

    def elsewhere(self) -> set[str]:
        """Give what was asked of anybody but the site, and but what the browser asks of its maker, extension or not."""
        told = {one for one in self.asked if not one.split()[1].endswith("linkedin.com:443")}
        return {one for one in told if not MAKERS.match(one)}


@contextmanager
def recording_proxy(site: int, desk: int) -> Iterator[RecordingProxy]:
    """Run a proxy."""
    record = RecordingProxy(site, desk)

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                _serve(self, record)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        record.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield record
        server.shutdown()


def _serve(browser: StreamRequestHandler, record: RecordingProxy) -> None:
    first = browser.rfile.readline().decode("latin-1").split()
    if len(first) != 3:
        return
    method, target, _ = first
    headers = [line for line in iter(browser.rfile.readline, b"\r\n") if line]
    body = browser.rfile.read(_length(headers))
    record.requests.append(Asked(method, target, _named(headers), body))
    if method == "CONNECT" and target.endswith("linkedin.com:443"):
        with socket.create_connection(("127.0.0.1", record.site)) as there:
            browser.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            _tunnel(browser.connection, there)
    elif method != "CONNECT" and urlsplit(target).netloc == DESK:
        with socket.create_connection(("127.0.0.1", record.desk)) as there:
            there.sendall(_for_the_desk(method, target, headers) + body)
            _pump(there, browser.connection)
    else:
        browser.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


def _for_the_desk(method: str, target: str, headers: list[bytes]) -> bytes:
    """Give the head of a request as the server itself expects it, one to a connection."""
    url = urlsplit(target)
    path = f"{url.path}?{url.query}" if url.query else url.path
    kept = [line for line in headers if not line.lower().startswith((b"connection:", b"proxy-"))]
    return b"".join((f"{method} {path} HTTP/1.1\r\n".encode(), *kept, b"Connection: close\r\n\r\n"))


def _named(headers: list[bytes]) -> dict[str, str]:
    parts = (line.decode("latin-1").partition(":") for line in headers)
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def _length(headers: list[bytes]) -> int:
    told = (line.partition(b":")[2] for line in headers if line.lower().startswith(b"content-length:"))
    return int(next(told, b"0"))


def _tunnel(one: socket.socket, other: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(other, one), daemon=True)
    back.start()
    _pump(one, other)
    back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
