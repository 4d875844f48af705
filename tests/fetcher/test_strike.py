"""Lines of the ledger blanked out for good, while others add theirs."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followworthy.errors import FetchError
from followworthy.fetcher import Ledger, LedgerLine, read_ledger, strike

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def written(folder: Path, *hosts: str) -> Path:
    ledger = Ledger(folder, lambda: NOW)
    for host in hosts:
        ledger.note(host, f"https://{host}/ü", "robots.txt", 200, "", 0.1)
    ledger.close()
    return folder / "2026-11.jsonl"


def hosts(folder: Path) -> list[object]:
    return [line["host"] for line in read_ledger(folder)]


def test_a_struck_line_is_gone_from_the_bytes_and_the_others_are_read_as_before(tmp_path: Path) -> None:
    file = written(tmp_path, "a.example", "b.example", "a.example", "c.example")
    size = file.stat().st_size
    assert strike(tmp_path, lambda line: line["host"] == "a.example") == 2
    assert b"a.example" not in file.read_bytes()
    assert file.stat().st_size == size
    assert hosts(tmp_path) == ["b.example", "c.example"]
    assert strike(tmp_path, lambda line: line["host"] == "a.example") == 0


def test_a_line_cut_off_by_a_crash_stays_as_it_is(tmp_path: Path) -> None:
    file = written(tmp_path, "a.example", "b.example")
    file.write_bytes(file.read_bytes() + b'{"at": "2026-11')
    assert strike(tmp_path, lambda line: line["host"] == "b.example") == 1
    assert file.read_bytes().endswith(b'{"at": "2026-11')


def test_nothing_that_is_added_meanwhile_gets_lost(tmp_path: Path) -> None:
    written(tmp_path, *(["a.example"] * 200))

    def add() -> None:
        for number in range(20):
            written(tmp_path, f"new{number}.example")

    def slowly(line: LedgerLine) -> bool:
        json.dumps(line)
        return line["host"] == "a.example"

    adding = threading.Thread(target=add)
    adding.start()
    for _ in range(10):
        strike(tmp_path, slowly)
    adding.join()
    assert hosts(tmp_path) == [f"new{number}.example" for number in range(20)]


def test_no_ledger_is_nothing_to_strike_and_one_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    assert strike(tmp_path / "nowhere", lambda _: True) == 0
    (tmp_path / "2026-11.jsonl").mkdir()
    with pytest.raises(FetchError, match="cannot be changed"):
        strike(tmp_path, lambda _: True)
