"""A whole import is taken back: nothing of it stays, and nothing that a person did since is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from followworthy.domain.values import Claim, Exchange, Hop, Match, Verdict
from followworthy.errors import RefusedError
from followworthy.services import curating, documents, importing, taking_back, undoing
from followworthy.services.batching import Imported
from followworthy.store import Database, Session, experts, imports, proposals, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, publish

URL = "https://letters.example/five"
PEOPLE = {"wendel-aspinall": "Wendel Aspinall", "dara-moonesh": "Dara Moonesh", "ilse-corvane": "Ilse Corvane"}
Bring = Callable[..., Imported]


def page(people: dict[str, str]) -> str:
    items = "".join(
        f'<li><a href="https://www.linkedin.com/in/{slug}">{name}</a> writes about work.</li>'
        for slug, name in {"odile-fennwick": "Odile Fennwick", **people}.items()
    )
    return f"<!doctype html><title>Voices on Work</title><h1>Voices on Work</h1><h2>Careers</h2><ol>{items}</ol>"


class Site:
    """A fetcher that answers with one page."""

    def __init__(self, html: str) -> None:
        self.html = html

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        return Exchange(url, (Hop(url, 200),), self.html.encode()[:max_bytes], "text/html; charset=utf-8")


@pytest.fixture
def bring(db: Database, now: datetime) -> Bring:
    """Import a list of these people, and of Odile, whom the catalog has."""
    with db.writing() as session:
        publish(session, ODILE)

    def brought(people: dict[str, str] = PEOPLE) -> Imported:
        article = documents.open_article(URL, Site(page(people)))
        with db.writing() as session:
            return importing.import_article(session, article, documents.read(article), now)

    return brought


def accept(session: Session, name: str, now: datetime) -> int:
    """Accept the proposal of that name as it is suggested."""
    proposal = next(one for one in proposals.waiting(session) if one.name == name)
    number = curating.accept(session, proposal.id, curating.suggestion(session, proposal), "Nadia", now)
    assert number is not None
    return number


def names(session: Session) -> list[str]:
    return sorted(expert.name for expert, _ in experts.published(session))


def waiting(session: Session) -> list[str]:
    return sorted(one.name for one in proposals.waiting(session))


def test_what_waits_goes_and_the_catalog_is_as_before(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        done = taking_back.take_back(session, 1, "Nadia", now)
        assert (len(done.waiting), done.revision) == (4, None)
        assert waiting(session) == []
        assert revisions.cursor(session)[1] == 1


def test_what_was_accepted_is_undone_in_one_revision(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        for name in ("Odile Fennwick", "Dara Moonesh", "Ilse Corvane"):
            accept(session, name, now)
        assert names(session) == ["Dara Moonesh", "Ilse Corvane", "Odile Fennwick"]
        done = taking_back.take_back(session, 1, "Nadia", now)
        assert (sorted(done.withdrawn), done.restored) == (["Dara Moonesh", "Ilse Corvane"], ["Odile Fennwick"])
        assert names(session) == ["Odile Fennwick"]
        assert experts.get(session, ODILE.id) == ODILE
        latest = revisions.history(session)[0]
        assert (latest.number, latest.by, len(latest.changes)) == (5, "Nadia", 3)
        assert latest.why == "took back import 1, Voices on Work"


def test_whom_a_person_changed_since_is_left_and_told(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        for name in ("Dara Moonesh", "Ilse Corvane"):
            accept(session, name, now)
        dara = experts.owner_of_key(session, "in/dara-moonesh")
        assert dara is not None
        Revision(session, by="Tom", why="knows her", now=now).put(replace(dara, headline="Reads CVs for a living"))
        done = taking_back.take_back(session, 1, "Nadia", now)
        assert (done.left, done.withdrawn) == (["Dara Moonesh"], ["Ilse Corvane"])
        assert names(session) == ["Dara Moonesh", "Odile Fennwick"]


def test_what_the_audit_believes_is_no_edit_and_is_kept(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Odile Fennwick", now)
        odile = experts.get(session, ODILE.id)
        assert odile is not None
        alive = tuple(replace(link, verdict=Verdict.ALIVE, confirmed="2026-11") for link in odile.links)
        Revision(session, by="auditor", why="looked", now=now).put(replace(odile, links=alive))
        assert taking_back.take_back(session, 1, "Nadia", now).restored == ["Odile Fennwick"]
        found = experts.get(session, ODILE.id)
        assert found is not None
        assert found.recommendations == ODILE.recommendations
        assert {link.verdict for link in found.links} == {Verdict.ALIVE}


def test_two_additions_to_one_expert_are_both_undone(db: Database, now: datetime, bring: Bring) -> None:
    bring({"odile-marsh": "Odile Marsh", **PEOPLE})
    with db.writing() as session:
        accept(session, "Odile Fennwick", now)
        second = next(one for one in proposals.waiting(session) if one.name == "Odile Marsh")
        decision = replace(curating.suggestion(session, second), into=ODILE.id, category="sales", address=None)
        curating.accept(session, second.id, decision, "Nadia", now)
        taking_back.take_back(session, 1, "Nadia", now)
        assert experts.get(session, ODILE.id) == ODILE


def test_a_rejection_stays_a_rejection(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        curating.reject(session, proposals.waiting(session)[1].id, "Nadia", now)
        assert taking_back.take_back(session, 1, "Nadia", now).rejected == ["Wendel Aspinall"]
    bring()
    with db.reading() as session:
        assert waiting(session) == ["Dara Moonesh", "Ilse Corvane", "Odile Fennwick"]


def test_a_change_that_an_import_brought_becomes_what_was_before(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Dara Moonesh", now)
        before = proposals.find(session, session_source(session), "in/dara-moonesh")
    bring({**{slug: name for slug, name in PEOPLE.items() if slug != "dara-moonesh"}, "dara-m": "Dara Moonesh"})
    with db.writing() as session:
        assert "Dara Moonesh" in waiting(session)
        taking_back.take_back(session, 2, "Nadia", now)
        after = proposals.find(session, session_source(session), "in/dara-moonesh")
        assert after == before
        assert names(session) == ["Dara Moonesh", "Odile Fennwick"]


def session_source(session: Session) -> str:
    batch = imports.get(session, 1)
    assert batch is not None
    return batch.source.id


def test_a_later_import_that_builds_on_it_goes_first(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    bring({**PEOPLE, "dara-moonesh": "Dara B. Moonesh"})
    with db.writing() as session:
        with pytest.raises(RefusedError, match=r"Not taken back: import 2 builds on this one\. Take that back first"):
            taking_back.take_back(session, 1, "Nadia", now)
        taking_back.take_back(session, 2, "Nadia", now)
        taking_back.take_back(session, 1, "Nadia", now)
        assert waiting(session) == []


def test_what_a_later_import_left_for_a_person_holds_up_nothing(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    bring({**PEOPLE, "dara-moonesh": "Dara B. Moonesh"})
    with db.writing() as session:
        accept(session, "Dara B. Moonesh", now)
        dara = experts.owner_of_key(session, "in/dara-moonesh")
        assert dara is not None
        Revision(session, by="Tom", why="knows her", now=now).put(replace(dara, headline="Reads CVs"))
        assert taking_back.take_back(session, 2, "Nadia", now).left == ["Dara B. Moonesh"]
        taking_back.take_back(session, 1, "Nadia", now)
        assert waiting(session) == []
        assert names(session) == ["Dara B. Moonesh", "Odile Fennwick"]


def test_an_import_is_taken_back_once(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        taking_back.take_back(session, 1, "Nadia", now)
        with pytest.raises(RefusedError, match="Import 1 was already taken back by Nadia"):
            taking_back.take_back(session, 1, "Tom", now)
        with pytest.raises(RefusedError, match="There is no import 9"):
            taking_back.take_back(session, 9, "Tom", now)


def test_a_preview_says_the_same_and_does_nothing(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Dara Moonesh", now)
        told = taking_back.preview(session, 1)
        assert waiting(session) == ["Ilse Corvane", "Odile Fennwick", "Wendel Aspinall"]
        done = taking_back.take_back(session, 1, "Nadia", now)
    assert (told.waiting, told.withdrawn, told.left) == (done.waiting, done.withdrawn, done.left)


def test_undoing_the_change_puts_the_import_back(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Dara Moonesh", now)
        done = taking_back.take_back(session, 1, "Nadia", now)
        undoing.undo(session, done.revision or 0, "Nadia", now)
        assert names(session) == ["Dara Moonesh", "Odile Fennwick"]
        assert waiting(session) == ["Ilse Corvane", "Odile Fennwick", "Wendel Aspinall"]
        assert imports.states(session, [1]) == {1: {"accepted": 1, "waiting": 3}}
        taking_back.take_back(session, 1, "Nadia", now)
        assert (names(session), waiting(session)) == (["Odile Fennwick"], [])


def test_what_was_imported_anew_meanwhile_stays_when_the_import_is_put_back(
    db: Database, now: datetime, bring: Bring
) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Dara Moonesh", now)
        done = taking_back.take_back(session, 1, "Nadia", now)
    bring()
    with db.writing() as session:
        assert len(waiting(session)) == 4
        undoing.undo(session, done.revision or 0, "Nadia", now)
        assert {one.import_id for one in proposals.waiting(session)} == {2}


def test_taken_back_and_imported_again_everybody_waits_again(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        taking_back.take_back(session, 1, "Nadia", now)
    assert (bring().queued, bring().number) == (4, None)


def test_a_proposal_that_no_import_brought_is_none_of_its_business(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        source = session_source(session)
        claim = Claim("Platon Quill", where="asked by mail")
        proposals.queue(
            session,
            source_id=source,
            identity="platon quill",
            kind="new",
            digest="d",
            claims=(claim,),
            match=Match("new"),
            now=now,
        )
        taking_back.take_back(session, 1, "Nadia", now)
        assert waiting(session) == ["Platon Quill"]


def test_accepting_somebody_says_anew_whom_the_others_may_be(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    other = documents.open_article("https://letters.example/six", Site(page({"dara-m": "Dara Moonesh", **PEOPLE})))
    with db.writing() as session:
        importing.import_article(session, other, documents.read(other), now)
        accept(session, "Dara Moonesh", now)
        dara = experts.owner_of_key(session, "in/dara-moonesh")
        matches = {one.identity: (one.kind, one.match.level) for one in proposals.waiting(session)}
        assert (matches["in/dara-moonesh"], matches["in/dara-m"]) == (("correction", "same"), ("new", "possible"))
        assert dara is not None
        Revision(session, by="Tom", why="asked to", now=now).put(replace(dara, headline="Reads"))
        taking_back.take_back(session, 1, "Nadia", now)
        assert {one.match.level for one in proposals.waiting(session) if "dara" in one.identity} == {"same", "possible"}


def test_whom_a_taken_back_import_had_brought_is_nobody_we_know_again(
    db: Database, now: datetime, bring: Bring
) -> None:
    bring()
    other = documents.open_article("https://letters.example/six", Site(page(PEOPLE)))
    with db.writing() as session:
        importing.import_article(session, other, documents.read(other), now)
        accept(session, "Dara Moonesh", now)
        taking_back.take_back(session, 1, "Nadia", now)
        dara = next(one for one in proposals.waiting(session) if one.name == "Dara Moonesh")
        assert (dara.kind, dara.match) == ("new", Match("new"))


def test_an_expert_withdrawn_by_it_leaves_a_tombstone(db: Database, now: datetime, bring: Bring) -> None:
    bring()
    with db.writing() as session:
        accept(session, "Dara Moonesh", now)
        taking_back.take_back(session, 1, "Nadia", now)
        gone = [expert for expert, _ in experts.withdrawn(session)]
    assert [(one.name, one.links) for one in gone] == [("Dara Moonesh", ())]
