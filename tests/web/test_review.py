"""One proposal at a time: what the source says, whom it may be, and what a form may do."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Match, MatchLevel
from followworthy.store import Database, catalog, experts, proposals, revisions
from followworthy.web.comparison import pieces
from tests.people import ODILE, VOICES
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
