"""Words of experts' own sites and items: kept once a month, and another address only as a proposal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Exchange, Hop, Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.services import curating, enriching, repairing
from followworthy.services.looking_up import LookingUp
from followworthy.services.vouching import by_homepage
from followworthy.services.vouching_round import Round, known_items, vouch_round
from followworthy.store import Database, Session, checks, experts, proposals, revisions
from followworthy.store.checks import DueLink
from tests.people import ODILE, TOBIN, publish
from tests.services.test_enriching import WIKIDATA, World, home, item

DAY = timedelta(days=1)
LINKED, HOMEPAGE = ODILE.links
MARSH = "https://www.linkedin.com/in/odile-marsh"


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        yield session


def visit(body: str | bytes, status: int = 200, url: str = HOMEPAGE.url) -> Exchange:
    given = body if isinstance(body, bytes) else body.encode()
    return Exchange(url, (Hop(url, status),), given, "text/html; charset=utf-8")


def words(session: Session, url: str = LINKED.url) -> list[Check]:
    return [one for one in checks.of_link(session, ODILE.id, url) if one.outcome is Outcome.VOUCHED]


def weak(address: str) -> str:
    return f'<title>Odile Fennwick</title><a href="{address}">LinkedIn</a>'


def test_a_homepage_that_names_the_address_we_have_vouches_for_it(session: Session, now: datetime) -> None:
    assert by_homepage(session, ODILE, visit(home(LINKED.url)), now) == 1
    (check,) = words(session)
    assert (check.witness, check.because) == ("site", "Homepage fennwick.example names this address (JSON-LD sameAs).")


@pytest.mark.parametrize(("days", "kept"), [(1, 0), (29, 0), (30, 1)])
def test_the_same_words_are_kept_once_in_30_days(session: Session, now: datetime, days: int, kept: int) -> None:
    by_homepage(session, ODILE, visit(home(LINKED.url)), now)
    assert by_homepage(session, ODILE, visit(home(LINKED.url)), now + days * DAY) == kept


def test_words_change_no_verdict_and_no_revision(session: Session, now: datetime) -> None:
    before = revisions.cursor(session)
    by_homepage(session, ODILE, visit(home(LINKED.url)), now)
    assert revisions.cursor(session) == before


@pytest.mark.parametrize(
    "exchange",
    [
        visit(home(LINKED.url), status=404),
        visit(home(LINKED.url), url="https://elsewhere.example"),
        visit(home(LINKED.url, name="Agathe Bright")),
        visit("<title>Odile Fennwick</title>"),
        visit(b"\x00\xff linkedin.com"),
        Exchange(HOMEPAGE.url, trouble="timeout", because="Too slow."),
    ],
    ids=["404", "no homepage of theirs", "somebody else's", "no address", "no text", "no answer"],
)
def test_what_is_no_page_of_theirs_says_nothing(session: Session, now: datetime, exchange: Exchange) -> None:
    assert by_homepage(session, ODILE, exchange, now) == 0
    assert words(session) == []
    assert proposals.waiting(session) == []


def test_another_address_in_the_pages_own_data_waits_for_a_curator(session: Session, now: datetime) -> None:
    assert by_homepage(session, ODILE, visit(home(MARSH)), now) == 0
    (waiting,) = proposals.waiting(session)
    assert (waiting.kind, waiting.claims[0].linkedin_url, waiting.match.expert_id) == ("correction", MARSH, ODILE.id)
    assert experts.get(session, ODILE.id) == ODILE


def test_a_mere_link_to_another_address_is_no_news_while_ours_is_in_order(session: Session, now: datetime) -> None:
    by_homepage(session, ODILE, visit(weak(MARSH)), now)
    assert proposals.waiting(session) == []


@pytest.mark.parametrize(
    "links", [(HOMEPAGE,), (replace(LINKED, verdict=Verdict.GONE), HOMEPAGE)], ids=["none", "gone"]
)
def test_a_mere_link_is_proposed_where_we_have_no_address_in_order(
    session: Session, now: datetime, links: tuple[Link, ...]
) -> None:
    by_homepage(session, replace(ODILE, links=links), visit(weak(MARSH)), now)
    assert [one.claims[0].linkedin_url for one in proposals.waiting(session)] == [MARSH]


def test_an_address_of_somebody_else_here_is_left_alone(session: Session, now: datetime) -> None:
    by_homepage(session, ODILE, visit(home(TOBIN.links[0].url)), now)
    assert proposals.waiting(session) == []


def test_what_the_homepage_names_is_a_candidate_when_the_link_goes_bad(session: Session, now: datetime) -> None:
    by_homepage(session, ODILE, visit(home(MARSH)), now)
    gone = replace(ODILE, links=(replace(LINKED, verdict=Verdict.GONE), HOMEPAGE))
    revisions.Revision(session, by="auditor", why="x", now=now).put(gone)
    repairing.propose_repairs(session, now, Rules())
    repair = proposals.waiting(session)[-1].repair
    assert repair is not None
    assert [one["url"] for one in repair["candidates"]] == [MARSH]


# Wikidata


@pytest.fixture
def walled(db: Database, now: datetime) -> Database:
    """Odile's item named her address 40 days ago; her profile met robots.txt yesterday."""
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        look(
            session, ODILE, now - 40 * DAY, Outcome.VOUCHED, "Wikidata item Q1 names this address (Wikidata Q1, P6634)."
        )
        look(session, ODILE, now - DAY, Outcome.WALLED, "robots.txt")
    return db


def look(session: Session, expert: Expert, at: datetime, met: Outcome, because: str) -> None:
    link = expert.links[0]
    witness = "site" if met is Outcome.VOUCHED else "auditor"
    checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), Check(at, met, because, witness), None)


