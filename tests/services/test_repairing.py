"""A link that went bad waits in the review queue; one click repairs it, and everything can be taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.repairs import AUDIT_SOURCE, Repair
from followworthy.domain.values import Check, Claim, Match, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services import eyes, repairing, undoing
from followworthy.services.believing import believed
from followworthy.services.curated_files import read_folder, write_folder
from followworthy.services.exporting import content
from followworthy.services.loading import MEMORY, load
from followworthy.services.publishing import catalog_document
from followworthy.store import Database, Session, catalog, checks, experts, imports, looks, proposals, revisions
from followworthy.store.checks import DueLink
from followworthy.store.proposals import Proposal
from tests.people import ODILE, TOBIN, VOICES, publish

RULES = Rules()
DAY = timedelta(days=1)
LINKED, HOMEPAGE = ODILE.links
MARSH = "https://www.linkedin.com/in/odile-marsh"
HOME = Source("homepage:0123456789abcdef", "Homepage fennwick.example", url=HOMEPAGE.url)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    """A session that everything of one test happens in; the scene is set."""
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        yield session


def met(session: Session, now: datetime, days: float, outcome: Outcome, link: Link = LINKED, **more: object) -> None:
    """An audit's look, so many days ago, and what it makes us believe."""
    check = Check(now - days * DAY, outcome, f"Met {outcome}.", **more)  # type: ignore[arg-type]
    checks.record(session, DueLink(ODILE.id, ODILE.name, link.url, link.key), check, None)
    revision = revisions.Revision(session, by="auditor", why="audit", now=check.at)
    revision.put(believed(session, odile(session), {link.url}, check.at, RULES))


def odile(session: Session) -> Expert:
    found = experts.get(session, ODILE.id)
    assert found is not None
    return found


def link(session: Session, url: str = LINKED.url) -> Link:
    return next(one for one in odile(session).links if one.url == url)


def propose(session: Session, now: datetime) -> int:
    return repairing.propose_repairs(session, now, RULES)


def queue(session: Session) -> list[Proposal]:
    return [one for one in proposals.waiting(session) if one.source.id == AUDIT_SOURCE]


def only(session: Session) -> Proposal:
    (found,) = queue(session)
    return found


def repair(session: Session) -> Repair:
    document = only(session).repair
    assert document is not None
    return Repair.from_document(document)


def failing(session: Session, now: datetime) -> int:
    """A link that a look did not find, waiting for its repair; gives the proposal's id."""
    met(session, now, 1, Outcome.MISSING)
    propose(session, now)
    return only(session).id


def says(session: Session, now: datetime, url: str, source: Source = HOME) -> int:
    """What one of the expert's own sources says waits in the queue."""
    catalog.remember_source(session, source)
    return proposals.queue(
        session,
        source_id=source.id,
        identity=f"{ODILE.id} {url}",
        kind="correction",
        digest="d",
        claims=(Claim(ODILE.name, linkedin_url=url, where="JSON-LD sameAs", sure=0.95),),
        match=Match("probable", ODILE.id, ("name", "homepage")),
        now=now,
    )


def test_a_failing_link_waits_once_however_often_the_audit_asks(session: Session, now: datetime) -> None:
    met(session, now, 1, Outcome.MISSING)
    assert [propose(session, now), propose(session, now)] == [1, 0]
    assert (only(session).kind, only(session).name, repair(session).url) == ("repair", ODILE.name, LINKED.url)


def test_two_bad_links_of_one_expert_are_two_proposals(session: Session, now: datetime) -> None:
    met(session, now, 1, Outcome.MISSING)
    met(session, now, 1, Outcome.MISSING, HOMEPAGE)
    assert propose(session, now) == 2
    assert len(queue(session)) == 2


def test_a_link_in_order_waits_for_nothing(session: Session, now: datetime) -> None:
    met(session, now, 1, Outcome.ANSWERED)
    assert propose(session, now) == 0


def test_the_waiting_proposal_follows_the_evidence(session: Session, now: datetime) -> None:
    number = failing(session, now)
    for days in (16, 15, 0):
        met(session, now + 16 * DAY, days, Outcome.MISSING)
    propose(session, now + 16 * DAY)
    assert (only(session).id, repair(session).verdict) == (number, Verdict.GONE)


