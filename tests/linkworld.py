"""Every way in which a profile's address has been seen to behave, and what each must mean for the link.

`EXPECTED` is the table that any server with these behaviours is held to, LinkedIn's rules given by a host setting;
`pages` makes them for the loopback site of the fetcher's tests.
"""

import gzip
import socket
import struct
from dataclasses import dataclass
from email.utils import format_datetime

from followworthy.domain.values import Outcome, Trouble
from tests.conftest import MOMENT
from tests.fetcher.conftest import Page, answer, redirect

ANSWERED, REDIRECTED, MISSING, WALLED, FAILED = (
    Outcome.ANSWERED,
    Outcome.REDIRECTED,
    Outcome.MISSING,
    Outcome.WALLED,
    Outcome.FAILED,
)


@dataclass(frozen=True)
class Means:
    """What a behaviour means: the outcome, whether weak, the trouble the visit met, whether it asks for a rest."""

    outcome: Outcome
    weak: bool = False
    trouble: Trouble | None = None
    rest: bool = False


EXPECTED: dict[str, Means] = {
    "ok": Means(ANSWERED),
    "temp": Means(ANSWERED),
    "nohead": Means(ANSWERED),
    "nohead404": Means(ANSWERED),
    "slow": Means(ANSWERED),
    "moved": Means(REDIRECTED),
    "gone": Means(MISSING),
    "gone410": Means(MISSING),
    "unavail": Means(MISSING, weak=True),
    "soft": Means(MISSING, weak=True),
    "auth": Means(WALLED),
    "forbid": Means(WALLED),
    "blocked": Means(WALLED),
    "wall": Means(WALLED),
    "wall999": Means(WALLED),
    "rate": Means(WALLED, rest=True),
    "rateforever": Means(WALLED, rest=True),
    "ratedate": Means(WALLED, rest=True),
    "big": Means(WALLED, trouble="too_large"),
    "gz": Means(WALLED, trouble="too_large"),
    "busy": Means(FAILED),
    "err": Means(FAILED),
    "flaky1": Means(FAILED),
    "reset": Means(FAILED, trouble="broken"),
    "close": Means(FAILED, trouble="broken"),
    "trunc": Means(FAILED, trouble="broken"),
    "junk": Means(FAILED, trouble="broken"),
    "hang": Means(FAILED, trouble="timeout"),
    "drip": Means(FAILED, trouble="timeout"),
    "loop": Means(FAILED, trouble="loop"),
    "cookie": Means(FAILED, trouble="loop"),
    "ssrf": Means(FAILED, trouble="address"),
}
ROBOTS: dict[str, Outcome] = {"none": ANSWERED, "allow": ANSWERED, "linkedin": WALLED, "503": WALLED}
"""What a living profile's address means behind each kind of robots.txt."""
NEVER_DONE = frozenset({"hang", "drip"})
GONE_PAGE = answer(200, b"<!doctype html><title>Profile unavailable</title><h1>This profile doesn't exist</h1>")


def profile(slug: str) -> bytes:
    """A living profile, whose canonical address is its own."""
    head = f'<title>Odile Fennwick | Example</title><link rel="canonical" href="/in/{slug}">'
    return answer(200, f"<!doctype html>{head}<h1>Odile Fennwick</h1>".encode())


def pages() -> dict[str, Page]:
    """Every behaviour at its own address, `/in/<behaviour>-1`."""
    once = iter([answer(503)])
    made: dict[str, Page] = {
        "temp": redirect(302, "/in/odile-for-now"),
        "moved": redirect(301, "/in/odile-fennwick"),
        "gone": answer(404),
        "gone410": answer(410),
        "unavail": redirect(301, "/in/unavailable/"),
        "soft": GONE_PAGE,
        "auth": answer(401),
        "forbid": answer(403),
        "blocked": answer(999),
        "wall": redirect(302, "/authwall?sessionRedirect=1"),
        "wall999": redirect(302, "/denied"),
        "rate": answer(429, Retry_After="2"),
        "rateforever": answer(429, Retry_After="2"),
        "ratedate": answer(429, Retry_After=format_datetime(MOMENT, usegmt=True)),
        "big": _big,
        "gz": answer(200, gzip.compress(b"\0" * 10_000_000), Content_Encoding="gzip"),
        "busy": answer(503),
        "err": answer(500),
        "flaky1": lambda connection: connection.sendall(next(once, profile("flaky1-1"))),
        "reset": _reset,
        "close": lambda _connection: None,
        "trunc": lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nshort"),
        "junk": lambda connection: connection.sendall(b"\0\1 no such protocol\r\n\r\n"),
        "hang": lambda connection: connection.recv(1) and None,
        "drip": _drip,
        "loop": redirect(302, "/in/loop-1"),
        "cookie": answer(302, Location="/in/cookie-1", Set_Cookie="seen=1; Path=/"),
        "ssrf": redirect(302, "http://169.254.169.254/latest/meta-data/"),
    }
    living = {word: profile(f"{word}-1") for word in ("ok", "nohead", "nohead404", "slow")}
    return {
        **{f"/in/{word}-1": page for word, page in {**living, **made}.items()},
        "/in/odile-for-now": profile("odile-for-now"),
        "/in/odile-fennwick": profile("odile-fennwick"),
        "/in/unavailable/": GONE_PAGE,
        "/authwall?sessionRedirect=1": answer(200, b"<title>Join now</title>"),
        "/denied": answer(999),
    }


def robots(kind: str) -> Page:
    """The robots.txt of a kind."""
    texts = {
        "allow": b"User-agent: *\nAllow: /\n",
        "linkedin": b"User-agent: Findbot\nAllow: /\n\nUser-agent: *\nDisallow: /\n",
    }
    return answer(200, texts[kind]) if kind in texts else answer(404 if kind == "none" else 503)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _big(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n")
    while True:
        connection.sendall(b".")
        connection.settimeout(0.02)
        try:
            connection.recv(1)
        except TimeoutError:
            continue
        return
