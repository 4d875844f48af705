"""Owners say who decides, and there is always one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.errors import RefusedError
from followworthy.services import appointing, pairing, signing_in, staying
from followworthy.store import Database, Session, curators
from followworthy.store.curators import Curator
from followworthy.store.tables import DraftRow
from tests.people import ODILE, publish


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        yield session


@pytest.fixture
def nadia(session: Session, now: datetime) -> Curator:
    return curators.add(session, "Nadia", "hash", "stamp", now, "owner")


@pytest.fixture
def tom(session: Session, now: datetime) -> Curator:
    return curators.add(session, "Tom", "hash", "stamp", now)


def roles(session: Session) -> dict[str, str]:
    return {one.name: one.role for one in curators.listed(session)}


def test_an_owner_makes_another_and_steps_down(session: Session, nadia: Curator, tom: Curator) -> None:
    appointing.change_role(session, nadia, tom.id, "owner")
    appointing.change_role(session, nadia, nadia.id, "curator")
    assert roles(session) == {"Nadia": "curator", "Tom": "owner"}


def test_the_last_owner_can_neither_step_down_nor_go(session: Session, nadia: Curator, tom: Curator) -> None:
    assert tom
    with pytest.raises(RefusedError, match="the only owner"):
        appointing.change_role(session, nadia, nadia.id, "curator")
    with pytest.raises(RefusedError, match="the only owner"):
        appointing.end_access(session, nadia, nadia.id)
    assert roles(session) == {"Nadia": "owner", "Tom": "curator"}


def test_the_only_owner_stays_one_when_made_one_again(session: Session, nadia: Curator) -> None:
    appointing.change_role(session, nadia, nadia.id, "owner")
    assert roles(session) == {"Nadia": "owner"}


def test_curators_change_nobody(session: Session, nadia: Curator, tom: Curator, now: datetime) -> None:
    token = signing_in.invite(session, "Ilse", now)
    (pending,) = appointing.pending(session, now)
    for refused in (
        lambda: appointing.change_role(session, tom, tom.id, "owner"),
        lambda: appointing.end_access(session, tom, nadia.id),
        lambda: appointing.revoke(session, tom, pending.token_hash),
    ):
        with pytest.raises(RefusedError, match="Only owners"):
            refused()
    assert roles(session) == {"Nadia": "owner", "Tom": "curator"}
    assert signing_in.invitation(session, token, now)


def test_who_was_an_owner_a_moment_ago_is_none(session: Session, nadia: Curator, tom: Curator) -> None:
    with pytest.raises(RefusedError, match="Only owners"):
        appointing.end_access(session, replace(tom, role="owner"), nadia.id)


def test_whose_access_ends_is_out_everywhere_and_what_they_did_stays(
    session: Session, nadia: Curator, tom: Curator, now: datetime
) -> None:
    token = staying.begin(session, tom, "", now)
    paired = pairing.pair(session, pairing.new_code(session, tom, now), now)
    publish(session, ODILE)
    pairing.new_code(session, tom, now)
    session.add(
        DraftRow(curator_id=tom.id, state="ready", place="x", said="", pages=1, began_at=now, beat_at=now, reading={})
    )
    session.flush()
    appointing.end_access(session, nadia, tom.id)
    assert staying.who(session, token, "stamp", now) is None
    assert paired is not None
    assert pairing.speaker(session, paired[0]) is None
    assert roles(session) == {"Nadia": "owner"}
    assert curators.has_signed(session, "nadia")


def test_who_is_gone_cannot_be_changed(session: Session, nadia: Curator, tom: Curator) -> None:
    appointing.end_access(session, nadia, tom.id)
    with pytest.raises(RefusedError, match="no such curator"):
        appointing.change_role(session, nadia, tom.id, "owner")


def test_invitations_wait_until_they_are_used_revoked_or_too_old(
    session: Session, nadia: Curator, now: datetime
) -> None:
    tokens = {name: signing_in.invite(session, name, now, "owner", "Nadia") for name in ("Ilse", "Jory")}
    waiting = {one.name: one for one in appointing.pending(session, now)}
    assert {(one.name, one.role, one.by) for one in waiting.values()} == {
        ("Ilse", "owner", "Nadia"),
        ("Jory", "owner", "Nadia"),
    }
    appointing.revoke(session, nadia, waiting["Ilse"].token_hash)
    with pytest.raises(RefusedError, match="used before"):
        signing_in.accept_invitation(session, tokens["Ilse"], "Ilse", "correct horse battery", now)
    assert [one.name for one in appointing.pending(session, now)] == ["Jory"]
    assert appointing.pending(session, now + timedelta(days=7)) == []


@pytest.mark.parametrize("role", ["", "admin", "OWNER"])
def test_there_are_two_roles(role: str) -> None:
    with pytest.raises(RefusedError, match="curator or owner"):
        appointing.role_named(role)
