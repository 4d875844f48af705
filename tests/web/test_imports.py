"""The imports at the desk: what each brought, what taking it back would do, and lists read again."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Reading
from followworthy.services import batching, curating
from followworthy.services.documents import Article
from followworthy.store import Database, experts, imports, loaded_files, proposals, revisions, source_readings
from followworthy.store.loaded_files import LoadedFile
from followworthy.store.revisions import Revision
from followworthy.store.source_readings import SourceReading
from tests.people import VOICES
from tests.web.conftest import token

ARTICLE = Article("https://letters.example/forty", "", "https://letters.example/forty", "d" * 64)
WENDEL = Claim("Wendel Aspinall", category="Job search", rank=8, where="line 84")
DARA = Claim("Dara Moonesh", linkedin_url="https://www.linkedin.com/in/dara-moonesh", where="line 90")


@pytest.fixture
def batch(db: Database, now: datetime) -> int:
    """An import of three, the last of them read unsurely."""
    reading = Reading("Forty Voices", (WENDEL, DARA, Claim("Contact Us", sure=0.2, where="line 99")))
    with db.writing() as session:
        done = batching.queue_batch(session, VOICES, ARTICLE, reading, by="the command line", now=now)
    assert done.number is not None
    return done.number


def accept(db: Database, now: datetime, name: str) -> None:
    with db.writing() as session:
        proposal = next(one for one in proposals.waiting(session) if one.name == name)
        decision = replace(curating.suggestion(session, proposal), category="careers")
        curating.accept(session, proposal.id, decision, "Nadia", now)


def take_back(client: FlaskClient, number: int) -> tuple[int, str]:
    form = {"csrf_token": token(client, f"/desk/imports/{number}")}
    answer = client.post(f"/desk/imports/{number}/take-back", data=form, follow_redirects=True)
    return answer.status_code, answer.text


def test_without_imports_the_page_says_how_to_make_one(signed_in: FlaskClient) -> None:
    assert "followworthy import" in signed_in.get("/desk/imports/").text


def test_an_import_stands_with_its_list_and_what_became_of_it(
    signed_in: FlaskClient, db: Database, now: datetime, batch: int
) -> None:
    accept(db, now, "Dara Moonesh")
    page = signed_in.get("/desk/imports/").text
    for words in ("Forty Voices on Work", "the command line", "2 waiting, 1 accepted", "3 people in 3 entries"):
        assert words in page
    assert f'href="/desk/review/?batch={batch}"' in page


def test_the_page_of_an_import_says_what_taking_it_back_would_do(
    signed_in: FlaskClient, db: Database, now: datetime, batch: int
) -> None:
    accept(db, now, "Dara Moonesh")
    page = " ".join(signed_in.get(f"/desk/imports/{batch}").text.split())
    assert 'Leave the queue</dt><dd><span class="num">2</span>: Wendel Aspinall, Contact Us' in page
    assert 'Withdrawn</dt><dd><span class="num">1</span>: Dara Moonesh' in page
    assert "Take back this import" in page


def test_an_import_is_taken_back_and_says_so(signed_in: FlaskClient, db: Database, now: datetime, batch: int) -> None:
    accept(db, now, "Dara Moonesh")
    status, page = take_back(signed_in, batch)
    assert status == 200
    assert f'role="status">Import {batch} is taken back. That is change 3.' in page
    assert "undoing it brings the import back" in page
    with db.reading() as session:
        assert proposals.count_waiting(session) == 0
        assert len(experts.published(session)) == 1
        assert revisions.history(session)[0].by == "Nadia Brookmere"
    assert "taken back" in signed_in.get("/desk/imports/").text
    assert f"took back import {batch}" in signed_in.get("/desk/changes/").text


def test_who_was_changed_since_is_said_to_be_left(
    signed_in: FlaskClient, db: Database, now: datetime, batch: int
) -> None:
    accept(db, now, "Dara Moonesh")
    with db.writing() as session:
        dara = experts.owner_of_key(session, "in/dara-moonesh")
        assert dara is not None
        Revision(session, by="Tom", why="knows her", now=now).put(replace(dara, headline="Reads CVs"))
    assert "Left alone" in signed_in.get(f"/desk/imports/{batch}").text
    assert "Left as they are: Dara Moonesh." in take_back(signed_in, batch)[1]


def test_a_second_press_is_refused_politely(signed_in: FlaskClient, batch: int) -> None:
    form = {"csrf_token": token(signed_in, f"/desk/imports/{batch}")}
    signed_in.post(f"/desk/imports/{batch}/take-back", data=form)
    again = signed_in.post(f"/desk/imports/{batch}/take-back", data=form)
    assert again.status_code == 409
    assert "was already taken back by Nadia Brookmere" in again.text


def test_an_import_that_another_builds_on_says_so_and_has_no_button(
    signed_in: FlaskClient, db: Database, now: datetime, batch: int
) -> None:
    newer = Reading("Forty Voices", (replace(DARA, name="Dara B. Moonesh"),))
    with db.writing() as session:
        batching.queue_batch(session, VOICES, ARTICLE, newer, by="the command line", now=now)
    page = signed_in.get(f"/desk/imports/{batch}").text
    assert f"import {batch + 1} builds on this one" in page
    assert "Take back this import" not in page
    assert "Gone" in signed_in.get(f"/desk/imports/{batch + 1}").text


def test_an_import_that_never_was_is_not_found(signed_in: FlaskClient) -> None:
    assert signed_in.get("/desk/imports/9").status_code == 404


def test_a_stranger_takes_nothing_back(client: FlaskClient, db: Database, batch: int) -> None:
    form = {"csrf_token": token(client, "/sign-in")}
    assert client.post(f"/desk/imports/{batch}/take-back", data=form).headers["Location"] == "/sign-in"
    assert client.get("/desk/imports/").status_code == 303
    with db.reading() as session:
        assert imports.latest(session, VOICES.id) is not None


def test_taking_back_needs_its_token(signed_in: FlaskClient, batch: int) -> None:
    assert signed_in.post(f"/desk/imports/{batch}/take-back").status_code == 400


def test_the_queue_shows_unsure_readings_apart_and_can_be_narrowed(signed_in: FlaskClient, batch: int) -> None:
    page = signed_in.get("/desk/review/").text
    assert page.index("Wendel Aspinall") < page.index("Unsure reading") < page.index("Contact Us")
    assert f"import {batch}</a>" in page
    narrowed = signed_in.get(f"/desk/review/?batch={batch}").text
    assert f"3 proposals wait from import {batch}, Forty Voices on Work" in " ".join(narrowed.split())
    assert "Nothing of this import waits" not in narrowed


def test_the_proposal_names_its_import_its_heading_and_its_doubt(signed_in: FlaskClient, batch: int) -> None:
    first, last = signed_in.get("/desk/review/1").text, signed_in.get("/desk/review/3").text
    assert f'by <a href="/desk/imports/{batch}">import {batch}</a>' in first
    assert "The list says" in first
    assert "“Job search”" in first
    assert ("unsure reading" in first, "unsure reading" in last) == (False, True)


def test_the_lists_own_heading_stays_beside_our_category(
    signed_in: FlaskClient, db: Database, now: datetime, batch: int
) -> None:
    assert batch
    accept(db, now, "Wendel Aspinall")
    document = signed_in.get("/api/v1/catalog").get_json()
    wendel = next(one for one in document["experts"] if one["name"] == "Wendel Aspinall")
    assert (wendel["recommendations"][0]["heading"], wendel["recommendations"][0]["category"]) == (
        "Job search",
        "careers",
    )


@pytest.mark.parametrize(
    ("reading", "reread", "words"),
    [
        (None, True, "Waits for its turn"),
        ((2, 1, ""), True, "2 new, 1 gone"),
        ((0, 0, ""), True, "Nobody new, nobody gone"),
        ((0, 0, "letters.example did not answer in time."), True, "letters.example did not answer in time."),
        (None, False, "its curators said so"),
    ],
)
def test_each_list_says_when_it_was_read_and_what_was_met(
    signed_in: FlaskClient,
    db: Database,
    now: datetime,
    reading: tuple[int, int, str] | None,
    reread: bool,
    words: str,
) -> None:
    source = Source("weekly", "Weekly Voices", url="https://letters.example/weekly", reread=reread)
    with db.writing() as session:
        Revision(session, by="curated files", why="loaded", now=now).put(source)
        loaded_files.remember(session, LoadedFile("source", source.id, "sources.toml", "d"))
        if reading:
            source_readings.remember(session, SourceReading(source.id, now, *reading))
    page = signed_in.get("/desk/imports/").text
    assert "Weekly Voices" in page
    assert words in page


def test_the_desk_says_that_a_list_could_not_be_read(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    assert "could not be read again" not in signed_in.get("/desk/").text
    with db.writing() as session:
        source_readings.remember(session, SourceReading(VOICES.id, now, trouble="It answered 403."))
    assert "1 list could not be read again" in signed_in.get("/desk/").text


@pytest.mark.parametrize("number", ["77", "x", "", "0", "-1", "9" * 30, "²"])
@pytest.mark.usefixtures("batch")
def test_the_queue_of_an_import_that_never_was_is_not_found(signed_in: FlaskClient, number: str) -> None:
    assert signed_in.get("/desk/review/", query_string={"batch": number}).status_code == 404
    assert signed_in.get("/desk/review/1", query_string={"batch": number}).status_code == 404


@pytest.fixture
def second(db: Database, now: datetime, batch: int) -> int:
    """An import of two after the other; whom it names, wait as number 4 and 5."""
    reading = Reading("More Voices", (Claim("Ilse Corvane", where="line 3"), Claim("Bram Tollerud", where="line 4")))
    with db.writing() as session:
        more = Source("more-voices", "More Voices")
        done = batching.queue_batch(session, more, ARTICLE, reading, by="the command line", now=now)
    assert done.number is not None
    assert done.number != batch
    return done.number


def test_one_at_a_time_counts_and_walks_within_its_import(signed_in: FlaskClient, second: int) -> None:
    assert f'href="/desk/review/4?batch={second}">One at a time' in signed_in.get(f"/desk/review/?batch={second}").text
    page = signed_in.get(f"/desk/review/5?batch={second}").text
    assert f'2 of 2 from <a href="/desk/imports/{second}">' in page
    assert f'data-key="j" href="/desk/review/4?batch={second}"' in page
    assert f'data-key="k" href="/desk/review/4?batch={second}"' in page
    assert f'href="/desk/review/?batch={second}">As a table' in page


def test_a_decision_leads_on_within_its_import_until_that_is_done(signed_in: FlaskClient, second: int) -> None:
    pages = [f"/desk/review/{number}?batch={second}" for number in (5, 4)]
    assert f'action="{pages[0]}"' in signed_in.get(pages[0]).text
    led = []
    for page in pages:
        form = {"csrf_token": token(signed_in, page), "name": "N", "do": "reject"}
        led.append(signed_in.post(page, data=form).headers["Location"])
    assert led == [pages[1], f"/desk/review/?batch={second}"]
    done = signed_in.get(led[1]).text
    assert f'Import {second} is done. <a href="/desk/imports/{second}">Back to import {second}</a>' in done


def test_a_long_import_unfolds_its_names_below_the_button(signed_in: FlaskClient, db: Database, now: datetime) -> None:
    many = tuple(Claim(f"Expert {chr(65 + i // 26)}{chr(65 + i % 26)}", where=f"line {i}") for i in range(23))
    with db.writing() as session:
        done = batching.queue_batch(session, VOICES, ARTICLE, Reading("Many", many), by="the command line", now=now)
    page = signed_in.get(f"/desk/imports/{done.number}").text
    button, tenth, fold, eleventh = (
        page.index(words)
        for words in ("Take back this import", "Expert AJ<details>", "<summary>and 13 more</summary>", "Expert AK")
    )
    assert button < tenth < fold < eleventh


@pytest.fixture
def many(db: Database, now: datetime) -> int:
    """An import of 250, the last forty of them read unsurely."""
    claims = tuple(
        Claim(f"Expert {chr(65 + i // 26)}{chr(65 + i % 26)}", where=f"line {i}", sure=1.0 if i < 210 else 0.2)
        for i in range(250)
    )
    with db.writing() as session:
        done = batching.queue_batch(session, VOICES, ARTICLE, Reading("Many", claims), by="Tom", now=now)
    assert done.number is not None
    return done.number


def test_the_queue_comes_in_pages_of_fifty_that_hold_everybody_once(signed_in: FlaskClient, many: int) -> None:
    pages = [signed_in.get(f"/desk/review/?batch={many}&page={number}").text for number in range(1, 6)]
    assert [page.count('class="name"') for page in pages] == [50] * 5
    names = {line.split(">")[-1] for page in pages for line in page.split("</a>") if 'class="name"' in line}
    assert len(names) == 250
    assert "51 to 100 of 250" in pages[1]
    assert [page.count('rel="next"') for page in pages] == [1, 1, 1, 1, 0]
    assert f'rel="prev" href="/desk/review/?batch={many}&amp;page=1"' in pages[1]


def test_what_was_read_unsurely_is_reached_from_the_top(signed_in: FlaskClient, many: int) -> None:
    page = signed_in.get(f"/desk/review/?batch={many}").text
    assert f'href="/desk/review/?batch={many}&amp;reading=unsure">40 read unsurely</a>' in page
    unsure = signed_in.get(f"/desk/review/?batch={many}&reading=unsure").text
    assert '<h2 id="unsure">' in unsure
    assert unsure.count('class="name"') == 40


@pytest.mark.parametrize("number", ["0", "6", "x", "", "-1"])
@pytest.mark.usefixtures("many")
def test_a_page_that_the_queue_has_not_is_not_found(signed_in: FlaskClient, number: str) -> None:
    assert signed_in.get("/desk/review/", query_string={"page": number}).status_code == 404
