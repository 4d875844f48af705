"""The ledger: one line for every request that leaves, and for every one that was kept in."""

import json
import multiprocessing
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from followworthy.errors import FetchError
from followworthy.fetcher import Fetcher, Ledger, read_ledger
from tests.conftest import MOMENT
from tests.fetcher.conftest import Site, answer, redirect


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "outbound"


@pytest.fixture
def ledger(folder: Path) -> Iterator[Ledger]:
    made = Ledger(folder, lambda: MOMENT)
    yield made
    made.close()


def visited(ledger: Ledger, *urls: str, **manners: Any) -> None:
    with Fetcher("Followworthy/9", allow_loopback=True, gap=0, ledger=ledger, **manners) as fetcher:
        for url in urls:
            fetcher.fetch(url)


def told(folder: Path, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(line[key] for key in keys) for line in read_ledger(folder)]


def test_every_request_is_a_line_with_its_rule(folder: Path, ledger: Ledger, site: Site) -> None:
    site.pages |= {"/": redirect(302, "/b"), "/b": answer(200)}
    visited(ledger, site.url())
    assert told(folder, "at", "host", "url", "rule", "status", "trouble") == [
        ("2026-11-23T09:00:00.000Z", "127.0.0.1", site.url(path), rule, status, "")
        for path, rule, status in [
            ("/robots.txt", "robots.txt itself", 404),
            ("/", "no robots.txt", 302),
            ("/b", "no robots.txt", 200),
        ]
    ]


def test_what_robots_txt_allows_and_what_it_keeps_in_is_told(folder: Path, ledger: Ledger, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, b"User-agent: *\nDisallow: /b\n"), "/a": answer(200)}
    visited(ledger, site.url("/a"), site.url("/b"))
    assert told(folder, "rule", "status", "trouble") == [
        ("robots.txt itself", 200, ""),
        ("robots.txt allows", 200, ""),
        ("not asked: robots.txt refuses", None, "robots"),
    ]


def test_a_permission_passes_robots_txt_and_is_named(folder: Path, ledger: Ledger, site: Site) -> None:
    site.pages |= {"/robots.txt": answer(200, b"User-agent: *\nDisallow: /\n"), "/": answer(200)}
    visited(ledger, site.url(), permission=lambda host: "Ms. Host said so" if host == "127.0.0.1" else None)
    assert told(folder, "rule", "status") == [("permission: Ms. Host said so", 200)]
    assert site.asked == ["/"]


def test_a_request_that_failed_left_as_well(folder: Path, ledger: Ledger, site: Site) -> None:
    site.pages["/"] = lambda _connection: None
    visited(ledger, site.url())
    assert told(folder, "status", "trouble")[-1] == (None, "broken")


def test_what_was_refused_before_it_left_is_no_request(folder: Path, ledger: Ledger) -> None:
    visited(ledger, "ftp://odile.example/", "nonsense")
    assert told(folder, "url") == []


def test_lines_are_only_ever_added(folder: Path, site: Site) -> None:
    for _ in range(2):
        visited(Ledger(folder, lambda: MOMENT), site.url())
    assert len(told(folder, "url")) == 4


def test_each_month_has_a_file_for_its_owner_only(folder: Path) -> None:
    times = iter([MOMENT, MOMENT + timedelta(days=30)])
    ledger = Ledger(folder, lambda: next(times))
    for _ in range(2):
        ledger.note("odile.example", "http://odile.example/", "no robots.txt", 200, "", 0.1)
    ledger.close()
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "2026-11.jsonl": 0o600,
        "2026-12.jsonl": 0o600,
    }
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_line_is_written_within_a_second_or_so(folder: Path, ledger: Ledger) -> None:
    ledger.note("odile.example", "http://odile.example/", "no robots.txt", 200, "", 0.1)
    timer = ledger._timer
    assert timer is not None
    assert timer.interval == 1
    timer.join(5)
    assert len(told(folder, "url")) == 1


def write_many(folder: Path, name: str) -> None:
    ledger = Ledger(folder, lambda: MOMENT)
    for number in range(300):
        ledger.note(name, f"http://{name}.example/{number}", "no robots.txt", 200, "", 0.1)
        if number % 3 == 0:
            ledger._flush()
    ledger.close()


def test_processes_that_share_a_file_leave_each_line_whole(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(folder, name)) for name in ("odile", "bram", "ilse")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    lines = told(folder, "url")
    assert len(lines) == len(set(lines)) == 900


def test_a_line_that_was_cut_off_is_left_out(folder: Path, ledger: Ledger) -> None:
    ledger.note("odile.example", "http://odile.example/", "no robots.txt", 200, "", 0.1)
    ledger.close()
    with (folder / "2026-11.jsonl").open("a") as file:
        file.write('{"at": "2026-')
    assert len(told(folder, "url")) == 1


@pytest.mark.parametrize(
    ("host", "since", "found"),
    [
        (None, "", ["www.odile.example", "odile.example", "notodile.example"]),
        ("odile.example", "", ["www.odile.example", "odile.example"]),
        ("www.odile.example", "", ["www.odile.example"]),
        (None, "2026-11-24", ["odile.example", "notodile.example"]),
        ("odile.example", "2027-01-01", []),
    ],
)
def test_lines_are_found_by_host_and_day(folder: Path, host: str | None, since: str, found: list[str]) -> None:
    when: list[datetime] = [MOMENT, MOMENT + timedelta(days=1), MOMENT + timedelta(days=30)]
    ledger = Ledger(folder, lambda: when.pop(0))
    for name in ("www.odile.example", "odile.example", "notodile.example"):
        ledger.note(name, f"http://{name}/", "no robots.txt", 200, "", 0.1)
    ledger.close()
    assert [line["host"] for line in read_ledger(folder, host, since)] == found


def test_without_a_ledger_that_can_be_written_nobody_is_asked(tmp_path: Path, site: Site) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match="cannot be written"):
        visited(Ledger(tmp_path / "file" / "outbound", lambda: MOMENT), site.url())
    assert site.asked == []


def test_a_ledger_that_cannot_be_written_any_more_says_so(folder: Path, site: Site) -> None:
    ledger = Ledger(folder, lambda: MOMENT)
    fetcher = Fetcher("Followworthy/9", allow_loopback=True, ledger=ledger)
    fetcher.fetch(site.url())
    shutil.rmtree(folder)
    folder.touch()
    ledger._flush()
    asked = len(site.asked)
    with pytest.raises(FetchError, match="cannot be written"):
        fetcher.fetch(site.url())
    with pytest.raises(FetchError):
        fetcher.close()
    assert len(site.asked) == asked


def test_a_line_holds_what_was_asked_and_nothing_else(folder: Path, ledger: Ledger, site: Site) -> None:
    visited(ledger, site.url())
    lines = (folder / "2026-11.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(list(json.loads(line)) == ["at", "host", "url", "rule", "status", "trouble", "ms"] for line in lines)
