"""One expert edited by hand: every field, every refusal, and what others wrote meanwhile."""

from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.records import Expert, Recommendation
from followworthy.domain.values import Verdict
from followworthy.errors import RefusedError, StaleError
from followworthy.services import editing
from followworthy.services.editing import DESK, Draft, LinkDraft, RecommendationDraft, draft_of
from followworthy.store import Database, Session, catalog, experts, revisions
from tests.people import ODILE, TOBIN, publish

NEW = "bcdfghjz"


def saved(session: Session, now: datetime, draft: Draft, seen: int = 1) -> Expert:
    editing.save(session, ODILE.id, draft, seen, "Nadia", now)
    found = experts.get(session, ODILE.id)
    assert found is not None
    return found


def row(**changes: object) -> RecommendationDraft:
    return replace(draft_of(ODILE).recommendations[0], **changes)  # type: ignore[arg-type]


def test_a_form_that_nobody_touched_changes_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        assert editing.save(session, ODILE.id, draft_of(ODILE), 1, "Nadia", now) is None
        assert revisions.cursor(session)[1] == 1


def test_every_word_can_be_changed_in_one_change(db: Database, now: datetime) -> None:
    said = row(category="sales", rank="12", heading="Voices", reason="Two\r\nlines.", quote="Rare.", date="2019-05")
    draft = replace(draft_of(ODILE), name=" Odile  Marsh ", headline="Else", note="", recommendations=(said,))
    with db.writing() as session:
        publish(session, ODILE)
        after = saved(session, now, draft)
        assert revisions.history(session)[0].why == "edited Odile Marsh"
    assert (after.name, after.headline, after.note) == ("Odile Marsh", "Else", None)
    assert after.recommendations == (
        Recommendation("sales", "forty-voices", 12, "Voices", "Two\nlines.", "Rare.", "2019-05"),
    )


def test_a_new_linkedin_address_makes_the_one_before_a_former_one(db: Database, now: datetime) -> None:
    draft = draft_of(ODILE)
    draft = replace(draft, links=(*draft.links, LinkDraft(address="linkedin.com/in/Odile-Marsh/")))
    with db.writing() as session:
        publish(session, ODILE)
        links = saved(session, now, draft).links
    assert [(one.key, one.status) for one in links if one.kind == "linkedin"] == [
        ("in/odile-fennwick", "former"),
        ("in/odile-marsh", "current"),
    ]


def test_addresses_are_removed_retired_and_corroborated(db: Database, now: datetime) -> None:
    first, second = draft_of(ODILE).links
    rows = (replace(first, status="former", confidence="unconfirmed"), replace(second, status=None))
    with db.writing() as session:
        publish(session, ODILE)
        links = saved(session, now, replace(draft_of(ODILE), links=rows)).links
    assert links == (replace(ODILE.links[0], status="former", confidence="unconfirmed"),)


def test_what_the_audit_believes_is_kept_and_is_no_change_of_somebody_else(db: Database, now: datetime) -> None:
    alive = replace(ODILE.links[0], verdict=Verdict.ALIVE, confirmed="2026-11")
    with db.writing() as session:
        publish(session, ODILE)
        audited = replace(ODILE, links=(alive, ODILE.links[1]))
        revisions.Revision(session, by="auditor", why="met", now=now).put(audited)
        after = saved(session, now, replace(draft_of(ODILE), headline="Else"), seen=1)
    assert after.links[0] == alive


def test_what_somebody_else_wrote_since_is_not_overwritten_unknowingly(db: Database, now: datetime) -> None:
    draft = replace(draft_of(ODILE), headline="Mine")
    with db.writing() as session:
        publish(session, ODILE)
        revisions.Revision(session, by="Sefa", why="x", now=now).put(replace(ODILE, headline="Hers"))
        with pytest.raises(StaleError, match="Sefa changed Odile Fennwick in change 2"):
            saved(session, now, draft, seen=1)
        assert saved(session, now, draft, seen=2).headline == "Mine"


def test_the_same_form_sent_twice_changes_once(db: Database, now: datetime) -> None:
    draft = draft_of(ODILE)
    draft = replace(
        draft,
        links=(*draft.links, LinkDraft("homepage", address="https://odile.example")),
        recommendations=(*draft.recommendations, RecommendationDraft(None, "sales", DESK.id, reason="Sells, too.")),
    )
    with db.writing() as session:
        publish(session, ODILE)
        assert editing.save(session, ODILE.id, draft, 1, "Nadia", now) == 2
        assert editing.save(session, ODILE.id, draft, 1, "Nadia", now) is None


