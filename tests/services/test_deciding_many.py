"""Many proposals decided at once: what is left and why, one change, one undo, all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.opting_out import ASKED, marks_of
from followworthy.domain.records import Expert, Source
from followworthy.domain.values import Claim, Reading
from followworthy.errors import RefusedError
from followworthy.services import batching, curating, deciding_many, reopening, taking_back
from followworthy.services.deciding_many import NAMESAKE, NO_CATEGORY, UNSURE, Plan, Wish
from followworthy.services.documents import Article
from followworthy.services.undoing import undo
from followworthy.store import (
    Database,
    Session,
    catalog,
    experts,
    opt_outs,
    proposal_decisions,
    proposal_search,
    proposals,
    revisions,
)
from followworthy.store.proposal_search import Wanted
from tests.people import ODILE, VOICES, publish

ACCEPT, REJECT = Wish("accept"), Wish("reject")
LISTED = (
    Claim("Wendel Aspinall", category="Careers", rank=1, linkedin_url="https://www.linkedin.com/in/wendel-aspinall"),
    Claim("Dara Moonesh", category="Quiet leaders", rank=2),
    Claim("Ilse Corvane", category="quiet LEADERS", rank=3),
    Claim("Odile Fennwick", category="Careers", linkedin_url="https://www.linkedin.com/in/odile-fennwick", rank=4),
    Claim("Odile Fennwick", category="Careers", linkedin_url="https://www.linkedin.com/in/odile-2", rank=5),
    Claim("Contact Us", category="Careers", sure=0.2),
    Claim("Noor Halvorsdal"),
)
Bring = Callable[..., int]


@pytest.fixture
def bring(db: Database, now: datetime) -> Bring:
    """Import a list of these; gives the import's number."""
    with db.writing() as session:
        publish(session, ODILE)

    def brought(claims: tuple[Claim, ...] = LISTED, source: Source = VOICES) -> int:
        article = Article("list.html", "", None, source.id.ljust(64, "0"))
        with db.writing() as session:
            done = batching.queue_batch(session, source, article, Reading("List", claims), by="Nadia", now=now)
        assert done.number is not None
        return done.number

    return brought


def plan(session: Session, wish: Wish = ACCEPT, wanted: Wanted = Wanted()) -> Plan:  # noqa: B008 - frozen
    return deciding_many.plan(session, proposal_search.ids(session, wanted), wish)


def names(session: Session) -> list[str]:
    return sorted(expert.name for expert, _ in experts.published(session))


def waiting(session: Session) -> list[str]:
    return [one.name for one in proposal_search.page(session, Wanted(), 0, 100)]


def test_a_plan_says_who_is_new_who_is_added_and_why_others_stay(db: Database, bring: Bring) -> None:
    bring()
    with db.reading() as session:
        told = plan(session)
        assert [one.expert.name for one in told.new] == ["Wendel Aspinall", "Dara Moonesh", "Ilse Corvane"]
        assert [one.expert.id for one in told.merged] == [ODILE.id]
        assert told.reasons == {
            NAMESAKE: ["Odile Fennwick"],
            UNSURE: ["Contact Us"],
            NO_CATEGORY: ["Noor Halvorsdal"],
        }
        assert [(one.id, one.name, one.position) for one in told.categories] == [("quiet-leaders", "Quiet leaders", 3)]


