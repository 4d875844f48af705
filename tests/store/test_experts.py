"""Experts as rows: many at once, and an address that takes the place of another."""

from dataclasses import replace

import pytest

from followworthy.domain.records import Link
from followworthy.store import Database, experts, parts
from tests.people import ODILE, TOBIN, publish


def test_several_are_given_at_once_and_who_is_not_there_is_left_out(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        assert experts.several(session, [TOBIN.id, "zzzzzzzz", ODILE.id]) == {ODILE.id: ODILE, TOBIN.id: TOBIN}
        assert experts.several(session, []) == {}


def test_more_than_one_statement_asks_for_are_given_as_well(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AT_ONCE", 1)
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        assert list(experts.several(session, [TOBIN.id, ODILE.id])) == [TOBIN.id, ODILE.id]


def test_another_address_may_take_the_key_of_one_that_leaves(db: Database) -> None:
    old, home = ODILE.links
    new = Link("linkedin", "https://de.linkedin.com/in/odile-fennwick", old.key)
    with db.writing() as session:
        publish(session, ODILE)
        publish(session, replace(ODILE, links=(new, home)))
        owner = experts.owner_of_key(session, old.key or "")
    assert owner is not None
    assert owner.links == (new, home)
