"""What an audit would do, told without doing it; and how fast what is due is chosen."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from followworthy.domain.manners import HostManners, Manners, Permission
from followworthy.services.audit_plan import Plan, plan
from followworthy.store import Database, checks, runs
from followworthy.store.runs import StoppedHost
from followworthy.store.tables import ExpertRow, LinkRow
from tests.people import ODILE, TOBIN, publish

ALLOWED = Manners({"linkedin.com": HostManners("linkedin", permission=Permission("Ms. Host wrote so", daily=1))})


def test_a_plan_names_hosts_and_rules(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    with db.reading() as session:
        assert plan(session, Manners(), now) == Plan(
            [
                ("fennwick.example", 1, "if its robots.txt allows it"),
                ("www.linkedin.com", 2, "if its robots.txt allows it"),
            ][::-1],
            {},
            "3 links are due.",
        )


def test_a_plan_tells_what_must_wait_and_why(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    with db.reading() as session:
        found = plan(session, ALLOWED, now)
    assert ("linkedin.com", 1, "permission: Ms. Host wrote so") in found.hosts
    assert found.skipped == {"linkedin.com has had its looks for today": 1}
    with db.writing() as session:
        runs.stop_host(session, StoppedHost("linkedin.com", 1, now + timedelta(days=1)))
        rests = plan(session, ALLOWED, now)
    assert rests.skipped == {"linkedin.com put up a wall and rests until 24 November, 09:00 UTC": 2}


def test_a_plan_says_when_the_next_turn_comes(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, links=ODILE.links[:1]))
        (link,) = checks.due(session, now)
        checks.set_next_check(session, link, now + timedelta(days=2))
        found = plan(session, Manners(), now)
    assert found.said == "Nothing is due. The next one comes due on 25 November, 09:00 UTC."


@pytest.fixture
def many(db: Database, now: datetime) -> Database:
    """100,000 links, a tenth of them due, a tenth never looked at."""
    numbers = range(100_000)
    expert = {"kind": "person", "headline": "", "note": None, "withdrawn": False, "revision": 1}
    link = {"position": 0, "kind": "homepage", "confidence": "unconfirmed", "status": "current", "verdict": "alive"}
    with db.writing() as session:
        session.execute(insert(ExpertRow), [{**expert, "id": f"{at:08}", "name": f"P {at}"} for at in numbers])
        turns = [None if at % 10 == 0 else now + (at % 10 - 1.5) * timedelta(days=1) for at in numbers]
        rows = [
            {**link, "expert_id": f"{at:08}", "url": f"https://p{at}.example", "next_check_at": turns[at]}
            for at in numbers
        ]
        session.execute(insert(LinkRow), rows)
    return db


def test_of_a_hundred_thousand_links_those_that_are_due_are_chosen_in_order_and_each_once(
    many: Database, now: datetime
) -> None:
    seen: list[checks.DueLink] = []
    took: list[float] = []
    with many.reading() as session:
        assert checks.count_due(session, now) == 20_000
        after = None
        while True:
            began = time.perf_counter()
            chunk = checks.due(session, now, 1000, after)
            took.append(time.perf_counter() - began)
            if not chunk:
                break
            seen += chunk
            after = chunk[-1]
    assert len({link.link_id for link in seen}) == len(seen) == 20_000
    turns = [link.due_at for link in seen]
    assert turns == [None] * 10_000 + sorted(one for one in turns if one)
    assert sorted(took)[len(took) // 2] < 0.1  # 5 ms measured; a slow machine is no failure, a lost index is
