"""Many visits at once: polite to each host, and idle for none."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from followworthy.errors import FetchError
from followworthy.fetcher import Fetcher, Ledger
from followworthy.fetcher.many import MOST_UNREAD
from tests.conftest import MOMENT
from tests.fetcher.conftest import Site, answer, redirect

HOSTS = tuple(f"{name}.example" for name in ("odile", "bram", "ilse", "dara"))
GAP = 0.2


def to_loopback(_host: str, port: int) -> list[tuple[str | int, ...]]:
    return [("127.0.0.1", port)]


@pytest.fixture
def made() -> Iterator[Callable[..., Fetcher]]:
    fetchers: list[Fetcher] = []

    def make(gap: float = 0, **more: object) -> Fetcher:
        options = {"deadline": 5, "look_up": to_loopback, **more}
        fetchers.append(Fetcher("Followworthy/9", allow_loopback=True, gap=lambda _host: (gap, gap), **options))  # type: ignore[arg-type]
        return fetchers[-1]

    yield make
    for fetcher in fetchers:
        fetcher.close()


def asked(site: Site, each: int, hosts: tuple[str, ...] = HOSTS) -> list[tuple[str, str]]:
    urls = [site.url(f"/{number}", host=host) for number in range(each) for host in hosts]
    site.pages |= {f"/{number}": answer(200) for number in range(each)}
    return [(url, url) for url in urls]


def test_every_visit_comes_home_once_with_what_it_is_known_by(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, 5)
    home = list(made().visits(wanted, 3))
    assert sorted(url for url, _ in home) == sorted(url for url, _ in wanted)
    assert all(exchange.asked == url and exchange.trouble is None for url, exchange in home)


def test_no_visits_bring_nothing(made: Callable[..., Fetcher]) -> None:
    assert list(made().visits([], 3)) == []


def test_a_visit_that_cannot_be_made_comes_home_too(made: Callable[..., Fetcher]) -> None:
    wanted = [(number, url) for number, url in enumerate(["nonsense", "http://[", "ftp://odile.example", ""])]
    home = dict(made().visits(wanted, 3))
    assert {number: exchange.trouble for number, exchange in home.items()} == dict.fromkeys(range(4), "address")


def test_robots_txt_is_asked_once_a_host(made: Callable[..., Fetcher], site: Site) -> None:
    list(made(width=8).visits(asked(site, 8, ("127.0.0.1", *HOSTS)), 8))
    assert site.asked.count("/robots.txt") == 5


def test_every_gap_is_kept_and_no_host_waits_for_another(made: Callable[..., Fetcher], site: Site) -> None:
    times: dict[str, list[float]] = {host: [] for host in HOSTS}

    def stamped(connection: socket.socket) -> None:
        host = next(host for host in HOSTS if host in site.heads[-1])
        times[host].append(time.monotonic())
        connection.sendall(answer(200))

    wanted = asked(site, 3)
    site.pages = dict.fromkeys(["/robots.txt", "/0", "/1", "/2"], stamped)
    began = time.monotonic()
    list(made(GAP).visits(wanted, 1))  # one worker would do it: nobody stands and waits
    whole = time.monotonic() - began
    gaps = [later - earlier for of_host in times.values() for earlier, later in pairwise(of_host)]
    assert len(gaps) == 4 * 3
    assert min(gaps) >= GAP
    assert whole < 2 * 3 * GAP


def test_a_slow_host_holds_one_worker_only(made: Callable[..., Fetcher], site: Site) -> None:
    released = threading.Event()

    def slowly(connection: socket.socket) -> None:
        if "odile" in site.heads[-1]:
            released.wait(5)
        connection.sendall(answer(200))

    wanted = asked(site, 4)
    site.pages["/robots.txt"] = slowly
    home = []
    for url, _ in made().visits(wanted, 2):
        home.append(url)
        if len(home) == 12:
            released.set()
    assert not [url for url in home[:12] if "odile" in url]
    assert len(home) == 16


def test_a_redirect_to_another_host_takes_a_turn_there(made: Callable[..., Fetcher], site: Site) -> None:
    site.pages |= {"/a": redirect(302, site.url("/b", host="bram.example")), "/b": answer(200)}
    wanted = [("a", site.url("/a", host="odile.example")), ("b", site.url("/b", host="bram.example"))]
    began = time.monotonic()
    home = dict(made(GAP).visits(wanted, 4))
    assert [hop.status for hop in home["a"].hops] == [302, 200]
    assert time.monotonic() - began > 2 * GAP
    assert site.asked.count("/robots.txt") == 2


def test_a_host_is_one_however_it_is_spelled(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, 1, ("odile.example", "ODILE.example", "odile.example."))
    began = time.monotonic()
    assert [exchange.trouble for _, exchange in made(GAP).visits(wanted, 3)] == [None] * 3
    assert time.monotonic() - began > 3 * GAP
    assert site.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("hosts", [("127.0.0.1",), ("127.0.0.1", "localhost")])
def test_connections_are_at_most_workers_and_hosts(
    made: Callable[..., Fetcher], site: Site, hosts: tuple[str, ...]
) -> None:
    list(made(width=6).visits(asked(site, 40, hosts), 6))
    assert site.connections <= 6 + len(hosts)


def test_this_very_machine_is_asked_many_times_at_once_where_it_has_no_gap(
    made: Callable[..., Fetcher], site: Site
) -> None:
    together = threading.Barrier(4)

    def page(connection: socket.socket) -> None:
        together.wait(5)
        connection.sendall(answer(200))

    wanted = asked(site, 4, ("127.0.0.1",))
    fetcher = made(width=4)
    fetcher.fetch(site.url("/warm"))
    site.pages = {f"/{number}": page for number in range(1, 4)} | {"/0": answer(200), "/4": page}
    home = [exchange.trouble for _, exchange in fetcher.visits([*wanted, ("4", site.url("/4"))], 4)]
    assert home == [None] * 5


def test_another_host_is_never_asked_twice_at_once(made: Callable[..., Fetcher], site: Site) -> None:
    under_way, most = [0], [0]

    def page(connection: socket.socket) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.01)
        under_way[0] -= 1
        connection.sendall(answer(200))

    wanted = asked(site, 6, ("odile.example",))
    site.pages = {f"/{number}": page for number in range(6)}
    list(made(width=6).visits(wanted, 6))
    assert most == [1]


def test_when_nobody_reads_on_what_is_not_begun_is_dropped(made: Callable[..., Fetcher], site: Site) -> None:
    with closing(made(GAP).visits(asked(site, 50), 2)) as visits:
        next(visits)
    asked_then = len(site.asked)
    assert asked_then < 20
    assert not [one for one in threading.enumerate() if one.name.startswith("visits-")]


def test_once_there_is_enough_what_is_under_way_comes_home_and_no_more(
    made: Callable[..., Fetcher], site: Site
) -> None:
    read: list[str] = []
    for known_by, exchange in made(0.01).visits(asked(site, 50), 3, lambda: len(read) >= 5):
        assert exchange.trouble is None
        read.append(known_by)
    assert 5 <= len(read) <= 5 + 3 + len(HOSTS)
    assert len(site.looks()) == len(read)
    assert not [one for one in threading.enumerate() if one.name.startswith("visits-")]


def test_when_nobody_reads_on_what_hangs_is_cut_off(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, 1)
    site.pages["/robots.txt"] = lambda connection: (
        connection.recv(1) and None if "odile" in site.heads[-1] else connection.sendall(answer(404))
    )
    with closing(made().visits(wanted, 4)) as visits:
        for _ in range(3):
            next(visits)
        began = time.monotonic()
    assert time.monotonic() - began < 0.9


def test_a_slow_reader_is_not_buried_in_pages(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, MOST_UNREAD * 5, ("127.0.0.1",))
    visits = made(width=4).visits(wanted, 4)
    next(visits)
    settled = [len(site.asked)]
    while len(settled) < 3 or settled[-1] != settled[-3]:
        threading.Event().wait(0.02)
        settled.append(len(site.asked))
    assert settled[-1] <= 3 * MOST_UNREAD
    assert len(list(visits)) == len(wanted) - 1


def test_a_host_that_wants_a_long_rest_is_left_alone_at_once(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, 9, ("odile.example",))
    site.pages["/0"] = answer(429, Retry_After="900")
    troubles = [exchange.trouble for _, exchange in made().visits(wanted, 3)]
    assert troubles == [None] + ["later"] * 8
    assert site.looks() == ["/0"]


def test_a_ledger_that_cannot_be_written_ends_the_visits(
    made: Callable[..., Fetcher], site: Site, tmp_path: Path
) -> None:
    broken = Ledger(tmp_path, lambda: MOMENT)
    broken._problem = FetchError("The ledger cannot be written.")
    fetcher = made(ledger=broken)
    with pytest.raises(FetchError, match="cannot be written"):
        list(fetcher.visits(asked(site, 9), 3))
    broken._problem = None


def test_a_visit_in_one_place_and_many_in_another_share_the_turns(made: Callable[..., Fetcher], site: Site) -> None:
    wanted = asked(site, 3, ("odile.example",))
    fetcher = made(GAP)
    alone = []
    began = time.monotonic()
    thread = threading.Thread(target=lambda: alone.append(fetcher.fetch(site.url("/0", host="odile.example"))))
    thread.start()
    assert len(list(fetcher.visits(wanted, 3))) == 3
    thread.join()
    assert [exchange.trouble for exchange in alone] == [None]
    assert time.monotonic() - began > 4 * GAP