def test_a_link_that_revives_takes_its_proposal_away(session: Session, now: datetime) -> None:
    failing(session, now)
    met(session, now, 0, Outcome.ANSWERED)
    propose(session, now)
    assert queue(session) == []


def test_an_expert_withdrawn_meanwhile_needs_no_repair(session: Session, now: datetime) -> None:
    failing(session, now)
    revisions.Revision(session, by="Nadia", why="left", now=now).put(replace(odile(session), withdrawn=True))
    propose(session, now)
    assert queue(session) == []


def test_a_former_link_needs_no_repair(session: Session, now: datetime) -> None:
    failing(session, now)
    former = replace(odile(session), links=(replace(link(session), status="former"), HOMEPAGE))
    revisions.Revision(session, by="Nadia", why="retired", now=now).put(former)
    propose(session, now)
    assert queue(session) == []


def test_asking_for_one_expert_leaves_the_others_alone(session: Session, now: datetime) -> None:
    failing(session, now)
    met(session, now, 0, Outcome.ANSWERED)
    repairing.propose_repairs(session, now, RULES, of=TOBIN.id)
    assert len(queue(session)) == 1


def test_addresses_that_programs_may_not_look_at_do_not_flood_the_queue(session: Session, now: datetime) -> None:
    met(session, now, 200, Outcome.WALLED)
    met(session, now, 1, Outcome.WALLED)
    assert propose(session, now) == 0


def test_a_homepage_that_has_been_out_of_reach_for_90_days_waits(session: Session, now: datetime) -> None:
    met(session, now, 120, Outcome.ANSWERED, HOMEPAGE)
    met(session, now, 1, Outcome.FAILED, HOMEPAGE)
    assert propose(session, now) == 1
    assert repair(session).stale


def test_the_audit_as_a_source_is_never_published(session: Session, now: datetime) -> None:
    failing(session, now)
    assert AUDIT_SOURCE not in {one["id"] for one in catalog_document(session)["sources"]}


def test_candidates_come_from_redirects_aliases_and_their_own_words(session: Session, now: datetime) -> None:
    old = Link("linkedin", "https://www.linkedin.com/in/o-fennwick", "in/o-fennwick", status="former")
    revisions.Revision(session, by="Nadia", why="x", now=now).put(replace(odile(session), links=(old, *ODILE.links)))
    says(session, now, "https://www.linkedin.com/in/odile-f")
    for days in (9, 1):
        met(session, now, days, Outcome.REDIRECTED, moved_to=MARSH)
    propose(session, now)
    found = [(one.url.rpartition("/")[2], one.because) for one in repair(session).candidates]
    assert found == [
        ("odile-marsh", "the old address leads there"),
        ("o-fennwick", "a former address of theirs"),
        ("odile-f", "Homepage fennwick.example names it"),
    ]


def test_no_candidate_at_all_is_a_repair_too(session: Session, now: datetime) -> None:
    failing(session, now)
    assert repair(session).candidates == ()


def test_accepting_puts_the_new_address_in_the_old_ones_place_in_one_change(session: Session, now: datetime) -> None:
    number = repairing.accept(session, failing(session, now), "linkedin.com/in/Odile-Marsh/", "Nadia", now, RULES)
    assert [(one.key, one.status) for one in odile(session).links if one.kind == "linkedin"] == [
        ("in/odile-marsh", "current"),
        ("in/odile-fennwick", "former"),
    ]
    past = revisions.history(session)[0]
    assert (past.number, past.by, len(past.changes)) == (number, "Nadia", 1)
    assert queue(session) == []


def test_a_candidate_of_somebody_else_is_refused_in_one_sentence(session: Session, now: datetime) -> None:
    for days in (9, 1):
        met(session, now, days, Outcome.REDIRECTED, moved_to=TOBIN.links[0].url)
    propose(session, now)
    assert repair(session).candidates[0].owner == "Tobin Ashgrove"
    with pytest.raises(RefusedError, match=r"tobin-ashgrove already belongs to Tobin Ashgrove\.$"):
        repairing.accept(session, only(session).id, TOBIN.links[0].url, "Nadia", now, RULES)
    assert link(session).status == "current"


def test_the_bad_address_itself_does_not_repair_it(session: Session, now: datetime) -> None:
    with pytest.raises(RefusedError, match="give the new one"):
        repairing.accept(session, failing(session, now), LINKED.url, "Nadia", now, RULES)


