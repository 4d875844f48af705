"""The link audit over a fake fetcher: evidence is silent, flips are heard."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import update

from followworthy.domain.manners import HostManners, Manners, Permission
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Exchange, Hop, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import BusyError, RefusedError
from followworthy.services import audit_settling
from followworthy.services.audit_files import AuditRules
from followworthy.services.audit_holding import flips_of, take, throw_away
from followworthy.services.audit_tools import Turns
from followworthy.services.auditing import Audit, Progress, run_audit
from followworthy.services.standing import standing
from followworthy.store import Database, checks, experts, revisions, runs
from followworthy.store.checks import DueLink
from followworthy.store.runs import AuditRun
from followworthy.store.tables import LinkRow
from tests.people import ODILE, publish

T = TypeVar("T")
LINKEDIN, HOMEPAGE = ODILE.links[0].url, ODILE.links[1].url


class FakeFetcher:
    """Answers from a function, and remembers what was asked."""

    def __init__(self, answer: Callable[[str], Exchange]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def fetch(self, url: str) -> Exchange:
        self.asked.append(url)
        return self.answer(url)

    def visits(
        self, asked: Iterable[tuple[T, str]], concurrency: int, enough: Callable[[], bool]
    ) -> Iterator[tuple[T, Exchange]]:
        assert concurrency > 1
        for known_by, url in asked:
            if enough():
                return
            yield known_by, self.fetch(url)

    def shared_visits(
        self, asked: Iterator[tuple[T, str]], _turns: Turns, concurrency: int, enough: Callable[[], bool]
    ) -> Iterator[tuple[T, Exchange]]:
        assert concurrency
        return ((known_by, self.fetch(url)) for known_by, url in asked if not enough())


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


def audited(
    database: Database,
    fetcher: FakeFetcher,
    now: datetime,
    manners: Manners | None = None,
    progress: Progress = lambda _done, _due, _counts: None,
) -> AuditRun:
    return run_audit(Audit(database, fetcher, lambda: now, AuditRules(), manners or Manners()), progress)


def believed(database: Database, url: str) -> Link:
    with database.reading() as session:
        return next(link for expert, _ in experts.published(session) for link in expert.links if link.url == url)


def test_a_walled_address_stays_unconfirmed_and_publishes_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, links=ODILE.links[:1]))
    run = audited(db, FakeFetcher(honest), now)
    assert run.counts == {"walled": 1}
    assert believed(db, LINKEDIN).verdict is Verdict.UNCONFIRMED
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


def test_homepages_that_answer_are_confirmed_in_one_change(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    audited(db, FakeFetcher(honest), now)
    with db.reading() as session:
        latest = revisions.history(session)[0]
    assert (latest.number, latest.by, len(latest.changes)) == (2, "auditor", 3)
    assert believed(db, "https://p1.example") == Link(
        "homepage", "https://p1.example", verdict=Verdict.ALIVE, confirmed="2026-11"
    )


def test_what_is_not_due_is_left_in_peace(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    audited(db, FakeFetcher(honest), now)
    fetcher = FakeFetcher(honest)
    again = audited(db, fetcher, now + timedelta(hours=1))
    assert fetcher.asked == []
    assert (again.due, again.said) == (0, "Nothing was due.")


def test_without_network_nothing_is_recorded_and_the_run_says_so(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(12))
    run = audited(db, FakeFetcher(silent), now)
    assert (run.state, run.said, run.counts) == ("no network", "No network; nothing recorded.", {})
    with db.reading() as session:
        assert len(checks.due(session, now, 99)) == 12
        assert standing(session).sentence == "0 LinkedIn addresses, 0 looked at by us: no network; nothing recorded."


def test_one_dead_host_among_living_ones_is_recorded_as_failed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    run = audited(db, FakeFetcher(lambda url: silent(url) if "p1." in url else answered(url)), now)
    assert run.counts == {"answered": 2, "failed": 1}


def test_gone_takes_three_looks_over_two_weeks(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(1))
    seen = []
    for days in (0, 8, 16):
        audited(db, FakeFetcher(missing), now + timedelta(days=days))
        seen.append(believed(db, "https://p0.example").verdict)
    assert seen == [Verdict.FAILING, Verdict.FAILING, Verdict.GONE]


def test_a_run_that_dies_keeps_its_looks_and_the_next_one_judges_them(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))

    def dies_after_the_first(done: int, _due: int, _counts: Mapping[str, int]) -> None:
        if done == 1:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        audited(db, FakeFetcher(answered), now, progress=dies_after_the_first)
    fetcher = FakeFetcher(answered)
    audited(db, fetcher, now)
    assert len(fetcher.asked) == 2
    with db.reading() as session:
        assert [run.state for run in runs.latest(session)] == ["finished", "interrupted"]
        assert {link.verdict for expert, _ in experts.published(session) for link in expert.links} == {Verdict.ALIVE}


def test_ctrl_c_ends_a_run_with_what_came_home_until_then(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))

    def stops_after_the_first(_done: int, _due: int, _counts: Mapping[str, int]) -> None:
        raise KeyboardInterrupt

    run = audited(db, FakeFetcher(answered), now, progress=stops_after_the_first)
    assert (run.state, run.said) == ("cancelled", "Stopped after 1 of 3: 1 answered.")
    assert believed(db, "https://p0.example").verdict is Verdict.ALIVE


def test_the_desk_can_stop_a_run(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(40))
    asked = threading.Event()

    def ask(done: int, _due: int, counts: Mapping[str, int]) -> None:
        if not asked.is_set():
            with db.writing() as session:
                assert runs.ask_cancel(session, 1)
            asked.set()
        while sum(counts.values()) < done:  # the writer hears of the wish when it keeps a look
            time.sleep(0)

    run = audited(db, FakeFetcher(answered), now, progress=ask)
    assert run.state == "cancelled"
    assert run.done < 40


def test_a_run_says_how_far_it_is(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(3))
    heard: list[tuple[int, int]] = []
    run = audited(db, FakeFetcher(honest), now, progress=lambda done, due, _counts: heard.append((done, due)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert (run.done, run.due) == (3, 3)


def test_a_second_audit_says_that_one_is_under_way(db: Database, now: datetime) -> None:
    with db.alone("audit", "Busy."), pytest.raises(BusyError, match="one at a time is enough"):
        audited(db, FakeFetcher(honest), now)


def test_many_links_that_go_bad_at_once_are_held(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *homepages(12))
    audited(db, FakeFetcher(answered), now)
    later = now + timedelta(days=9)
    run = audited(db, FakeFetcher(lambda url: answered(url) if "p11." in url else missing(url)), later)
    assert run.state == "held"
    assert run.said == "12 due: 11 missing, 1 answered. 11 links would go bad at once: held until a curator has looked."
    assert believed(db, "https://p1.example").verdict is Verdict.ALIVE
    assert len(flips_of(run)) == 11


def held_run(db: Database, now: datetime) -> AuditRun:
    with db.writing() as session:
        publish(session, *homepages(12))
    audited(db, FakeFetcher(answered), now - timedelta(days=9))
    return audited(db, FakeFetcher(missing), now)


def test_a_curator_takes_a_held_run_in_one_change(db: Database, now: datetime) -> None:
    run = held_run(db, now)
    with db.writing() as session:
        number = take(session, run.id, "Nadia", now, Rules())
    with db.reading() as session:
        latest = revisions.history(session)[0]
        after = runs.get(session, run.id)
    assert (latest.number, latest.by, len(latest.changes)) == (number, "Nadia", 12)
    assert believed(db, "https://p1.example").verdict is Verdict.FAILING
    assert after is not None
    assert (after.state, after.said[-15:]) == ("finished", "Taken by Nadia.")


def test_evidence_thrown_away_is_looked_for_again(db: Database, now: datetime) -> None:
    run = held_run(db, now)
    with db.writing() as session:
        throw_away(session, run.id, "Nadia")
        with pytest.raises(RefusedError):
            take(session, run.id, "Nadia", now, Rules())
    again = audited(db, FakeFetcher(answered), now)
    assert (again.due, again.state) == (12, "finished")
    assert believed(db, "https://p1.example").verdict is Verdict.ALIVE


def test_what_is_looked_at_again_is_decided_anew(db: Database, now: datetime) -> None:
    first = held_run(db, now)
    again = audited(db, FakeFetcher(missing), now + timedelta(days=2))
    assert (again.state, len(flips_of(again))) == ("held", 12)
    with db.reading() as session:
        assert [run.id for run in runs.held(session)] == [again.id]
        before = runs.get(session, first.id)
    assert before is not None
    assert before.said.endswith("Later looks have decided.")


def test_what_is_still_missing_when_the_others_answer_again_passes(db: Database, now: datetime) -> None:
    held_run(db, now)
    later = now + timedelta(days=2)
    run = audited(db, FakeFetcher(lambda url: missing(url) if "p3." in url else answered(url)), later)
    assert run.state == "finished"
    assert believed(db, "https://p3.example").verdict is Verdict.FAILING
    assert believed(db, "https://p1.example").verdict is Verdict.ALIVE
    with db.reading() as session:
        assert runs.held(session) == []


def due_now(db: Database, *urls: str) -> None:
    """Let the turn of these links come at once."""
    with db.writing() as session:
        session.execute(update(LinkRow).where(LinkRow.url.in_(urls)).values(next_check_at=None))


def test_what_was_held_together_does_not_pass_one_by_one(db: Database, now: datetime) -> None:
    held_run(db, now)
    for at in range(12):
        due_now(db, f"https://p{at}.example")
        run = audited(db, FakeFetcher(missing), now + timedelta(minutes=at))
        assert (run.state, run.done, len(flips_of(run))) == ("held", 1, 12)
        assert believed(db, f"https://p{at}.example").verdict is Verdict.ALIVE
    with db.reading() as session:
        assert [one.id for one in runs.held(session)] == [run.id]


def test_throwing_away_reaches_back_to_the_looks_that_the_flips_rest_on(db: Database, now: datetime) -> None:
    held_run(db, now)
    due_now(db, "https://p1.example")
    run = audited(db, FakeFetcher(missing), now + timedelta(minutes=5))
    with db.writing() as session:
        throw_away(session, run.id, "Nadia")
        looks = [checks.of_link(session, f"bcdfgh{at:02}", f"https://p{at}.example") for at in range(12)]
    assert [[str(one.outcome) for one in of_link] for of_link in looks] == [["answered"]] * 12


def test_what_a_curator_found_meanwhile_waits_no_longer(db: Database, now: datetime) -> None:
    held_run(db, now)
    with db.writing() as session:
        for at in range(2, 12):
            link = DueLink(f"bcdfgh{at:02}", "", f"https://p{at}.example", None)
            checks.record(session, link, Check(now, Outcome.ANSWERED, "Seen.", "curator"), None)
    due_now(db, "https://p1.example")
    run = audited(db, FakeFetcher(missing), now + timedelta(minutes=5))
    assert (run.state, len(flips_of(run))) == ("finished", 0)
    assert believed(db, "https://p1.example").verdict is Verdict.FAILING


def test_a_run_that_changes_very_much_is_written_in_parts(
    db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_settling, "AT_ONCE", 2)
    with db.writing() as session:
        publish(session, *homepages(5))
    audited(db, FakeFetcher(answered), now)
    with db.reading() as session:
        assert [len(one.changes) for one in revisions.history(session)][:3] == [1, 2, 2]
        assert {link.verdict for expert, _ in experts.published(session) for link in expert.links} == {Verdict.ALIVE}


def test_a_host_where_nearly_all_goes_bad_is_held_and_the_others_are_not(db: Database, now: datetime) -> None:
    urls = [f"https://shared.example/{at}" for at in range(3)] + ["https://own.example/"]
    people = [replace(ODILE, id=f"bcdfgh{at:02}", links=(Link("homepage", url),)) for at, url in enumerate(urls)]
    with db.writing() as session:
        publish(session, *people)
    audited(db, FakeFetcher(answered), now)
    run = audited(db, FakeFetcher(missing), now + timedelta(days=9))
    assert (run.state, len(flips_of(run)), len(flips_of(run, "flips"))) == ("held", 3, 1)


def test_a_freed_address_that_shows_another_name_is_caught(db: Database, now: datetime) -> None:
    def of_somebody_else(url: str) -> Exchange:
        body = f'<title>Bea Sample | LinkedIn</title><h1>Bea Sample</h1><link rel="canonical" href="{url}">'
        return Exchange(url, (Hop(url, 200),), body.encode(), "text/html")

    with db.writing() as session:
        publish(session, replace(ODILE, links=ODILE.links[:1]))
    run = audited(db, FakeFetcher(of_somebody_else), now)
    assert run.counts == {"missing": 1}


def permitted(daily: int = 50, good: str | None = "https://www.linkedin.com/in/good-one") -> Manners:
    allowed = Permission("Ms. Host wrote so", daily, good)
    return Manners({"linkedin.com": HostManners("linkedin", permission=allowed)})


def linked(count: int) -> list[Expert]:
    urls = [f"https://www.linkedin.com/in/odile-{number}" for number in range(count)]
    return [
        replace(ODILE, id=f"bcdfgh{at:02}", links=(Link("linkedin", url, f"in/odile-{at}"),))
        for at, url in enumerate(urls)
    ]


def profile(url: str) -> Exchange:
    if "/zz-" in url:
        return missing(url)
    body = f'<title>Odile | LinkedIn</title><h1>Odile Fennwick</h1><link rel="canonical" href="{url}">'
    return Exchange(url, (Hop(url, 200),), body.replace("Odile |", "Odile Fennwick |").encode(), "text/html")


def test_by_permission_controls_are_looked_at_first(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(2))
    fetcher = FakeFetcher(profile)
    run = audited(db, fetcher, now, permitted())
    assert fetcher.asked[0].endswith("/in/good-one")
    assert "/in/zz-" in fetcher.asked[1]
    assert (run.counts, len(fetcher.asked)) == ({"answered": 2}, 4)
    controls = {"host": "linkedin.com", "when": "before", "good": "answered", "impossible": "missing", "said": ""}
    assert run.report is not None
    assert run.report["controls"] == [controls]


@pytest.mark.parametrize("answer", [missing, lambda url: profile(url.replace("/zz-", "/"))])
def test_a_host_whose_controls_fail_is_not_believed(
    db: Database, now: datetime, answer: Callable[[str], Exchange]
) -> None:
    with db.writing() as session:
        publish(session, *linked(2))
    run = audited(db, FakeFetcher(answer), now, permitted())
    assert run.counts == {}
    assert run.report is not None
    assert list(run.report["skipped"].values()) == [2]


def test_a_host_that_shows_a_login_page_at_its_good_address_is_not_asked_for_more(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(2))
    login = b"<title>Sign Up</title><h1>Join now</h1>"
    fetcher = FakeFetcher(lambda url: Exchange(url, (Hop(url, 200),), login, "text/html"))
    run = audited(db, fetcher, now, permitted())
    assert (run.counts, len(fetcher.asked)) == ({}, 2)
    assert run.report is not None
    assert run.report["skipped"] == {"linkedin.com: The address known to be good shows programs nothing.": 2}


def told(run: AuditRun, what: str) -> list[dict[str, object]]:
    """What a run's report tells."""
    assert run.report is not None
    return [dict(one) for one in run.report[what]]


