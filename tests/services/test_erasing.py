"""Somebody is erased: nothing in any table or page of the file names them; what is out of reach is told."""

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, inspect, literal_column, select, text
from sqlalchemy import table as table_named

from followworthy.domain.records import Expert, Link, Recommendation, Source
from followworthy.domain.values import Check, Claim, Match, Outcome, Reading
from followworthy.errors import BusyError, RefusedError
from followworthy.services import (
    backing_up,
    batching,
    curating,
    erasing,
    holding,
    opting_out,
    taking_back,
    undoing,
)
from followworthy.services.curating import Decision
from followworthy.services.documents import Article
from followworthy.services.erasing import Erased
from followworthy.services.holding import Places
from followworthy.services.looking_up import Finding, homepage_source
from followworthy.services.vouching import settle
from followworthy.store import Database, checks, experts, loaded_files, opt_outs, proposals, reviews, revisions, runs
from followworthy.store.checks import DueLink
from followworthy.store.revisions import Revision
from followworthy.store.tables import DraftRow, JobRow, OpenedLinkRow
from tests.people import ODILE, TOBIN, publish

LIST = Source("page:letters", "Five Voices", url="https://letters.example/five")
HER_URL = ODILE.links[0].url
NEEDLES = ("fennwick", "odile", "guesswork", "bcdfghjk.example")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    curated = tmp_path / "curated"
    (curated / "experts").mkdir(parents=True)
    data = tmp_path / "data"
    data.mkdir()
    return Places(curated, data, data / "outbound")


def bring(database: Database, now: datetime, *claims: Claim) -> int:
    with database.writing() as session:
        article = Article("/home/nadia/odile-fennwick.html", "", None, str(len(claims)))
        done = batching.queue_batch(session, LIST, article, Reading("Five", claims), by="Nadia", now=now)
        assert done.number is not None
        return done.number


def put(database: Database, expert: Expert, now: datetime, why: str) -> None:
    with database.writing() as session:
        Revision(session, by="Nadia", why=why, now=now).put(expert)


@pytest.fixture
def full(db: Database, now: datetime) -> Database:
    """A database in which everything that can name somebody does."""
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
    put(db, replace(ODILE, headline="Hiring without guesswork"), now, "edited Odile Fennwick, at her wish")
    wendel = Claim("Wendel Aspinall")
    hers = Claim("Dr. Odile M. Fennwick", linkedin_url=HER_URL, category="Careers", quote="Odile Fennwick says so.")
    first = bring(db, now, Claim("Odile Fennwick"), wendel)
    second = bring(db, now, hers, wendel)
    bring(db, now, wendel)
    assert first < second
    with db.writing() as session:
        for one in proposals.waiting(session):
            if one.match.expert_id == ODILE.id:
                into = Decision(one.name, "person", "", None, "careers", "Good.", into=ODILE.id)
                curating.accept(session, one.id, into, "Nadia", now)
        other = "https://www.linkedin.com/in/o-fennwick-9"
        page = Claim("Odile Fennwick", linkedin_url=other, where="fennwick.example")
        finding = Finding(homepage_source(ODILE.links[1]), "fennwick.example", Match("probable", ODILE.id), page)
        assert settle(session, ODILE, finding, now) == "proposed"
        run = runs.begin(session, 2, now)
        due = DueLink(ODILE.id, ODILE.name, HER_URL, "in/odile-fennwick")
        checks.record(session, due, Check(now, Outcome.WALLED, "linkedin.com/in/odile-fennwick: a wall"), run)
        elsewhere = DueLink(TOBIN.id, TOBIN.name, TOBIN.links[0].url, "in/tobin-ashgrove")
        checks.record(session, elsewhere, Check(now, Outcome.REDIRECTED, "went on", moved_to=HER_URL), run)
        flip = {"expert_id": ODILE.id, "name": ODILE.name, "url": HER_URL, "before": "alive", "after": "gone"}
        theirs = {**flip, "expert_id": TOBIN.id, "name": TOBIN.name, "url": TOBIN.links[0].url}
        report = {
            "flips": [{**flip, "because": "not there"}, {**theirs, "because": "not there"}],
            "held": [],
            "hosts": [{"host": "fennwick.example", "counts": {"answered": 1}}],
            "since": 1,
        }
        runs.end(session, run, "finished", {}, "2 due: Odile Fennwick was walled.", now, report)
        reviews.confirm(session, ODILE.id, "Nadia", now)
        loaded_files.remember(session, loaded_files.LoadedFile("expert", ODILE.id, "experts/odile-fennwick.toml", "d"))
        session.execute(
            text(
                "INSERT INTO curators (id, name, password_hash, session_stamp, created_at, role) "
                "VALUES (1, 'Nadia', 'x', 'y', '2026-11-23', 'owner')"
            )
        )
        session.execute(insert(OpenedLinkRow).values(curator_id=1, expert_id=ODILE.id, url=HER_URL, at=now))
        draft = {"claims": [{"name": "Odile Fennwick"}, {"name": "Dara Moonesh"}]}
        values = {"state": "ready", "place": "fennwick.example/list", "said": "", "pages": 1, "reading": draft}
        session.execute(insert(DraftRow).values(curator_id=1, began_at=now, beat_at=now, **values))
        said = "1 item asked for: odile-fennwick vouched for"
        session.execute(insert(JobRow).values(name="vouch", every=1, said=said))
    return db


