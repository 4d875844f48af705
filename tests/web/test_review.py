"""One proposal at a time: what the source says, whom it may be, and what a form may do."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Match, MatchLevel, Reading
from followworthy.services import batching, curating, undoing
from followworthy.services.documents import Article
from followworthy.store import Database, catalog, experts, proposals, revisions
from followworthy.web.comparison import pieces
from tests.people import ODILE, TOBIN, VOICES, publish
from tests.web.conftest import token

LINKED = "https://www.linkedin.com/in/wendel-aspinall"
WENDEL = Claim("Wendel Aspinall", category="Careers", rank=8, linkedin_url=LINKED, where="line 84")
FORM = {"name": "Wendel Aspinall", "kind": "person", "headline": "", "address": LINKED, "category": "careers"}

Propose = Callable[..., str]


@pytest.fixture
def propose(db: Database, now: datetime) -> Propose:
    """Put a proposal into the queue; gives the address of its page."""

    def put(
        *claims: Claim,
        match: Match = Match("new"),  # noqa: B008 - frozen
        kind: proposals.ProposalKind = "new",
        source: Source = VOICES,
    ) -> str:
        with db.writing() as session:
            catalog.remember_source(session, source)
            return "/desk/review/" + str(
                proposals.queue(
                    session,
                    source_id=source.id,
                    identity=claims[0].name,
                    kind=kind,
                    digest="d",
                    claims=claims,
                    match=match,
                    now=now,
                )
            )

    return put


def send(client: FlaskClient, page: str, **fields: str) -> tuple[int, str]:
    answer = client.post(page, data={"csrf_token": token(client, page), **FORM, **fields})
    return answer.status_code, answer.text


def published(db: Database) -> int:
    with db.reading() as session:
        return len(experts.published(session))


def test_everything_that_a_source_says_is_shown(signed_in: FlaskClient, propose: Propose) -> None:
    second = Claim(
        "Wendel Aspinall", category="Writing", rank=3, links=("https://aspinall.example/",), where="line 190"
    )
    page = signed_in.get(propose(WENDEL, second)).text
    for words in ("line 84", "line 190", "“Writing”, no. 3", "aspinall.example", "The Harbour Letter", "22 May 2019"):
        assert words in page


def test_somebody_unlike_anybody_is_said_to_be_so(signed_in: FlaskClient, propose: Propose) -> None:
    assert "Nobody we have" in signed_in.get(propose(WENDEL)).text


def test_an_organisation_is_not_called_a_person(signed_in: FlaskClient, propose: Propose) -> None:
    assert "new organisation" in signed_in.get(propose(Claim("The Quiet Desk", kind="organisation"))).text


def test_differences_carry_sign_underline_and_wash(signed_in: FlaskClient, propose: Propose) -> None:
    other = Claim(
        "Odile Fennwick",
        category="Job search",
        linkedin_url="linkedin.com/in/odile-marsh",
        links=("https://x.example",),
    )
    page = signed_in.get(propose(other, match=Match("possible", ODILE.id, ("name",)))).text
    assert "We have: Odile Fennwick" in page
    assert "linkedin.com/in/odile-<ins>marsh</ins>" in page
    assert page.count('class="differs"') == page.count('aria-label="differs:"') == 2  # address and links
    assert "2 differences below" in page


@pytest.mark.parametrize("spelling", ["https://linkedin.com/in/Odile-Fennwick/?a=b", "linkedin.com/in/odile-fennwick"])
def test_another_spelling_of_one_address_is_no_difference(
    signed_in: FlaskClient, propose: Propose, spelling: str
) -> None:
    claim = Claim(
        "Odile Fennwick", category="JOB SEARCH", linkedin_url=spelling, links=("http://www.fennwick.example/",)
    )
    assert 'class="differs"' not in signed_in.get(propose(claim, match=Match("same", ODILE.id))).text


def test_what_a_source_does_not_say_is_no_difference(signed_in: FlaskClient, propose: Propose) -> None:
    page = signed_in.get(propose(Claim("Odile Fennwick"), match=Match("possible", ODILE.id))).text
    assert 'class="differs"' not in page
    assert "none given" in page


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_pieces_are_the_text_and_mark_every_difference(have: str, get: str) -> None:
    cut = pieces(have, get)
    assert "".join(text for text, _ in cut) == get
    assert any(differs for _, differs in cut) == (have != get)


@pytest.mark.parametrize(
    ("level", "first"),
    [("new", "accept"), ("possible", "accept"), ("probable", "merge"), ("same", "merge")],
)
def test_the_likeliest_step_stands_first_and_alone_is_filled(
    signed_in: FlaskClient, propose: Propose, level: str, first: str
) -> None:
    match = Match(level, None if level == "new" else ODILE.id)  # type: ignore[arg-type]
    page = signed_in.get(propose(WENDEL, match=match)).text
    assert page.count("btn primary") == 1
    assert page.index(f'class="btn primary" name="do" value="{first}"') < page.index('value="reject"')


def test_somebody_we_surely_know_cannot_become_a_second_person(signed_in: FlaskClient, propose: Propose) -> None:
    assert "Accept as new" not in signed_in.get(propose(WENDEL, match=Match("same", ODILE.id))).text


def test_enter_in_a_field_decides_nothing(signed_in: FlaskClient, propose: Propose) -> None:
    page = signed_in.get(propose(WENDEL)).text
    assert page.index('name="do" value="find" tabindex="-1"') == page.index('name="do"')


@pytest.mark.parametrize("fields", [{}, {"do": "publish"}, {"do": "merge"}, {"do": "merge", "into": ""}])
def test_a_form_that_says_nothing_clear_publishes_nobody(
    signed_in: FlaskClient, db: Database, propose: Propose, fields: dict[str, str]
) -> None:
    status, page = send(signed_in, propose(WENDEL), **fields)
    assert status == 422
    assert 'role="alert">Nothing was decided' in page
    assert published(db) == 1


def test_what_was_done_is_said_on_the_next_page_once(signed_in: FlaskClient, propose: Propose) -> None:
    first, second = propose(WENDEL), propose(Claim("Dara Moonesh"))
    answer = signed_in.post(first, data={"csrf_token": token(signed_in, first), **FORM, "do": "accept"})
    assert answer.headers["Location"] == second
    assert 'role="status">Wendel Aspinall: done, change 2.' in signed_in.get(second).text
    assert 'role="status"' not in signed_in.get(second).text


def test_what_was_decided_is_shown_but_not_decided_again(signed_in: FlaskClient, propose: Propose) -> None:
    page = propose(WENDEL)
    send(signed_in, page, do="reject")
    again = signed_in.get(page).text
    assert "Already rejected by Nadia Brookmere." in again
    assert "disabled aria-labelledby" in again
    assert 'name="do"' not in again


def test_a_proposal_that_is_gone_is_not_found(signed_in: FlaskClient, propose: Propose) -> None:
    form = {"csrf_token": token(signed_in, propose(WENDEL)), **FORM, "do": "accept"}
    assert signed_in.post("/desk/review/999", data=form).status_code == 404


def test_a_withdrawal_asks_plainly_and_leaves_a_tombstone(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    page = propose(Claim(ODILE.name, where="the file vanished"), match=Match("same", ODILE.id), kind="withdrawal")
    assert "Withdraw Odile Fennwick?" in signed_in.get(page).text
    assert send(signed_in, page, do="accept", name=ODILE.name)[0] == 303
    assert published(db) == 0


def test_a_repair_publishes_its_address_only(signed_in: FlaskClient, db: Database, propose: Propose) -> None:
    repair = Claim(ODILE.name, linkedin_url="https://www.linkedin.com/in/odile-marsh", where="remembered")
    page = propose(repair, match=Match("same", ODILE.id), kind="repair")
    shown = signed_in.get(page).text
    assert "Publish this address" in shown
    assert 'name="category"' not in shown
    send(signed_in, page, do="merge", into=ODILE.id, name=ODILE.name, address=repair.linkedin_url or "", category="")
    with db.reading() as session:
        found = experts.owner_of_key(session, "in/odile-marsh")
        assert found is not None
        assert found.recommendations == ODILE.recommendations


def test_only_web_addresses_become_links(signed_in: FlaskClient, propose: Propose) -> None:
    hostile = Claim("Mallory", linkedin_url="javascript:alert(1)", links=("data:text/html,x",), where="line 1")
    source = Source("hostile", "A list", url="javascript:alert(2)")
    page = signed_in.get(propose(hostile, source=source)).text
    assert 'href="javascript:' not in page
    assert 'href="data:' not in page


def test_a_decision_needs_its_token(signed_in: FlaskClient, db: Database, propose: Propose) -> None:
    assert signed_in.post(propose(WENDEL), data={**FORM, "do": "accept"}).status_code == 400
    assert published(db) == 1


def test_a_stranger_decides_nothing(client: FlaskClient, db: Database, propose: Propose) -> None:
    form = {"csrf_token": token(client, "/sign-in"), **FORM, "do": "accept"}
    answer = client.post(propose(WENDEL), data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 1


def test_a_heading_that_the_place_names_is_said_once(signed_in: FlaskClient, propose: Propose) -> None:
    claim = Claim("Wendel Aspinall", category="Thinkers", rank=4, where="line 10, under “Thinkers”")
    assert "<dd>no. 4, line 10, under “Thinkers”</dd>" in signed_in.get(propose(claim)).text


def test_what_differs_is_named_or_counted_but_not_both(signed_in: FlaskClient, propose: Propose) -> None:
    claim = Claim("Odile Fennwick", category="Thinkers")
    page = signed_in.get(propose(claim, match=Match("possible", ODILE.id, ("name",), ("category",)))).text
    assert "Differs: category." in page
    assert "1 difference below" not in page


def test_a_category_not_chosen_is_said_at_its_field(signed_in: FlaskClient, propose: Propose) -> None:
    page = propose(WENDEL)
    assert "aria-invalid" not in signed_in.get(page).text
    status, refused = send(signed_in, page, do="accept", category="")
    assert status == 422
    assert 'name="category" aria-invalid="true" aria-describedby="uncategorised" autofocus' in refused
    assert 'id="uncategorised" class="help wrong beside">Choose a category.' in refused


@pytest.mark.parametrize(("level", "preset"), [("same", True), ("probable", True), ("possible", False)])
def test_whom_we_know_keeps_their_category_under_an_unknown_heading(
    signed_in: FlaskClient, propose: Propose, level: MatchLevel, preset: bool
) -> None:
    claim = Claim("Odile Fennwick", category="Thinkers")
    page = signed_in.get(propose(claim, match=Match(level, ODILE.id))).text
    assert ('value="careers" selected' in page) == preset


NEW = "+Job Search Experts"
LISTED = Claim("Wendel Aspinall", category="Job Search Experts", rank=8, linkedin_url=LINKED, where="line 84")


def test_a_heading_that_we_do_not_have_is_offered_and_made_with_the_person(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    page = propose(LISTED)
    shown = signed_in.get(page).text
    assert '<option value="+Job Search Experts" selected>“Job Search Experts” (new, as the list says)</option>' in shown
    assert send(signed_in, page, do="accept", category=NEW)[0] == 303
    with db.reading() as session:
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        assert found is not None
        assert found.recommendations[0].category == "job-search-experts"
        category = catalog.get(session, "category", "job-search-experts")
        assert category is not None
        past = revisions.get(session, 2)
        assert past is not None
        assert [change.entity for change in past.changes] == ["category", "expert"]


def test_undo_takes_the_category_along_unless_others_stand_in_it(
    signed_in: FlaskClient, db: Database, propose: Propose, now: datetime
) -> None:
    for name in ("Wendel Aspinall", "Dara Moonesh"):
        claim = Claim(name, category="Job Search Experts", where="line 1")
        assert send(signed_in, propose(claim), do="accept", name=name, address="", category=NEW)[0] == 303
    with db.writing() as session:
        undoing.undo(session, 2, "Nadia", now)
        assert catalog.get(session, "category", "job-search-experts") is not None
        undoing.undo(session, 3, "Nadia", now)
        undoing.undo(session, 4, "Nadia", now)  # Wendel again, into the category that is still there
        undoing.undo(session, 6, "Nadia", now)
        assert [one.name for one, _ in experts.published(session)] == ["Odile Fennwick"]


@pytest.mark.parametrize("category", ["+Invented", "+", "+ ", "nothing", "+" + "x" * 10_000])
def test_a_category_that_the_list_does_not_name_is_not_made(
    signed_in: FlaskClient, db: Database, propose: Propose, category: str
) -> None:
    status, page = send(signed_in, propose(LISTED), do="accept", category=category)
    assert status == 422
    assert "Choose a category." in page
    with db.reading() as session:
        assert len(catalog.categories(session)) == 2


def test_others_who_may_be_meant_are_offered_and_chosen_without_losing_what_was_typed(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    with db.writing() as session:
        publish(session, replace(TOBIN, name="Wendela Aspin", headline="Small libraries"))
    page = propose(WENDEL)
    shown = signed_in.get(page).text
    assert "1 is possible:" in shown
    assert f'name="choose" value="{TOBIN.id}"' in shown
    status, chosen = send(signed_in, page, choose=TOBIN.id, reason="My careful words.", began_name="Wendel Aspinall")
    assert status == 200
    assert "chosen by you" in chosen
    assert "My careful words." in chosen
    assert 'id="name" name="name" required data-key="e" value="Wendela Aspin"' in chosen
    assert 'class="btn primary" name="do" value="merge" data-key="m">Merge into Wendela Aspin' in chosen
    assert f'name="into" value="{TOBIN.id}"' in chosen
    assert signed_in.get(f"{page}?into={TOBIN.id}").text.count("chosen by you") == 1


def test_whoever_is_chosen_is_merged_into_or_let_go_but_not_made_twice(
    signed_in: FlaskClient, propose: Propose
) -> None:
    page = propose(WENDEL)
    chosen = signed_in.get(f"{page}?into={ODILE.id}").text
    assert "Accept as new" not in chosen
    assert f'href="{page}">Not them' in chosen


def test_a_namesake_accepted_as_new_does_not_get_our_headline(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    claim = replace(WENDEL, name="Odile Fennwick", headline="")
    page = propose(claim, match=Match("probable", ODILE.id), kind="correction")
    shown = signed_in.get(page).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.split('id="undo"')[0]))
    fields = {**hidden, "name": ODILE.name, "headline": ODILE.headline, "do": "accept"}
    assert send(signed_in, page, **fields)[0] == 303
    with db.reading() as session:
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        assert found is not None
        assert (found.name, found.headline) == ("Odile Fennwick", "")


def test_somebody_else_is_found_by_words_and_nothing_typed_is_lost(signed_in: FlaskClient, propose: Propose) -> None:
    page = propose(WENDEL)
    status, found = send(signed_in, page, do="find", who="GUESSWORK hiring", name="Wendel A. Aspinall")
    assert status == 200
    assert f'name="choose" value="{ODILE.id}"' in found
    assert 'value="Wendel A. Aspinall"' in found
    assert f'name="choose" value="{ODILE.id}"' in signed_in.get(f"{page}?who=guesswork").text
    assert "Nobody here has “zz &lt;b&gt;”" in signed_in.get(f"{page}?who=zz+<b>").text


def test_merging_into_whom_the_curator_chose_keeps_their_name(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    page = propose(WENDEL)
    fields = {
        "began_name": "Wendel Aspinall",
        "began_headline": "",
        "saw_name": ODILE.name,
        "saw_headline": ODILE.headline,
    }
    assert send(signed_in, page, do="merge", into=ODILE.id, **fields)[0] == 303
    with db.reading() as session:
        found = experts.owner_of_key(session, "in/wendel-aspinall")
        assert found is not None
        assert (found.id, found.name, found.headline) == (ODILE.id, ODILE.name, ODILE.headline)


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(
    signed_in: FlaskClient, db: Database, propose: Propose, now: datetime
) -> None:
    page = propose(WENDEL, match=Match("probable", ODILE.id), kind="correction")
    with db.writing() as session:
        revisions.Revision(session, by="Tom", why="edit", now=now).put(replace(ODILE, headline="Tom's words"))
    before = {"began_name": ODILE.name, "began_headline": ODILE.headline, "saw_name": ODILE.name}
    before["saw_headline"] = ODILE.headline
    typed = {"do": "merge", "into": ODILE.id, "name": ODILE.name, "headline": "My words"}
    status, refused = send(signed_in, page, **before, **typed)
    assert status == 422
    assert "somebody changed the headline meanwhile, to “Tom&#39;s words”" in refused
    assert 'value="My words"' in refused
    assert 'name="saw_headline" value="Tom&#39;s words"' in refused
    untouched = {**typed, "headline": ODILE.headline}
    assert send(signed_in, page, **before, **untouched)[0] == 303
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert found.headline == "Tom's words"


def test_what_was_decided_meanwhile_says_by_whom_and_keeps_what_was_typed(
    signed_in: FlaskClient, db: Database, propose: Propose, now: datetime
) -> None:
    page = propose(WENDEL)
    form = {"csrf_token": token(signed_in, page), **FORM, "do": "accept", "reason": "My careful words."}
    with db.writing() as session:
        curating.reject(session, int(page.rpartition("/")[2]), "Tom", now)
    answer = signed_in.post(page, data=form)
    assert answer.status_code == 409
    assert "Wendel Aspinall: already rejected by Tom." in answer.text
    assert "My careful words." in answer.text


@pytest.mark.parametrize("field", ["name", "headline", "reason", "address"])
def test_ten_thousand_characters_are_refused_with_one_sentence_and_kept(
    signed_in: FlaskClient, db: Database, propose: Propose, field: str
) -> None:
    status, page = send(signed_in, propose(WENDEL), do="accept", **{field: "x" * 10_000})
    assert status == 422
    assert "x" * 10_000 in page
    said = page.split('role="alert">')[1].split("<")[0]
    assert len(said) < 250
    assert published(db) == 1


def test_ten_thousand_characters_from_a_list_are_shown_in_time(signed_in: FlaskClient, propose: Propose) -> None:
    claim = Claim("a b " * 2500, category="c " * 5000, where="line 1", quote="q" * 200)
    page = signed_in.get(propose(claim, match=Match("possible", ODILE.id, ("name",))))
    assert page.status_code == 200
    assert signed_in.get("/desk/review/", query_string={"q": "x" * 10_000, "heading": "h" * 10_000}).status_code == 200


@pytest.mark.parametrize("query", ["kind=nobody", "level=sure", "reading=perhaps", "batch=99"])
def test_a_filter_that_there_is_not_is_not_found(signed_in: FlaskClient, propose: Propose, query: str) -> None:
    page = propose(WENDEL)
    assert signed_in.get(f"/desk/review/?{query}").status_code == 404
    assert signed_in.get(f"{page}?{query}").status_code == 404


def test_the_filter_travels_along_with_each_step(signed_in: FlaskClient, propose: Propose) -> None:
    propose(Claim("Somebody Else", category="Sales", where="line 1"))
    pages = [propose(Claim(name, category="Careers", where="line 1")) for name in ("Dara Moonesh", "Ilse Corvane")]
    query = "?heading=Careers&q=e"
    page = signed_in.get(pages[0] + query).text
    encoded = query.replace("&", "&amp;")
    assert "1 of 2" in page
    for words in ("Skip", "Back", "As a table"):
        assert re.search(f'href="[^"]*{re.escape(encoded)}">{words}', page)
    form = {"csrf_token": token(signed_in, pages[0]), **FORM, "do": "reject"}
    led = signed_in.post(pages[0] + query, data=form).headers["Location"]
    assert led == pages[1] + query
    assert f'action="/desk/review/undo{encoded}"' in signed_in.get(led).text


def test_the_place_in_the_list_shows_who_stands_beside(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    listed = tuple(Claim(name, rank=place + 7, quote=f"{name} writes.", where="p") for place, name in enumerate("ABC"))
    with db.writing() as session:
        article = Article("list.html", "", None, "d" * 64)
        batching.queue_batch(session, VOICES, article, Reading("List", listed), by="Tom", now=now)
    page = signed_in.get("/desk/review/2").text
    assert "&hellip; 7. A writes. <mark>8. B writes.</mark> 9. C writes. &hellip;" in page


def test_one_rejection_is_undone_by_one_press_and_shown_again(signed_in: FlaskClient, propose: Propose) -> None:
    page = propose(WENDEL)
    assert 'form="undo"' not in signed_in.get(page).text
    send(signed_in, page, do="reject")
    shown = signed_in.get("/desk/review/").text
    assert "Your last decision: Wendel Aspinall rejected." in shown
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown.split('id="undo"')[1].split("</form>")[0]))
    answer = signed_in.post("/desk/review/undo", data=fields)
    assert answer.headers["Location"] == page
    assert 'role="status">Wendel Aspinall waits again.' in signed_in.get(page).text


def test_an_acceptance_is_undone_by_one_press_as_a_change_of_its_own(
    signed_in: FlaskClient, db: Database, propose: Propose
) -> None:
    page = propose(WENDEL)
    send(signed_in, page, do="accept")
    shown = signed_in.get("/desk/review/").text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown.split('id="undo"')[1].split("</form>")[0]))
    signed_in.post("/desk/review/undo", data=fields)
    assert "that is change 3." in signed_in.get(page).text
    assert published(db) == 1


def test_letters_that_differ_within_a_word_are_marked_alone() -> None:
    assert [text for text, other in pieces("wendelaspinall", "wendelaspinall2") if other] == ["2"]
