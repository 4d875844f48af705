"""The pace: one at a time to a host, with a gap from the end of the last answer."""

import threading

import pytest

from followworthy.fetcher import Fetcher
from followworthy.fetcher.pace import Pace, usual_gaps
from tests.fetcher.conftest import Site, Time, answer


def test_the_gap_is_measured_from_the_end_of_the_last_answer(time: Time) -> None:
    pace = Pace(usual_gaps(1.0), time.clock, time.wait)
    with pace.turn("ann.example"):
        time.now += 7  # a slow answer
        pace.answered("ann.example")
    with pace.turn("ann.example"):
        assert time.waits == [1.0]


def test_a_gap_already_over_costs_nothing(time: Time) -> None:
    pace = Pace(usual_gaps(1.0), time.clock, time.wait)
    with pace.turn("ann.example"):
        pace.answered("ann.example")
    time.now += 3
    with pace.turn("ann.example"):
        assert time.waits == []


def test_another_host_does_not_wait(time: Time) -> None:
    pace = Pace(usual_gaps(1.0), time.clock, time.wait)
    pace.answered("ann.example")
    with pace.turn("bea.example"):
        assert time.waits == []


def test_a_request_that_ends_in_trouble_is_followed_by_the_gap_too(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages["/"] = lambda _connection: None  # hangs up
    fetcher.fetch(site.url(host="ann.example"))
    fetcher.fetch(site.url(host="ann.example"))
    assert time.waits == [1.0, 1.0]


def test_two_threads_on_one_host_wait_for_each_other(time: Time) -> None:
    pace = Pace(usual_gaps(0.0), time.clock, time.wait)
    entered = threading.Event()

    def second() -> None:
        with pace.turn("ann.example"):
            entered.set()

    thread = threading.Thread(target=second)
    with pace.turn("ann.example"):
        thread.start()
        assert not entered.wait(0.05)
    thread.join(5)
    assert entered.is_set()


def test_robots_txt_and_each_hop_take_turns(fetcher: Fetcher, site: Site, time: Time) -> None:
    site.pages["/"] = answer(200)
    fetcher.fetch(site.url(host="ann.example"))
    fetcher.fetch(site.url(host="ann.example"))
    assert time.waits == [1.0, 1.0]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_very_machine_needs_no_gap(time: Time, host: str) -> None:
    pace = Pace(usual_gaps(1.0), time.clock, time.wait)
    for _ in range(3):
        with pace.turn(host):
            pace.answered(host)
            assert time.waits == []


def test_waiting_for_a_turn_does_not_use_up_the_visit(site: Site) -> None:
    time = Time()
    site.pages["/"] = answer(200)
    with Fetcher("Followworthy/9", allow_loopback=True, gap=3600, deadline=2, clock=time.clock, wait=time.wait) as slow:
        met = slow.fetch(site.url())
    assert met.trouble is None
    assert met.elapsed < 2
