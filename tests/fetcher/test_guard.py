"""Nobody talks us into calling a private address."""

import socket

import pytest

from followworthy.fetcher import Fetcher
from followworthy.fetcher.guard import is_loopback, is_public
from tests.fetcher.conftest import Site, answer

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - refused, not bound to
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:0:808:808::1",
    "2001:db8::1",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00:1450::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_is_admitted(address: str) -> None:
    assert is_public(address)


def test_loopback_is_this_machine_only() -> None:
    assert [one for one in PRIVATE if is_loopback(one)] == ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]


def strict(leads_to: list[str], *, allow_loopback: bool = False) -> Fetcher:
    def look_up(_host: str, port: int) -> list[tuple[str | int, ...]]:
        return [(one, port, 0, 0) if ":" in one else (one, port) for one in leads_to]

    return Fetcher("Followworthy/9", gap=0, deadline=2, look_up=look_up, allow_loopback=allow_loopback)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_name_is_judged_by_where_it_leads(address: str) -> None:
    with strict([address]) as fetcher:
        met = fetcher.fetch("http://ann.example/")
    assert (met.trouble, met.hops) == ("address", ())
    assert met.because == f"ann.example leads to {address}, which is not a public address."


def test_one_private_address_among_public_ones_is_enough() -> None:
    with strict(["8.8.8.8", "10.0.0.1"]) as fetcher:
        assert fetcher.fetch("http://ann.example/").trouble == "address"


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.0.1", "169.254.169.254", "fe80::1", "64:ff9b::7f00:1"])
def test_admitting_loopback_admits_nothing_else(address: str) -> None:
    with strict([address], allow_loopback=True) as fetcher:
        assert fetcher.fetch("http://ann.example/").trouble == "address"


def test_loopback_needs_the_setting(site: Site) -> None:
    site.pages["/"] = answer(200)
    with strict(["127.0.0.1"], allow_loopback=True) as fetcher:
        assert fetcher.fetch(site.url(host="ann.example")).trouble is None
    with strict(["127.0.0.1"]) as fetcher:
        assert fetcher.fetch("http://127.0.0.1/").trouble == "address"
    assert site.looks() == ["/"]


def test_the_vetted_address_is_the_one_connected_to(site: Site) -> None:
    site.pages["/"] = answer(200)
    asked: list[str] = []

    def changing(host: str, port: int) -> list[tuple[str | int, ...]]:
        asked.append(host)
        return [("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port)]

    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, deadline=2, look_up=changing) as fetcher:
        assert fetcher.fetch(site.url(host="ann.example")).trouble is None
    assert asked == ["ann.example"]
    assert site.heads[0].count(f"Host: ann.example:{site.port}") == 1


def test_an_odd_port_of_a_public_host_is_refused_even_where_loopback_is_admitted() -> None:
    with strict(["8.8.8.8"], allow_loopback=True) as fetcher:
        met = fetcher.fetch("http://ann.example:8080/")
    assert (met.trouble, met.because) == ("address", "ann.example is asked on port 8080; only 80 and 443 are asked.")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ann.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ann.example",
        "",
        "http://",
        "http://ann:secret@ann.example/",
        "http://ann.example:8080/",
        "http://[fe80::1%25eth0]/",
        "http://.example/",
        "http://[::1",
        "http://ann.example:99999/",
    ],
)
def test_only_plain_web_addresses_are_asked_for(url: str) -> None:
    with strict([]) as fetcher:
        met = fetcher.fetch(url)
    assert (met.trouble, met.hops) == ("address", ())


def test_an_address_hidden_in_a_number_is_found_out() -> None:
    def look_up(host: str, port: int) -> list[tuple[str | int, ...]]:
        return [(socket.inet_ntoa(socket.inet_aton(host)), port)]

    with Fetcher("Followworthy/9", gap=0, deadline=2, look_up=look_up) as fetcher:
        assert fetcher.fetch("http://2130706433/").because.endswith("127.0.0.1, which is not a public address.")