def test_words_that_the_repair_followed_are_decided_with_it_and_count(session: Session, now: datetime) -> None:
    other = says(session, now, MARSH)
    repairing.accept(session, failing(session, now), MARSH, "Nadia", now, RULES)
    decided = proposals.get(session, other)
    assert decided is not None
    assert decided.state == "accepted"
    assert [one.outcome for one in checks.of_link(session, ODILE.id, MARSH)] == [Outcome.VOUCHED]


def test_fine_revives_the_link_at_once_in_one_change_of_the_curator(session: Session, now: datetime) -> None:
    number = repairing.fine(session, failing(session, now), "Nadia", now, RULES)
    assert (link(session).verdict, link(session).confirmed) == (Verdict.ALIVE, "2026-11")
    assert (revisions.history(session)[0].number, revisions.history(session)[0].by) == (number, "Nadia")
    (look,) = looks.of_curators(session, now - DAY)
    assert (look.check.outcome, look.check.because) == (Outcome.ANSWERED, "Nadia looked: it is there.")


def test_what_was_found_fine_does_not_come_back_when_the_same_is_met_again(session: Session, now: datetime) -> None:
    repairing.fine(session, failing(session, now), "Nadia", now, RULES)
    met(session, now + 3 * DAY, 0, Outcome.MISSING)
    assert link(session).verdict is Verdict.FAILING
    assert propose(session, now + 3 * DAY) == 0
    for days in (10, 18):
        met(session, now + days * DAY, 0, Outcome.MISSING)
    assert link(session).verdict is Verdict.GONE
    assert propose(session, now + 18 * DAY) == 1


def test_a_decision_holds_until_the_evidence_says_something_else(session: Session, now: datetime) -> None:
    repairing.not_there(session, failing(session, now), "Nadia", now, RULES)
    met(session, now + 2 * DAY, 0, Outcome.MISSING)
    assert propose(session, now + 2 * DAY) == 0
    met(session, now + 16 * DAY, 0, Outcome.MISSING)
    assert link(session).verdict is Verdict.GONE
    assert propose(session, now + 16 * DAY) == 1


def test_not_there_is_a_look_of_the_curator(session: Session, now: datetime) -> None:
    repairing.not_there(session, failing(session, now), "Nadia", now, RULES)
    (look,) = looks.of_curators(session, now - DAY)
    assert (look.check.outcome, look.check.weak) == (Outcome.MISSING, False)
    assert queue(session) == []


def test_a_yes_that_buries_the_link_is_not_asked_for_again_at_once(session: Session, now: datetime) -> None:
    for days in (12, 8, 4):
        met(session, now, days, Outcome.MISSING, weak=True)
    propose(session, now)
    repairing.not_there(session, only(session).id, "Nadia", now, RULES)
    assert link(session).verdict is Verdict.GONE
    assert propose(session, now) == 0


def test_taking_a_look_back_puts_its_repair_back(session: Session, now: datetime) -> None:
    number = failing(session, now)
    repairing.not_there(session, number, "Nadia", now, RULES)
    eyes.take_back(session, eyes.lately(session, now)[0].id, "Nadia", now + DAY, RULES)
    assert [one.id for one in queue(session)] == [number]


def test_an_address_that_its_own_file_remembers_is_a_candidate(session: Session, now: datetime) -> None:
    catalog.remember_source(session, MEMORY)
    proposals.queue(
        session,
        source_id=MEMORY.id,
        identity="in/odile-marsh",
        kind="repair",
        digest="d",
        claims=(Claim(ODILE.name, linkedin_url=MARSH, where="remembered"),),
        match=Match("same", ODILE.id),
        now=now,
    )
    failing(session, now)
    assert [one.because for one in repair(session).candidates] == ["remembered, but seen in no public material"]


