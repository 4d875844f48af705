"""Many experts changed alike: the plan is what happens, in one change, all of it or nothing."""

from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.opting_out import marks_of
from followworthy.domain.records import Recommendation
from followworthy.errors import RefusedError, StaleError
from followworthy.services.bulk_editing import UNRECOMMENDED, Wish, carry_out, plan
from followworthy.services.undoing import undo
from followworthy.store import Database, Session, experts, opt_outs, revisions
from tests.bench.desk.pages import counted
from tests.databases import address
from tests.people import ODILE, SALES, TOBIN, publish

BOTH = [ODILE.id, TOBIN.id]


def categories(session: Session, expert_id: str) -> list[str]:
    found = experts.get(session, expert_id)
    assert found is not None
    return [one.category for one in found.recommendations]


def test_a_category_is_added_to_those_who_lack_it_and_one_undo_takes_it_back(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        made = plan(session, BOTH, Wish("add", "sales"))
        assert ([one.name for one in made.changed], made.already) == (["Odile Fennwick"], ["Tobin Ashgrove"])
        done = carry_out(session, BOTH, Wish("add", "sales"), 1, "Nadia", now)
        assert categories(session, ODILE.id) == ["careers", "sales"]
        assert revisions.history(session)[0].why == "added 1 expert to Sales without shouting"
        undo(session, done.number or 0, "Nadia", now)
        assert experts.get(session, ODILE.id) == ODILE


def test_one_more_category_says_what_the_list_says_but_not_its_rank(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        added = plan(session, [ODILE.id], Wish("add", "sales")).changed[0].recommendations[1]
    assert added == Recommendation("sales", "forty-voices", None, "Job search")


def test_put_into_one_alone_unites_what_stood_in_several(db: Database, now: datetime) -> None:
    twice = replace(ODILE, recommendations=(*ODILE.recommendations, Recommendation("sales", "forty-voices", 1)))
    with db.writing() as session:
        publish(session, twice, TOBIN)
        carry_out(session, BOTH, Wish("set", "sales"), 1, "Nadia", now)
        assert [categories(session, one) for one in BOTH] == [["sales"], ["sales"]]
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert (found.recommendations[0].rank, found.recommendations[0].reason) == (1, "Explains what recruiters read.")


def test_moving_leaves_those_alone_who_are_not_there(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        made = carry_out(session, BOTH, Wish("move", "careers", "sales"), 1, "Nadia", now)
        assert ([one.id for one in made.changed], made.already) == ([TOBIN.id], ["Odile Fennwick"])
        assert revisions.history(session)[0].why == "moved 1 expert from Sales without shouting to Careers"


def test_whom_no_list_recommends_is_told_with_the_reason(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, recommendations=()), replace(TOBIN, withdrawn=True))
        made = plan(session, BOTH, Wish("add", "sales"))
        assert made.refused == [("Odile Fennwick", UNRECOMMENDED), ("Tobin Ashgrove", "withdrawn already")]
        with pytest.raises(RefusedError, match="Nobody of the selection"):
            carry_out(session, BOTH, Wish("add", "sales"), 1, "Nadia", now)


def test_a_category_that_is_gone_changes_nobody(db: Database) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="Choose a category"):
            plan(session, BOTH, Wish("add", "gone"))


def test_a_bulk_change_of_whom_somebody_changed_meanwhile_waits_for_another_look(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        revisions.Revision(session, by="Sefa", why="x", now=now).put(replace(TOBIN, name="T. Ashgrove"))
        with pytest.raises(StaleError, match="One of them was changed"):
            carry_out(session, BOTH, Wish("withdraw"), 1, "Nadia", now)
        assert len(experts.withdrawn(session)) == 0


def test_a_bulk_change_that_breaks_half_way_leaves_nothing(
    db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    fill, written = experts.fill, []

    def breaks(session: Session, *rest: object) -> None:
        written.append(rest)
        if len(written) > 1:
            raise KeyboardInterrupt
        fill(session, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(experts, "fill", breaks)
    with pytest.raises(KeyboardInterrupt), db.writing() as session:
        carry_out(session, BOTH, Wish("withdraw"), 1, "Nadia", now)
    with db.reading() as session:
        assert (len(experts.published(session)), revisions.cursor(session)[1]) == (2, 1)


def test_whoever_asked_not_to_be_listed_is_withdrawn_but_never_brought_back_by_its_undo(
    db: Database, now: datetime
) -> None:
    keyed = Database(address(db), opt_out_key=b"k" * 32)
    with keyed.writing() as session:
        publish(session, ODILE, TOBIN)
        done = carry_out(session, BOTH, Wish("withdraw"), 1, "Nadia", now)
        opt_outs.remember(session, marks_of(ODILE))
        with pytest.raises(RefusedError, match="asked not to be listed"):
            undo(session, done.number or 0, "Nadia", now)
    keyed.close()


def test_a_change_of_many_reads_them_together(db: Database, now: datetime) -> None:
    def cost(number: int) -> int:
        ids = [f"{number:04}{one:04}" for one in range(number)]
        with db.writing() as session:
            publish(session, *(replace(ODILE, id=one, links=(), name=f"N {one}") for one in ids))
            seen = revisions.cursor(session)[1]
        with counted(db) as heard, db.writing() as session:
            carry_out(session, ids, Wish("add", SALES.id), seen, "Nadia", now)
        return sum(statement.startswith("SELECT") for statement in heard)

    assert cost(60) == cost(6)
