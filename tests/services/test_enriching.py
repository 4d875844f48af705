"""One expert's own sources become proposals, or words for the address we have; nothing is published by asking."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Claim, Exchange, Hop, Match, Outcome, Trouble, Verdict
from followworthy.errors import RefusedError
from followworthy.services import curating, enriching
from followworthy.services.curating import Decision
from followworthy.services.enriching import Enriched
from followworthy.services.looking_up import LookingUp
from followworthy.services.standing import standing
from followworthy.store import Database, checks, experts, proposals, revisions
from followworthy.store.proposals import Proposal
from tests.people import ODILE, TOBIN, VOICES, publish
from tests.wikidata import BUSY, day, entities, entity, found, item_value, statement

HOME, WIKIDATA = "https://fennwick.example", "https://wiki.example"
LINKED = "https://www.linkedin.com/in/odile"
BARE = replace(ODILE, links=(Link("homepage", HOME),))
Answer = dict[str, Any] | str | tuple[int, str]


class World:
    """A fetcher over a few pages and a Wikidata with a few items; remembers what was asked."""

    def __init__(self, *items: dict[str, Any], home: Answer = "<title>Hello</title>") -> None:
        self.items = list(items)
        self.home = home
        self.wikidata: Answer | None = None
        self.trouble: Trouble | None = None
        self.asked: list[str] = []
        self.meanwhile: Any = lambda: None

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        assert max_bytes > 0
        self.asked.append(url)
        self.meanwhile()
        answer = self._wikidata(url) if url.startswith(WIKIDATA) else self.home
        if self.trouble and url.startswith(WIKIDATA):
            return Exchange(url, trouble=self.trouble, because="robots.txt of wiki.example asks programs to stay out.")
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        text = body if isinstance(body, str) else json.dumps(body)
        return Exchange(url, (Hop(url, status),), text.encode("utf-8", "surrogatepass"), "text/html; charset=utf-8")

    def _wikidata(self, url: str) -> Answer:
        if self.wikidata is not None:
            return self.wikidata
        query = parse_qs(urlsplit(url).query)
        if query["action"] == ["wbsearchentities"]:
            return found(*(one for one in self.items if one["id"] != "Q900"))
        ids = query["ids"][0].split("|")
        return entities(*(one for one in self.items if one["id"] in ids))


def home(address: str = LINKED, name: str = "Odile Fennwick", **more: Any) -> str:
    data = {"@type": "Person", "name": name, "sameAs": [address], **more}
    return f'<title>{name}</title><script type="application/ld+json">{json.dumps(data)}</script>'


def item(
    item_id: str = "Q1", slug: str | None = "odile", *more: Any, name: str = "Odile Fennwick", **terms: Any
) -> Any:
    linkedin = [statement("P6634", slug)] if slug else []
    return entity(item_id, name, *linkedin, *more, **terms)


def asked(db: Database, world: World, now: datetime, expert: Expert = BARE) -> Enriched:
    return enriching.enrich(db, LookingUp(world, WIKIDATA), expert.id, lambda: now)


def waiting(db: Database) -> list[Proposal]:
    with db.reading() as session:
        return proposals.waiting(session)


@pytest.fixture
def bare(db: Database) -> Database:
    with db.writing() as session:
        publish(session, BARE, TOBIN)
    return db


def test_a_homepage_that_names_an_address_is_proposed(bare: Database, now: datetime) -> None:
    done = asked(bare, World(home=home()), now)
    (one,) = waiting(bare)
    assert done.line == "Odile Fennwick: fennwick.example names in/odile: proposed"
    assert (one.kind, one.match.level, one.match.expert_id) == ("correction", "probable", BARE.id)
    assert (one.source.title, one.source.url, one.source.reread) == ("Homepage fennwick.example", HOME, False)
    assert (one.claims[0].linkedin_url, one.claims[0].where) == (LINKED, "JSON-LD sameAs")


def test_a_wikidata_item_that_names_an_address_is_proposed(bare: Database, now: datetime) -> None:
    done = asked(bare, World(item(description="columnist")), now)
    (one,) = waiting(bare)
    assert done.line.startswith("Odile Fennwick: Wikidata Q1 names in/odile: proposed")
    assert (one.source.id, one.source.url, one.match.level) == ("wikidata:Q1", f"{WIKIDATA}/wiki/Q1", "possible")
    assert (one.claims[0].where, one.claims[0].headline) == ("Wikidata Q1, P6634", "columnist")


def test_asking_publishes_nothing(bare: Database, now: datetime) -> None:
    asked(bare, World(item(), home=home()), now)
    with bare.reading() as session:
        assert revisions.cursor(session)[1] == 1


def test_a_homepage_that_names_somebody_else_proposes_nothing(bare: Database, now: datetime) -> None:
    done = asked(bare, World(home=home(name="Otto Brandt")), now)
    assert waiting(bare) == []
    assert done.line == "Odile Fennwick: fennwick.example: it speaks of Otto Brandt, not of Odile Fennwick"


def test_an_address_of_somebody_we_have_is_left_alone(bare: Database, now: datetime) -> None:
    done = asked(bare, World(home=home(TOBIN.links[0].url)), now)
    assert waiting(bare) == []
    assert done.said.endswith("names in/tobin-ashgrove: left alone, it belongs to Tobin Ashgrove here")


def test_all_namesakes_wait_each_with_the_others(bare: Database, now: datetime) -> None:
    asked(bare, World(item("Q1", "odile-paints", description="painter"), item("Q2", "odile-sings")), now)
    assert [(one.source.id, one.match.level) for one in waiting(bare)] == [
        ("wikidata:Q1", "possible"),
        ("wikidata:Q2", "possible"),
    ]
    assert waiting(bare)[1].match.differs == ("others of this name: Q1, painter",)


def test_what_somebody_does_tells_namesakes_apart(bare: Database, now: datetime) -> None:
    columnist = item("Q2", "odile", statement("P106", item_value("Q900")))
    world = World(item("Q1", "odile-paints"), columnist, entity("Q900", "hiring specialist", kind="Q28640"))
    asked(bare, world, now)
    assert [(one.source.id, one.match.level) for one in waiting(bare)] == [
        ("wikidata:Q2", "probable"),
        ("wikidata:Q1", "possible"),
    ]


def test_a_common_homepage_leaves_namesakes_out(bare: Database, now: datetime) -> None:
    asked(bare, World(item("Q1", "odile-paints"), item("Q2", "odile", statement("P856", f"{HOME}/"))), now)
    assert [(one.source.id, one.match.agrees) for one in waiting(bare)] == [("wikidata:Q2", ("name", "homepage"))]


def test_a_death_is_told_as_a_withdrawal_to_decide(bare: Database, now: datetime) -> None:
    dead = item("Q1", "odile", statement("P856", HOME), statement("P570", day("2021-03-04")))
    done = asked(bare, World(dead), now)
    (one,) = waiting(bare)
    assert (one.kind, one.claims[0].where) == ("withdrawal", "Wikidata Q1: died 2021-03-04")
    assert "Wikidata Q1: died 2021-03-04: proposed" in done.line


def test_a_dead_namesake_buries_nobody(bare: Database, now: datetime) -> None:
    asked(bare, World(item("Q1", None, statement("P570", day("1901-00-00", 9)))), now)
    assert waiting(bare) == []


def test_asking_again_proposes_nothing_twice(bare: Database, now: datetime) -> None:
    asked(bare, World(item(), home=home()), now)
    before = waiting(bare)
    again = asked(bare, World(item(), home=home()), now)
    assert (again.proposed, waiting(bare)) == (0, before)
    assert "waits for review" in again.line


def test_a_rejected_address_stays_rejected(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    with bare.writing() as session:
        curating.reject(session, waiting(bare)[0].id, "Nadia", now)
    assert asked(bare, World(home=home()), now).said.endswith("rejected before")
    assert waiting(bare) == []


def test_another_address_takes_the_place_of_the_one_that_waited(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    asked(bare, World(home=home(f"{LINKED}-fennwick")), now)
    assert [one.claims[0].linkedin_url for one in waiting(bare)] == [f"{LINKED}-fennwick"]


def test_what_could_not_be_read_takes_nothing_back(bare: Database, now: datetime) -> None:
    asked(bare, World(item(), home=home()), now)
    world = World(home=(503, ""))
    world.wikidata = BUSY
    done = asked(bare, world, now)
    assert len(waiting(bare)) == 2
    assert done.troubles == (
        "fennwick.example: it answered 503",
        "Wikidata is busy (7 seconds behind): try again later",
    )


def test_two_experts_of_one_name_are_each_told(db: Database, now: datetime) -> None:
    twin = replace(BARE, id="bcdfghjn", links=())
    with db.writing() as session:
        publish(session, BARE, twin)
    for expert in (BARE, twin, BARE):
        asked(db, World(item()), now, expert)
    assert [one.match.expert_id for one in waiting(db)] == [BARE.id, twin.id]


def test_a_busy_wikidata_is_left_in_peace_for_the_rest_of_the_run(bare: Database, now: datetime) -> None:
    world = World()
    world.wikidata = BUSY
    places = LookingUp(world, WIKIDATA)
    first = enriching.enrich(bare, places, BARE.id, lambda: now)
    second = enriching.enrich(bare, places, TOBIN.id, lambda: now)
    assert [url for url in world.asked if url.startswith(WIKIDATA)] == [world.asked[1]]
    assert first.troubles
    assert (second.troubles, second.line) == ((), "Tobin Ashgrove: Wikidata not asked")


def test_a_wikidata_whose_robots_refuse_is_not_asked(bare: Database, now: datetime) -> None:
    world = World()
    world.trouble = "robots"
    done = asked(bare, world, now)
    assert done.troubles == ("Wikidata cannot be asked: robots.txt of wiki.example asks programs to stay out",)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("<p>Hello", "no Wikidata API"), ((502, "Bad gateway"), "answered 502"), ((429, json.dumps(BUSY)), "busy")],
)
def test_an_answer_that_is_none_is_one_sentence(bare: Database, now: datetime, answer: Answer, said: str) -> None:
    world = World()
    world.wikidata = answer
    assert said in asked(bare, world, now).troubles[0]


def test_nobody_asked_for_in_vain_says_so(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(ODILE, links=()))
    assert asked(db, World(), now).line == "Odile Fennwick: no homepage, no item"


def test_an_item_without_an_address_is_named(bare: Database, now: datetime) -> None:
    assert asked(bare, World(item("Q1", None)), now).line.endswith("Wikidata Q1: no LinkedIn address")


def test_a_withdrawn_expert_is_never_asked_about(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(BARE, withdrawn=True))
    world = World(item(), home=home())
    with pytest.raises(RefusedError, match="not published"):
        asked(db, world, now)
    assert world.asked == []


def test_a_former_homepage_is_not_asked(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(BARE, links=(Link("homepage", HOME, status="former"),)))
    world = World(home=home())
    asked(db, world, now)
    assert HOME not in world.asked


def test_a_page_that_is_cut_at_our_cap_is_read(bare: Database, now: datetime) -> None:
    class Cut(World):
        def fetch(self, url: str, *, max_bytes: int) -> Exchange:
            whole = super().fetch(url, max_bytes=max_bytes)
            return replace(whole, trouble="too_large", because="The page is larger than 2048 KiB.")

    assert asked(bare, Cut(home=home()), now).proposed == 1


def test_who_is_withdrawn_while_we_ask_gets_no_proposal(bare: Database, now: datetime) -> None:
    def withdraw() -> None:
        with bare.writing() as session:
            publish(session, replace(BARE, withdrawn=True))

    world = World(item(), home=home())
    world.meanwhile = withdraw
    with pytest.raises(RefusedError, match="not published"):
        asked(bare, world, now)
    assert waiting(bare) == []


# What the expert's own sources say of an address that we have.


def vouched(db: Database, url: str = ODILE.links[0].url) -> list[tuple[str, str]]:
    with db.reading() as session:
        looks = checks.of_link(session, ODILE.id, url)
    return [(one.witness, one.because) for one in looks if one.outcome is Outcome.VOUCHED]


@pytest.fixture
def whole(db: Database) -> Database:
    with db.writing() as session:
        publish(session, ODILE)
    return db


def test_a_homepage_that_names_the_address_we_have_vouches_for_it(whole: Database, now: datetime) -> None:
    done = asked(whole, World(home=home(ODILE.links[0].url)), now)
    because = "Homepage fennwick.example names this address (JSON-LD sameAs)."
    assert (waiting(whole), vouched(whole), done.vouched) == ([], [("site", because)], 1)


def test_a_wikidata_item_that_names_the_address_we_have_vouches_for_it(whole: Database, now: datetime) -> None:
    asked(whole, World(item("Q1", "odile-fennwick")), now)
    assert vouched(whole) == [("site", "Wikidata item Q1 names this address (Wikidata Q1, P6634).")]


def test_one_run_vouches_once(whole: Database, now: datetime) -> None:
    asked(whole, World(item("Q1", "odile-fennwick"), home=home(ODILE.links[0].url)), now)
    assert len(vouched(whole)) == 1


@pytest.mark.parametrize(("later", "count"), [(timedelta(days=29), 1), (timedelta(days=31), 2)])
def test_the_same_words_are_news_once_a_month(whole: Database, now: datetime, later: timedelta, count: int) -> None:
    for at in (now, now + later):
        asked(whole, World(home=home(ODILE.links[0].url)), at)
    assert len(vouched(whole)) == count


def test_vouching_changes_no_verdict_and_publishes_nothing(whole: Database, now: datetime) -> None:
    asked(whole, World(home=home(ODILE.links[0].url)), now)
    with whole.reading() as session:
        expert = experts.get(session, ODILE.id)
        assert expert is not None
        assert (expert.links[0].verdict, revisions.cursor(session)[1]) == (Verdict.UNCONFIRMED, 1)


def test_a_former_address_is_neither_vouched_for_nor_proposed(db: Database, now: datetime) -> None:
    former = replace(ODILE, links=(replace(ODILE.links[0], status="former"), ODILE.links[1]))
    with db.writing() as session:
        publish(session, former)
    assert asked(db, World(home=home(ODILE.links[0].url)), now).said.endswith("a former address")
    assert (waiting(db), vouched(db)) == ([], [])


# What a curator does with it.

DECISION = Decision("Odile Fennwick", "person", "", LINKED, None, "", into=BARE.id)


def accept(db: Database, now: datetime, decision: Decision = DECISION) -> Expert:
    with db.writing() as session:
        curating.accept(session, proposals.waiting(session)[0].id, decision, "Nadia", now)
    with db.reading() as session:
        expert = experts.get(session, BARE.id)
    assert expert is not None
    return expert


def test_an_accepted_address_needs_no_category_and_brings_no_recommendation(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    expert = accept(bare, now)
    assert [link.key for link in expert.links] == [None, "in/odile"]
    assert expert.recommendations == BARE.recommendations


def test_an_accepted_address_begins_with_the_words_that_brought_it(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    accept(bare, now)
    assert [witness for witness, _ in vouched(bare, LINKED)] == ["site"]


def test_a_list_vouches_for_nobody(bare: Database, now: datetime) -> None:
    claim = Claim("Odile Fennwick", category="Careers", linkedin_url=LINKED)
    match = Match("probable", BARE.id)
    with bare.writing() as session:
        proposals.queue(
            session,
            source_id=VOICES.id,
            identity="in/odile",
            kind="correction",
            digest="d",
            claims=(claim,),
            match=match,
            now=now,
        )
    accept(bare, now, replace(DECISION, category="careers"))
    assert vouched(bare, LINKED) == []


def test_an_address_that_the_curator_typed_instead_is_vouched_for_by_nobody(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    accept(bare, now, replace(DECISION, address=f"{LINKED}-2"))
    assert vouched(bare, f"{LINKED}-2") == []


def test_a_headline_is_suggested_where_we_have_none(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, replace(BARE, headline=""))
    asked(db, World(home=home(jobTitle="Columnist")), now)
    with db.reading() as session:
        assert curating.suggestion(session, proposals.waiting(session)[0]).headline == "Columnist"
    assert accept(db, now, replace(DECISION, headline="Columnist")).headline == "Columnist"


def test_our_own_headline_is_kept(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home(jobTitle="Columnist")), now)
    with bare.reading() as session:
        suggested = curating.suggestion(session, proposals.waiting(session)[0])
    assert (suggested.headline, suggested.into) == (BARE.headline, BARE.id)


@pytest.mark.parametrize("into", [None, TOBIN.id])
def test_what_was_asked_about_one_expert_goes_to_nobody_else(bare: Database, now: datetime, into: str | None) -> None:
    asked(bare, World(home=home()), now)
    with pytest.raises(RefusedError):
        accept(bare, now, replace(DECISION, into=into))


def test_an_address_that_came_another_way_meanwhile_waits_no_more(bare: Database, now: datetime) -> None:
    asked(bare, World(item(), home=home()), now)
    accept(bare, now)
    asked(bare, World(item(), home=home()), now)
    assert waiting(bare) == []


def test_waiting_addresses_count_in_the_audits_standing(bare: Database, now: datetime) -> None:
    asked(bare, World(home=home()), now)
    with bare.reading() as session:
        assert standing(session).waiting == 1


# Whom a curator means.


def test_an_expert_is_found_by_id_and_by_name(bare: Database) -> None:
    with bare.reading() as session:
        found_ones = [enriching.find(session, one).id for one in (BARE.id, "odile fennwick", "Dr. Odile Fennwick")]
    assert found_ones == [BARE.id] * 3


def test_who_is_near_is_told(bare: Database) -> None:
    with bare.reading() as session, pytest.raises(RefusedError) as refused:
        enriching.find(session, "Odil Fenwick")
    assert str(refused.value) == f"Nobody is called Odil Fenwick. Near: Odile Fennwick ({BARE.id})."


def test_a_name_that_several_bear_is_told_with_their_ids(db: Database) -> None:
    with db.writing() as session:
        publish(session, BARE, replace(BARE, id="bcdfghjn", links=()))
    with db.reading() as session, pytest.raises(RefusedError, match=r"2 are called .* say which by id: .*bcdfghjk"):
        enriching.find(session, "Odile Fennwick")


def test_who_is_withdrawn_is_said_to_be_so(db: Database) -> None:
    with db.writing() as session:
        publish(session, replace(BARE, withdrawn=True))
    with db.reading() as session, pytest.raises(RefusedError, match="is withdrawn"):
        enriching.find(session, "Odile Fennwick")


def test_missing_are_the_published_without_a_current_address(db: Database) -> None:
    moved = replace(TOBIN, links=(replace(TOBIN.links[0], status="former"),))
    gone = replace(BARE, id="bcdfghjp", withdrawn=True)
    with db.writing() as session:
        publish(session, ODILE, moved, replace(BARE, id="bcdfghjn"), gone)
    with db.reading() as session:
        assert {one.id for one in enriching.missing_linkedin(session)} == {moved.id, "bcdfghjn"}
