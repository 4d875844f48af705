"""Visits shared with other processes: fetched when there is room, each request in a common turn."""

from collections.abc import Iterator

import pytest

from followworthy.errors import BusyError
from followworthy.fetcher import Fetcher
from tests.fetcher.conftest import Site, answer, redirect


class Noted:
    """Turns that are free at once, and how they were taken and given back."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.gaps: list[float] = []

    def take(self, host: str) -> None:
        self.seen.append(("take", host))

    def give_back(self, host: str, seconds: float) -> None:
        self.seen.append(("back", host))
        self.gaps.append(seconds)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher("Tester/1.0", allow_loopback=True, gap=lambda _host: (0.05, 0.05)) as made:
        yield made


def test_each_request_has_its_own_hosts_turn_also_where_a_redirect_leads(site: Site, fetcher: Fetcher) -> None:
    site.pages = {"/a": redirect(302, site.url("/b", "localhost")), "/b": answer(200, b"Here.")}
    turns = Noted()
    ((_, exchange),) = fetcher.shared_visits(iter([("a", site.url("/a"))]), turns, 2)
    assert exchange.body == b"Here."
    pairs = [turns.seen[at : at + 2] for at in range(0, len(turns.seen), 2)]
    assert [host for (_, host), _ in pairs] == ["127.0.0.1", "127.0.0.1", "localhost", "localhost"]
    assert all(one == [("take", one[0][1]), ("back", one[0][1])] for one in pairs)
    assert all(0.04 < seconds <= 0.05 for seconds in turns.gaps)


def test_no_more_is_fetched_than_there_is_room_for(site: Site, fetcher: Fetcher) -> None:
    site.pages = {f"/{at}": answer(200, b"Here.") for at in range(12)}
    home, most = 0, 0

    def asked() -> Iterator[tuple[int, str]]:
        nonlocal most
        for at in range(12):
            most = max(most, at + 1 - home)
            yield at, site.url(f"/{at}")

    for _ in fetcher.shared_visits(asked(), Noted(), 1):
        home += 1
    assert home == 12
    assert most < 12


def test_what_keeps_more_from_being_fetched_is_told_and_ends_the_visits(site: Site, fetcher: Fetcher) -> None:
    site.pages = {"/a": answer(200)}

    def asked() -> Iterator[tuple[str, str]]:
        yield "a", site.url("/a")
        raise BusyError("The database has gone.")

    with pytest.raises(BusyError, match="The database has gone"):
        list(fetcher.shared_visits(asked(), Noted(), 2))


def test_once_there_is_enough_no_more_begins(site: Site, fetcher: Fetcher) -> None:
    site.pages = {f"/{at}": answer(200, b"Here.") for at in range(50)}
    home: list[int] = []
    asked = ((at, site.url(f"/{at}")) for at in range(50) if not home)
    home.extend(at for at, _ in fetcher.shared_visits(asked, Noted(), 2, lambda: True))
    assert 0 < len(home) < 50
