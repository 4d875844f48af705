"""Copies of the catalog as files."""

import gzip
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import brotli
import pytest

from followworthy.domain.edition import Edition
from followworthy.errors import FollowworthyError
from followworthy.services import static_copy
from followworthy.services.publishing import whole_catalog
from followworthy.services.static_copy import copy
from followworthy.store import Database
from followworthy.store.revisions import Revision
from tests.people import ODILE, TOBIN, publish


@pytest.fixture
def first(db: Database) -> Edition:
    with db.writing() as session:
        publish(session, ODILE, TOBIN)
        return whole_catalog(session)


def next_one(db: Database, now: datetime, headline: str) -> Edition:
    with db.writing() as session:
        Revision(session, by="Nadia", why="better", now=now).put(replace(ODILE, headline=headline))
        return whole_catalog(session)


def head(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "api/v1/head.json").read_bytes())
    return found


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "api/v1").iterdir() if path.suffix not in (".gz", ".br")}


def test_a_copy_holds_the_very_bytes_in_each_encoding(first: Edition, tmp_path: Path) -> None:
    copy(first, tmp_path)
    place = tmp_path / "api/v1"
    for name in ("catalog", head(tmp_path)["whole"]):
        assert (place / name).read_bytes() == first.whole.identity
        assert gzip.decompress((place / f"{name}.gz").read_bytes()) == first.whole.identity
        assert brotli.decompress((place / f"{name}.br").read_bytes()) == first.whole.identity


def test_the_head_is_small_and_says_what_lies_there(first: Edition, tmp_path: Path) -> None:
    copy(first, tmp_path)
    found = head(tmp_path)
    assert (found["cursor"], found["count"], found["checksum"]) == (first.cursor, 2, first.checksum)
    assert len(json.dumps(found)) < 500


def test_the_next_copy_has_what_changed_since_the_earlier_ones(
    first: Edition, db: Database, now: datetime, tmp_path: Path
) -> None:
    second, third = next_one(db, now, "Second"), next_one(db, now, "Third")
    for edition in (first, second, third):
        copy(edition, tmp_path)
    changes = head(tmp_path)["changes"]
    assert list(changes) == [second.cursor, first.cursor]
    for cursor, name in changes.items():
        assert (tmp_path / "api/v1" / name).read_bytes() == third.since(cursor).identity


def test_what_the_head_before_named_stays_for_those_who_read_it_just_now_and_older_files_go(
    first: Edition, db: Database, now: datetime, tmp_path: Path
) -> None:
    editions = [first, *(next_one(db, now, f"Number {number}") for number in range(3))]
    for edition in editions:
        before = head(tmp_path) if edition is not first else {}
        copy(edition, tmp_path)
    kept = static_copy.named(before) | static_copy.named(head(tmp_path))
    assert names(tmp_path) == kept | {"catalog", "head.json"}
    assert f"catalog-{first.cursor}.json" not in names(tmp_path)


def test_only_so_many_earlier_states_are_kept(
    first: Edition, db: Database, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_copy, "KEPT", 2)
    for edition in (first, *(next_one(db, now, f"Number {number}") for number in range(4))):
        copy(edition, tmp_path)
    assert len(head(tmp_path)["changes"]) == 2


def test_the_same_state_is_written_once(first: Edition, tmp_path: Path) -> None:
    assert copy(first, tmp_path).is_new
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert not copy(first, tmp_path).is_new
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == written


def test_the_next_run_drops_what_the_head_before_named_though_nothing_has_changed(
    first: Edition, db: Database, now: datetime, tmp_path: Path
) -> None:
    second = next_one(db, now, "Left out since")
    copy(first, tmp_path)
    copy(second, tmp_path)
    assert f"catalog-{first.cursor}.json" in names(tmp_path)
    (tmp_path / "api/v1/.catalog-x.json.unfinished").write_text("half of somebody")
    copy(second, tmp_path)
    assert names(tmp_path) == static_copy.named(head(tmp_path)) | {"catalog", "head.json"}


def test_a_file_that_somebody_took_away_is_written_again(first: Edition, tmp_path: Path) -> None:
    copy(first, tmp_path)
    (tmp_path / "api/v1" / head(tmp_path)["whole"]).unlink()
    copy(first, tmp_path)
    assert (tmp_path / "api/v1" / head(tmp_path)["whole"]).exists()


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b'{"schema":2}', b'{"schema":1,"cursor":"x"}', b'{"schema":1,"changes":{"x":"y"}}', b"\xff"],
)
def test_a_head_that_cannot_be_read_is_as_if_there_were_none(first: Edition, tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "api/v1").mkdir(parents=True)
    (tmp_path / "api/v1/head.json").write_bytes(broken)
    copy(first, tmp_path)
    assert head(tmp_path)["cursor"] == first.cursor


def test_a_copy_of_another_catalog_takes_its_place_without_changes(first: Edition, tmp_path: Path) -> None:
    copy(Edition("other", 7, [], [], {"categories": [], "sources": []}), tmp_path)
    copy(first, tmp_path)
    assert (head(tmp_path)["cursor"], head(tmp_path)["changes"]) == (first.cursor, {})


def test_files_of_others_in_the_folder_stay(first: Edition, db: Database, now: datetime, tmp_path: Path) -> None:
    copy(first, tmp_path)
    own = tmp_path / "api/v1/catalog-notes.txt"
    own.write_text("mine")
    copy(next_one(db, now, "Else"), tmp_path)
    assert own.exists()


def test_a_copy_that_cannot_be_written_to_its_end_leaves_the_one_before_whole(
    first: Edition, db: Database, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy(first, tmp_path)
    replaced = static_copy._replace

    def full(path: Path, body: bytes) -> None:
        if path.name == "head.json":
            raise OSError(28, "No space left on device")
        replaced(path, body)

    monkeypatch.setattr(static_copy, "_replace", full)
    with pytest.raises(FollowworthyError, match=r"cannot be written \(No space left on device\)"):
        copy(next_one(db, now, "Else"), tmp_path)
    assert head(tmp_path)["cursor"] == first.cursor
    assert all((tmp_path / "api/v1" / name).exists() for name in static_copy.named(head(tmp_path)))