def test_a_host_that_begins_to_lie_in_the_middle_is_not_believed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(3))
    fetcher = FakeFetcher(lambda url: profile(url) if len(fetcher.asked) <= 3 else missing(url))
    run = audited(db, fetcher, now, permitted())
    assert run.counts == {"answered": 1, "missing": 2}
    before, after = told(run, "controls")
    assert (before["when"], before["said"], after["when"], after["void"]) == ("before", "", "after", 3)
    assert after["said"] == "The address known to be good was said to be missing."
    with db.reading() as session:
        assert [checks.of_link(session, one.id, one.links[0].url) for one in linked(3)] == [[], [], []]
        assert len(checks.due(session, now)) == 3
        assert revisions.cursor(session)[1] == 1


def test_bad_news_of_a_host_that_tells_the_truth_is_believed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(3))
    fetcher = FakeFetcher(lambda url: missing(url) if "odile-1" in url else profile(url))
    run = audited(db, fetcher, now, permitted())
    assert [one["said"] for one in told(run, "controls")] == ["", ""]
    assert believed(db, "https://www.linkedin.com/in/odile-1").verdict is Verdict.FAILING


def test_controls_are_among_the_daily_looks(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(9))
    asked = []
    for hours in range(0, 23, 2):
        fetcher = FakeFetcher(profile)
        audited(db, fetcher, now + timedelta(hours=hours), permitted(daily=8))
        asked.append(len(fetcher.asked))
    assert asked == [2 + 4] + [0] * 11


