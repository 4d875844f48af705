"""Curated files and the database: three states compared, nothing of a curator's lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Verdict
from followworthy.services import curating, exporting
from followworthy.services.curated_files import CuratedExpert, CuratedFolder, ProposedLink, read_folder, write_folder
from followworthy.services.curating import Decision
from followworthy.services.loading import Loaded, load
from followworthy.store import Database, experts, proposals, revisions
from followworthy.store.revisions import Revision
from tests.people import ODILE, SALES, SHELVES, TOBIN, VOICES

REMEMBERED = ProposedLink(Link("linkedin", "https://www.linkedin.com/in/tobin-a", "in/tobin-a"), "Remembered.")


def folder(*people: Expert, proposed: tuple[ProposedLink, ...] = ()) -> CuratedFolder:
    curated = tuple(
        CuratedExpert(one, proposed if one.id == TOBIN.id else (), f"experts/{one.id}.toml") for one in people
    )
    return CuratedFolder((SHELVES, SALES), (VOICES,), curated)


def loaded(database: Database, content: CuratedFolder, now: datetime) -> Loaded:
    with database.writing() as session:
        return load(session, content, now)


def edit(database: Database, expert: Expert, now: datetime, by: str = "Nadia") -> None:
    with database.writing() as session:
        Revision(session, by=by, why="edited", now=now).put(expert)


def found(database: Database, expert_id: str) -> Expert:
    with database.reading() as session:
        expert = experts.get(session, expert_id)
    assert expert is not None
    return expert


def test_the_first_load_is_one_change(db: Database, now: datetime) -> None:
    done = loaded(db, folder(ODILE, TOBIN), now)
    assert (done.applied, done.revision, done.conflicts) == (5, 1, [])
    assert found(db, ODILE.id) == ODILE


def test_a_second_load_changes_nothing(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE, TOBIN, proposed=(REMEMBERED,)), now)
    done = loaded(db, folder(ODILE, TOBIN, proposed=(REMEMBERED,)), now)
    assert (done.applied, done.queued, done.revision, done.unchanged) == (0, 0, None, 5)


def test_a_changed_file_is_applied(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    loaded(db, folder(replace(ODILE, headline="Else")), now)
    assert found(db, ODILE.id).headline == "Else"


def test_a_curators_edit_survives_an_unchanged_file(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    edit(db, replace(ODILE, headline="Nadia's words"), now)
    assert loaded(db, folder(ODILE), now).conflicts == []
    assert found(db, ODILE.id).headline == "Nadia's words"


def test_when_both_changed_the_desk_stays_and_the_conflict_is_listed(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    edit(db, replace(ODILE, headline="Nadia's words"), now)
    done = loaded(db, folder(replace(ODILE, headline="The file's words")), now)
    assert done.conflicts == [
        "experts/bcdfghjk.toml: not loaded: the file and the desk both changed it; the desk's version stays."
    ]
    assert found(db, ODILE.id).headline == "Nadia's words"


def test_when_both_say_the_same_there_is_no_conflict(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    edit(db, replace(ODILE, headline="Agreed"), now)
    assert loaded(db, folder(replace(ODILE, headline="Agreed")), now).conflicts == []


def test_a_flip_of_the_audit_is_no_edit_and_survives_the_load(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    confirmed = replace(ODILE.links[1], verdict=Verdict.ALIVE, confirmed="2026-11")
    edit(db, replace(ODILE, links=(ODILE.links[0], confirmed)), now, by="auditor")
    done = loaded(db, folder(replace(ODILE, headline="Else")), now)
    assert done.conflicts == []
    assert found(db, ODILE.id).links[1] == confirmed


def test_an_address_from_memory_waits_and_is_not_published(db: Database, now: datetime) -> None:
    nowhere = replace(TOBIN, links=())
    assert loaded(db, folder(nowhere, proposed=(REMEMBERED,)), now).queued == 1
    with db.reading() as session:
        assert experts.owner_of_key(session, "in/tobin-a") is None
        assert [(one.kind, one.name) for one in proposals.waiting(session)] == [("repair", "Tobin Ashgrove")]


def test_a_rejected_address_from_memory_stays_rejected(db: Database, now: datetime) -> None:
    content = folder(replace(TOBIN, links=()), proposed=(REMEMBERED,))
    loaded(db, content, now)
    with db.writing() as session:
        curating.reject(session, proposals.waiting(session)[0].id, "Nadia", now)
    assert loaded(db, content, now).queued == 0


def test_an_accepted_address_from_memory_is_published_and_not_proposed_again(db: Database, now: datetime) -> None:
    content = folder(replace(TOBIN, links=()), proposed=(REMEMBERED,))
    loaded(db, content, now)
    with db.writing() as session:
        waiting = proposals.waiting(session)[0]
        curating.accept(session, waiting.id, curating.suggestion(session, waiting), "Nadia", now)
    assert found(db, TOBIN.id).links[0].key == "in/tobin-a"
    assert found(db, TOBIN.id).recommendations == TOBIN.recommendations
    assert loaded(db, content, now).queued == 0


def test_a_file_that_no_longer_proposes_an_address_takes_it_back(db: Database, now: datetime) -> None:
    loaded(db, folder(replace(TOBIN, links=()), proposed=(REMEMBERED,)), now)
    loaded(db, folder(replace(TOBIN, links=())), now)
    with db.reading() as session:
        assert proposals.waiting(session) == []


def test_a_vanished_file_proposes_a_withdrawal_and_withdraws_nobody(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE, TOBIN), now)
    assert loaded(db, folder(ODILE), now).queued == 1
    with db.reading() as session:
        assert len(experts.published(session)) == 2
        assert [(one.kind, one.name) for one in proposals.waiting(session)] == [("withdrawal", "Tobin Ashgrove")]


def test_a_file_that_comes_back_takes_the_withdrawal_back(db: Database, now: datetime) -> None:
    for content in (folder(ODILE, TOBIN), folder(ODILE), folder(ODILE, TOBIN)):
        loaded(db, content, now)
    with db.reading() as session:
        assert proposals.waiting(session) == []


def test_a_file_cannot_take_somebody_elses_address(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    done = loaded(db, folder(ODILE, replace(TOBIN, links=ODILE.links[:1])), now)
    assert done.conflicts == [
        "experts/bcdfghjm.toml: not loaded: its LinkedIn address already belongs to Odile Fennwick."
    ]


def test_loading_what_was_exported_changes_nothing(db: Database, now: datetime, tmp_path: Path) -> None:
    loaded(db, folder(ODILE, replace(TOBIN, links=()), proposed=(REMEMBERED,)), now)
    edit(db, replace(ODILE, headline="Nadia's words"), now)
    with db.reading() as session:
        write_folder(tmp_path, exporting.content(session))
        before = revisions.cursor(session)
    done = loaded(db, read_folder(tmp_path), now)
    with db.reading() as session:
        assert (revisions.cursor(session), done.conflicts, done.queued) == (before, [], 0)
        assert [proposal.identity for proposal in proposals.waiting(session)] == ["in/tobin-a"]


def test_an_exported_catalog_makes_the_same_catalog_elsewhere(
    db: Database, now: datetime, tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    loaded(db, folder(ODILE, TOBIN), now)
    with db.reading() as session:
        write_folder(tmp_path, exporting.content(session))
        here = [expert for expert, _ in experts.published(session)]
    elsewhere = Database(fresh_url())
    loaded(elsewhere, read_folder(tmp_path), now)
    with elsewhere.reading() as session:
        assert [expert for expert, _ in experts.published(session)] == here
    elsewhere.close()


def test_a_person_accepted_at_the_desk_gets_a_file_of_their_name(db: Database, now: datetime) -> None:
    loaded(db, folder(ODILE), now)
    edit(db, replace(TOBIN, name="Jörg Ähnlich"), now)
    with db.reading() as session:
        labels = [one.file for one in exporting.content(session).experts]
    assert labels == ["experts/jorg-ahnlich.toml", "experts/bcdfghjk.toml"]


@pytest.mark.parametrize("turn", range(2))
def test_a_load_that_is_killed_leaves_nothing_and_the_next_one_is_whole(
    db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    calls = 0
    write = experts.write

    def dies(*args: object) -> None:
        nonlocal calls
        calls += 1
        if calls == turn + 1:
            raise KeyboardInterrupt
        write(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(experts, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            loaded(db, folder(ODILE, TOBIN), now)
    with db.reading() as session:
        assert revisions.cursor(session)[1] == 0
    assert loaded(db, folder(ODILE, TOBIN), now).applied == 5


def test_a_decision_kept_in_words_is_exported(db: Database, now: datetime) -> None:
    loaded(db, folder(replace(TOBIN, links=()), proposed=(REMEMBERED,)), now)
    with db.writing() as session:
        waiting = proposals.waiting(session)[0]
        decision = Decision(TOBIN.name, "person", "Coach", REMEMBERED.link.url, None, "", TOBIN.id)
        curating.accept(session, waiting.id, decision, "Nadia", now)
        written = exporting.content(session).experts[0]
    assert written.proposed == ()
    assert (written.expert.headline, written.expert.links[0].key) == ("Coach", "in/tobin-a")
