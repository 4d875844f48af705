"""The hashes of who left, a second time: sorted, of one key, never half."""

from pathlib import Path

import pytest

from followworthy.errors import LostKeyError, StoreError
from followworthy.store import Database, opt_out_file, opt_outs

CHECK, OTHER = "c" * 64, "d" * 64
ONE, TWO = "1" * 64, "2" * 64


def test_what_is_added_is_read_again_sorted(tmp_path: Path) -> None:
    file = tmp_path / "new" / "opt-outs.txt"
    assert opt_out_file.read(file, CHECK) == frozenset()
    opt_out_file.add(file, CHECK, {TWO})
    opt_out_file.add(file, CHECK, {ONE})
    assert file.read_text(encoding="ascii") == f"key {CHECK}\n{ONE}\n{TWO}\n"
    assert opt_out_file.read(file, CHECK) == {ONE, TWO}


def test_another_key_is_refused_for_reading_and_adding(tmp_path: Path) -> None:
    file = tmp_path / "opt-outs.txt"
    opt_out_file.add(file, CHECK, {ONE})
    for act in (lambda: opt_out_file.read(file, OTHER), lambda: opt_out_file.add(file, OTHER, {TWO})):
        with pytest.raises(LostKeyError, match=r"was made with another opt-out\.key"):
            act()
    assert opt_out_file.read(file, CHECK) == {ONE}


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("hello", 1), (f"key {CHECK}\nname: Odile", 2), (f"key {CHECK}\n{ONE}\n{'1' * 63}", 3)]
)
def test_a_damaged_file_is_one_sentence_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "opt-outs.txt"
    file.write_text(text, encoding="ascii")
    with pytest.raises(StoreError, match=f"is damaged in line {line}"):
        opt_out_file.read(file, CHECK)


def test_an_opt_out_that_cannot_be_kept_in_the_file_is_not_said_to_be_done(tmp_path: Path) -> None:
    (tmp_path / "backups").touch()
    database = Database(
        f"sqlite:///{tmp_path / 'x.db'}", opt_out_key=b"k" * 32, opt_out_copy=tmp_path / "backups" / "opt-outs.txt"
    )
    database.migrate()

    def leave() -> None:
        with database.writing() as session:
            opt_outs.remember(session, {"name:x"})

    with pytest.raises(StoreError, match=r"opt-outs\.txt cannot be"):
        leave()
    with database.reading() as session:
        assert not opt_outs.are_there(session)
    database.close()
