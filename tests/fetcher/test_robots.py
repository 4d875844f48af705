"""robots.txt is asked first, and what it says holds."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from followworthy.fetcher import Fetcher
from tests.fetcher.conftest import Site, Time, answer, redirect

OUT = b"User-agent: *\nDisallow: /\n"


def test_robots_txt_is_asked_before_the_page(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(200)
    fetcher.fetch(site.url())
    assert site.asked == ["/robots.txt", "/"]


def test_a_refusal_keeps_us_out(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, OUT), "/": answer(200)}
    met = fetcher.fetch(site.url())
    assert (met.trouble, met.hops) == ("robots", ())
    assert met.because == "robots.txt of 127.0.0.1 asks programs to stay out."
    assert site.looks() == []


def test_a_rule_for_us_by_name_comes_before_the_one_for_all(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, OUT + b"\nUser-agent: followworthy\nAllow: /\n"), "/": answer(200)}
    assert fetcher.fetch(site.url()).trouble is None


def test_only_the_paths_it_names_are_closed(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, b"User-agent: *\nDisallow: /search\n"), "/in/ann": answer(200)}
    assert fetcher.fetch(site.url("/in/ann")).trouble is None
    assert fetcher.fetch(site.url("/search?q=ann")).trouble == "robots"


def test_a_byte_order_mark_does_not_hide_the_first_rule(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, b"\xef\xbb\xbf" + OUT), "/": answer(200)}
    assert fetcher.fetch(site.url()).trouble == "robots"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_means_yes(fetcher: Fetcher, site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": answer(status), "/": answer(200)}
    assert fetcher.fetch(site.url()).trouble is None


@pytest.mark.parametrize("status", [429, 500, 503, 999])
def test_a_robots_txt_that_cannot_be_read_means_no(fetcher: Fetcher, site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": answer(status), "/": answer(200)}
    met = fetcher.fetch(site.url())
    assert met.trouble == "robots"
    assert str(status) in met.because
    assert site.looks() == []


def test_its_redirects_are_followed_to_another_host(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {
        "/robots.txt": redirect(301, site.url("/rules", host="bea.example")),
        "/rules": answer(200, OUT),
        "/": answer(200),
    }
    assert fetcher.fetch(site.url(host="ann.example")).trouble == "robots"


def test_endless_redirects_of_it_mean_no(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": redirect(301, "/robots.txt"), "/": answer(200)}
    assert fetcher.fetch(site.url()).trouble == "robots"


def test_every_hop_of_a_redirect_asks_its_own_robots_txt(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/": redirect(302, site.url("/closed", host="bea.example")), "/closed": answer(200)}
    site.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /closed\n")
    met = fetcher.fetch(site.url(host="ann.example"))
    assert [hop.status for hop in met.hops] == [302]
    assert (met.trouble, met.because) == ("robots", "robots.txt of bea.example asks programs to stay out.")


def test_it_is_asked_once_a_day_and_origin(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages |= {"/a": answer(200), "/b": answer(200)}
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/b"))
    assert site.asked.count("/robots.txt") == 1
    time.now += 24 * 3600
    fetcher.fetch(site.url("/b"))
    assert site.asked.count("/robots.txt") == 2


def test_many_threads_ask_it_once(fetcher: Fetcher, site: Site) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetcher.fetch, [site.url(f"/{n}") for n in range(16)]))
    assert site.asked.count("/robots.txt") == 1
    assert len(site.looks()) == 16


def test_without_a_network_the_trouble_is_the_networks(fetcher: Fetcher) -> None:
    assert fetcher.fetch("https://nobody.example/in/ann").trouble == "unknown_host"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert fetcher.fetch(f"http://127.0.0.1:{port}/").trouble == "unreachable"


def test_a_trouble_is_remembered_for_minutes_only(
    fetcher: Fetcher, site: Site, time: Time, names: dict[str, str]
) -> None:
    site.pages["/"] = answer(200)
    url = site.url(host="new.example")
    assert fetcher.fetch(url).trouble == "unknown_host"
    names["new.example"] = "127.0.0.1"
    assert fetcher.fetch(url).trouble == "unknown_host"
    time.now += 600
    assert fetcher.fetch(url).trouble is None


def hanging_once(site: Site, host: str) -> Callable[[socket.socket], None]:
    """A robots.txt that hangs the first time it is asked of `host`, and is not there otherwise."""
    hangs = iter([True])

    def page(connection: socket.socket) -> None:
        if host in site.heads[-1] and next(hangs, False):
            connection.recv(1)  # until the visitor has enough
        else:
            connection.sendall(answer(404))

    return page


def test_a_host_that_hung_for_a_whole_visit_is_not_asked_again_at_once(site: Site, time: Time) -> None:
    site.pages |= {"/robots.txt": hanging_once(site, "127.0.0.1"), "/": answer(200)}
    with Fetcher("Followworthy/9", allow_loopback=True, deadline=0.4, clock=time.clock, wait=time.wait) as hasty:
        assert hasty.fetch(site.url()).trouble == "timeout"
        assert hasty.fetch(site.url()).trouble == "timeout"
        assert site.asked.count("/robots.txt") == 1
        time.now += 600
        assert hasty.fetch(site.url()).trouble is None


def test_a_visit_short_of_time_does_not_give_a_host_a_bad_name(site: Site, time: Time) -> None:
    def slowly(connection: socket.socket) -> None:
        threading.Event().wait(0.2)
        connection.sendall(redirect(302, f"http://localhost:{site.port}/b"))

    site.pages |= {"/robots.txt": hanging_once(site, "localhost"), "/a": slowly, "/b": answer(200)}
    with Fetcher(
        "Followworthy/9",
        allow_loopback=True,
        deadline=0.4,
        clock=time.clock,
        wait=time.wait,
        look_up=lambda _host, port: [("127.0.0.1", port)],
    ) as hasty:
        assert hasty.fetch(site.url("/a")).trouble == "timeout"
        assert hasty.fetch(f"http://localhost:{site.port}/b").trouble is None
