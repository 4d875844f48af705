"""A host that wants to be left alone, or asked slowly, gets its wish, within bounds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.fetcher import Fetcher
from followworthy.fetcher.pace import Pace, usual_gaps
from followworthy.fetcher.retry_after import seconds_asked
from tests.conftest import MOMENT
from tests.fetcher.conftest import Site, Time, answer, redirect

DATE = "Mon, 23 Nov 2026 09:02:00 GMT"
"""Two minutes after MOMENT."""


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("9" * 5000, 999_999_999),
        (DATE, 120),
        ("Monday, 23-Nov-26 09:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0),
        ("-1", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_rest_is_asked_for_in_seconds_or_as_a_date(asked: str, seconds: float | None) -> None:
    assert seconds_asked({"Retry-After": asked}, lambda: MOMENT) == seconds


def test_a_date_is_counted_from_the_answers_own() -> None:
    headers = {"Retry-After": DATE, "Date": "Mon, 23 Nov 2026 09:01:50 GMT"}
    assert seconds_asked(headers, lambda: MOMENT + timedelta(days=9)) == 10


def test_a_date_that_cannot_be_counted_from_anything_asks_for_nothing() -> None:
    assert seconds_asked({"Retry-After": DATE}, None) is None


@given(st.text())
def test_nothing_that_a_host_writes_there_breaks_a_visit(asked: str) -> None:
    assert (seconds_asked({"Retry-After": asked}, lambda: MOMENT) or 0) >= 0


def test_a_visit_tells_what_rest_was_asked_for(fetcher: Fetcher, site: Site) -> None:
    site.pages["/"] = answer(429, Retry_After="30")
    assert fetcher.fetch(site.url()).retry_after == 30


def test_the_next_visit_waits_until_the_rest_is_over(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages["/"] = answer(503, Retry_After="30")
    fetcher.fetch(site.url())
    assert time.waits == []
    fetcher.fetch(site.url())
    assert time.waits == [30]


def test_a_long_rest_is_not_waited_for(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages |= {"/": answer(429, Retry_After="600"), "/other": answer(200)}
    fetcher.fetch(site.url())
    met = fetcher.fetch(site.url("/other"))
    assert (met.trouble, met.because) == ("later", "127.0.0.1 asked to be left alone for another 10 minutes.")
    assert (site.looks(), time.waits) == (["/"], [])
    time.now += 600
    assert fetcher.fetch(site.url("/other")).trouble is None


def test_a_robots_txt_that_asks_for_a_long_rest_is_left_alone(fetcher: Fetcher, site: Site) -> None:
    site.pages["/robots.txt"] = answer(429, Retry_After="600")
    assert fetcher.fetch(site.url()).trouble == "robots"
    assert fetcher.fetch(site.url(host="127.0.0.1").replace("http", "https")).trouble == "later"
    assert site.asked == ["/robots.txt"]


def test_rules_that_lie_with_a_host_that_rests_are_asked_for_later(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages |= {"/": answer(200), "/busy": answer(503, Retry_After="120")}
    fetcher.fetch(site.url("/busy", host="bea.example"))
    site.pages["/robots.txt"] = redirect(301, site.url("/rules", host="bea.example"))
    assert fetcher.fetch(site.url(host="ann.example")).trouble == "later"
    time.now += 120
    assert fetcher.fetch(site.url(host="ann.example")).trouble is None


def test_no_rest_is_longer_than_an_hour(time: Time) -> None:
    pace = Pace(usual_gaps(0), time.clock, time.wait)
    pace.answered("odile.example", 999_999_999)
    with pace.turn("odile.example"):
        assert time.waits == [3600]


@pytest.mark.parametrize(
    ("wished", "gap"), [("7", 7.0), ("0.1", 1.0), ("1000", 60.0), ("inf", 1.0), ("nan", 1.0), ("-5", 1.0), ("x", 1.0)]
)
def test_a_crawl_delay_lengthens_the_gap_up_to_a_minute(
    fetcher: Fetcher, site: Site, time: Time, wished: str, gap: float
) -> None:
    rules = f"User-agent: *\nCrawl-delay: {wished}\nAllow: /\n".encode()
    site.pages |= {"/robots.txt": answer(200, rules), "/": answer(200)}
    fetcher.fetch(site.url(host="ann.example"))
    fetcher.fetch(site.url(host="ann.example"))
    assert time.waits == [gap, gap]


def test_each_gap_is_drawn_between_a_hosts_shortest_and_longest(time: Time) -> None:
    pace = Pace(lambda host: (30, 45) if host == "odile.example" else (0, 0), time.clock, time.wait)
    for host in ["odile.example", "bram.example"] * 20:
        with pace.turn(host):
            pace.answered(host)
    assert len(set(time.waits)) > 15
    assert all(30 <= gap <= 45 for gap in time.waits)


def test_hosts_below_one_name_share_its_turns(time: Time) -> None:
    pace = Pace(usual_gaps(5), time.clock, time.wait, home=lambda host: host.partition(".")[2])
    pace.answered("de.odile.example")
    with pace.turn("www.odile.example"):
        assert time.waits == [5]
