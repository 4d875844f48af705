"""A document on the import page: read, shown, queued once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followworthy.domain.opting_out import marks_of
from followworthy.domain.verdict import Rules
from followworthy.errors import FetchError, RefusedError
from followworthy.services import documents, drafting, signing_in
from followworthy.services.cleaning import clean_up
from followworthy.services.documents import Article, Progress
from followworthy.services.drafting import Named
from followworthy.store import Database, catalog, drafts, opt_outs, proposals
from followworthy.store.drafts import Draft
from tests.databases import address
from tests.people import ODILE, publish

LIST = """# Three voices on work

## Careers

1. [Odile Fennwick](https://www.linkedin.com/in/odile-fennwick) explains what recruiters read.
2. [Wendel Aspinall](https://www.linkedin.com/in/wendel-aspinall) lends out careers books.
3. Dara Moonesh reads letters aloud.
"""


def draft_of(db: Database, now: datetime, text: str = LIST, source_id: str | None = None) -> int:
    with db.writing() as session:
        invitation = signing_in.invite(session, f"C{now.timestamp()}{text[:3]}", now)
        curator = signing_in.accept_invitation(session, invitation, f"C{now.timestamp()}{text[:3]}", "x" * 12, now)
        number = drafts.begin(session, curator.id, "voices.md", source_id, now)
    drafting.read_draft(db, number, lambda _progress: documents.uploaded("voices.md", text.encode()), lambda: now)
    return number


def held(db: Database, number: int) -> Draft:
    with db.reading() as session:
        found = drafts.get(session, number)
    assert found is not None
    return found


def test_a_preview_says_whom_we_know_and_queues_nothing(db: Database, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE)
    draft = held(db, draft_of(db, now))
    with db.reading() as session:
        found = drafting.preview(session, draft)
        assert proposals.count_waiting(session) == 0
    assert (found.title, len(found.people)) == ("Three voices on work", 3)
    assert (found.levels["same"], found.levels["new"]) == (1, 2)


def test_a_draft_is_queued_as_one_batch_and_only_once(db: Database, now: datetime) -> None:
    number = draft_of(db, now)
    with db.writing() as session:
        done = drafting.queue(session, number, Named(publisher="The Harbour Letter", date="2019"), "Nadia", now)
        assert (done.queued, proposals.count_waiting(session)) == (3, 3)
        assert catalog.source(session, done.source.id) == done.source
        assert (done.source.publisher, done.source.date) == ("The Harbour Letter", "2019")
        with pytest.raises(RefusedError, match=r"queued already\. 3 queued, 0 known before"):
            drafting.queue(session, number, Named(), "Nadia", now)
    assert held(db, number).reading is None


def test_of_two_who_bring_the_same_list_at_once_the_second_queues_nothing(db: Database, now: datetime) -> None:
    first, second = draft_of(db, now), draft_of(db, now + timedelta(seconds=1))
    with db.writing() as session:
        drafting.queue(session, first, Named(), "Nadia", now)
    with db.writing() as session:
        done = drafting.queue(session, second, Named(), "Ilse", now)
        assert (done.number, proposals.count_waiting(session)) == (None, 3)


def test_a_wrong_date_is_refused_and_nothing_is_queued(db: Database, now: datetime) -> None:
    number = draft_of(db, now)
    with db.writing() as session, pytest.raises(RefusedError, match="soon is no date"):
        drafting.queue(session, number, Named(date="soon"), "Nadia", now)
    assert held(db, number).state == "ready"


def test_whoever_asked_not_to_be_listed_is_counted_and_not_named(db: Database, now: datetime) -> None:
    keyed = Database(address(db), opt_out_key=b"k" * 32)
    with keyed.writing() as session:
        opt_outs.remember(session, marks_of(ODILE))
    draft = held(keyed, draft_of(keyed, now))
    with keyed.reading() as session:
        found = drafting.preview(session, draft)
    assert found.asked_to_leave == 1
    assert "Odile" not in " ".join(one.claims[0].name for one in found.people)
    keyed.close()


def test_a_document_without_people_says_why(db: Database, now: datetime) -> None:
    draft = held(db, draft_of(db, now, "Nothing but prose."))
    assert draft.state == "failed"
    assert draft.said


@pytest.mark.parametrize("body", [b"%PDF-1.7 binary", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_document_is_one_sentence(db: Database, now: datetime, body: bytes) -> None:
    number = draft_of(db, now)
    drafting.read_draft(db, number, lambda _progress: documents.uploaded("a.pdf", body), lambda: now)
    assert held(db, number).said.startswith("a.pdf")


def test_a_page_that_cannot_be_read_is_told_and_progress_is_kept(db: Database, now: datetime) -> None:
    number = draft_of(db, now)

    def bring(progress: Progress) -> Article:
        progress(2)
        raise FetchError("https://a.example/ cannot be read: it answered 500.")

    drafting.read_draft(db, number, bring, lambda: now)
    draft = held(db, number)
    assert (draft.state, draft.pages, draft.said) == (
        "failed",
        2,
        "https://a.example/ cannot be read: it answered 500.",
    )


def test_a_reader_without_a_sign_of_life_is_gone(db: Database, now: datetime) -> None:
    with db.writing() as session:
        curator = signing_in.accept_invitation(session, signing_in.invite(session, "N", now), "N", "x" * 12, now)
        number = drafts.begin(session, curator.id, "https://a.example/", None, now)
    draft = held(db, number)
    assert not drafting.is_interrupted(draft, now + timedelta(seconds=59))
    assert drafting.is_interrupted(draft, now + timedelta(seconds=61))


def test_old_drafts_go_with_the_clean_up(db: Database, now: datetime, tmp_path: Path) -> None:
    number = draft_of(db, now)
    clean_up(db, tmp_path, Rules(), now + timedelta(days=29))
    assert held(db, number)
    clean_up(db, tmp_path, Rules(), now + timedelta(days=31))
    with db.reading() as session:
        assert drafts.get(session, number) is None
