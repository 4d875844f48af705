"""What is kept beside a link agrees with its looks, whatever happened to them; what is counted, with what is read."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.eyes import EyesRules, week
from followworthy.domain.values import Check, Outcome
from followworthy.services import eyes
from followworthy.store import Database, Session, checks, looks, runs
from followworthy.store.checks import DueLink
from followworthy.store.revisions import Revision
from followworthy.store.tables import LinkRow
from tests.people import ODILE, publish

DAY = timedelta(days=1)
WITNESSES = ("auditor", "curator", "reader", "site")
URL = ODILE.links[0].url
MET = (Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.MISSING)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        publish(session, ODILE)
        yield session


def look(session: Session, at: datetime, met: Outcome, witness: str = "auditor", run: int | None = None) -> None:
    checks.record(session, DueLink(ODILE.id, ODILE.name, URL, None), Check(at, met, "Met.", witness), run)


def facts(session: Session, url: str = URL) -> tuple[object, ...]:
    session.expire_all()
    row = session.query(LinkRow).filter_by(url=url).one()
    times = row.first_at, row.evidence_at, row.vouched_at, row.curator_at
    return row.walled, row.seen_by, *times, row.curator_met


def told(found: list[Check]) -> tuple[object, ...]:
    """The same from the looks themselves, as they were kept."""
    by_program = [one for one in found if one.witness == "auditor"]
    by_curator = [one for one in found if one.witness == "curator"]
    speaking = {one.witness for one in found if one.outcome in (*MET, Outcome.VOUCHED)}
    return (
        bool(by_program) and by_program[-1].outcome is Outcome.WALLED,
        next((one for one in ("curator", "auditor", "reader", "site") if one in speaking), None),
        min((one.at for one in found), default=None),
        max((one.at for one in found if one.outcome in MET), default=None),
        max((one.at for one in found if one.outcome is Outcome.VOUCHED), default=None),
        by_curator[-1].at if by_curator else None,
        str(by_curator[-1].outcome) if by_curator else None,
    )


def test_a_link_that_nobody_looked_at_says_so(session: Session) -> None:
    assert facts(session) == (False, None, None, None, None, None, None)


@pytest.mark.parametrize("seed", range(12))
def test_the_facts_are_what_the_looks_say(session: Session, now: datetime, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    kept = []
    for _ in range(12):
        one = Check(now - chance.randrange(90) * DAY, chance.choice(list(Outcome)), "Met.", chance.choice(WITNESSES))
        kept.append(one)
        look(session, one.at, one.outcome, one.witness)
        assert facts(session) == told(kept)


def test_a_look_taken_back_counts_no_more_and_again_when_that_is_undone(session: Session, now: datetime) -> None:
    look(session, now - DAY, Outcome.WALLED)
    before = facts(session)
    look(session, now, Outcome.MISSING, "curator")
    after = facts(session)
    looks.void(session, ODILE.id, now)
    assert facts(session) == before
    looks.void(session, ODILE.id, now, taken_back=False)
    assert facts(session) == after


def test_evidence_thrown_away_counts_no_more(session: Session, now: datetime) -> None:
    run = runs.begin(session, 1, now)
    look(session, now, Outcome.ANSWERED, run=run)
    checks.void(session, run, [(ODILE.id, URL)])
    assert facts(session) == (False, None, None, None, None, None, None)


def test_many_looks_at_once_are_counted(session: Session, now: datetime) -> None:
    run = runs.begin(session, 2, now)
    links = [DueLink(ODILE.id, ODILE.name, one.url, one.key) for one in ODILE.links]
    checks.record_all(session, [(one, Check(now, Outcome.WALLED, "Met."), now + DAY) for one in links], run)
    assert [facts(session, one.url)[0] for one in ODILE.links] == [True, True]


def test_an_address_that_goes_and_comes_back_keeps_its_looks(session: Session, now: datetime) -> None:
    look(session, now, Outcome.ANSWERED, "curator")
    before = facts(session)
    for links in ((ODILE.links[1],), ODILE.links):
        Revision(session, by="Nadia", why="x", now=now).put(replace(ODILE, links=links))
    assert facts(session) == before


def test_who_is_withdrawn_is_counted_nowhere(session: Session, now: datetime) -> None:
    look(session, now, Outcome.WALLED)
    assert (looks.tally(session) != [], eyes.count(session, now)) == (True, 1)
    Revision(session, by="Nadia", why="x", now=now).put(replace(ODILE, withdrawn=True))
    assert (looks.tally(session), eyes.count(session, now)) == ([], 0)


@pytest.mark.parametrize("seed", range(4))
def test_what_the_database_chooses_for_eyes_is_what_the_rules_choose(
    session: Session, now: datetime, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    rules = EyesRules(a_week=5)
    people = [
        replace(
            ODILE, id=f"bcdfgh{at}", name=f"Name {at}", links=(replace(ODILE.links[0], url=f"u{at}", key=f"in/{at}"),)
        )
        for at in range(22, 52)
    ]
    publish(session, *people)
    for one in people:
        for days, witness in (
            (chance.choice((6, 7, 8, 89, 90, 91, 179, 180, 181)), chance.choice(WITNESSES)),
            (0, "auditor"),
        ):
            met = (
                chance.choice((Outcome.WALLED, Outcome.VOUCHED, Outcome.MISSING, Outcome.ANSWERED))
                if days
                else Outcome.WALLED
            )
            found = Check(now - days * DAY, met, "Met.", witness)
            checks.record(session, DueLink(one.id, one.name, one.links[0].url, None), found, None)
    by_rule = week(looks.watched(session), eyes._given(session, now), now, rules)
    assert eyes.this_week(session, now, rules) == by_rule
    assert eyes.count(session, now, rules) == len(by_rule.now)