def test_a_plan_does_nothing(db: Database, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        before = waiting(session)
        plan(session)
        plan(session, REJECT)
        assert (waiting(session), revisions.cursor(session)[1]) == (before, 1)


def test_all_of_a_plan_is_one_change_and_one_undo(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        number = deciding_many.carry_out(session, plan(session), "Nadia", now)
        assert number == 2
        assert names(session) == ["Dara Moonesh", "Ilse Corvane", "Odile Fennwick", "Wendel Aspinall"]
        assert sorted(waiting(session)) == ["Contact Us", "Noor Halvorsdal", "Odile Fennwick"]
        past = revisions.get(session, 2)
        assert past is not None
        assert past.why == "accepted 3, added 1 to people we have, from Forty Voices on Work"
        fresh = [one for one, _ in experts.published(session) if one.id != ODILE.id]
        assert [one.recommendations[0].category for one in fresh] == ["careers", "quiet-leaders", "quiet-leaders"]
    with db.writing() as session:
        undo(session, 2, "Nadia", now)
        assert names(session) == ["Odile Fennwick"]
        assert experts.get(session, ODILE.id) == ODILE
        assert catalog.get(session, "category", "quiet-leaders") is None
        assert len(waiting(session)) == 7
    with db.writing() as session:
        undo(session, 3, "Nadia", now)
        assert len(names(session)) == 4
        assert catalog.get(session, "category", "quiet-leaders") is not None
        assert len(waiting(session)) == 3


def test_a_chosen_category_is_for_all_of_them(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        told = plan(session, Wish("accept", "sales"))
        assert told.categories == []
        deciding_many.carry_out(session, told, "Nadia", now)
        fresh = [one for one, _ in experts.published(session) if one.id != ODILE.id]
        assert [(one.recommendations[0].category, one.recommendations[0].source) for one in fresh] == [
            ("sales", VOICES.id)
        ] * 4


def test_two_lists_that_name_one_person_make_one_expert(db: Database, now: datetime, bring: Bring) -> None:
    wendel = LISTED[0]
    bring((wendel,))
    bring((replace(wendel, category="Sales without shouting"),), Source("more", "More Voices"))
    with db.writing() as session:
        told = plan(session)
        assert (len(told.new), len(told.merged)) == (1, 1)
        deciding_many.carry_out(session, told, "Nadia", now)
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        assert found is not None
        assert sorted(one.category for one in found.recommendations) == ["careers", "sales"]


def test_namesakes_within_one_batch_are_left_to_a_person(db: Database, bring: Bring) -> None:
    wendel = LISTED[0]
    bring((wendel, replace(wendel, linkedin_url="https://www.linkedin.com/in/another-wendel")))
    with db.reading() as session:
        told = plan(session)
        assert (len(told.new), told.reasons) == (1, {NAMESAKE: ["Wendel Aspinall"]})


def test_whoever_asked_not_to_be_listed_is_left_with_the_reason(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        opt_outs.remember(session, marks_of(Expert("bcdfghjp", "person", "Dara Moonesh")))
        told = plan(session)
        assert told.reasons[ASKED.rstrip(".")] == ["Dara Moonesh"]
        assert [one.name for one in told.categories] == ["quiet LEADERS"]  # Dara's own wish leaves no trace
        deciding_many.carry_out(session, told, "Nadia", now)
        assert "Dara Moonesh" not in names(session)


def test_what_was_decided_meanwhile_makes_another_plan(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        numbers = proposal_search.ids(session, Wanted())
        before = deciding_many.plan(session, numbers, ACCEPT)
        curating.reject(session, before.new[0].proposal.id, "Tom", now)
        after = deciding_many.plan(session, numbers, ACCEPT)
        assert before.mark != after.mark
        assert after.reasons["decided meanwhile"] == ["Wendel Aspinall"]
        assert deciding_many.plan(session, numbers, ACCEPT).mark == after.mark


def test_nothing_to_do_is_refused(db: Database, now: datetime, bring: Bring) -> None:
    bring((Claim("Contact Us", category="Careers", sure=0.2),))
    with db.writing() as session, pytest.raises(RefusedError, match="none of these"):
        deciding_many.carry_out(session, plan(session), "Nadia", now)


def test_many_rejected_at_once_are_put_back_at_once(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        assert deciding_many.carry_out(session, plan(session, REJECT), "Nadia", now) is None
        assert (waiting(session), revisions.cursor(session)[1]) == ([], 1)
        latest = proposal_decisions.latest(session, "Nadia")
        assert latest is not None
        assert (latest.number, latest.state, latest.revision) == (7, "rejected", None)
        assert proposal_decisions.rejections(session, 5) == [latest]
        assert len(reopening.reopen(session, "Nadia", now)) == 7
        assert len(waiting(session)) == 7
        with pytest.raises(RefusedError, match="taken back already"):
            reopening.reopen(session, "Nadia", now)


def test_what_is_put_back_is_held_against_the_catalog_of_today(db: Database, now: datetime, bring: Bring) -> None:
    bring((LISTED[0],))
    bring((LISTED[0],), Source("more", "More Voices"))
    with db.writing() as session:
        first, second = proposal_search.ids(session, Wanted())
        curating.reject(session, first, "Nadia", now)
        other = proposals.get(session, second)
        assert other is not None
        curating.accept(session, second, curating.suggestion(session, other), "Tom", now)
        reopening.reopen(session, "Nadia", now)
        again = proposals.get(session, first)
        assert again is not None
        assert again.match.level == "same"


def test_taking_an_import_back_leaves_what_another_brought_in_the_same_change(
    db: Database, now: datetime, bring: Bring
) -> None:
    first = bring((LISTED[0], LISTED[1]))
    bring((LISTED[2],), Source("more", "More Voices"))
    with db.writing() as session:
        deciding_many.carry_out(session, plan(session), "Nadia", now)
        done = taking_back.take_back(session, first, "Nadia", now)
        assert sorted(done.withdrawn) == ["Dara Moonesh", "Wendel Aspinall"]
        assert names(session) == ["Ilse Corvane", "Odile Fennwick"]
        assert catalog.get(session, "category", "quiet-leaders") is not None  # Ilse stands in it


def test_an_import_taken_back_takes_its_categories_along_and_brings_them_again(
    db: Database, now: datetime, bring: Bring
) -> None:
    number = bring()
    with db.writing() as session:
        deciding_many.carry_out(session, plan(session), "Nadia", now)
        done = taking_back.take_back(session, number, "Nadia", now)
        assert done.categories == ["Quiet leaders"]
        assert catalog.get(session, "category", "quiet-leaders") is None
        assert (names(session), waiting(session)) == (["Odile Fennwick"], [])
        undo(session, done.revision or 0, "Nadia", now)
        assert len(names(session)) == 4
        assert catalog.get(session, "category", "quiet-leaders") is not None
        assert len(waiting(session)) == 3


def test_hundreds_are_undone_and_redone_as_a_few_are(db: Database, now: datetime, bring: Bring) -> None:
    bring(
        tuple(
            Claim(
                f"Expert {chr(65 + number // 26)}{chr(65 + number % 26)}",
                category="Careers",
                linkedin_url=f"https://www.linkedin.com/in/expert-{number}",
            )
            for number in range(60)
        )
    )
    with db.writing() as session:
        deciding_many.carry_out(session, plan(session), "Nadia", now)
        there = experts.published(session)
        assert len(there) == 61
        undo(session, 2, "Nadia", now)
        assert names(session) == ["Odile Fennwick"]
        assert len(experts.withdrawn(session)) == 60
        undo(session, 3, "Nadia", now)
        assert [one for one, _ in experts.published(session)] == [one for one, _ in there]
