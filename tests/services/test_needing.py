"""What needs a curator now, and how long it takes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Match
from followworthy.services import needing
from followworthy.services.needing import Need, Needs
from followworthy.store import Database, Session, catalog, doubles, imports, proposals, runs, source_readings
from followworthy.store.proposals import ProposalKind
from followworthy.store.source_readings import SourceReading
from tests.people import ODILE, TOBIN, VOICES, publish

DAY = timedelta(days=1)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        yield session


def queue(
    session: Session,
    number: int,
    at: datetime,
    *,
    kind: ProposalKind = "new",
    source: Source = VOICES,
    batch: int | None = None,
    repair: dict[str, object] | None = None,
) -> None:
    catalog.remember_source(session, source)
    for each in range(number):
        proposals.queue(
            session,
            source_id=source.id,
            identity=f"{kind} {batch} {at} {each}",
            kind=kind,
            digest="d",
            claims=(Claim("Somebody"),),
            match=Match("new"),
            now=at,
            import_id=batch,
            repair=repair,
        )


def batch(session: Session, at: datetime, source: Source = VOICES) -> int:
    catalog.remember_source(session, source)
    return imports.add(session, source, place="x", by="Nadia", digest="d" * 64, claims=1, people={}, now=at)


def found(session: Session, now: datetime, eyes: int = 0) -> Needs:
    return needing.needs(session, now, eyes)


def one(needs: Needs, kind: str) -> Need:
    (only,) = [each for each in needs.rows if each.kind == kind]
    return only


def test_nothing_needs_anybody(session: Session, now: datetime) -> None:
    needs = found(session, now)
    assert (needs.rows, needs.minutes, needs.number, needs.since) == ((), 0, 0, None)


def test_each_import_is_one_line_the_newest_first(session: Session, now: datetime) -> None:
    old, new = batch(session, now - 9 * DAY), batch(session, now)
    queue(session, 3, now - 9 * DAY, batch=old)
    queue(session, 24, now, batch=new)
    queue(session, 2, now, batch=new, kind="correction")
    rows = found(session, now).rows
    assert [(each.import_id, each.number, each.minutes) for each in rows] == [(new, 26, 13), (old, 3, 2)]
    assert rows[0].kinds == ("correction", "new")
    assert (rows[0].title, rows[0].brought_at) == (VOICES.title, now)


def test_what_was_decided_waits_no_more(session: Session, now: datetime) -> None:
    queue(session, 2, now)
    first = one(found(session, now), "list").first
    proposals.decide(session, first, "rejected", "Nadia", now, None)
    left = one(found(session, now), "list")
    assert (left.number, left.first) == (1, first + 1)


def test_many_imports_end_in_one_line_for_the_rest(session: Session, now: datetime) -> None:
    for number in range(12):
        source = Source(f"list-{number}", f"List {number}")
        queue(session, 2, now, source=source, batch=batch(session, now, source))
    rows = found(session, now).rows
    assert [each.kind for each in rows] == ["list"] * 8 + ["more"]
    assert (rows[-1].number, rows[-1].among) == (8, 4)
    assert found(session, now).number == 24


def test_experts_own_sites_are_one_line_however_many(session: Session, now: datetime) -> None:
    for number in range(5):
        queue(session, 1, now, source=Source(f"wikidata:Q{number}", f"Q{number}"), kind="correction")
    assert one(found(session, now), "own").number == 5


def test_repairs_and_reviews_and_withdrawals_are_told_apart(session: Session, now: datetime) -> None:
    queue(session, 3, now, kind="repair", source=Source("link-audit", "Link audit"), repair={})
    queue(session, 5, now, kind="withdrawal", source=REVIEW_DUE)
    queue(session, 1, now, kind="withdrawal", source=Source("curated-files", "Curated files"))
    rows = {each.kind: (each.number, each.minutes) for each in found(session, now).rows}
    assert rows == {"repair": (3, 2), "review": (5, 5), "withdrawal": (1, 1)}


def test_the_longest_wait_is_told(session: Session, now: datetime) -> None:
    queue(session, 1, now - 12 * DAY, kind="repair", repair={})
    queue(session, 1, now)
    assert found(session, now, eyes=4).since == now - 12 * DAY


def test_a_held_run_tells_what_it_holds(session: Session, now: datetime) -> None:
    flip = {"expert_id": ODILE.id, "name": "O", "url": "u", "before": "alive", "after": "gone", "because": "x"}
    number = runs.begin(session, 3, now)
    runs.end(session, number, "held", {"missing": 3}, "Held.", now + DAY, {"held": [flip, flip]})
    held = one(found(session, now), "held")
    assert (held.first, held.among, held.met, held.since) == (number, 2, (("missing", 3),), now)


def test_lists_that_could_not_be_read_are_counted_until_they_can(session: Session, now: datetime) -> None:
    source_readings.remember(session, SourceReading(VOICES.id, now, trouble="It was not there."))
    assert one(found(session, now), "unread").number == 1
    source_readings.remember(session, SourceReading(VOICES.id, now + DAY))
    assert found(session, now).rows == ()


def test_who_has_no_address_is_counted_whoever_had_one_is_not(session: Session, now: datetime) -> None:
    former = replace(ODILE, links=(replace(ODILE.links[0], status="former"),))
    publish(session, former, replace(TOBIN, links=()))
    assert one(found(session, now), "addressless").number == 1


def test_who_may_be_there_twice_is_counted_by_pairs_until_told_apart(session: Session, now: datetime) -> None:
    namesake = replace(TOBIN, id="bcdfghjt", name=ODILE.name, links=(replace(TOBIN.links[0], key="in/x", url="x"),))
    publish(session, namesake)
    assert one(found(session, now), "double").number == 1
    doubles.tell_apart(session, ODILE.id, namesake.id, "Nadia", now)
    assert found(session, now).rows == ()


def test_the_minutes_add_up(session: Session, now: datetime) -> None:
    queue(session, 24, now)
    queue(session, 3, now, kind="repair", repair={})
    queue(session, 5, now, kind="withdrawal", source=REVIEW_DUE)
    needs = found(session, now, eyes=8)
    assert [each.minutes for each in needs.rows] == [12, 2, 6, 5]
    assert (needs.minutes, needs.number) == (25, 40)


def test_a_need_keeps_its_key_while_it_is_worked_off(session: Session, now: datetime) -> None:
    queue(session, 3, now, batch=batch(session, now))
    before = found(session, now, eyes=8)
    proposals.decide(session, before.rows[0].first, "rejected", "Nadia", now, None)
    after = found(session, now + DAY, eyes=5)
    assert [each.key for each in before.rows] == [each.key for each in after.rows]
    assert [each.latest for each in before.rows] == [each.latest for each in after.rows]


def test_no_two_needs_share_a_key(session: Session, now: datetime) -> None:
    for number in range(3):
        queue(session, 1, now, batch=batch(session, now + number * DAY))
    queue(session, 1, now)
    queue(session, 1, now, kind="withdrawal")
    queue(session, 1, now, kind="repair", repair={})
    publish(session, replace(TOBIN, links=()))
    keys = [each.key for each in found(session, now, eyes=1).rows]
    assert len(keys) == len(set(keys)) == 8
