"""How the links stood day by day, and what covers each category."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.expiry import Expiry
from followworthy.domain.records import Expert, Link, Recommendation, Source
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.services import health
from followworthy.store import Database, Session, checks
from followworthy.store.checks import DueLink
from followworthy.store.health import Coverage
from followworthy.store.revisions import Revision
from tests.people import ODILE, SALES, SHELVES, VOICES, publish

DAY = timedelta(days=1)
LINKED = ODILE.links[0]


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        yield session


def somebody(number: int, **more: object) -> Expert:
    link = replace(LINKED, url=f"https://www.linkedin.com/in/p{number}", key=f"in/p{number}")
    return replace(ODILE, id=f"bcdfgh{number}", name=f"P {number}", links=(link,), **more)  # type: ignore[arg-type]


def careers(session: Session, now: datetime, months: int = 24) -> Coverage:
    found = {one.category_id: one for one in health.coverage(session, Expiry(months), now)}
    return found[SHELVES.id]


def test_a_day_is_one_row_however_often_it_is_noted(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    assert health.note_day(db, now) == "1 LinkedIn address is published, 0 confirmed."
    with db.writing() as session:
        known = replace(ODILE, links=(replace(LINKED, verdict=Verdict.ALIVE),))
        Revision(session, by="auditor", why="x", now=now).put(known)
    assert health.note_day(db, now + timedelta(hours=3)) == "1 LinkedIn address is published, 1 confirmed."
    with db.reading() as session:
        told = health.history(session, now + DAY)
    assert [one.bands for one in told.columns] == [(1, 0, 0, 0), (1, 0, 0, 0)]


def test_homepages_and_former_addresses_and_the_withdrawn_are_no_links_of_the_picture(
    session: Session, now: datetime
) -> None:
    former = replace(somebody(22), links=(replace(LINKED, key="in/x", url="x", status="former"),))
    publish(session, former, somebody(23, withdrawn=True), replace(ODILE, links=(ODILE.links[1],)))
    assert health.history(session, now).columns[-1].total == 0


def test_a_category_counts_its_people_once_and_without_the_withdrawn(session: Session, now: datetime) -> None:
    again = Recommendation("careers", "second-list", 1)
    Revision(session, by="Nadia", why="x", now=now).put(Source("second-list", "Second", "Quay Weekly"))
    publish(session, ODILE, somebody(22, withdrawn=True), somebody(23, recommendations=(*ODILE.recommendations, again)))
    assert careers(session, now).people == 2


def test_a_category_without_anybody_is_named_too(session: Session, now: datetime) -> None:
    publish(session, ODILE)
    counted = health.coverage(session, Expiry(), now)
    assert [(one.name, one.people) for one in counted] == [(SHELVES.name, 1), (SALES.name, 0)]
    assert counted[1].addressless == counted[1].unseen == 0


def test_confirmed_and_never_met_and_without_address_are_told_apart(session: Session, now: datetime) -> None:
    alive = replace(somebody(22), links=(replace(LINKED, key="in/a", url="a", verdict=Verdict.ALIVE),))
    named = somebody(23)
    publish(session, alive, named, somebody(24), replace(ODILE, links=(Link("homepage", "https://x.example"),)))
    for expert, met, witness in ((alive, "answered", "curator"), (named, "vouched", "site")):
        link = DueLink(expert.id, expert.name, expert.links[0].url, None)
        checks.record(session, link, Check(now, Outcome(met), "Met.", witness), None)
    found = careers(session, now)
    assert (found.people, found.confirmed, found.unseen, found.addressless) == (4, 1, 2, 1)


def test_two_lists_of_one_publisher_are_one_voice(session: Session, now: datetime) -> None:
    revision = Revision(session, by="Nadia", why="x", now=now)
    for source_id, publisher in (("same", VOICES.publisher), ("other", "Quay Weekly")):
        revision.put(Source(source_id, source_id, publisher))
    twice = {one: (*ODILE.recommendations, Recommendation("careers", one, 1)) for one in ("same", "other")}
    publish(session, ODILE, *(somebody(22 + at, recommendations=said) for at, said in enumerate(twice.values())))
    assert careers(session, now).one_list == 2


def test_a_recommendation_expires_when_nobody_reviewed_it_for_long(session: Session, now: datetime) -> None:
    publish(session, ODILE, somebody(22))
    later = now + 731 * DAY
    assert careers(session, later).expired == 2
    Revision(session, by="auditor", why="x", now=later).put(replace(ODILE, headline="Seen by a program"))
    assert careers(session, later).expired == 2
    Revision(session, by="Nadia", why="x", now=later).put(replace(ODILE, headline="Seen by a person"))
    assert careers(session, later).expired == 1
    assert careers(session, later, months=0).expired == 0