def test_a_permitted_host_gets_its_daily_looks_and_no_more(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(5))
    manners = permitted(daily=3, good=None)
    first = audited(db, FakeFetcher(profile), now, manners)
    second = audited(db, FakeFetcher(profile), now + timedelta(hours=23), manners)
    third = audited(db, FakeFetcher(profile), now + timedelta(hours=25), manners)
    assert [run.counts.get("answered", 0) for run in (first, second, third)] == [3, 0, 2]
    assert first.report is not None
    assert first.report["skipped"] == {"linkedin.com has had its looks for today": 2}


def test_the_first_wall_lets_a_permitted_host_rest_longer_and_longer(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, *linked(3))
    manners = permitted(good=None)

    def wall(url: str) -> Exchange:
        return Exchange(url, (Hop(url, 999),), b"", "text/html")

    asked = []
    for hours in (0, 23, 25, 25 + 71, 25 + 73):
        fetcher = FakeFetcher(wall)
        audited(db, fetcher, now + timedelta(hours=hours), manners)
        asked.append(len(fetcher.asked))
    assert asked == [1, 0, 1, 0, 1]
    with db.reading() as session:
        assert runs.stops(session, "linkedin.com") == 3
    audited(db, FakeFetcher(profile), now + timedelta(days=30), manners)
    with db.reading() as session:
        assert runs.stops(session, "linkedin.com") == 0


def test_the_standing_says_that_linkedin_was_not_looked_at_and_why(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        assert standing(session).sentence == "1 LinkedIn address, 0 looked at by us: no audit has run yet."
    audited(db, FakeFetcher(honest), now)
    with db.reading() as session:
        where = standing(session)
    assert where.sentence == ("1 LinkedIn address, 0 looked at by us: LinkedIn asks programs to stay out, and we do.")
    assert (where.homepages, where.homepages_looked_at) == (1, 1)
