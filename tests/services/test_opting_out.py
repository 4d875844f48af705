"""Whoever asked not to be listed is gone at once, and stays out, whichever way somebody would bring them back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from followworthy.domain.opting_out import ASKED
from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.values import Claim, Match, Reading
from followworthy.errors import LostKeyError, RefusedError
from followworthy.services import batching, curating, enriching, loading, opting_out, publishing, taking_back, undoing
from followworthy.services.batching import Imported
from followworthy.services.curated_files import CuratedExpert, CuratedFolder
from followworthy.services.curating import Decision
from followworthy.services.documents import Article
from followworthy.services.looking_up import Finding, wikidata_source
from followworthy.services.opting_out import Left
from followworthy.services.vouching import ASKED as LEFT_ALONE
from followworthy.services.vouching import settle
from followworthy.store import Database, Session, about, experts, imports, loaded_files, opt_outs, proposals, revisions
from followworthy.store.revisions import Revision
from tests.databases import address
from tests.people import ODILE, SALES, SHELVES, TOBIN, VOICES, publish

LIST = Source("page:letters", "Five Voices", url="https://letters.example/five")
HER_NAME = Claim("Odile Fennwick", category="Careers")
HER_ADDRESS = Claim("Somebody Else", linkedin_url="http://uk.linkedin.com/in/Odile-Fennwick/?trk=x", category="Careers")
OTHER_SPELLING = Claim("Dr. FENNWICK, Odile M.", category="Careers")
WENDEL = Claim("Wendel Aspinall", linkedin_url="https://www.linkedin.com/in/wendel", category="Careers")
NAMESAKE = Expert(
    "bcdfghjz", "person", "Odile Fennwick", links=(Link("linkedin", "https://www.linkedin.com/in/of2", "in/of2"),)
)


def leave(database: Database, now: datetime, expert_id: str = ODILE.id) -> Left:
    with database.writing() as session:
        return opting_out.opt_out(session, expert_id, "Nadia", now)


def bring(database: Database, now: datetime, *claims: Claim, source: Source = LIST) -> Imported:
    with database.writing() as session:
        digest = str(hash(claims))
        article = Article(source.url or "x", "", source.url, digest)
        return batching.queue_batch(session, source, article, Reading(source.title, claims), by="Nadia", now=now)


def put(database: Database, expert: Expert, now: datetime) -> int | None:
    with database.writing() as session:
        revision = Revision(session, by="Nadia", why=f"edited {expert.name}", now=now)
        revision.put(expert)
        return revision.number


@pytest.fixture
def listed(db: Database) -> Database:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    return db


@pytest.fixture
def left(listed: Database, now: datetime) -> Database:
    leave(listed, now)
    return listed


def test_they_are_withdrawn_at_once_without_a_name_in_one_signed_change(listed: Database, now: datetime) -> None:
    done = leave(listed, now)
    with listed.reading() as session:
        assert experts.get(session, ODILE.id) == Expert(ODILE.id, "person", "", withdrawn=True)
        past = revisions.history(session, 1)[0]
        document = publishing.catalog_document(session)
    assert (past.number, past.by, past.why) == (done.revision, "Nadia", "withdrew bcdfghjk, who asked not to be listed")
    assert document["withdrawn"] == [ODILE.id]
    assert [one["id"] for one in document["experts"]] == [TOBIN.id]


def test_what_waits_about_them_leaves_the_queue_under_any_spelling_and_the_rest_stays(
    listed: Database, now: datetime
) -> None:
    brought = bring(listed, now, HER_NAME, HER_ADDRESS, OTHER_SPELLING, WENDEL)
    assert brought.queued == 4
    assert leave(listed, now).removed == 3
    with listed.reading() as session:
        assert [one.name for one in proposals.waiting(session)] == ["Wendel Aspinall"]
        batch = imports.get(session, brought.number or 0)
        assert batch is not None
        assert [name for name, _ in batch.people.values()] == ["Wendel Aspinall"]
        assert [one.proposal_id for one in imports.entries(session, batch.id)] == [proposals.waiting(session)[0].id]


@pytest.mark.parametrize("claim", [HER_NAME, HER_ADDRESS, OTHER_SPELLING], ids=["name", "address", "other spelling"])
def test_no_later_list_brings_them_and_the_batch_says_only_that_one_asked(
    left: Database, now: datetime, claim: Claim
) -> None:
    done = bring(left, now, claim, WENDEL)
    assert (done.queued, done.asked, done.new) == (1, 1, ("Wendel Aspinall",))
    with left.reading() as session:
        batch = imports.get(session, done.number or 0)
        assert batch is not None
        assert (batch.asked, [name for name, _ in batch.people.values()]) == (1, ["Wendel Aspinall"])
        assert [one.name for one in proposals.waiting(session)] == ["Wendel Aspinall"]


def test_who_left_between_two_readings_is_not_called_gone(listed: Database, now: datetime) -> None:
    first = bring(listed, now, HER_NAME, WENDEL)
    leave(listed, now)
    again = bring(listed, now, HER_NAME, WENDEL)
    assert (again.number, again.gone, again.asked) == (None, (), 1)
    later = bring(listed, now, HER_NAME, WENDEL, Claim("Dara Moonesh"))
    assert (later.gone, later.new, later.asked) == ((), ("Dara Moonesh",), 1)
    assert first.number != later.number


def test_a_list_of_nobody_else_queues_nothing(left: Database, now: datetime) -> None:
    done = bring(left, now, OTHER_SPELLING)
    assert (done.claims, done.queued, done.asked) == (1, 0, 1)


def test_a_published_namesake_with_an_address_goes_on_being_listed(listed: Database, now: datetime) -> None:
    put(listed, NAMESAKE, now)
    leave(listed, now)
    hers = Claim("Odile Fennwick", linkedin_url="https://www.linkedin.com/in/of2", category="Careers")
    assert (bring(listed, now, hers).queued, bring(listed, now, hers).asked) == (1, 0)
    put(listed, replace(NAMESAKE, headline="Another trade"), now)


def test_enriching_refuses_with_the_reason_under_another_spelling_too(left: Database) -> None:
    for wanted in ("Odile Fennwick", "FENNWICK, Odile", ODILE.id, "https://www.linkedin.com/in/odile-fennwick"):
        with left.reading() as session, pytest.raises(RefusedError, match=ASKED):
            enriching.find(session, wanted)


def test_nobody_elses_site_brings_their_address(left: Database, now: datetime) -> None:
    source = wikidata_source("https://wikidata.example", "Q1")
    claim = Claim("Tobin Ashgrove", linkedin_url=HER_ADDRESS.linkedin_url)
    finding = Finding(source, "Wikidata Q1", Match("probable", TOBIN.id), claim)
    with left.writing() as session:
        assert settle(session, TOBIN, finding, now) == LEFT_ALONE
        assert proposals.waiting(session) == []


def test_a_namesakes_own_site_is_still_heard(listed: Database, now: datetime) -> None:
    put(listed, NAMESAKE, now)
    leave(listed, now)
    claim = Claim("Odile Fennwick", linkedin_url="https://www.linkedin.com/in/of3")
    finding = Finding(wikidata_source("https://wikidata.example", "Q2"), "Q2", Match("probable", NAMESAKE.id), claim)
    with listed.writing() as session:
        assert settle(session, NAMESAKE, finding, now) == "proposed"


@pytest.mark.parametrize(
    "expert",
    [
        ODILE,
        replace(ODILE, headline="Changed since"),
        replace(ODILE, id="bcdfghjx", name="Fennwick, Odile", links=()),
        replace(ODILE, id="bcdfghjx", name="Somebody Else"),
    ],
    ids=["their file", "their changed file", "another spelling", "their address"],
)
def test_a_file_does_not_bring_them_back_and_the_load_says_which_one(
    listed: Database, now: datetime, expert: Expert
) -> None:
    content = CuratedFolder((SHELVES, SALES), (VOICES,), (CuratedExpert(ODILE, (), "experts/x.toml"),))
    with listed.writing() as session:
        loading.load(session, content, now)
    leave(listed, now)
    again = replace(content, experts=(CuratedExpert(expert, (), "experts/x.toml"),))
    with listed.writing() as session:
        done = loading.load(session, again, now)
        assert done.conflicts == ["experts/x.toml: not loaded: this person asked not to be listed. Remove the file."]
        assert (done.applied, done.queued) == (0, 0)
        gone = experts.get(session, ODILE.id)
        assert gone is not None
        assert gone.withdrawn


def test_a_file_that_was_removed_is_no_conflict_any_more(listed: Database, now: datetime) -> None:
    content = CuratedFolder((SHELVES, SALES), (VOICES,), (CuratedExpert(ODILE, (), "experts/x.toml"),))
    with listed.writing() as session:
        loading.load(session, content, now)
    leave(listed, now)
    with listed.writing() as session:
        done = loading.load(session, replace(content, experts=()), now)
    assert (done.conflicts, done.queued) == ([], 0)


def _undo_the_withdrawal(database: Database, now: datetime) -> object:
    with database.writing() as session:
        return undoing.undo(session, revisions.history(session, 1)[0].number, "Tobias", now)


def _edit(database: Database, now: datetime) -> object:
    return put(database, replace(TOBIN, name="Odile Fennwick"), now)


def _add(database: Database, now: datetime) -> object:
    return put(database, replace(ODILE, id="bcdfghjx", links=(), recommendations=()), now)


def _merge(database: Database, now: datetime) -> object:
    return put(database, replace(TOBIN, links=(*TOBIN.links, *ODILE.links)), now)


def _accept(database: Database, now: datetime) -> object:
    bring(database, now, WENDEL)
    with database.writing() as session:
        proposal = proposals.waiting(session)[0]
        typed = Decision("Odile M. Fennwick", "person", "", None, "careers", "Good.")
        return curating.accept(session, proposal.id, typed, "Tobias", now)


def _accept_an_address(database: Database, now: datetime) -> object:
    bring(database, now, WENDEL)
    with database.writing() as session:
        proposal = proposals.waiting(session)[0]
        typed = Decision("Wendel Aspinall", "person", "", "linkedin.com/in/odile-fennwick", "careers", "Good.")
        return curating.accept(session, proposal.id, typed, "Tobias", now)


@pytest.mark.parametrize("way", [_undo_the_withdrawal, _edit, _add, _merge, _accept, _accept_an_address])
def test_no_curators_hand_brings_them_back_and_the_reason_is_told(
    left: Database, now: datetime, way: Callable[[Database, datetime], object]
) -> None:
    with pytest.raises(RefusedError, match=ASKED):
        way(left, now)
    with left.reading() as session:
        assert [one.id for one, _ in experts.published(session)] == [TOBIN.id]


def test_undoing_an_earlier_withdrawal_does_not_name_the_tombstone(listed: Database, now: datetime) -> None:
    put(listed, replace(ODILE, withdrawn=True), now)
    number = leave(listed, now).revision or 0
    with listed.writing() as session, pytest.raises(RefusedError, match=ASKED):
        undoing.undo(session, number, "Tobias", now)


def test_taking_an_import_back_and_undoing_that_brings_nobody(listed: Database, now: datetime) -> None:
    batch = bring(listed, now, Claim("Dara Moonesh"), WENDEL).number or 0
    with listed.writing() as session:
        for one in proposals.waiting(session):
            curating.accept(session, one.id, Decision(one.name, "person", "", None, "careers", ""), "Nadia", now)
        taken = taking_back.take_back(session, batch, "Nadia", now).revision or 0
        dara = next(one for one, _ in experts.withdrawn(session) if one.name == "Dara Moonesh")
        opting_out.opt_out(session, dara.id, "Nadia", now)
    with listed.writing() as session, pytest.raises(RefusedError):
        undoing.undo(session, taken, "Nadia", now)
    assert "Dara Moonesh" not in published(listed)


def test_a_proposal_that_was_taken_back_stays_away_when_that_is_undone(listed: Database, now: datetime) -> None:
    batch = bring(listed, now, Claim("Dara Moonesh"), WENDEL).number or 0
    with listed.writing() as session:
        one = next(each for each in proposals.waiting(session) if each.name == "Wendel Aspinall")
        curating.accept(session, one.id, Decision(one.name, "person", "", None, "careers", ""), "Nadia", now)
        taken = taking_back.take_back(session, batch, "Nadia", now).revision or 0
        opting_out.keep_out(session, "Moonesh, Dara")
        undoing.undo(session, taken, "Nadia", now)
        assert proposals.waiting(session) == []
        entries = text("SELECT count(*) FROM import_entries WHERE CAST(taken AS TEXT) LIKE '%Moonesh%'")
        assert session.scalar(entries) == 0


def published(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.name for one, _ in experts.published(session)]


def test_former_names_and_addresses_are_kept_too(listed: Database, now: datetime) -> None:
    moved = Link("linkedin", "https://www.linkedin.com/in/odile-marsh", "in/odile-marsh")
    put(listed, replace(ODILE, name="Odile Marsh", links=(moved,)), now)
    leave(listed, now)
    for claim in (HER_NAME, HER_ADDRESS, Claim("Odile Marsh")):
        assert bring(listed, now, claim, WENDEL).asked == 1


def test_an_address_that_is_somebody_elses_by_now_does_not_leave_with_them(listed: Database, now: datetime) -> None:
    put(listed, replace(ODILE, links=()), now)
    put(listed, replace(TOBIN, links=(*TOBIN.links, ODILE.links[0])), now)
    leave(listed, now)
    with listed.reading() as session:
        assert not opt_outs.asked(session, {"key:in/odile-fennwick"})


def test_doubles_that_were_merged_into_them_leave_too(listed: Database, now: datetime) -> None:
    double = replace(NAMESAKE, name="Odile Marsh", withdrawn=True, merged_into=ODILE.id)
    put(listed, double, now)
    leave(listed, now, double.id)
    with listed.reading() as session:
        assert {one.name for one, _ in experts.withdrawn(session)} == {""}
        assert opt_outs.asked(session, {"key:in/of2"})


def test_the_preview_says_what_will_happen(listed: Database, now: datetime) -> None:
    put(listed, NAMESAKE, now)
    bring(listed, now, HER_NAME, WENDEL)
    with listed.writing() as session:
        loaded_files.remember(session, loaded_files.LoadedFile("expert", ODILE.id, "experts/odile.toml", "d" * 64))
        told = opting_out.preview(session, ODILE.id)
    assert (told.expert, told.waiting, told.file, told.namesakes) == (ODILE, 1, "experts/odile.toml", (NAMESAKE,))


def test_whoever_left_cannot_leave_again_and_nobody_is_nobody(left: Database) -> None:
    with left.reading() as session:
        with pytest.raises(RefusedError, match="left already"):
            opting_out.preview(session, ODILE.id)
        with pytest.raises(RefusedError, match="nobody with the id x"):
            opting_out.preview(session, "x")


@pytest.mark.parametrize("typed", ["Wendel Aspinall", "linkedin.com/in/wendel"])
def test_somebody_who_is_not_listed_is_kept_out_by_name_or_address(listed: Database, now: datetime, typed: str) -> None:
    bring(listed, now, WENDEL, Claim("Dara Moonesh"))
    with listed.writing() as session:
        before = revisions.cursor(session)
        assert opting_out.keep_out(session, typed) == 1
        assert revisions.cursor(session) == before
    assert bring(listed, now + timedelta(days=1), WENDEL, Claim("Ilse Corvane")).asked == 1


@pytest.mark.parametrize("typed", ["", "   ", "x" * 10_000])
def test_nothing_typed_keeps_nobody_out(listed: Database, typed: str) -> None:
    with listed.writing() as session, pytest.raises(RefusedError, match="Type a name"):
        opting_out.keep_out(session, typed)


@pytest.mark.parametrize("typed", ["Tobin Ashgrove", "linkedin.com/in/tobin-ashgrove"])
def test_somebody_listed_leaves_on_their_own_page(listed: Database, typed: str) -> None:
    with listed.writing() as session, pytest.raises(RefusedError, match="Open their page"):
        opting_out.keep_out(session, typed)


def test_without_the_key_nobody_leaves_nothing_is_imported_and_nothing_published(left: Database, now: datetime) -> None:
    lost = Database(address(left))
    with lost.reading() as session:
        for publishes in (publishing.etag, publishing.whole_catalog, publishing.catalog_document):
            with pytest.raises(LostKeyError):
                publishes(session)
    with pytest.raises(LostKeyError):
        bring(lost, now, WENDEL)
    with pytest.raises(LostKeyError):
        leave(lost, now, TOBIN.id)
    lost.close()


def test_a_person_is_gathered_from_all_that_named_them(listed: Database, now: datetime) -> None:
    put(listed, replace(ODILE, name="Odile Marsh"), now)
    with listed.reading() as session:
        who = person(session)
    assert who.names == {"Odile Fennwick", "Odile Marsh"}
    assert who.urls == {link.url for link in ODILE.links}


def person(session: Session) -> about.Person:
    who = about.person(session, ODILE.id)
    assert who is not None
    return who