def test_what_lists_say_is_matched_anew_by_the_new_address(session: Session, now: datetime) -> None:
    catalog.remember_source(session, VOICES)
    batch = imports.add(session, VOICES, place="a file", by="Nadia", digest="d", claims=1, people={}, now=now)
    wendel = Claim("O. Marsh", category="Careers", linkedin_url=MARSH)
    listed = proposals.queue(
        session,
        source_id=VOICES.id,
        identity="in/odile-marsh",
        kind="new",
        digest="d",
        claims=(wendel,),
        match=Match("new"),
        now=now,
        import_id=batch,
    )
    repairing.accept(session, failing(session, now), MARSH, "Nadia", now, RULES)
    found = proposals.get(session, listed)
    assert found is not None
    assert (found.match.level, found.match.expert_id) == ("same", ODILE.id)


def test_a_retired_address_is_a_former_one_that_is_not_audited(session: Session, now: datetime) -> None:
    repairing.retire(session, failing(session, now), "Nadia", now, RULES)
    assert link(session).status == "former"
    assert LINKED.url not in {one.url for one in checks.due(session, now + 400 * DAY)}


DECISIONS: list[Callable[[Session, int, datetime], object]] = [
    lambda session, number, now: repairing.accept(session, number, MARSH, "Nadia", now, RULES),
    lambda session, number, now: repairing.fine(session, number, "Nadia", now, RULES),
    lambda session, number, now: repairing.retire(session, number, "Nadia", now, RULES),
]
NAMES = ["accept", "fine", "retire"]


@pytest.mark.parametrize("decide", DECISIONS, ids=NAMES)
def test_undo_brings_the_link_and_its_proposal_back(
    session: Session, now: datetime, decide: Callable[[Session, int, datetime], int]
) -> None:
    number = failing(session, now)
    before = odile(session)
    undoing.undo(session, decide(session, number, now), "Nadia", now + DAY)
    assert odile(session) == before
    propose(session, now + DAY)
    assert [one.id for one in queue(session)] == [number]


def test_undoing_a_look_takes_it_out_of_the_evidence_and_undoing_that_brings_it_back(
    session: Session, now: datetime
) -> None:
    number = repairing.fine(session, failing(session, now), "Nadia", now, RULES)
    undone = undoing.undo(session, number or 0, "Nadia", now + DAY)
    assert looks.of_curators(session, now - DAY) == []
    undoing.undo(session, undone, "Nadia", now + 2 * DAY)
    assert len(looks.of_curators(session, now - DAY)) == 1
    assert link(session).verdict is Verdict.ALIVE


@pytest.mark.parametrize("decide", DECISIONS, ids=NAMES)
def test_a_repair_is_decided_once(
    session: Session, now: datetime, decide: Callable[[Session, int, datetime], int]
) -> None:
    number = failing(session, now)
    decide(session, number, now)
    with pytest.raises(RefusedError, match="already decided by Nadia"):
        decide(session, number, now)


def test_a_repair_that_went_away_is_said_to_be_so(session: Session, now: datetime) -> None:
    with pytest.raises(RefusedError, match="not needed any more"):
        repairing.fine(session, 999, "Nadia", now, RULES)


def test_a_link_that_somebody_changed_meanwhile_is_left_alone(session: Session, now: datetime) -> None:
    number = failing(session, now)
    revisions.Revision(session, by="Tom", why="edited", now=now).put(replace(odile(session), links=(HOMEPAGE,)))
    with pytest.raises(RefusedError, match="not Odile Fennwick's current address any more"):
        repairing.fine(session, number, "Nadia", now, RULES)


def test_a_former_address_still_matches_in_files_catalog_and_database(
    session: Session, now: datetime, tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    repairing.accept(session, failing(session, now), MARSH, "Nadia", now, RULES)
    write_folder(tmp_path, content(session))
    fresh = Database(fresh_url())
    with fresh.writing() as loaded:
        load(loaded, read_folder(tmp_path), now)
        for each in (session, loaded):
            published = {one["id"]: one for one in catalog_document(each)["experts"]}[ODILE.id]["links"]
            assert [(one["key"], one["status"]) for one in published if one["key"]] == [
                ("in/odile-marsh", "current"),
                ("in/odile-fennwick", "former"),
            ]
            owners = [experts.owner_of_key(each, key) for key in ("in/odile-fennwick", "in/odile-marsh")]
            assert [one.id for one in owners if one] == [ODILE.id, ODILE.id]
    fresh.close()


def test_what_the_audit_proposes_is_not_written_into_curated_files(session: Session, now: datetime) -> None:
    failing(session, now)
    assert [one.proposed for one in content(session).experts] == [(), ()]
