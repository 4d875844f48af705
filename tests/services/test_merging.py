"""Two who are one: what becomes of links, recommendations, notes, looks and proposals, and how they part again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followworthy.domain.records import Expert, Link, Recommendation
from followworthy.domain.values import Check, Claim, Match, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError, StaleError
from followworthy.services.merging import merge
from followworthy.services.undoing import undo
from followworthy.store import Database, Session, catalog, checks, experts, merges, proposals, revisions
from followworthy.store.checks import DueLink
from tests.people import ODILE, TOBIN, VOICES, publish

RULES = Rules()
DOUBLE = Expert(
    id="bcdfghjw",
    kind="person",
    name="O. Fennwick",
    headline="Hires",
    note="Seen twice",
    links=(
        Link("linkedin", "https://www.linkedin.com/in/ofennwick", "in/ofennwick", verdict=Verdict.ALIVE),
        Link("homepage", "https://fennwick.example"),
    ),
    recommendations=(
        Recommendation("careers", "forty-voices", 1, None, "Another reason.", "A quote."),
        Recommendation("sales", "forty-voices", 7),
    ),
)
HERS, SHARED = DOUBLE.links[0], DOUBLE.links[1]


def look(session: Session, whose: Expert, link: Link, met: Outcome, at: datetime) -> None:
    checks.record(session, DueLink(whose.id, whose.name, link.url, link.key), Check(at, met, "because"), None)


def merged(session: Session, now: datetime, winner: Expert = ODILE, loser: Expert = DOUBLE) -> int:
    seen = publish(session, ODILE, TOBIN, DOUBLE) or revisions.cursor(session)[1]
    return merge(session, winner.id, loser.id, seen, "Nadia", now, RULES) or 0


def known(session: Session, expert: Expert) -> Expert:
    found = experts.get(session, expert.id)
    assert found is not None
    return found


def test_the_winner_has_what_both_had_and_keeps_their_own_words(db: Database, now: datetime) -> None:
    with db.writing() as session:
        merged(session, now)
        both = known(session, ODILE)
    assert both.headline == ODILE.headline
    assert both.note == "Moved to another town?\nSeen twice"
    assert [(one.url, one.status) for one in both.links] == [
        (ODILE.links[0].url, "current"),
        (SHARED.url, "current"),
        (HERS.url, "former"),
    ]
    assert [(one.category, one.rank, one.reason, one.quote) for one in both.recommendations] == [
        ("careers", 1, "Explains what recruiters read.", "A quote."),
        ("sales", 7, "", None),
    ]


def test_the_losers_old_address_matches_the_winner(db: Database, now: datetime) -> None:
    with db.writing() as session:
        merged(session, now)
        owner = experts.owner_of_key(session, "in/ofennwick")
        assert owner is not None
        assert owner.id == ODILE.id


def test_the_loser_becomes_a_tombstone_that_names_the_winner(db: Database, now: datetime) -> None:
    with db.writing() as session:
        merged(session, now)
        assert known(session, DOUBLE) == replace(DOUBLE, withdrawn=True, merged_into=ODILE.id)


def test_an_address_stays_the_current_one_where_the_winner_has_none(db: Database, now: datetime) -> None:
    bare = replace(TOBIN, links=())
    with db.writing() as session:
        publish(session, bare)
        seen = publish(session, DOUBLE) or 0
        merge(session, bare.id, DOUBLE.id, seen, "Nadia", now, RULES)
        assert known(session, bare).links[0] == HERS


def test_looks_and_proposals_count_for_the_winner_and_go_back_with_the_undo(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, DOUBLE)
        look(session, DOUBLE, HERS, Outcome.ANSWERED, now)
        look(session, DOUBLE, SHARED, Outcome.ANSWERED, now)
        look(session, ODILE, SHARED, Outcome.MISSING, now - timedelta(days=2))
        proposal = waiting(session, now)
        number = merged(session, now)
        assert len(checks.of_link(session, ODILE.id, HERS.url)) == 1
        assert len(checks.of_link(session, ODILE.id, SHARED.url)) == 2
        assert known(session, ODILE).links[1].verdict is Verdict.ALIVE  # by the loser's look, which is the later one
        assert whose(session, proposal) == ODILE.id
        undo(session, number, "Nadia", now)
        assert len(checks.of_link(session, DOUBLE.id, HERS.url)) == 1
        assert [len(checks.of_link(session, one.id, SHARED.url)) for one in (ODILE, DOUBLE)] == [1, 1]
        assert whose(session, proposal) == DOUBLE.id
        assert known(session, DOUBLE) == DOUBLE
        assert known(session, ODILE).links[0] == ODILE.links[0]


def test_what_was_met_since_at_the_losers_address_goes_back_with_it(db: Database, now: datetime) -> None:
    with db.writing() as session:
        number = merged(session, now)
        look(session, ODILE, HERS, Outcome.MISSING, now)
        look(session, ODILE, ODILE.links[0], Outcome.MISSING, now)
        undo(session, number, "Nadia", now)
        assert len(checks.of_link(session, DOUBLE.id, HERS.url)) == 1
        assert len(checks.of_link(session, ODILE.id, ODILE.links[0].url)) == 1


def test_undoing_the_undo_merges_them_again_with_all_that_hangs_on_them(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, DOUBLE)
        look(session, DOUBLE, HERS, Outcome.ANSWERED, now)
        first = merged(session, now)
        left = known(session, ODILE)
        second = undo(session, first, "Nadia", now)
        third = undo(session, second, "Nadia", now)
        assert known(session, ODILE) == left
        assert known(session, DOUBLE).merged_into == ODILE.id
        assert len(checks.of_link(session, ODILE.id, HERS.url)) == 1
        undo(session, third, "Nadia", now)
        assert len(checks.of_link(session, DOUBLE.id, HERS.url)) == 1


def test_later_work_on_the_winner_refuses_to_part_them(db: Database, now: datetime) -> None:
    with db.writing() as session:
        number = merged(session, now)
        later = revisions.Revision(session, by="Nadia", why="renamed", now=now)
        later.put(replace(known(session, ODILE), name="Odile F."))
        with pytest.raises(RefusedError, match=rf"change {later.number} .* builds on this one"):
            undo(session, number, "Nadia", now)


def test_a_double_of_a_double_stands_for_the_last_one_and_parts_step_by_step(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN, DOUBLE)
        look(session, DOUBLE, HERS, Outcome.ANSWERED, now)
        first = merged(session, now)
        second = merge(session, TOBIN.id, ODILE.id, first, "Nadia", now, RULES) or 0
        assert merges.stands_for(session, DOUBLE.id) == TOBIN.id
        undo(session, second, "Nadia", now)
        undo(session, first, "Nadia", now)
        assert merges.stands_for(session, DOUBLE.id) is None
        assert len(checks.of_link(session, DOUBLE.id, HERS.url)) == 1


def test_nobody_is_merged_into_themselves_or_into_an_organisation_or_into_somebody_withdrawn(
    db: Database, now: datetime
) -> None:
    house = replace(TOBIN, kind="organisation")
    with db.writing() as session:
        seen = publish(session, ODILE, house, replace(DOUBLE, withdrawn=True)) or 0
        for other, why in ((ODILE, "Choose two"), (house, "cannot be one"), (DOUBLE, "withdrawn already")):
            with pytest.raises(RefusedError, match=why):
                merge(session, ODILE.id, other.id, seen, "Nadia", now, RULES)
        with pytest.raises(RefusedError, match="not in the catalog"):
            merge(session, ODILE.id, "nobodyxx", seen, "Nadia", now, RULES)


def test_a_merge_of_what_somebody_changed_meanwhile_is_refused(db: Database, now: datetime) -> None:
    with db.writing() as session:
        seen = publish(session, ODILE, TOBIN, DOUBLE) or 0
        revisions.Revision(session, by="Sefa", why="x", now=now).put(replace(DOUBLE, note="She is another one!"))
        with pytest.raises(StaleError, match=r"Sefa changed O\. Fennwick in change 2"):
            merge(session, ODILE.id, DOUBLE.id, seen, "Nadia", now, RULES)
        assert not known(session, DOUBLE).withdrawn


def waiting(session: Session, now: datetime) -> int:
    catalog.remember_source(session, VOICES)
    claims = (Claim("O. Fennwick", links=("https://elsewhere.example",)),)
    return proposals.queue(
        session,
        source_id=VOICES.id,
        identity="x",
        kind="correction",
        digest="d",
        claims=claims,
        match=Match("probable", DOUBLE.id),
        now=now,
    )


def whose(session: Session, proposal_id: int) -> str | None:
    found = proposals.get(session, proposal_id)
    assert found is not None
    return found.match.expert_id


def test_what_looks_amount_to_goes_along_and_comes_back(db: Database, now: datetime) -> None:
    asked = "SELECT expert_id, url, walled, seen_by, evidence_at, curator_at FROM links ORDER BY 1, 2"
    with db.writing() as session:
        publish(session, ODILE, TOBIN, DOUBLE)
        look(session, DOUBLE, HERS, Outcome.ANSWERED, now - timedelta(days=2))
        look(session, DOUBLE, SHARED, Outcome.WALLED, now - timedelta(days=1))
        before = session.connection().exec_driver_sql(asked).fetchall()
        number = merged(session, now)
        both = {row[1]: row for row in session.connection().exec_driver_sql(asked) if row[0] == ODILE.id}
        assert (both[HERS.url][3], bool(both[SHARED.url][2])) == ("auditor", True)
        undo(session, number, "Nadia", now)
        assert session.connection().exec_driver_sql(asked).fetchall() == before