def test_what_the_form_did_not_show_stays(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        after = saved(session, now, replace(draft_of(ODILE), links=(), recommendations=(), headline="Else"))
    assert (after.links, after.recommendations) == (ODILE.links, ODILE.recommendations)


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (replace(draft_of(ODILE), name="  "), "A name is needed."),
        (replace(draft_of(ODILE), name="x" * 10_000), "The name has 10,000 characters; at most 200"),
        (replace(draft_of(ODILE), headline="x" * 10_000), "The headline has 10,000 characters"),
        (replace(draft_of(ODILE), note="x" * 10_000), "The note has 10,000 characters"),
        (replace(draft_of(ODILE), name="Odile\u202eFennwick"), "a character that nobody sees"),
        (replace(draft_of(ODILE), links=(LinkDraft(address="https://example.com/x"),)), "cannot be the address"),
        (replace(draft_of(ODILE), links=(LinkDraft(address="linkedin.com/company/x"),)), "not of a person"),
        (replace(draft_of(ODILE), links=(LinkDraft("homepage", address="javascript:alert(1)"),)), "cannot be the"),
        (replace(draft_of(ODILE), links=(LinkDraft(address=TOBIN.links[0].url),)), "belongs to Tobin Ashgrove"),
        (replace(draft_of(ODILE), recommendations=(row(category=""),)), "Recommendation 1: choose a category."),
        (replace(draft_of(ODILE), recommendations=(row(source="homepage:x"),)), "Recommendation 1: choose the list"),
        (replace(draft_of(ODILE), recommendations=(row(rank="0"),)), "the rank is a number from 1 on"),
        (replace(draft_of(ODILE), recommendations=(row(rank="9" * 10_000),)), "the rank is a number"),
        (replace(draft_of(ODILE), recommendations=(row(date="May 2019"),)), "write the date as 2019"),
        (replace(draft_of(ODILE), recommendations=(row(reason="x" * 10_000),)), "the reason has 10,000 characters"),
        (replace(draft_of(ODILE), recommendations=(row(), row(was=None))), "Recommendation 2: this list recommends"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(db: Database, now: datetime, draft: Draft, why: str) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        with pytest.raises(RefusedError, match=why):
            saved(session, now, draft)
        assert revisions.cursor(session)[1] == 1


ADDED = Draft(
    "Wendel Aspinall",
    links=(LinkDraft(address="linkedin.com/in/wendel"), LinkDraft("homepage")),
    recommendations=(RecommendationDraft(None, "careers", DESK.id, reason="Lends books."),),
)


def test_somebody_added_by_hand_is_recommended_by_our_curators(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        assert editing.add(session, NEW, ADDED, "Nadia", now, namesake=False) == 2
        assert catalog.source(session, DESK.id) == DESK
        found = experts.get(session, NEW)
        assert found is not None
        assert found.recommendations == (Recommendation("careers", DESK.id, reason="Lends books."),)
        assert editing.add(session, NEW, ADDED, "Nadia", now, namesake=False) is None


def test_a_namesake_is_added_only_knowingly(db: Database, now: datetime) -> None:
    draft = replace(ADDED, name="Dr. Odile Fennwick")
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="Odile Fennwick is in the catalog already"):
            editing.add(session, NEW, draft, "Nadia", now, namesake=False)
        assert editing.add(session, NEW, draft, "Nadia", now, namesake=True)


@pytest.mark.parametrize("drawn", ["", "x", "../../etc", "aeiouaei"])
def test_an_id_that_we_did_not_draw_adds_nobody(db: Database, now: datetime, drawn: str) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="not whole"):
            editing.add(session, drawn, ADDED, "Nadia", now, namesake=False)


def test_nobody_is_added_whom_nobody_recommends(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match="in which category"):
            editing.add(session, NEW, replace(ADDED, recommendations=()), "Nadia", now, namesake=False)


def test_withdrawn_and_published_again_is_who_they_were(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        editing.withdraw(session, ODILE.id, "Nadia", now)
        with pytest.raises(RefusedError, match="withdrawn meanwhile"):
            editing.withdraw(session, ODILE.id, "Nadia", now)
        editing.publish_again(session, ODILE.id, "Nadia", now)
        assert experts.get(session, ODILE.id) == ODILE
        assert editing.publish_again(session, ODILE.id, "Nadia", now) is None


def test_nobody_is_published_again_whose_address_is_somebody_elses_by_now(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, withdrawn=True), replace(TOBIN, links=ODILE.links[:1]))
        with pytest.raises(RefusedError, match="belongs to Tobin Ashgrove"):
            editing.publish_again(session, ODILE.id, "Nadia", now)
