"""A real web site on loopback whose every byte a test can choose, and a clock that needs no sleeping."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from followworthy.fetcher import Fetcher

Page = bytes | Callable[[socket.socket], None]
"""An answer, byte for byte, or something that does what it likes with the connection."""


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP answer; `Content_Type="text/plain"` becomes a header."""
    told = {"Content_Length": str(len(body)), "Content_Type": "text/html; charset=utf-8", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} Word\r\n{lines}\r\n".encode() + body


def redirect(status: int, to: str) -> bytes:
    return answer(status, Location=to)


@dataclass
class Site:
    """`pages` by path (404 for others); `asked` holds the paths in order, `heads` the request heads."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    connections: int = 0
    threads: list[threading.Thread] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def looks(self) -> list[str]:
        """The paths asked for, robots.txt aside."""
        return [path for path in self.asked if path != "/robots.txt"]

    def settle(self) -> None:
        """Wait for those connections that are about to end."""
        for thread in self.threads:
            thread.join(0.05)

    def talk(self, connection: socket.socket) -> None:
        """Answer request after request until the other side has enough."""
        with connection, connection.makefile("rb") as said:
            while head := self._head(said):
                path = head.split(" ")[1]
                self.asked.append(path)
                self.heads.append(head)
                page = self.pages.get(path, answer(404))
                if callable(page):
                    page(connection)
                    return
                connection.sendall(page)

    @staticmethod
    def _head(said: "Iterator[bytes]") -> str:
        lines = []
        for line in said:
            if line == b"\r\n":
                break
            lines.append(line.decode("latin-1"))
        return "".join(lines)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    listener = socket.create_server(("127.0.0.1", 0))
    made.port = listener.getsockname()[1]
    open_ones: list[tuple[threading.Thread, socket.socket]] = []

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the visitor went away, which is what many tests are about
            made.talk(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            made.connections += 1
            thread = threading.Thread(target=talk, args=(connection,))
            made.threads.append(thread)
            open_ones.append((thread, connection))
            thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    accepting.join()
    listener.close()
    for thread, connection in open_ones:
        with contextlib.suppress(OSError):  # closed already
            connection.shutdown(socket.SHUT_RDWR)
        thread.join()


@dataclass
class Time:
    """A clock that stands still until somebody waits."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def names() -> dict[str, str]:
    """What the test's resolver knows: name -> address; every other name leads nowhere."""
    return {"ann.example": "127.0.0.1", "bea.example": "127.0.0.1"}


@pytest.fixture
def fetcher(time: Time, names: dict[str, str]) -> Iterator[Fetcher]:
    def look_up(host: str, port: int) -> list[tuple[str | int, ...]]:
        address = names.get(host, host)
        if not any(character.isdigit() for character in address):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(address, port, 0, 0) if ":" in address else (address, port)]

    with Fetcher(
        "Followworthy/9 (+https://ann.example)",
        allow_loopback=True,
        deadline=5,
        clock=time.clock,
        wait=time.wait,
        look_up=look_up,
    ) as made:
        yield made
