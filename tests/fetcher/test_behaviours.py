"""Every known behaviour of a profile's address ends in the outcome that the evidence table gives it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from followworthy.domain.manners import HostManners, Manners
from followworthy.domain.outcome import evidence
from followworthy.fetcher import Fetcher
from tests.conftest import MOMENT
from tests.fetcher.conftest import Site
from tests.linkworld import EXPECTED, NEVER_DONE, ROBOTS, Means, pages, robots

MANNERS = Manners({"127.0.0.1": HostManners("linkedin")})


@pytest.fixture
def hasty() -> Iterator[Fetcher]:
    with Fetcher("Followworthy/9", allow_loopback=True, deadline=0.3, now=lambda: MOMENT - timedelta(seconds=3)) as it:
        yield it


@pytest.fixture
def patient() -> Iterator[Fetcher]:
    with Fetcher("Followworthy/9", allow_loopback=True, deadline=9, now=lambda: MOMENT - timedelta(seconds=3)) as it:
        yield it


@pytest.mark.parametrize(("behaviour", "means"), EXPECTED.items(), ids=list(EXPECTED))
def test_a_behaviour_means_what_the_table_says(
    behaviour: str, means: Means, site: Site, hasty: Fetcher, patient: Fetcher
) -> None:
    site.pages |= pages()
    url = site.url(f"/in/{behaviour}-1")
    exchange = (hasty if behaviour in NEVER_DONE else patient).fetch(url)
    found = evidence(exchange, MANNERS.key_of(url))
    assert Means(found.outcome, found.weak, exchange.trouble, bool(exchange.retry_after)) == means


@pytest.mark.parametrize(("kind", "outcome"), ROBOTS.items())
def test_a_living_profile_is_seen_only_where_robots_txt_lets_us(
    kind: str, outcome: str, site: Site, patient: Fetcher
) -> None:
    site.pages |= pages() | {"/robots.txt": robots(kind)}
    url = site.url("/in/ok-1")
    assert evidence(patient.fetch(url), MANNERS.key_of(url)).outcome == outcome


def test_what_failed_once_is_believed_when_it_answers(site: Site, patient: Fetcher) -> None:
    site.pages |= pages()
    url = site.url("/in/flaky1-1")
    met = [evidence(patient.fetch(url), MANNERS.key_of(url)).outcome for _ in range(2)]
    assert met == ["failed", "answered"]
