"""Who may curate: invitations work once, passwords are kept only as hashes."""

from datetime import datetime, timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.records import Category
from followworthy.errors import RefusedError
from followworthy.services import signing_in
from followworthy.store import Database, Session, curators
from followworthy.store.curators import Curator
from followworthy.store.revisions import Revision

PASSWORD = "correct horse battery"


def become(session: Session, now: datetime, name: str = "Nadia Brookmere", password: str = PASSWORD) -> Curator:
    return signing_in.accept_invitation(session, signing_in.invite(session, name, now), name, password, now)


def test_the_first_invitation_is_renewed_until_there_is_a_curator(db: Database, now: datetime) -> None:
    with db.writing() as session:
        first, second = (signing_in.invite_first(session, now) for _ in range(2))
        assert first != second
        assert signing_in.invitation(session, first or "", now) is None
        signing_in.accept_invitation(session, second or "", "Nadia", PASSWORD, now)
        assert signing_in.invite_first(session, now) is None


def test_the_first_invitation_is_used_up_by_any_curator(db: Database, now: datetime) -> None:
    with db.writing() as session:
        printed = signing_in.invite_first(session, now) or ""
        become(session, now)
        with pytest.raises(RefusedError, match="used before"):
            signing_in.accept_invitation(session, printed, "Mallory", PASSWORD, now)


def test_an_invitation_works_once(db: Database, now: datetime) -> None:
    with db.writing() as session:
        token = signing_in.invite(session, "Tom", now)
        signing_in.accept_invitation(session, token, "Tom", PASSWORD, now)
        with pytest.raises(RefusedError, match="used before"):
            signing_in.accept_invitation(session, token, "Tom Two", PASSWORD, now)


def test_an_invitation_grows_old(db: Database, now: datetime) -> None:
    with db.writing() as session:
        token = signing_in.invite(session, "Tom", now)
        assert signing_in.invitation(session, token, now + timedelta(days=6)) is not None
        assert signing_in.invitation(session, token, now + timedelta(days=7)) is None


def test_a_token_nobody_gave_opens_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session, pytest.raises(RefusedError, match="Ask for a new one"):
        signing_in.accept_invitation(session, "guessed", "Mallory", PASSWORD, now)


def test_only_a_hash_of_the_token_is_kept(db: Database, now: datetime) -> None:
    with db.writing() as session:
        token = signing_in.invite(session, "Tom", now)
        found = signing_in.invitation(session, token, now)
        assert found is not None
        assert token not in repr(found)


def test_only_a_hash_of_the_password_is_kept(db: Database, now: datetime) -> None:
    with db.writing() as session:
        kept = become(session, now).password_hash
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize("taken", ["Nadia Brookmere", "nadia brookmere", "  Nadia\tBrookmere "])
def test_a_name_belongs_to_one(db: Database, now: datetime, taken: str) -> None:
    with db.writing() as session:
        become(session, now)
        with pytest.raises(RefusedError, match="There is a curator named"):
            signing_in.invite(session, taken, now)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "Nadia\u202ebrookmere"])
def test_a_name_has_to_be_one(db: Database, now: datetime, name: str) -> None:
    with db.writing() as session, pytest.raises(RefusedError, match="name of at most 100 characters"):
        signing_in.invite(session, name, now)


@pytest.mark.parametrize("password", ["", "123456789", "x" * 1001])
def test_a_password_too_short_or_too_long_leaves_the_invitation_as_it_is(
    db: Database, now: datetime, password: str
) -> None:
    with db.writing() as session:
        token = signing_in.invite(session, "Tom", now)
        with pytest.raises(RefusedError, match="10 to 1000 characters"):
            signing_in.accept_invitation(session, token, "Tom", password, now)
        assert signing_in.accept_invitation(session, token, "Tom", "x" * 10, now).name == "Tom"


def test_name_and_password_belong_together(db: Database, now: datetime) -> None:
    with db.writing() as session:
        become(session, now)
        assert signing_in.sign_in(session, "Nadia Brookmere", PASSWORD) is not None
        assert signing_in.sign_in(session, "Nadia Brookmere", PASSWORD + " ") is None
        assert signing_in.sign_in(session, "Nobody", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Øyvind Åsen", "øyvind åsen"), ("Zoë", "Zoe\u0308"), ("Nadia Brookmere", " NADIA  brookmere ")],
)
def test_a_name_is_known_however_it_is_typed(db: Database, now: datetime, name: str, typed: str) -> None:
    with db.writing() as session:
        become(session, now, name)
        assert signing_in.sign_in(session, typed, PASSWORD) is not None


def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's own name
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(signing_in, "_hasher", Counting())
    with db.writing() as session:
        become(session, now)
        assert signing_in.sign_in(session, "Nadia Brookmere", "wrong horse battery") is None
        assert signing_in.sign_in(session, "Nobody", "wrong horse battery") is None
    parameters = {one.rsplit("$", 2)[0] for one in verified}
    assert len(verified) == 2
    assert len(parameters) == 1


def test_a_weak_hash_is_replaced_and_the_password_still_works(db: Database, now: datetime) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with db.writing() as session:
        curator = curators.add(session, "Nadia", weak, "stamp", now)
        assert signing_in.outdated(curator)
        signing_in.hash_anew(session, curator, PASSWORD)
        renewed = signing_in.sign_in(session, "Nadia", PASSWORD)
        assert renewed is not None
        assert not signing_in.outdated(renewed)
        assert renewed.session_stamp == "stamp"


def test_the_first_one_is_an_owner_and_the_others_what_they_were_invited_as(db: Database, now: datetime) -> None:
    with db.writing() as session:
        first = become(session, now)
        tom = signing_in.accept_invitation(session, signing_in.invite(session, "Tom", now), "Tom", PASSWORD, now)
        token = signing_in.invite(session, "Ilse", now, "owner", "Nadia")
        ilse = signing_in.accept_invitation(session, token, "Ilse", PASSWORD, now)
    assert [one.role for one in (first, tom, ilse)] == ["owner", "curator", "owner"]


@pytest.mark.parametrize("name", ["auditor", "Curated Files"])
def test_nobody_signs_as_a_machine(db: Database, now: datetime, name: str) -> None:
    with db.writing() as session, pytest.raises(RefusedError, match="no person is called"):
        signing_in.invite(session, name, now)


def test_a_name_that_signed_changes_is_only_for_whom_it_was_meant(db: Database, now: datetime) -> None:
    with db.writing() as session:
        become(session, now)
        Revision(session, by="Tom Hale", why="wrote", now=now).put(Category("careers", "Careers", 1))
        token = signing_in.invite(session, "Ilse", now)
        with pytest.raises(RefusedError, match="signed with the name tom hale already"):
            signing_in.accept_invitation(session, token, "tom hale", PASSWORD, now)
        assert become(session, now, "Tom Hale").name == "Tom Hale"


def test_another_password_needs_the_one_before(db: Database, now: datetime) -> None:
    with db.writing() as session:
        nadia = become(session, now)
        assert not signing_in.change_password(session, nadia, "wrong horse battery", "another horse battery")
        assert signing_in.sign_in(session, nadia.name, PASSWORD)
        assert signing_in.change_password(session, nadia, PASSWORD, "another horse battery")
        assert signing_in.sign_in(session, nadia.name, PASSWORD) is None
        assert signing_in.sign_in(session, nadia.name, "another horse battery")


@given(st.text(max_size=120))
def test_any_name_has_one_spelling(name: str) -> None:
    spelled = signing_in._spelled(name)
    assert signing_in._spelled(f" {spelled}\n") == spelled
