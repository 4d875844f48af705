"""The curated files beside the desk: compared in words, loaded, exported, conflicts decided. No edit is ever lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from followworthy.services import loading, signing_in
from followworthy.services.curated_files import CuratedExpert, CuratedFolder, read_folder, write_folder
from followworthy.services.undoing import undo
from followworthy.store import Database, experts
from followworthy.store.revisions import Revision
from followworthy.web.app import create_app
from tests.people import ODILE, SALES, SHELVES, TOBIN, VOICES
from tests.web.conftest import PASSWORD, token

FILE = "experts/odile-fennwick.toml"


def folder_of(*people: CuratedExpert) -> CuratedFolder:
    return CuratedFolder((SHELVES, SALES), (VOICES,), people)


@pytest.fixture
def curated(tmp_path: Path, db: Database, now: datetime) -> Path:
    """A folder that was loaded: files and desk agree."""
    folder = tmp_path / "curated"
    write_folder(folder, folder_of(CuratedExpert(ODILE, (), FILE), CuratedExpert(TOBIN, (), "experts/tobin.toml")))
    with db.writing() as session:
        loading.load(session, read_folder(folder), now)
    return folder


@pytest.fixture
def desk(db: Database, now: datetime, curated: Path) -> Iterator[FlaskClient]:
    app = create_app(
        db, secret_key="s" * 64, public_url="http://x", contact=None, clock=lambda: now, curated_dir=curated
    )
    with db.writing() as session:
        invitation = signing_in.invite(session, "Nadia", now)
    with app.test_client() as client:
        page = f"/welcome/{invitation}"
        client.post(page, data={"csrf_token": token(client, page), "name": "Nadia", "password": PASSWORD})
        yield client


def in_file(curated: Path, **changes: object) -> None:
    text = (curated / FILE).read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(str(getattr(ODILE, old)), str(new))
    (curated / FILE).write_text(text, "utf-8")


def at_desk(db: Database, now: datetime, **changes: object) -> None:
    with db.writing() as session:
        known = experts.get(session, ODILE.id)
        assert known is not None
        Revision(session, by="Ilse", why="edited", now=now).put(replace(known, **changes))  # type: ignore[arg-type]


def name(db: Database) -> str:
    with db.reading() as session:
        found = experts.get(session, ODILE.id)
    assert found is not None
    return found.name


def compared(desk: FlaskClient) -> str:
    return desk.get("/desk/files/?compare=1").text


def do(desk: FlaskClient, what: str, seen_in: str | None = None, **fields: str) -> tuple[int, str]:
    seen = (seen_in or compared(desk)).split('name="seen" value="')[1].split('"')[0]
    data = {"csrf_token": token(desk, "/desk/files/?compare=1"), "seen": seen, **fields}
    answer = desk.post(f"/desk/files/{what}", data=data)
    return answer.status_code, desk.get(answer.headers["Location"]).text if answer.status_code == 303 else answer.text


def test_files_that_were_loaded_agree_with_the_desk(desk: FlaskClient) -> None:
    assert "Compare with the desk" in desk.get("/desk/files/").text
    assert "Files and desk agree." in compared(desk)


def test_what_is_newer_in_the_files_is_shown_in_words_and_loaded(
    db: Database, desk: FlaskClient, curated: Path, now: datetime
) -> None:
    in_file(curated, name="Odile Marsh")
    assert "name changed from “Odile Fennwick” to “Odile Marsh”" in compared(desk)
    assert "1 records loaded; that is change 2." in do(desk, "load")[1]
    assert name(db) == "Odile Marsh"
    with db.writing() as session:
        undo(session, 2, "Nadia", now)
    assert name(db) == "Odile Fennwick"


def test_what_is_newer_at_the_desk_is_exported_into_its_own_file_alone(
    db: Database, desk: FlaskClient, curated: Path, now: datetime
) -> None:
    other = (curated / "experts/tobin.toml").read_bytes() + b"# a comment\n"
    (curated / "experts/tobin.toml").write_bytes(other)
    at_desk(db, now, name="O. Fennwick")
    assert "1 file written." in do(desk, "export")[1]
    assert 'name = "O. Fennwick"' in (curated / FILE).read_text("utf-8")
    assert (curated / "experts/tobin.toml").read_bytes() == other
    assert "Files and desk agree." in compared(desk)


def test_a_conflict_is_neither_loaded_nor_exported(
    db: Database, desk: FlaskClient, curated: Path, now: datetime
) -> None:
    in_file(curated, name="Odile Marsh")
    at_desk(db, now, name="O. Fennwick")
    page = compared(desk)
    assert "Both changed" in page
    assert "Load" not in page.split("<main")[1].split("Compare again")[0]
    assert do(desk, "export", page)[0] == 303
    assert "Odile Marsh" in (curated / FILE).read_text("utf-8")
    assert name(db) == "O. Fennwick"


@pytest.mark.parametrize(("choice", "wins"), [("file", "Odile Marsh"), ("desk", "O. Fennwick")])
def test_a_curator_decides_a_conflict(
    db: Database, desk: FlaskClient, curated: Path, now: datetime, choice: str, wins: str
) -> None:
    in_file(curated, name="Odile Marsh")
    at_desk(db, now, name="O. Fennwick")
    status, page = do(desk, "decide", **{f"for-expert-{ODILE.id}": choice})
    assert (status, name(db)) == (303, wins)
    if choice == "desk":
        assert "Newer at the desk" in page
        do(desk, "export")
    assert wins in (curated / FILE).read_text("utf-8")
    assert "Files and desk agree." in compared(desk)


def test_only_what_was_shown_is_applied(db: Database, desk: FlaskClient, curated: Path) -> None:
    in_file(curated, name="Odile Marsh")
    page = compared(desk)
    in_file(curated, headline="Something else")
    status, said = do(desk, "load", page)
    assert (status, "have changed since this comparison" in said) == (409, True)
    assert name(db) == "Odile Fennwick"


def test_somebody_only_at_the_desk_gets_a_file(db: Database, desk: FlaskClient, curated: Path, now: datetime) -> None:
    new = replace(ODILE, id="bcdfghjn", name="Ilse Corvane", links=())
    with db.writing() as session:
        Revision(session, by="Nadia", why="w", now=now).put(new)
    assert "Only at the desk" in compared(desk)
    do(desk, "export")
    assert (curated / "experts/ilse-corvane.toml").exists()


def test_whoever_was_withdrawn_at_the_desk_is_named_and_not_loaded_again(
    db: Database, desk: FlaskClient, now: datetime
) -> None:
    at_desk(db, now, withdrawn=True)
    page = compared(desk)
    assert "Withdrawn or removed at the desk" in page
    assert 'name="seen"' not in page  # nothing to load, nothing to export


def test_a_mistake_in_a_file_is_its_sentence(desk: FlaskClient, curated: Path) -> None:
    (curated / FILE).write_text("id = 3\n", "utf-8")
    page = compared(desk)
    assert 'role="alert"' in page
    assert "odile-fennwick.toml" in page


def test_without_a_folder_there_is_no_page(signed_in: FlaskClient) -> None:
    assert signed_in.get("/desk/files/").status_code == 404