def erased(database: Database, places: Places, now: datetime, **how: bool) -> Erased:
    return erasing.erase(database, places, ODILE.id, "the command line", now, **how)


def everything(database: Database) -> str:
    """Every cell of every table, as the file has it, and as its JSON means it."""
    cells: list[str] = []
    with database.reading() as session:
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(select(literal_column("*")).select_from(table_named(table))):
                cells += [str(one) for one in row]
    return re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), "\n".join(cells))


def test_no_cell_of_any_table_names_them_afterwards(full: Database, places: Places, now: datetime) -> None:
    before = everything(full).casefold()
    assert all(needle in before for needle in NEEDLES[:3])
    erased(full, places, now)
    after = everything(full).casefold()
    assert [needle for needle in NEEDLES if needle in after] == []


@pytest.mark.sqlite
def test_no_page_of_the_file_names_them_afterwards(full: Database, places: Places, now: datetime) -> None:
    erased(full, places, now)
    path = Path(full.place)
    held = b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*")).lower()
    assert b"aspinall" in held
    assert [needle for needle in NEEDLES if needle.encode() in held] == []


def test_others_and_the_catalogs_numbers_stay(full: Database, places: Places, now: datetime) -> None:
    with full.reading() as session:
        before = revisions.cursor(session)[1]
    erased(full, places, now)
    with full.reading() as session:
        assert [one.name for one, _ in experts.published(session)] == ["Tobin Ashgrove"]
        assert [one.id for one, _ in experts.withdrawn(session)] == [ODILE.id]
        assert revisions.cursor(session)[1] == before + 1
        assert [one.number for one in revisions.history(session)] == list(range(before + 1, 0, -1))
        assert [one.name for one in proposals.waiting(session)] == ["Wendel Aspinall"]
        report = runs.latest(session)[0]
        known = runs.get(session, report.id)
        assert known is not None
        assert known.report is not None
        assert [one["name"] for one in known.report["flips"]] == ["Tobin Ashgrove"]
        assert session.scalar(select(DraftRow.reading)) == {"claims": [{"name": "Dara Moonesh"}]}


def test_they_stay_out_afterwards_under_another_spelling(full: Database, places: Places, now: datetime) -> None:
    erased(full, places, now)
    with full.writing() as session:
        claims = (Claim("FENNWICK, Odile"), Claim("X", linkedin_url=HER_URL), Claim("Dara Moonesh"))
        done = batching.queue_batch(
            session, LIST, Article("x", "", None, "e"), Reading("Five", claims), by="Nadia", now=now
        )
    assert (done.asked, done.new) == (2, ("Dara Moonesh",))


def test_who_opted_out_long_ago_can_be_erased_and_erasing_twice_changes_nothing(
    full: Database, places: Places, now: datetime
) -> None:
    with full.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", now)
    erased(full, places, now)
    after = everything(full)
    assert "Fennwick" not in after
    erased(full, places, now)
    assert everything(full) == after
    with full.reading() as session:
        assert opt_outs.asked(session, {"key:in/odile-fennwick"})


