"""The queue under a filter: what it finds, in which order, and who stands beside whom."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event

from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Match, MatchLevel
from followworthy.store import Database, Session, catalog, proposal_search, proposals
from followworthy.store.proposal_search import Wanted
from tests.people import ODILE, VOICES, publish

OTHERS = Source("other-voices", "Other Voices")


def put(
    session: Session,
    now: datetime,
    name: str,
    *,
    source: Source = VOICES,
    heading: str | None = "Careers",
    level: MatchLevel = "new",
    kind: proposals.ProposalKind = "new",
    sure: float = 1.0,
) -> int:
    catalog.remember_source(session, source)
    claim = Claim(name, category=heading, sure=sure)
    match = Match(level, ODILE.id if level != "new" else None)
    return proposals.queue(
        session,
        source_id=source.id,
        identity=name,
        kind=kind,
        digest="d",
        claims=(claim,),
        match=match,
        now=now,
    )


@pytest.fixture
def queue(db: Database, now: datetime) -> dict[str, int]:
    """Six that wait, put in against their order."""
    with db.writing() as session:
        publish(session, ODILE)
        return {
            "doubt": put(session, now, "Contact Us", sure=0.2, heading=None),
            "first": put(session, now, "Müller-Lüdenscheidt"),
            "second": put(session, now, "Odile Fennwick", level="possible", heading="Writing"),
            "other": put(session, now, "Odile Marsh", source=OTHERS, level="probable", kind="correction"),
            "urgent": put(session, now, "Gone Person", kind="withdrawal", level="same"),
            "late": put(session, now, "Wendel 100% Aspinall"),
        }


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["urgent", "first", "second", "other", "late", "doubt"]),
        (Wanted(source="other-voices"), ["other"]),
        (Wanted(but_source="other-voices", kind="correction"), []),
        (Wanted(kind="new"), ["first", "second", "late", "doubt"]),
        (Wanted(level="possible"), ["second"]),
        (Wanted(heading="Writing"), ["second"]),
        (Wanted(doubtful=True), ["doubt"]),
        (Wanted(doubtful=False, kind="new"), ["first", "second", "late"]),
        (Wanted(words="ODILE"), ["second", "other"]),
        (Wanted(words="odile marsh"), ["other"]),
        (Wanted(words="mueller"), []),
        (Wanted(words="Muller ludenscheidt"), ["first"]),
        (Wanted(words="100%"), ["late"]),
        (Wanted(words="%"), ["urgent", "first", "second", "other", "late", "doubt"]),
        (Wanted(batch=7), []),
    ],
)
def test_a_filter_finds_what_it_says_in_the_order_of_the_queue(
    db: Database, queue: dict[str, int], wanted: Wanted, names: list[str]
) -> None:
    with db.reading() as session:
        expected = [queue[one] for one in names]
        assert proposal_search.ids(session, wanted) == expected
        assert proposal_search.count(session, wanted) == len(expected)
        assert [one.id for one in proposal_search.page(session, wanted, 0, 100)] == expected
        assert [one.id for one in proposal_search.page(session, wanted, 1, 2)] == expected[1:3]


def test_what_is_decided_does_not_wait_under_any_filter(db: Database, now: datetime, queue: dict[str, int]) -> None:
    with db.writing() as session:
        proposals.decide(session, queue["first"], "rejected", "Nadia", now, None)
        assert queue["first"] not in proposal_search.ids(session, Wanted())


@pytest.mark.usefixtures("queue")
def test_the_next_and_the_one_before_make_a_ring_under_the_filter(db: Database) -> None:
    with db.reading() as session:
        ring = proposal_search.several(session, proposal_search.ids(session, Wanted(kind="new")))
        for number, one in enumerate(ring):
            place = proposal_search.place(session, Wanted(kind="new"), one)
            assert (place.before_it, place.among) == (number, 4)
            assert place.after == ring[(number + 1) % 4].id
            assert place.before == ring[number - 1].id


def test_the_only_one_has_nobody_beside_it(db: Database, queue: dict[str, int]) -> None:
    with db.reading() as session:
        only = proposals.get(session, queue["other"])
        assert only is not None
        place = proposal_search.place(session, Wanted(source="other-voices"), only)
        assert (place.before_it, place.among, place.after, place.before) == (0, 1, None, None)


def test_whoever_is_outside_of_the_filter_leads_to_those_who_follow(db: Database, queue: dict[str, int]) -> None:
    with db.reading() as session:
        outside = proposals.get(session, queue["second"])
        assert outside is not None
        place = proposal_search.place(session, Wanted(heading="Careers", doubtful=False), outside)
        assert place.after == queue["other"]


@pytest.mark.usefixtures("queue")
def test_headings_and_lists_are_counted_as_the_filter_leaves_them(db: Database) -> None:
    with db.reading() as session:
        careers = proposal_search.headings(session, Wanted(heading="Writing", kind="new"))
        assert [(one.value, one.number) for one in careers] == [("Careers", 2), ("Writing", 1)]
        assert [(one.name, one.number) for one in proposal_search.sources(session)] == [
            ("Forty Voices on Work", 5),
            ("Other Voices", 1),
        ]


def test_a_page_and_its_neighbours_cost_the_same_however_long_the_queue(db: Database, now: datetime) -> None:
    heard: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_: heard.append(statement))

    def cost() -> int:
        with db.reading() as session:
            heard.clear()
            found = proposal_search.page(session, Wanted(), 0, 40)
            proposal_search.place(session, Wanted(), found[0])
            return len(heard)

    with db.writing() as session:
        for number in range(3):
            put(session, now, f"Expert {number}")
    few = cost()
    with db.writing() as session:
        for number in range(3, 40):
            put(session, now, f"Expert {number}", source=replace(OTHERS, id=f"list-{number}"))
    assert cost() == few