def odiles(slug: str | None = "odile-fennwick", *more: Any, **terms: Any) -> Any:
    return item("Q1", slug, *more, **terms)


def rounded(db: Database, world: World, now: datetime) -> Round:
    return vouch_round(db, LookingUp(world, WIKIDATA), lambda: now)


def test_a_known_item_that_still_names_the_address_vouches_for_it(walled: Database, now: datetime) -> None:
    assert rounded(walled, World(odiles()), now) == Round(asked=1, vouched=1)
    with walled.reading() as session:
        assert words(session)[-1].because == "Wikidata item Q1 names this address (Wikidata Q1, P6634)."


def test_who_was_vouched_for_is_not_asked_about_again_this_month(walled: Database, now: datetime) -> None:
    rounded(walled, World(odiles()), now)
    world = World(odiles())
    assert rounded(walled, world, now + 29 * DAY) == Round()
    assert world.asked == []
    assert rounded(walled, world, now + 30 * DAY).vouched == 1


def test_nobody_whose_item_is_not_known_is_searched_for(walled: Database, now: datetime) -> None:
    with walled.writing() as session:
        look(session, TOBIN, now, Outcome.WALLED, "robots.txt")
    world = World(odiles())
    rounded(walled, world, now)
    assert len(world.asked) == 1
    assert "ids=Q1&" in world.asked[0]


def test_an_address_that_programs_may_look_at_needs_no_words(walled: Database, now: datetime) -> None:
    with walled.writing() as session:
        look(session, ODILE, now, Outcome.ANSWERED, "The profile is there.")
    assert rounded(walled, World(odiles()), now) == Round()


def test_a_walled_homepage_is_nothing_that_an_item_could_vouch_for(walled: Database, now: datetime) -> None:
    with walled.writing() as session:
        look(session, ODILE, now, Outcome.ANSWERED, "The profile is there.")
        refused = Check(now, Outcome.WALLED, "robots.txt")
        checks.record(session, DueLink(ODILE.id, ODILE.name, HOMEPAGE.url, None), refused, None)
    assert rounded(walled, World(odiles()), now) == Round()


def test_an_item_that_names_another_address_proposes_it(walled: Database, now: datetime) -> None:
    assert rounded(walled, World(odiles("odile-marsh")), now) == Round(asked=1, proposed=1)
    with walled.reading() as session:
        (waiting,) = proposals.waiting(session)
        assert waiting.claims[0].linkedin_url == MARSH
        assert experts.get(session, ODILE.id) == ODILE


@pytest.mark.parametrize("world", [World(), World(odiles(name="Agathe Bright"))], ids=["deleted", "another name"])
def test_an_item_that_is_gone_or_somebody_elses_says_nothing(walled: Database, now: datetime, world: World) -> None:
    assert rounded(walled, world, now) == Round(asked=1)


def test_a_refusal_ends_the_round_and_is_said_once(walled: Database, now: datetime) -> None:
    world = World(odiles())
    world.trouble = "robots"
    found = rounded(walled, world, now)
    assert len(world.asked) == 1
    assert found.sentence == (
        "0 Wikidata items asked for: 0 addresses vouched for, 0 proposed. Ended early: Wikidata cannot be asked: "
        "robots.txt of wiki.example asks programs to stay out."
    )


def test_fifty_items_are_asked_for_at_once_and_a_stopped_round_goes_on(db: Database, now: datetime) -> None:
    people, items = [], []
    for number in range(60):
        slug = f"odile-{number}"
        link = Link("linkedin", f"https://www.linkedin.com/in/{slug}", f"in/{slug}")
        people.append(replace(ODILE, id=f"bcdfg{number + 222}", links=(link,)))
        items.append(item(f"Q{number + 1}", slug))
    with db.writing() as session:
        publish(session, *people)
        for number, one in enumerate(people):
            said = f"Wikidata item Q{number + 1} names this address (Wikidata Q{number + 1}, P6634)."
            look(session, one, now - 40 * DAY, Outcome.VOUCHED, said)
            look(session, one, now - DAY, Outcome.WALLED, "robots.txt")
    world = World(*items)
    stops = iter([None])

    def stop_before_the_second() -> None:
        if next(stops, "stop") == "stop":
            raise KeyboardInterrupt

    world.meanwhile = stop_before_the_second
    with pytest.raises(KeyboardInterrupt):
        rounded(db, world, now)
    world.meanwhile = lambda: None
    assert rounded(db, world, now) == Round(asked=10, vouched=10)


def test_an_expert_withdrawn_meanwhile_is_left_in_peace(walled: Database, now: datetime) -> None:
    world = World(odiles("odile-marsh"))

    def withdraw() -> None:
        with walled.writing() as session:
            revisions.Revision(session, by="N", why="left", now=now).put(replace(ODILE, withdrawn=True))

    world.meanwhile = withdraw
    assert rounded(walled, world, now) == Round(asked=1)


def test_an_item_that_a_curator_took_is_known(db: Database, now: datetime) -> None:
    bare = replace(ODILE, links=(HOMEPAGE,))
    with db.writing() as session:
        publish(session, bare)
    world = World(odiles())
    enriching.enrich(db, LookingUp(world, WIKIDATA), ODILE.id, lambda: now)
    with db.writing() as session:
        (waiting,) = proposals.waiting(session)
        assert known_items(session) == set()
        curating.accept(session, waiting.id, curating.suggestion(session, waiting), "Nadia", now)
        assert known_items(session) == {("Q1", ODILE.id)}