def test_a_change_of_many_can_still_be_undone_for_the_others(db: Database, places: Places, now: datetime) -> None:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        bulk = Revision(session, by="Nadia", why="moved all", now=now)
        for one in (ODILE, TOBIN):
            bulk.put(replace(one, headline="Moved"))
    erased(db, places, now)
    with db.writing() as session:
        undoing.undo(session, bulk.number or 0, "Nadia", now)
        assert experts.get(session, TOBIN.id) == TOBIN
        assert experts.get(session, ODILE.id) == Expert(ODILE.id, "person", "", withdrawn=True)


def test_an_import_that_brought_them_can_be_taken_back_for_the_others(
    db: Database, places: Places, now: datetime
) -> None:
    with db.writing() as session:
        publish(session)
    batch = bring(db, now, Claim("Odile Fennwick"), Claim("Wendel Aspinall"))
    with db.writing() as session:
        for one in proposals.waiting(session):
            curating.accept(session, one.id, Decision(one.name, "person", "", None, "careers", ""), "Nadia", now)
        odile = next(one.id for one, _ in experts.published(session) if one.name == "Odile Fennwick")
    erasing.erase(db, places, odile, "the command line", now)
    with db.writing() as session:
        done = taking_back.take_back(session, batch, "Nadia", now)
        assert done.withdrawn == ["Wendel Aspinall"]


def test_lines_of_the_ledger_that_name_them_are_struck_and_others_stay(
    full: Database, places: Places, now: datetime
) -> None:
    places.ledger.mkdir()
    file = places.ledger / "2026-11.jsonl"
    urls = [
        "https://fennwick.example/robots.txt",
        "https://tobin.example/",
        "https://www.wikidata.org/w/api.php?action=wbsearchentities&search=Odile%20Fennwick",
        HER_URL,
    ]
    lines = [json.dumps({"at": "2026-11-23T09:00:00.000Z", "host": "x.example", "url": one}) for one in urls]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert erased(full, places, now).struck == 3
    left = file.read_text(encoding="utf-8")
    assert "ennwick" not in left
    assert [json.loads(line)["url"] for line in left.splitlines() if line.strip()] == ["https://tobin.example/"]


@pytest.mark.sqlite
def test_backups_that_name_them_are_told_and_deleted_only_on_request(
    full: Database, places: Places, now: datetime
) -> None:
    backing_up.back_up(full, places.data, now)
    mine = places.data / "backups" / "before-the-move.db"
    mine.write_bytes((places.data / "backups" / "followworthy-2026-11-23.tar").read_bytes())
    told = erased(full, places, now).unreached
    assert sum("--backups deletes it" in one for one in told) == 2
    with full.reading() as session:
        _, found = holding.whose(session, TOBIN.id)
    assert len(holding.backups(places, found)) == 2


@pytest.mark.sqlite
def test_backups_go_on_request_and_the_key_stays(full: Database, places: Places, now: datetime) -> None:
    (places.data / "opt-out.key").write_text(b"k".hex() * 32, encoding="ascii")
    backing_up.back_up(full, places.data, now)
    done = erased(full, places, now, drop_backups=True)
    assert [one.name for one in done.dropped] == ["followworthy-2026-11-23.tar"]
    assert [one.name for one in (places.data / "backups").iterdir()] == ["opt-out.key"]
    assert not any("--backups" in one for one in done.unreached)


def test_the_curated_file_and_its_repository_are_named(full: Database, places: Places, now: datetime) -> None:
    file = places.curated / "experts" / "odile.toml"
    file.write_text('name = "Odile Fennwick"\n', encoding="utf-8")
    (places.curated / "experts" / "tobin.toml").write_text('name = "Tobin Ashgrove"\n', encoding="utf-8")
    (places.curated.parent / ".git").mkdir()
    told = erased(full, places, now).unreached
    history = "The history of its git repository keeps it until somebody rewrites that."
    assert [one for one in told if str(file) in one] == [f"{file} names them: remove it, or them from it. {history}"]
    assert not any("tobin" in one for one in told)
    assert any(one.startswith("Readers' browsers") for one in told)
    assert any(one.startswith("Exports and static copies") for one in told)


