"""One sentence says what was looked at, by whom, what not, and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.records import Link
from followworthy.domain.values import Check, Claim, Match, Outcome
from followworthy.services.standing import standing
from followworthy.store import Database, Session, catalog, checks, proposals
from followworthy.store.checks import DueLink
from tests.people import TOBIN, VOICES, publish

PEOPLE = [
    replace(
        TOBIN,
        id=f"bcdfgh{number}",
        name=f"P {number}",
        links=(Link("linkedin", f"https://l/{number}", f"in/{number}"),),
    )
    for number in range(22, 26)
]


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        publish(session, *PEOPLE)
        yield session


def look(session: Session, number: int, now: datetime, outcome: Outcome, witness: str = "auditor") -> None:
    expert = PEOPLE[number]
    link = DueLink(expert.id, expert.name, expert.links[0].url, expert.links[0].key)
    checks.record(session, link, Check(now, outcome, "Met.", witness), None)


def test_nobody_has_looked(session: Session) -> None:
    assert standing(session).sentence == "4 LinkedIn addresses, 0 looked at by us: no audit has run yet."


def test_it_says_by_whom_and_what_not_and_why(session: Session, now: datetime) -> None:
    look(session, 0, now, Outcome.ANSWERED, "curator")
    look(session, 1, now, Outcome.VOUCHED, "site")
    for number in (0, 2):
        look(session, number, now, Outcome.WALLED)
    assert standing(session).sentence == (
        "4 LinkedIn addresses, 1 looked at by us (1 by curators), 1 more named by their own sites, 2 not: "
        "LinkedIn asks programs to stay out, and we do."
    )


def test_each_address_counts_once_and_a_curator_s_look_before_a_program_s(session: Session, now: datetime) -> None:
    look(session, 0, now, Outcome.ANSWERED)
    look(session, 0, now, Outcome.MISSING, "curator")
    look(session, 1, now, Outcome.REDIRECTED)
    look(session, 1, now, Outcome.VOUCHED, "site")
    said = standing(session).sentence
    assert "2 looked at by us (1 by curators, 1 by the link audit), 2 not:" in said


def test_words_alone_are_no_look(session: Session, now: datetime) -> None:
    look(session, 0, now, Outcome.VOUCHED, "site")
    assert "0 looked at by us, 1 named by their own sites, 3 not:" in standing(session).sentence


def test_when_all_were_seen_no_reason_is_needed(session: Session, now: datetime) -> None:
    for number in range(4):
        look(session, number, now, Outcome.ANSWERED)
    assert standing(session).sentence == "4 LinkedIn addresses, 4 looked at by us (4 by the link audit)."


def test_a_repair_that_waits_is_no_further_address(session: Session, now: datetime) -> None:
    catalog.remember_source(session, VOICES)
    proposals.queue(
        session,
        source_id=VOICES.id,
        identity="x",
        kind="repair",
        digest="d",
        claims=(Claim("P"),),
        match=Match("same", PEOPLE[0].id),
        now=now,
        repair={},
    )
    assert standing(session).waiting == 0
