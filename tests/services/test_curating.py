"""A curator decides; a decision is one signed, reversible change."""

from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.values import Claim, Match
from followworthy.errors import RefusedError
from followworthy.services import curating
from followworthy.services.curating import Decision
from followworthy.store import Database, Session, catalog, experts, proposals, revisions
from tests.people import ODILE, VOICES, publish

WENDEL = Claim("Wendel Aspinall", category="Careers", rank=8, linkedin_url="https://linkedin.com/in/Wendel-Aspinall/")
DECISION = Decision(
    "Wendel Aspinall", "person", "Careers librarian", WENDEL.linkedin_url, "careers", "Lends out careers books."
)


def propose(
    session: Session,
    now: datetime,
    claim: Claim = WENDEL,
    match: Match = Match("new"),  # noqa: B008 - frozen
    kind: proposals.ProposalKind = "new",
) -> int:
    catalog.remember_source(session, VOICES)
    return proposals.queue(
        session,
        source_id=VOICES.id,
        identity=claim.name,
        kind=kind,
        digest="d",
        claims=(claim,),
        match=match,
        now=now,
    )


def test_accepting_publishes_what_the_curator_made_of_it(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        number = curating.accept(session, propose(session, now), DECISION, "Nadia", now)
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        past = revisions.get(session, number or 0)
    assert found is not None
    assert found.links[0].url == "https://www.linkedin.com/in/wendel-aspinall"
    assert found.recommendations[0].reason == "Lends out careers books."
    assert (found.recommendations[0].rank, found.recommendations[0].heading) == (8, "Careers")
    assert past is not None
    assert past.by == "Nadia"


def test_a_quote_is_not_published_unasked(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        curating.accept(session, propose(session, now, replace(WENDEL, quote="Theirs.")), DECISION, "Nadia", now)
        found = experts.owner_of_key(session, "in/wendel-aspinall")
    assert found is not None
    assert found.recommendations[0].quote is None


def test_the_form_is_prefilled_with_the_category_of_that_name(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        proposal = proposals.get(session, propose(session, now))
        assert proposal is not None
        assert curating.suggestion(session, proposal).category == "careers"


def test_a_proposal_is_decided_once(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        proposal = propose(session, now)
        curating.accept(session, proposal, DECISION, "Nadia", now)
        with pytest.raises(RefusedError, match="already accepted by Nadia"):
            curating.accept(session, proposal, DECISION, "Tom", now)
        with pytest.raises(RefusedError, match="already accepted"):
            curating.reject(session, proposal, "Tom", now)


def test_rejecting_publishes_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        curating.reject(session, propose(session, now), "Nadia", now)
        assert revisions.cursor(session)[1] == 1
        assert proposals.waiting(session) == []


def test_one_address_never_belongs_to_two(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        theirs = replace(DECISION, address="linkedin.com/in/ODILE-fennwick")
        with pytest.raises(RefusedError, match="already belongs to Odile Fennwick"):
            curating.accept(session, propose(session, now), theirs, "Nadia", now)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.com/in/wendel", "cannot be the address"),
        ("https://www.linkedin.com/in/me/", "cannot be the address"),
        ("https://www.linkedin.com/in/ACoAAADk_dwBHKhJDDpbQdJwHfBNNrU8sp-EMho/", "one certain profile"),
    ],
)
def test_what_is_no_profile_cannot_be_an_address(db: Database, now: datetime, address: str, words: str) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match=words):
            curating.accept(session, propose(session, now), replace(DECISION, address=address), "Nadia", now)


@pytest.mark.parametrize(("change", "words"), [({"name": " "}, "name is needed"), ({"category": None}, "category")])
def test_a_record_that_lacks_something_is_refused(
    db: Database, now: datetime, change: dict[str, str | None], words: str
) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        with pytest.raises(RefusedError, match=words):
            curating.accept(session, propose(session, now), replace(DECISION, **change), "Nadia", now)  # type: ignore[arg-type]


def test_what_a_form_sends_is_tidied(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        untidy = replace(DECISION, name=" Wendel\tAspinall ", reason="One.\r\nTwo.\r\n")
        curating.accept(session, propose(session, now), untidy, "Nadia", now)
        found = experts.owner_of_key(session, "in/wendel-aspinall")
    assert found is not None
    assert (found.name, found.recommendations[0].reason) == ("Wendel Aspinall", "One.\nTwo.")


@pytest.mark.parametrize("field", ["name", "headline", "reason"])
def test_a_character_that_nobody_sees_is_refused(db: Database, now: datetime, field: str) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        hidden = replace(DECISION, **{field: "Wendel\u202eAspinall"})  # type: ignore[arg-type]
        with pytest.raises(RefusedError, match=r"U\+202E"):
            curating.accept(session, propose(session, now), hidden, "Nadia", now)


def test_adding_to_somebody_keeps_the_former_address_as_an_alias(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        proposal = propose(session, now, match=Match("probable", ODILE.id), kind="correction")
        moved = Decision(ODILE.name, "person", "", "https://www.linkedin.com/in/odile-marsh", "sales", "", ODILE.id)
        curating.accept(session, proposal, moved, "Nadia", now)
        found = experts.get(session, ODILE.id)
    assert found is not None
    assert [(link.key, link.status) for link in found.links if link.kind == "linkedin"] == [
        ("in/odile-fennwick", "former"),
        ("in/odile-marsh", "current"),
    ]
    assert found.headline == ODILE.headline
    assert len(found.recommendations) == 2


def test_a_repair_brings_an_address_and_no_recommendation(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, links=()))
        proposal = propose(session, now, match=Match("same", ODILE.id), kind="repair")
        address = Decision(ODILE.name, "person", "", "https://www.linkedin.com/in/odile-fennwick", None, "", ODILE.id)
        curating.accept(session, proposal, address, "Nadia", now)
        found = experts.get(session, ODILE.id)
    assert found is not None
    assert found.recommendations == ODILE.recommendations
    assert found.links[0].key == "in/odile-fennwick"


def test_an_accepted_withdrawal_leaves_a_tombstone(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        proposal = propose(session, now, Claim(ODILE.name), Match("same", ODILE.id), "withdrawal")
        curating.accept(session, proposal, Decision(ODILE.name, "person", "", None, None, ""), "Nadia", now)
        assert [expert.id for expert, _ in experts.withdrawn(session)] == [ODILE.id]
