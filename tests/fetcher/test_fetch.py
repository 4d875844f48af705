"""A visit from door to door, against a real server."""

import gzip
import socket
import struct
import threading
import tracemalloc
import zlib
from collections.abc import Callable

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followworthy import __version__
from followworthy.domain.values import Hop
from followworthy.fetcher import Fetcher, user_agent, watchdog
from tests.fetcher.conftest import Site, answer, redirect


def test_a_page_comes_home_with_status_type_and_body(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, b"<p>Ann</p>")
    met = fetcher.fetch(site.url())
    assert met.hops == (Hop(site.url(), 200),)
    assert (met.body, met.content_type, met.trouble, met.because) == (
        b"<p>Ann</p>",
        "text/html; charset=utf-8",
        None,
        "",
    )


def test_a_refusing_status_is_no_trouble(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(999, b"no")
    met = fetcher.fetch(site.url())
    assert met.hops == (Hop(site.url(), 999),)
    assert met.trouble is None


def test_redirects_are_followed_and_each_is_told(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/a": redirect(301, "/b"), "/b": redirect(302, site.url("/c#top")), "/c": answer(200, b"here")}
    met = fetcher.fetch(site.url("/a"))
    assert met.hops == (
        Hop(site.url("/a"), 301, site.url("/b")),
        Hop(site.url("/b"), 302, site.url("/c#top")),
        Hop(site.url("/c"), 200),
    )
    assert met.body == b"here"


def test_a_redirect_written_in_utf_8_is_understood(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/a": redirect(301, "/jörg"), "/j%C3%B6rg": answer(200)}
    assert fetcher.fetch(site.url("/a")).hops[-1] == Hop(site.url("/j%C3%B6rg"), 200)


@pytest.mark.parametrize(("redirects", "trouble"), [(5, None), (6, "loop")])
def test_at_most_five_redirects_are_followed(fetcher: Fetcher, site: Site, redirects: int, trouble: str | None) -> None:
    site.pages |= {f"/{n}": redirect(302, f"/{n + 1}") for n in range(redirects)}
    site.pages[f"/{redirects}"] = answer(200)
    assert fetcher.fetch(site.url("/0")).trouble == trouble
    assert len(site.looks()) == 6


def test_a_circle_is_left_at_once(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/a": redirect(302, "/b"), "/b": redirect(302, "/a")}
    assert fetcher.fetch(site.url("/a")).trouble == "loop"
    assert site.looks() == ["/a", "/b"]


def test_a_large_page_is_kept_up_to_the_cap(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, b"x" * 5000)
    met = fetcher.fetch(site.url(), max_bytes=1024)
    assert met.trouble == "too_large"
    assert met.body == b"x" * 1024


def test_what_was_left_of_a_large_page_does_not_disturb_the_next_visit(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/large": answer(200, b"x" * 5000), "/next": answer(200, b"next")}
    fetcher.fetch(site.url("/large"), max_bytes=1024)
    met = fetcher.fetch(site.url("/next"))
    assert (met.trouble, met.body) == (None, b"next")


def test_a_page_of_just_the_cap_is_whole(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, b"x" * 1024)
    assert fetcher.fetch(site.url(), max_bytes=1024).trouble is None


def test_a_compressed_page_is_read(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, gzip.compress(b"Ann"), Content_Encoding="gzip")
    assert fetcher.fetch(site.url()).body == b"Ann"


@pytest.mark.parametrize(
    ("bomb", "encoding"),
    [
        (lambda: gzip.compress(b"\0" * 20_000_000, 1), "gzip"),
        (lambda: zlib.compress(b"\0" * 20_000_000, 1), "deflate"),
        (lambda: gzip.compress(gzip.compress(b"\0" * 50_000_000, 1)), "gzip, gzip"),
        (lambda: gzip.compress(b"\0" * 100_000) * 500, "gzip"),
    ],
    ids=["gzip", "deflate", "gzip in gzip", "many members"],
)
def test_a_compression_bomb_is_never_unpacked_beyond_the_cap(
    fetcher: Fetcher, site: Site, bomb: Callable[[], bytes], encoding: str
) -> None:
    site.pages["/"] = answer(200, bomb(), Content_Encoding=encoding)
    fetcher.fetch(site.url("/nothing"))
    tracemalloc.start()
    try:
        met = fetcher.fetch(site.url())
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (met.trouble, len(met.body)) == ("too_large", 256 * 1024)
    assert most < 3_000_000
    assert met.elapsed < 2


def test_a_damaged_compression_is_broken(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, b"not gzip at all", Content_Encoding="gzip")
    assert fetcher.fetch(site.url()).trouble == "broken"


def test_one_connection_serves_many_visits(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/a": redirect(301, "/b"), "/b": answer(200, b"here")}
    for _ in range(3):
        assert fetcher.fetch(site.url("/a")).body == b"here"
    assert site.connections == 1


def test_a_kept_connection_that_was_hung_up_is_made_anew(fetcher: Fetcher, site: Site) -> None:
    hung_up = iter([True])

    def page(connection: socket.socket) -> None:
        if not next(hung_up, False):
            connection.sendall(answer(200, b"here"))

    site.pages["/"] = page
    assert fetcher.fetch(site.url()).body == b"here"
    assert site.connections == 2


def test_a_fresh_connection_that_is_hung_up_is_not_tried_again(fetcher: Fetcher, site: Site) -> None:
    site.pages["/robots.txt"] = say(b"")
    assert fetcher.fetch(site.url()).trouble == "broken"
    assert site.connections == 1


def test_no_cookie_is_ever_sent_back(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200, Set_Cookie="seen=1; Path=/")
    fetcher.fetch(site.url())
    fetcher.fetch(site.url())
    assert not [head for head in site.heads if "cookie" in head.lower()]


def test_no_proxy_from_the_environment_is_used(fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.pages["/"] = answer(200)
    assert fetcher.fetch(site.url(host="ann.example")).trouble is None


def test_we_name_ourselves(fetcher: Fetcher, site: Site) -> None:
    fetcher.fetch(site.url())
    assert all("User-Agent: Followworthy/9 (+https://ann.example)\r\n" in head for head in site.heads)


def test_the_user_agent_is_product_version_and_contact() -> None:
    assert user_agent(None) == f"Followworthy/{__version__}"
    assert user_agent("mailto:jörg@ann.example\r\n") == (
        f"Followworthy/{__version__} (+mailto:j%C3%B6rg@ann.example%0D%0A)"
    )


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say(words: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(words)


@pytest.mark.parametrize(
    "page",
    [
        reset,
        say(b""),
        say(b"\0\1 not http at all\r\n\r\n"),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort"),
        say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort"),
        say(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
    ],
    ids=["reset", "closed", "junk", "cut", "cut chunk", "too many headers"],
)
def test_an_answer_that_breaks_off_is_broken(
    fetcher: Fetcher, site: Site, page: Callable[[socket.socket], None]
) -> None:
    site.pages["/"] = page
    met = fetcher.fetch(site.url())
    assert (met.trouble, met.hops) == ("broken", ())
    assert met.because.startswith("127.0.0.1 broke off")


def test_what_came_before_a_trouble_is_not_lost(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = redirect(302, "http://169.254.169.254/latest/meta-data/")
    met = fetcher.fetch(site.url())
    assert [hop.status for hop in met.hops] == [302]
    assert (met.trouble, met.because) == ("address", "169.254.169.254 is not a public address.")


def test_a_name_that_leads_nowhere_is_an_unknown_host(fetcher: Fetcher) -> None:
    met = fetcher.fetch("https://nobody.example/")
    assert (met.trouble, met.because) == ("unknown_host", "The name nobody.example leads nowhere.")


def test_a_closed_door_is_unreachable(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    met = fetcher.fetch(f"http://ann.example:{port}/")
    assert (met.trouble, met.because) == ("unreachable", "ann.example could not be reached: Connection refused.")


def drip(head: bytes) -> Callable[[socket.socket], None]:
    """Give a byte whenever 20 ms have passed, for ever: no single read is ever late."""

    def page(connection: socket.socket) -> None:
        connection.sendall(head)
        stop = threading.Event()
        while not stop.wait(0.02):
            connection.sendall(b".")

    return page


@pytest.mark.parametrize(
    "page",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nX: "),
        lambda connection: connection.recv(1) and None,
    ],
    ids=["drips its body", "drips without a length", "drips its head", "hangs"],
)
def test_the_deadline_ends_every_visit(site: Site, page: Callable[[socket.socket], None]) -> None:
    site.pages["/"] = page
    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=0.3) as hasty:
        met = hasty.fetch(site.url())
    assert (met.trouble, met.body) == ("timeout", b"")
    assert 0.25 < met.elapsed < 2


@pytest.mark.parametrize(
    "page",
    [drip(b"HTTP/1.1 200 OK\r\nX: "), lambda connection: connection.recv(1) and None],
    ids=["drips its head", "hangs"],
)
def test_an_answer_that_does_not_begin_is_not_waited_for_to_the_end(
    site: Site, page: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "ANSWER_SECONDS", 0.2)
    site.pages["/"] = page
    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=5) as fetcher:
        met = fetcher.fetch(site.url())
    assert (met.trouble, met.because) == ("timeout", "127.0.0.1 did not answer in time.")
    assert met.elapsed < 2


def test_an_answer_that_has_begun_may_take_the_whole_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
        threading.Event().wait(0.4)
        connection.sendall(b"here")

    monkeypatch.setattr(watchdog, "ANSWER_SECONDS", 0.2)
    site.pages["/"] = slowly
    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=5) as fetcher:
        assert fetcher.fetch(site.url()).body == b"here"


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_no_handle_is_left_open(fetcher: Fetcher, site: Site, connection: str) -> None:
    site.pages |= {
        "/": answer(200, b"here", Connection=connection),
        "/reset": reset,
        "/large": answer(200, b"x" * 300_000),
    }
    mine = psutil.Process()

    def visit_all() -> int:
        for path in ("/", "/reset", "/large"):
            fetcher.fetch(site.url(path))
        site.settle()
        return mine.num_fds()

    visit_all()
    before = visit_all()
    for _ in range(5):
        after = visit_all()
    assert after <= before


def test_the_deadline_covers_the_resolver(site: Site) -> None:
    released = threading.Event()

    def slow(_host: str, port: int) -> list[tuple[str | int, ...]]:
        released.wait(5)
        return [("127.0.0.1", port)]

    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=0.2, look_up=slow) as hasty:
        met = hasty.fetch(site.url(host="ann.example"))
    released.set()
    assert (met.trouble, met.because) == ("timeout", "The name ann.example was not resolved in time.")


def test_the_deadline_spans_all_hops(site: Site) -> None:
    def slowly(connection: socket.socket) -> None:
        threading.Event().wait(0.2)
        connection.sendall(redirect(302, f"/{len(site.asked)}"))

    site.pages |= {f"/{n}": slowly for n in range(9)}
    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=0.5) as hasty:
        met = hasty.fetch(site.url("/0"))
    assert met.trouble == "timeout"
    assert len(met.hops) in (1, 2)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=st.text() | st.from_regex(r"https?:/{0,3}[\w.:@%\[\]/#?\\-]{0,30}", fullmatch=True))
def test_no_address_makes_a_visit_raise(fetcher: Fetcher, url: str) -> None:
    met = fetcher.fetch(url)
    assert met.trouble in ("address", "unknown_host", "unreachable")
    assert met.asked == url
    assert met.because.endswith(".")
