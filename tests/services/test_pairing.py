"""Which browsers speak for a curator: a code works once, a token until somebody ends it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from followworthy.services import pairing
from followworthy.store import Database, Session, curators, pairings
from followworthy.store.curators import Curator
from followworthy.store.pairings import OpenedLink
from tests.people import ODILE, TOBIN, publish

MINUTE = timedelta(minutes=1)
LINK = OpenedLink(ODILE.id, ODILE.links[0].url)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        yield session


@pytest.fixture
def nadia(session: Session, now: datetime) -> Curator:
    return curators.add(session, "Nadia Brookmere", "hash", "stamp", now)


def paired(session: Session, curator: Curator, now: datetime) -> str:
    """Pair a browser; give its token."""
    done = pairing.pair(session, pairing.new_code(session, curator, now), now)
    assert done is not None
    return done[0]


def test_a_code_makes_a_browser_its_curators(session: Session, nadia: Curator, now: datetime) -> None:
    speaking = pairing.speaker(session, paired(session, nadia, now))
    assert speaking is not None
    assert speaking.curator == nadia
    assert [(one.paired_at, one.reported_at) for one in pairing.browsers(session, nadia)] == [(now, None)]


def test_a_code_works_once(session: Session, nadia: Curator, now: datetime) -> None:
    code = pairing.new_code(session, nadia, now)
    assert [pairing.pair(session, code, now) is None for _ in range(2)] == [False, True]


def test_a_code_is_good_for_ten_minutes(session: Session, nadia: Curator, now: datetime) -> None:
    code = pairing.new_code(session, nadia, now)
    assert pairing.pair(session, code, now + 10 * MINUTE) is None
    assert pairing.pair(session, pairing.new_code(session, nadia, now), now + 9 * MINUTE)


def test_a_new_code_replaces_the_earlier_one(session: Session, nadia: Curator, now: datetime) -> None:
    first, second = (pairing.new_code(session, nadia, now) for _ in range(2))
    assert pairing.pair(session, first, now) is None
    assert pairing.pair(session, second, now)


@pytest.mark.parametrize("code", ["", "K7QM-3XPD", "x" * 2000])
def test_a_code_nobody_made_opens_nothing(session: Session, nadia: Curator, now: datetime, code: str) -> None:
    pairing.new_code(session, nadia, now)
    assert pairing.pair(session, code, now) is None


def test_only_hashes_are_kept(db: Database, now: datetime) -> None:
    with db.writing() as session:
        nadia = curators.add(session, "Nadia", "hash", "stamp", now)
        token, code = paired(session, nadia, now), pairing.new_code(session, nadia, now)
    kept = "".join(
        str(list(db.engine.connect().exec_driver_sql(f"SELECT * FROM {table}")))  # noqa: S608 - two names of ours
        for table in ("pairing_codes", "paired_browsers")
    )
    assert token not in kept
    assert code.replace("-", "") not in kept


@pytest.mark.parametrize("token", ["", "guessed"])
def test_a_token_nobody_gave_speaks_for_nobody(session: Session, nadia: Curator, now: datetime, token: str) -> None:
    paired(session, nadia, now)
    assert pairing.speaker(session, token) is None


def test_an_ended_pairing_speaks_for_nobody_and_another_goes_on(
    session: Session, nadia: Curator, now: datetime
) -> None:
    laptop, phone = paired(session, nadia, now), paired(session, nadia, now)
    speaking = pairing.speaker(session, laptop)
    assert speaking is not None
    pairing.end(session, nadia, speaking.browser.id)
    assert pairing.speaker(session, laptop) is None
    assert pairing.speaker(session, phone)


def test_nobody_ends_what_is_somebody_elses(session: Session, nadia: Curator, now: datetime) -> None:
    tom, token = curators.add(session, "Tom", "hash", "stamp", now), paired(session, nadia, now)
    speaking = pairing.speaker(session, token)
    assert speaking is not None
    pairing.end(session, tom, speaking.browser.id)
    assert pairing.speaker(session, token) == speaking


def test_whoever_is_signed_out_everywhere_loses_the_paired_browsers(
    session: Session, nadia: Curator, now: datetime
) -> None:
    token = paired(session, nadia, now)
    session.connection().exec_driver_sql("UPDATE curators SET session_stamp = 'another'")
    session.expire_all()
    again = curators.by_id(session, nadia.id)
    assert again is not None
    assert pairing.speaker(session, token) is None
    assert pairing.browsers(session, again) == []


def test_what_a_curator_opens_is_known_for_two_minutes(session: Session, nadia: Curator, now: datetime) -> None:
    paired(session, nadia, now)
    assert pairing.open_link(session, nadia, 1, now) == LINK.url
    assert pairing.opened(session, nadia, now + 2 * MINUTE) == [LINK]
    assert pairing.opened(session, nadia, now + 2 * MINUTE + timedelta(seconds=1)) == []


def test_what_was_opened_last_comes_first_and_each_once(session: Session, nadia: Curator, now: datetime) -> None:
    paired(session, nadia, now)
    tobins = next(number for number in range(1, 9) if _expert_of(session, number) == TOBIN.id)
    for at, number in enumerate((1, tobins, 1)):
        pairing.open_link(session, nadia, number, now + at * timedelta(seconds=1))
    assert [one.expert_id for one in pairing.opened(session, nadia, now + MINUTE)] == [ODILE.id, TOBIN.id]


def test_without_a_paired_browser_nothing_is_noted(session: Session, nadia: Curator, now: datetime) -> None:
    assert pairing.open_link(session, nadia, 1, now) == LINK.url
    paired(session, nadia, now)
    assert pairing.opened(session, nadia, now) == []


def test_each_curator_opens_for_themselves(session: Session, nadia: Curator, now: datetime) -> None:
    tom = curators.add(session, "Tom", "hash", "stamp", now)
    paired(session, nadia, now)
    pairing.open_link(session, nadia, 1, now)
    assert pairing.opened(session, tom, now) == []


def test_a_report_is_noted_and_settles_what_was_opened(session: Session, nadia: Curator, now: datetime) -> None:
    speaking = pairing.speaker(session, paired(session, nadia, now))
    assert speaking is not None
    pairing.open_link(session, nadia, 1, now)
    pairing.reported(session, speaking, LINK, now + MINUTE)
    assert pairing.opened(session, nadia, now + MINUTE) == []
    assert [one.reported_at for one in pairing.browsers(session, nadia)] == [now + MINUTE]


def _expert_of(session: Session, number: int) -> str | None:
    link = pairings.published_link(session, number)
    return link.expert_id if link else None
