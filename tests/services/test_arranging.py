"""Categories and sources as curators arrange them; each is one change, and can be undone."""

from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.records import Expert, Recommendation
from followworthy.errors import RefusedError
from followworthy.services import arranging, arranging_lists
from followworthy.services.arranging_lists import Written
from followworthy.services.undoing import undo
from followworthy.store import Database, Session, catalog, experts
from followworthy.store.revisions import Revision
from tests.people import ODILE, SALES, SHELVES, TOBIN, VOICES, publish


def names(session: Session) -> list[str]:
    return [one.name for one in catalog.categories(session)]


def places(session: Session, expert: Expert) -> list[tuple[str, str]]:
    found = experts.get(session, expert.id)
    assert found is not None
    return [(one.source, one.category) for one in found.recommendations]


def test_a_new_category_stands_behind_the_others_under_an_id_of_its_own(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        assert arranging.add(session, " Writing  well ", "", "Nadia", now).id == "writing-well"
        assert names(session) == ["Careers", "Sales without shouting", "Writing well"]


@pytest.mark.parametrize("name", ["", "  ", "careers", "CAREERS!", "x" * 101, "Care\u202eers"])
def test_a_name_that_cannot_be_had_is_refused(db: Database, now: datetime, name: str) -> None:
    with db.writing() as session:
        publish(session)
        with pytest.raises(RefusedError):
            arranging.add(session, name, "", "Nadia", now)


def test_a_category_may_keep_its_own_name(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        number = arranging.edit(session, "careers", arranging.digest(SHELVES), "Careers", "Other", "Nadia", now)
        assert number is not None
        assert catalog.get(session, "category", "careers") == replace(SHELVES, description="Other")


def test_whoever_edits_what_somebody_else_changed_meanwhile_is_told(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        seen = arranging.digest(SHELVES)
        arranging.edit(session, "careers", seen, "Work", "", "Ilse", now)
        with pytest.raises(RefusedError, match="Work was changed by somebody else"):
            arranging.edit(session, "careers", seen, "Jobs", "", "Nadia", now)


def test_categories_move_by_one_place_in_one_change_and_stop_at_the_end(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        assert arranging.move(session, "sales", 1, "Nadia", now) is None
        number = arranging.move(session, "sales", -1, "Nadia", now)
        assert names(session) == ["Sales without shouting", "Careers"]
        undo(session, number or 0, "Nadia", now)
        assert names(session) == ["Careers", "Sales without shouting"]


def test_merging_moves_everybody_and_an_undo_moves_them_back(db: Database, now: datetime) -> None:
    both = replace(TOBIN, recommendations=(*TOBIN.recommendations, Recommendation("careers", "forty-voices", 9)))
    with db.writing() as session:
        publish(session, ODILE, both)
        number = arranging.merge(session, "sales", "careers", "Nadia", now)
        assert (names(session), places(session, TOBIN)) == (["Careers"], [("forty-voices", "careers")])
        undo(session, number, "Nadia", now)
        assert names(session) == ["Careers", "Sales without shouting"]
        assert experts.get(session, TOBIN.id) == both


def test_a_category_with_experts_is_not_retired(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="1 expert in Careers"):
            arranging.retire(session, "careers", "Nadia", now)
        number = arranging.retire(session, "sales", "Nadia", now)
        assert names(session) == ["Careers"]
        undo(session, number, "Nadia", now)
        assert catalog.get(session, "category", "sales") == SALES


def test_what_is_not_there_is_said(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        with pytest.raises(RefusedError, match="no such category"):
            arranging.retire(session, "nothing", "Nadia", now)
        with pytest.raises(RefusedError, match="itself"):
            arranging.merge(session, "sales", "sales", "Nadia", now)
        with pytest.raises(RefusedError, match="no such list"):
            arranging_lists.remove(session, "memory", "Nadia", now)


def test_a_list_is_added_under_a_readable_id(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session)
        written = Written("Forty More Voices", "The Harbour Letter", "https://letters.example/more", "2020-05")
        assert arranging_lists.add(session, written, "Nadia", now).id == "forty-more-voices"


@pytest.mark.parametrize(
    "written",
    [
        Written(""),
        Written("x" * 301),
        Written("A", date="May 2019"),
        Written("A", url="letters.example"),
        Written("A", url="javascript:alert(1)"),
    ],
)
def test_what_is_no_list_is_refused(db: Database, now: datetime, written: Written) -> None:
    with db.writing() as session, pytest.raises(RefusedError):
        arranging_lists.add(session, written, "Nadia", now)


def test_an_address_belongs_to_one_list(db: Database, now: datetime) -> None:
    with db.writing() as session:
        first = arranging_lists.add(session, Written("A", url="https://a.example/"), "Nadia", now)
        with pytest.raises(RefusedError, match="that of A"):
            arranging_lists.add(session, Written("B", url="https://a.example/"), "Nadia", now)
        same = Written("A, again", url="https://a.example/")
        assert arranging_lists.edit(session, first.id, arranging_lists.digest(first), same, "Nadia", now)


def test_merging_two_lists_lets_one_say_it_and_an_undo_parts_them(db: Database, now: datetime) -> None:
    copy = replace(VOICES, id="voices-again", title="Forty Voices, copied")
    said = Recommendation("sales", "voices-again", 4)
    with db.writing() as session:
        publish(session, ODILE)
        revision = Revision(session, by="N", why="w", now=now)
        revision.put(copy)
        revision.put(replace(ODILE, recommendations=(*ODILE.recommendations, said)))
        number = arranging_lists.merge(session, copy.id, VOICES.id, "Nadia", now)
        assert places(session, ODILE) == [("forty-voices", "careers"), ("forty-voices", "sales")]
        assert catalog.source(session, copy.id) is None
        undo(session, number or 0, "Nadia", now)
        assert places(session, ODILE) == [("forty-voices", "careers"), ("voices-again", "sales")]


def test_a_list_that_somebody_stands_on_is_not_removed(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="is used by 1 expert"):
            arranging_lists.remove(session, VOICES.id, "Nadia", now)
