"""The link audit over a fake fetcher: evidence is silent, flips are heard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Exchange, Hop, Verdict
from followworthy.services.auditing import run_audit
from followworthy.services.standing import standing
from followworthy.store import Database, checks, experts, revisions
from tests.people import ODILE, publish

LINKEDIN, HOMEPAGE = ODILE.links[0].url, ODILE.links[1].url


class FakeFetcher:
    """Answers from a function, and remembers what was asked."""

    def __init__(self, answer: Callable[[str], Exchange]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def fetch(self, url: str) -> Exchange:
        self.asked.append(url)
        return self.answer(url)


def answered(url: str) -> Exchange:
    return Exchange(url, (Hop(url, 200),), b"<title>Hello</title><p>My own page.</p>", "text/html")


def missing(url: str) -> Exchange:
    return Exchange(url, (Hop(url, 404),), b"", "text/html")


def silent(url: str) -> Exchange:
    return Exchange(url, trouble="unknown_host", because="No such host.")


def honest(url: str) -> Exchange:
    """As the real world: LinkedIn's robots.txt refuses, homepages answer."""
    if "linkedin.com" in url:
        return Exchange(url, trouble="robots", because="robots.txt asks programs to stay out.")
    return answered(url)


def homepages(count: int) -> list[Expert]:
    return [
        replace(
            ODILE, id=f"bcdfgh{number:02}", name=f"P {number}", links=(Link("homepage", f"https://p{number}.example"),)
        )
        for number in range(count)
    ]


def believed(database: Database, url: str) -> Link:
    with database.reading() as session:
        return next(link for expert, _ in experts.published(session) for link in expert.links if link.url == url)


def test_a_walled_address_stays_unconfirmed_and_publishes_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, links=ODILE.links[:1]))
    run = run_audit(db, FakeFetcher(honest), lambda: now)
    assert run.counts == {"walled": 1}
    assert believed(db, LINKEDIN).verdict is Verdict.UNCONFIRMED
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


def test_homepages_that_answer_are_confirmed_in_one_change(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    run_audit(db, FakeFetcher(honest), lambda: now)
    with db.reading() as session:
        latest = revisions.history(session)[0]
    assert (latest.number, latest.by, len(latest.changes)) == (2, "auditor", 3)
    assert believed(db, "https://p1.example") == Link(
        "homepage", "https://p1.example", verdict=Verdict.ALIVE, confirmed="2026-11"
    )


def test_what_is_not_due_is_left_in_peace(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    run_audit(db, FakeFetcher(honest), lambda: now)
    fetcher = FakeFetcher(honest)
    again = run_audit(db, fetcher, lambda: now + timedelta(hours=1))
    assert fetcher.asked == []
    assert (again.due, again.said) == (0, "Nothing was due.")


def test_without_network_nothing_is_recorded_and_the_run_says_so(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(12))
    run = run_audit(db, FakeFetcher(silent), lambda: now)
    assert (run.state, run.said, run.counts) == ("no network", "No network; nothing recorded.", {})
    with db.reading() as session:
        assert len(checks.due(session, now)) == 12
        assert standing(session).sentence == "0 LinkedIn addresses, 0 looked at by us: no network; nothing recorded."


def test_one_dead_host_among_living_ones_is_recorded_as_failed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    run = run_audit(
        db,
        FakeFetcher(lambda url: silent(url) if "p1." in url else answered(url)),
        lambda: now,
    )
    assert run.counts == {"answered": 2, "failed": 1}


def test_gone_takes_three_looks_over_two_weeks(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(1))
    seen = []
    for days in (0, 8, 16):
        run_audit(db, FakeFetcher(missing), lambda days=days: now + timedelta(days=days))
        seen.append(believed(db, "https://p0.example").verdict)
    assert seen == [Verdict.FAILING, Verdict.FAILING, Verdict.GONE]


def test_a_killed_run_keeps_its_looks_and_the_next_one_judges_them(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))

    def dies_after_the_first(done: int, _due: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_audit(db, FakeFetcher(answered), lambda: now, dies_after_the_first)
    fetcher = FakeFetcher(answered)
    run_audit(db, fetcher, lambda: now)
    assert len(fetcher.asked) == 2
    with db.reading() as session:
        assert [run.state for run in checks.runs(session)] == ["finished", "interrupted"]
        assert {link.verdict for expert, _ in experts.published(session) for link in expert.links} == {Verdict.ALIVE}


def test_the_standing_says_that_linkedin_was_not_looked_at_and_why(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        assert standing(session).sentence == "1 LinkedIn address, 0 looked at by us: no audit has run yet."
    run_audit(db, FakeFetcher(honest), lambda: now)
    with db.reading() as session:
        where = standing(session)
    assert where.sentence == ("1 LinkedIn address, 0 looked at by us: LinkedIn asks programs to stay out, and we do.")
    assert (where.homepages, where.homepages_looked_at) == (1, 1)


def test_progress_is_told_look_by_look(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    heard: list[tuple[int, int]] = []
    run_audit(db, FakeFetcher(answered), lambda: now, lambda *told: heard.append(told))
    assert heard == [(1, 3), (2, 3), (3, 3)]
