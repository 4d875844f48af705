"""A list article becomes proposals; reading it again changes only what changed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from followworthy.domain.values import Exchange, Hop
from followworthy.errors import ArticleError, FetchError
from followworthy.services import curating, documents, importing
from followworthy.services.batching import Imported
from followworthy.store import Database, experts, imports, proposals, revisions
from tests.people import ODILE, VOICES, publish

PAGE = """<!doctype html><title>Five Voices on Work</title><h1>Five Voices on Work</h1>
<p>Here are the people to follow on LinkedIn.</p>
<h2>Careers</h2>
<ol>
<li><a href="https://www.linkedin.com/in/odile-fennwick?trk=x">Odile Fennwick</a> writes about hiring.</li>
<li><a href="https://www.linkedin.com/in/wendel-aspinall/">Wendel Aspinall</a> keeps a shelf of careers books.</li>
<li><a href="https://www.linkedin.com/in/dara-moonesh">Dara Moonesh</a> reads CVs for a living.</li>
<li><a href="https://www.linkedin.com/in/ilse-corvane">Ilse Corvane</a> is an organisational psychologist.</li>
<li><a href="https://www.linkedin.com/in/noor-halvorsdal">Noor Halvorsdal</a> finds plain words.</li>
</ol>"""
URL = "https://letters.example/five"


class Page:
    """A fetcher that answers with one page."""

    def __init__(self, body: str = PAGE, status: int = 200) -> None:
        self.body, self.status = body, status

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        return Exchange(url, (Hop(url, self.status),), self.body.encode()[:max_bytes], "text/html; charset=utf-8")


def imported(database: Database, now: datetime, body: str = PAGE) -> Imported:
    article = documents.open_article(URL, Page(body))
    with database.writing() as session:
        return importing.import_article(session, article, documents.read(article), now)


def test_everybody_on_the_list_becomes_a_proposal(db: Database, now: datetime) -> None:
    done = imported(db, now)
    assert (done.claims, done.queued, done.source.title, done.source.url) == (5, 5, "Five Voices on Work", URL)
    with db.reading() as session:
        assert {one.kind for one in proposals.waiting(session)} == {"new"}


def test_somebody_we_know_by_address_is_a_correction(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    imported(db, now)
    with db.reading() as session:
        first = proposals.waiting(session)[0]
    assert (first.kind, first.match.level, first.match.expert_id) == ("correction", "same", ODILE.id)


def test_reading_the_same_article_again_changes_nothing(db: Database, now: datetime) -> None:
    imported(db, now)
    again = imported(db, now)
    assert (again.queued, again.known) == (0, 5)


def test_a_reworded_entry_is_no_news(db: Database, now: datetime) -> None:
    imported(db, now)
    assert imported(db, now, PAGE.replace("writes about hiring", "writes on hiring")).queued == 0


def test_a_new_address_is_news_and_only_that(db: Database, now: datetime) -> None:
    imported(db, now)
    assert imported(db, now, PAGE.replace("in/ilse-corvane", "in/ilse-corvane-2")).queued == 1
    with db.reading() as session:
        assert proposals.count_waiting(session) == 5


def test_a_rejected_person_stays_rejected(db: Database, now: datetime) -> None:
    imported(db, now)
    with db.writing() as session:
        curating.reject(session, proposals.waiting(session)[0].id, "Nadia", now)
    imported(db, now)
    with db.reading() as session:
        assert proposals.count_waiting(session) == 4


def test_a_rejected_person_of_whom_something_else_is_said_waits_again(db: Database, now: datetime) -> None:
    imported(db, now)
    with db.writing() as session:
        ilse = next(one for one in proposals.waiting(session) if one.name == "Ilse Corvane")
        curating.reject(session, ilse.id, "Nadia", now)
    imported(db, now, PAGE.replace("in/ilse-corvane", "in/ilse-c"))
    with db.reading() as session:
        assert [one.id for one in proposals.waiting(session) if one.name == "Ilse Corvane"] == [ilse.id]


def test_two_of_one_name_are_never_taken_for_each_other(db: Database, now: datetime) -> None:
    twins = PAGE.replace("Noor Halvorsdal", "Ilse Corvane")
    imported(db, now, twins)
    changed = imported(db, now, twins.replace("in/ilse-corvane", "in/ic-1").replace("in/noor-halvorsdal", "in/ic-2"))
    assert (changed.queued, changed.new, changed.gone) == (2, (), ())


def test_a_batch_says_who_is_new_and_who_is_gone(db: Database, now: datetime) -> None:
    first = imported(db, now)
    assert (len(first.new), first.gone, first.number) == (5, (), 1)
    second = imported(db, now, PAGE.replace("Ilse Corvane", "Platon Quill").replace("ilse-corvane", "platon-quill"))
    assert (second.new, second.gone, second.number) == (("Platon Quill",), ("Ilse Corvane",), 2)


def test_nothing_changed_makes_no_batch(db: Database, now: datetime) -> None:
    imported(db, now)
    again = imported(db, now)
    assert (again.number, again.before and again.before.id) == (None, 1)
    with db.reading() as session:
        assert len(imports.listed(session)) == 1


def test_a_page_that_a_curated_source_has_is_that_source(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
        revisions.Revision(session, by="N", why="found it", now=now).put(replace(VOICES, url=URL))
    assert imported(db, now).source.id == VOICES.id


def test_the_claim_under_the_chosen_category_gives_rank_and_heading(db: Database, now: datetime) -> None:
    twice = PAGE.replace(
        "</ol>",
        "</ol><h2>Sales without shouting</h2><ol start=8>" + PAGE[PAGE.index("<li>") : PAGE.index("</ol>")] + "</ol>",
    )
    with db.writing() as session:
        publish(session, ODILE)
    imported(db, now, twice)
    with db.writing() as session:
        wendel = next(one for one in proposals.waiting(session) if one.name == "Wendel Aspinall")
        decision = replace(curating.suggestion(session, wendel), category="sales")
        curating.accept(session, wendel.id, decision, "Nadia", now)
        found = experts.owner_of_key(session, "in/wendel-aspinall")
    assert found is not None
    assert (found.recommendations[0].heading, found.recommendations[0].rank) == ("Sales without shouting", 9)


def test_an_import_publishes_nothing(db: Database, now: datetime) -> None:
    imported(db, now)
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 0


def test_a_page_without_a_list_queues_nothing_and_says_why(db: Database, now: datetime) -> None:
    done = imported(db, now, "<title>Soup</title><h1>Soup</h1><p>Boil water.</p>")
    assert (done.claims, done.queued) == (0, 0)
    assert done.because


def test_a_page_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(FetchError, match=r"letters\.example/five cannot be read: it answered 404"):
        documents.open_article(URL, Page(status=404))


def test_a_file_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ArticleError, match=r"nowhere\.html cannot be read: No such file"):
        documents.open_article("nowhere.html", Page())


def test_a_picture_is_no_article(tmp_path: Path) -> None:
    file = tmp_path / "list.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    with pytest.raises(ArticleError, match=r"list\.png: this is a picture"):
        documents.open_article(str(file), Page())


def test_an_enormous_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.html"
    with file.open("wb") as out:
        out.truncate(documents.MAX_BYTES + 1)
    with pytest.raises(ArticleError, match="too large"):
        documents.open_article(str(file), Page())


def test_a_file_is_known_by_its_content(db: Database, now: datetime, tmp_path: Path) -> None:
    sources = set()
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
        article = documents.open_article(str(tmp_path / name), Page())
        with db.writing() as session:
            sources.add(importing.import_article(session, article, documents.read(article), now).source.id)
    assert len(sources) == 1
    assert sources.pop().startswith("file:")


def test_a_page_in_an_old_encoding_is_read_right(tmp_path: Path) -> None:
    file = tmp_path / "old.html"
    file.write_bytes('<meta charset="iso-8859-1"><p>Ängström</p>'.encode("latin-1"))
    assert "Ängström" in documents.open_article(str(file), Page()).text