def test_what_others_records_say_of_them_is_told_and_left(db: Database, places: Places, now: datetime) -> None:
    words = (Recommendation("sales", "forty-voices", 1, None, "Writes with Odile Fennwick."),)
    with db.writing() as session:
        publish(session, ODILE, replace(TOBIN, recommendations=words))
    told = erased(db, places, now).unreached
    assert "The database still names them in what is said of others (1)." in told
    with db.reading() as session:
        tobin = experts.get(session, TOBIN.id)
        assert tobin is not None
        assert tobin.recommendations == words


def test_a_published_namesake_stays_whole(db: Database, places: Places, now: datetime) -> None:
    namesake = Expert(
        "bcdfghjz", "person", "Odile Fennwick", links=(Link("linkedin", "https://www.linkedin.com/in/of2", "in/of2"),)
    )
    with db.writing() as session:
        publish(session, ODILE, namesake)
    told = erased(db, places, now).unreached
    assert any("as a namesake" in one for one in told)
    with db.reading() as session:
        assert experts.get(session, namesake.id) == namesake


def test_while_an_audit_runs_nobody_is_erased(full: Database, places: Places, now: datetime) -> None:
    before = everything(full)
    with full.alone("audit", "busy"), pytest.raises(BusyError, match="then erase"):
        erased(full, places, now)
    assert everything(full) == before


def test_nobody_is_nobody(full: Database, places: Places, now: datetime) -> None:
    with pytest.raises(RefusedError, match="nobody with the id x"):
        erasing.erase(full, places, "x", "the command line", now)


@pytest.mark.sqlite
def test_somebody_who_reads_meanwhile_is_told_to_hold_old_pages(full: Database, places: Places, now: datetime) -> None:
    with full.reading() as session:
        revisions.cursor(session)
        told = erased(full, places, now).unreached
    assert any("holds old pages" in one for one in told)


def held(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        return holding.held(session, ODILE.id)


def test_all_that_is_held_is_told_and_is_json(full: Database) -> None:
    document = json.loads(json.dumps(held(full)))
    counts = {key: len(value) for key, value in document.items()}
    assert document["records"][0]["name"] == "Dr. Odile M. Fennwick"
    assert {key for key, number in counts.items() if not number} == set()
    assert [one["why"] for one in document["changes"]][:2] == ["set the scene", "edited Odile Fennwick, at her wish"]
    assert document["curated_files"] == ["experts/odile-fennwick.toml"]
    assert document["looks"][0]["because"] == "linkedin.com/in/odile-fennwick: a wall"
    assert document["audit_runs"][0]["said"][0]["name"] == "Odile Fennwick"
    assert "Tobin" not in json.dumps(document)


def test_nothing_is_held_on_whoever_was_erased(full: Database, places: Places, now: datetime) -> None:
    erased(full, places, now)
    document = held(full)
    assert document["records"] == [Expert(ODILE.id, "person", "", withdrawn=True).document()]
    assert {one["why"] for one in document["changes"] if "Odile" in one["why"]} == set()
    left = {key for key, value in document.items() if value} - {"ids", "records", "changes"}
    assert left == set()


@pytest.mark.sqlite
def test_a_copy_of_what_files_hold_goes_with_it(full: Database, places: Places, now: datetime) -> None:
    places.ledger.mkdir()
    line = {"at": "2026-11-23T09:00:00.000Z", "host": "fennwick.example", "url": "https://fennwick.example/"}
    (places.ledger / "2026-11.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (places.curated / "experts" / "o.toml").write_text('name = "Odile Fennwick"\n', encoding="utf-8")
    backing_up.back_up(full, places.data, now)
    with full.reading() as session:
        _, found = holding.whose(session, ODILE.id)
    told = holding.held_in_files(places, found)
    assert told["outbound"] == [line]
    assert [Path(one).name for one in told["curated_files"]] == ["o.toml"]
    assert [Path(one).name for one in told["backups"]] == ["followworthy-2026-11-23.tar"]
