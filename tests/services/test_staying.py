"""Which browsers are signed in, for how long, and how that ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from followworthy.services import pairing, staying
from followworthy.store import Database, Session, curators
from followworthy.store.curators import Curator

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        yield session


@pytest.fixture
def nadia(session: Session, now: datetime) -> Curator:
    return curators.add(session, "Nadia Brookmere", "hash", "stamp", now)


def name(session: Session, token: object, now: datetime, stamp: object = "stamp") -> str | None:
    found = staying.who(session, token, stamp, now)
    return found.curator.name if found else None


def test_a_token_says_who_it_is_and_only_its_hash_is_kept(session: Session, nadia: Curator, now: datetime) -> None:
    token = staying.begin(session, nadia, LINUX, now)
    assert name(session, token, now) == "Nadia Brookmere"
    kept = session.connection().exec_driver_sql("SELECT * FROM sign_ins").fetchall()
    assert token not in repr(kept)


@pytest.mark.parametrize("token", ["", "guessed", None, 7])
def test_a_token_nobody_gave_says_nothing(session: Session, nadia: Curator, now: datetime, token: object) -> None:
    staying.begin(session, nadia, LINUX, now)
    assert name(session, token, now) is None


@pytest.mark.parametrize("stamp", ["another", "", None, 7, "é"])
def test_a_token_without_its_curators_stamp_says_nothing(
    session: Session, nadia: Curator, now: datetime, stamp: object
) -> None:
    token = staying.begin(session, nadia, LINUX, now)
    assert name(session, token, now, stamp) is None


def test_one_stays_signed_in_for_two_weeks(session: Session, nadia: Curator, now: datetime) -> None:
    token = staying.begin(session, nadia, LINUX, now)
    assert name(session, token, now + 14 * DAY - HOUR) == nadia.name
    assert name(session, token, now + 14 * DAY) is None
    assert staying.browsers(session, nadia, now + 14 * DAY) == []


def test_that_a_browser_was_seen_is_written_down_once_an_hour(session: Session, nadia: Curator, now: datetime) -> None:
    token = staying.begin(session, nadia, LINUX, now)
    soon = staying.who(session, token, "stamp", now + timedelta(minutes=59))
    later = staying.who(session, token, "stamp", now + HOUR)
    assert soon is not None
    assert later is not None
    assert (soon.unnoted, later.unnoted) == (False, True)
    staying.note_seen(session, later, now + HOUR)
    assert [one.seen_at for one in staying.browsers(session, nadia, now)] == [now + HOUR]
    session.expire_all()
    assert curators.listed(session)[0].seen_at == now + HOUR


def test_one_browser_is_signed_out_and_the_others_stay(session: Session, nadia: Curator, now: datetime) -> None:
    first, second = (staying.begin(session, nadia, LINUX, now) for _ in range(2))
    found = staying.who(session, first, "stamp", now)
    assert found is not None
    staying.end(session, nadia, found.sign_in.id)
    assert (name(session, first, now), name(session, second, now)) == (None, nadia.name)


def test_nobody_signs_somebody_else_out(session: Session, nadia: Curator, now: datetime) -> None:
    token, tom = staying.begin(session, nadia, LINUX, now), curators.add(session, "Tom", "hash", "stamp", now)
    found = staying.who(session, token, "stamp", now)
    assert found is not None
    staying.end(session, tom, found.sign_in.id)
    assert name(session, token, now) == nadia.name


def test_everywhere_ends_all_browsers_and_the_paired_ones(session: Session, nadia: Curator, now: datetime) -> None:
    tokens = [staying.begin(session, nadia, LINUX, now) for _ in range(2)]
    paired = pairing.pair(session, pairing.new_code(session, nadia, now), now)
    assert paired is not None
    stamp = staying.end_everywhere(session, nadia)
    assert [name(session, one, now, stamp) for one in tokens] == [None, None]
    assert pairing.speaker(session, paired[0]) is None


def test_everywhere_may_leave_this_browser(session: Session, nadia: Curator, now: datetime) -> None:
    mine, other = (staying.begin(session, nadia, LINUX, now) for _ in range(2))
    found = staying.who(session, mine, "stamp", now)
    assert found is not None
    stamp = staying.end_everywhere(session, nadia, but=found.sign_in.id)
    assert stamp != "stamp"
    assert (name(session, mine, now, stamp), name(session, other, now, stamp)) == (nadia.name, None)


def test_what_nobody_can_use_any_more_is_dropped(session: Session, nadia: Curator, now: datetime) -> None:
    staying.begin(session, nadia, LINUX, now)
    staying.begin(session, nadia, LINUX, now + 15 * DAY)
    assert len(staying.browsers(session, nadia, now - DAY)) == 1


def test_a_browser_cannot_call_itself_without_end(session: Session, nadia: Curator, now: datetime) -> None:
    staying.begin(session, nadia, "x" * 100_000, now)
    assert len(staying.browsers(session, nadia, now - DAY)[0].agent) == 400
