"""Experts are found, ordered and counted by the database; possible doubles are told, and stay apart once told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.store import Database, Session, checks, doubles, expert_search, reviews
from followworthy.store.checks import DueLink
from followworthy.store.doubles import Pair
from followworthy.store.expert_search import Search
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish

DAYS = timedelta(days=1)
LOST = replace(
    TOBIN,
    id="bcdfghjp",
    name="Zoë Ägren",
    headline="50% of 100_000",
    links=(replace(TOBIN.links[0], url="https://www.linkedin.com/in/zoe", key="in/zoe", status="former"),),
    recommendations=(),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [TOBIN, ODILE, LOST]),
        ({"words": "FENNWICK recruiters"}, [ODILE]),
        ({"words": "fennwick ashgrove"}, []),
        ({"words": "zoe agren"}, [LOST]),
        ({"words": "%"}, [TOBIN, ODILE, LOST]),
        ({"words": "100_000"}, [LOST]),
        ({"words": "1000000"}, []),
        ({"words": "x" * 10_000}, []),
        ({"category": "careers"}, [ODILE]),
        ({"source": "forty-voices"}, [TOBIN, ODILE]),
        ({"status": "unconfirmed"}, [TOBIN, ODILE]),
        ({"status": "gone"}, []),
        ({"status": "none"}, [LOST]),
        ({"address": "with"}, [TOBIN, ODILE]),
        ({"address": "without"}, [LOST]),
        ({"among": (LOST.id,)}, [LOST]),
        ({"among": ()}, []),
        ({"withdrawn": True}, []),
        ({"words": "o", "category": "sales", "address": "with"}, [TOBIN]),
    ],
)
def test_everything_asked_for_narrows(
    db: Database, now: datetime, asked: dict[str, object], found: list[Expert]
) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, LOST)
        search = Search(now, **asked)  # type: ignore[arg-type]
        assert expert_search.ids(session, search) == [one.id for one in found]
        assert expert_search.count(session, search) == len(found)


def test_pages_follow_on_each_other(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, LOST)
        pages = [expert_search.ids(session, Search(now), start=start, most=1) for start in range(4)]
        assert pages == [[TOBIN.id], [ODILE.id], [LOST.id], []]


def test_withdrawn_ones_are_found_on_wish_and_counted_apart(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, replace(TOBIN, withdrawn=True))
        assert expert_search.ids(session, Search(now, withdrawn=True)) == [TOBIN.id]
        assert expert_search.totals(session) == (1, 1)


def test_orders_are_by_name_by_the_last_change_and_by_the_longest_unreviewed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, LOST)
        Revision(session, by="Nadia", why="x", now=now + DAYS).put(replace(ODILE, note="y"))
        Revision(session, by="auditor", why="x", now=now + 2 * DAYS).put(
            replace(TOBIN, links=(replace(TOBIN.links[0], verdict=Verdict.ALIVE),))
        )
        reviews.confirm(session, LOST.id, "Nadia", now + 3 * DAYS)
        session.flush()
        orders = {sort: expert_search.ids(session, Search(now), sort) for sort in ("name", "changed", "reviewed")}
    assert orders["name"] == [ODILE.id, TOBIN.id, LOST.id]
    assert orders["changed"] == [TOBIN.id, ODILE.id, LOST.id]
    assert orders["reviewed"] == [TOBIN.id, ODILE.id, LOST.id]  # the audit's change is nobody's review


def look(session: Session, expert: Expert, met: Outcome, at: datetime, moved_to: str | None = None) -> None:
    link = expert.links[0]
    check = Check(at, met, "because", moved_to=moved_to)
    checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), check, None)


@pytest.mark.parametrize(
    ("looks", "stale"),
    [
        ([], False),
        ([(Outcome.ANSWERED, 89)], False),
        ([(Outcome.ANSWERED, 90)], True),
        ([(Outcome.WALLED, 90)], True),
        ([(Outcome.ANSWERED, 120), (Outcome.WALLED, 1)], True),
        ([(Outcome.WALLED, 120), (Outcome.MISSING, 1)], False),
    ],
)
def test_silence_is_found_as_it_is_judged(
    db: Database, now: datetime, looks: list[tuple[Outcome, int]], stale: bool
) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        for met, days in looks:
            look(session, ODILE, met, now - days * DAYS)
        since = now - 90 * DAYS
        found = [ODILE.id] if stale else []
        assert expert_search.page(session, Search(since, status="stale"), "rank", 0, 9) == (len(found), found)
        assert expert_search.page(session, Search(since, status="stale"), "rank", 9, 9) == (len(found), [])
        heard = (ODILE.id, ODILE.links[0].url) not in expert_search.silent(session, [ODILE.id], since)
        assert heard != stale


NAMESAKE = replace(TOBIN, id="bcdfghjq", name="Dr. Tobin Ashgrove", links=())
NEIGHBOUR = replace(TOBIN, id="bcdfghjr", name="Somebody Else", links=(Link("homepage", ODILE.links[1].url),))


def test_a_common_name_and_a_common_homepage_are_told(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, NAMESAKE, NEIGHBOUR)
        assert doubles.pairs(session, 10) == [
            Pair(ODILE.id, NEIGHBOUR.id, ("homepage",)),
            Pair(TOBIN.id, NAMESAKE.id, ("name",)),
        ]
        assert len(doubles.pairs(session, 1)) == 1


def test_an_address_that_leads_to_somebody_elses_is_told(db: Database, now: datetime) -> None:
    moved = replace(TOBIN, links=(replace(TOBIN.links[0], verdict=Verdict.MOVED),))
    with db.writing() as session:
        publish(session, ODILE, moved)
        look(session, moved, Outcome.REDIRECTED, now, ODILE.links[0].url)
        assert doubles.pairs(session, 10) == [Pair(ODILE.id, TOBIN.id, ("moved",))]


def test_who_was_told_apart_stays_away_until_suggested_again(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, TOBIN, NAMESAKE)
        doubles.tell_apart(session, NAMESAKE.id, TOBIN.id, "Nadia", now)
        doubles.tell_apart(session, TOBIN.id, NAMESAKE.id, "Nadia", now)
        assert doubles.pairs(session, 10) == []
        assert doubles.told_apart(session, 10) == [(TOBIN.id, NAMESAKE.id, "Nadia")]
        assert doubles.why_alike(session, NAMESAKE.id, TOBIN.id) == ("name",)
        doubles.suggest_again(session, NAMESAKE.id, TOBIN.id)
        assert len(doubles.pairs(session, 10)) == 1


def test_who_left_is_nobodys_double(db: Database) -> None:
    with db.writing() as session:
        publish(session, TOBIN, replace(NAMESAKE, withdrawn=True))
        assert doubles.pairs(session, 10) == []
