"""`check` and `outbound`: any list of addresses, and what was asked of whom."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from followworthy.cli import check
from followworthy.domain.manners import HostManners, Manners
from tests.cli.conftest import Run

PROFILE = '<title>Odile Fennwick</title><link rel="canonical" href="/in/odile"><h1>Odile Fennwick</h1>'
NIMBLE = ("--allow-loopback", "--pace", "0")


@pytest.fixture
def site(httpserver: HTTPServer) -> Iterator[HTTPServer]:
    httpserver.expect_request("/in/odile").respond_with_data(PROFILE, content_type="text/html")
    httpserver.expect_request("/gone").respond_with_data("", status=404)
    httpserver.expect_request("/moved").respond_with_data("", status=301, headers={"Location": "/here"})
    httpserver.expect_request("/here").respond_with_data("<title>Here</title>", content_type="text/html")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    yield httpserver
    httpserver.clear()


def lines(text: str) -> dict[str, dict[str, Any]]:
    return {one["url"]: one for one in map(json.loads, text.splitlines())}


def test_a_program_gets_one_object_a_line(run: Run, site: HTTPServer) -> None:
    moved, gone = site.url_for("/moved"), site.url_for("/gone")
    done = run("check", "--format", "jsonl", *NIMBLE, moved, gone)
    told = lines(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert isinstance(told[moved].pop("elapsed_ms"), int)
    assert told[moved] == {
        "url": moved,
        "outcome": "redirected",
        "because": f"The page has moved for good to {site.url_for('/here')}.",
        "status": 200,
        "final_url": site.url_for("/here"),
        "hops": [
            {"url": moved, "status": 301, "location": site.url_for("/here")},
            {"url": site.url_for("/here"), "status": 200, "location": None},
        ],
    }
    assert list(told[gone]) == ["url", "outcome", "because", "status", "final_url", "hops", "elapsed_ms"]


def test_what_nobody_answered_has_no_status(run: Run, site: HTTPServer) -> None:
    done = run("check", "--format", "jsonl", *NIMBLE, site.url_for("/private"), "nonsense")
    told = lines(done.stdout)
    assert {one["outcome"] for one in told.values()} == {"walled", "failed"}
    assert [(one["status"], one["final_url"], one["hops"]) for one in told.values()] == [(None, None, [])] * 2
    assert done.returncode == 0


def test_a_person_gets_a_table_with_what_is_missing_first(run: Run, site: HTTPServer) -> None:
    done = run("check", *NIMBLE, "--concurrency", "1", site.url_for("/here"), site.url_for("/gone"))
    head, first, second, total = done.stdout.splitlines()
    assert head.split() == ["Outcome", "Address", "What", "was", "met"]
    assert first.startswith(f"missing   {site.url_for('/gone')}  The site says there is no such page")
    assert second.startswith(f"answered  {site.url_for('/here')}")
    assert total == "2 looked at: 1 missing, 1 answered."
    assert (done.returncode, done.stderr) == (1, "")


def test_what_answers_in_a_long_list_is_counted_only(run: Run, site: HTTPServer) -> None:
    done = run("check", *NIMBLE, *(site.url_for(f"/here?{number}") for number in range(31)))
    assert done.stdout == "31 looked at: 31 answered.\n"
    assert done.returncode == 0


def test_nothing_that_a_terminal_would_obey_is_printed(run: Run) -> None:
    done = run("check", "http://odile.example/\x1b[2J[bold]", "ftp://\x07")
    assert not [one for one in done.stdout if ord(one) < 32 and one != "\n"]
    assert "[bold]" in done.stdout


def test_addresses_come_from_a_file_each_once(run: Run, site: HTTPServer, tmp_path: Path) -> None:
    file = tmp_path / "links.txt"
    file.write_text(f"\ufeff# mine\n\n {site.url_for('/here')} \r\n{site.url_for('/here')}\n", encoding="utf-8")
    done = run("check", *NIMBLE, "--format", "jsonl", "--from", file, site.url_for("/here"))
    assert list(lines(done.stdout)) == [site.url_for("/here")]
    assert len(done.stdout.splitlines()) == 1


def test_addresses_come_from_standard_input(run: Run, site: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(site.url_for("/here").encode())))
    assert run("check", *NIMBLE, "--from", "-").stdout.endswith("1 looked at: 1 answered.\n")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--from", "nowhere.txt"],
        ["--from", "."],
        ["--from", "empty.txt"],
        ["--concurrency", "0", "http://odile.example/"],
        ["--pace", "-1", "http://odile.example/"],
        ["--format", "xml", "http://odile.example/"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_in_a_sentence(
    words: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("# nothing yet\n")
    done = run("check", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_this_very_machine_is_looked_at_only_where_that_is_said(run: Run, site: HTTPServer) -> None:
    done = run("check", "--format", "jsonl", site.url_for("/here"))
    assert [one["outcome"] for one in lines(done.stdout).values()] == ["failed"]
    assert site.log == []


def test_a_setting_gives_a_host_linkedins_rules(run: Run, site: HTTPServer, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hosts.toml").write_text('["localhost"]\nrules = "linkedin"\n')
    site.expect_request("/in/nobody").respond_with_data("<title>Hello</title>", content_type="text/html")
    done = run("check", "--format", "jsonl", *NIMBLE, site.url_for("/in/odile"), site.url_for("/in/nobody"))
    assert {url.rsplit("/", 1)[1]: one["because"] for url, one in lines(done.stdout).items()} == {
        "odile": "The profile is there.",
        "nobody": "The page shows no profile, so it tells nothing.",
    }


def test_a_permission_is_the_audits_and_not_checks(run: Run, site: HTTPServer, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hosts.toml").write_text('["localhost"]\npermission = "the owner said so"\n')
    done = run("check", "--format", "jsonl", *NIMBLE, site.url_for("/private"))
    assert [one["outcome"] for one in lines(done.stdout).values()] == ["walled"]


def test_no_database_is_opened_and_no_page_reader_loaded() -> None:
    code = (
        "import sys; from followworthy.cli import main\n"
        "sys.argv = ['followworthy', 'check', '--format', 'jsonl', 'nonsense']\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'sqlalchemy', 'flask', 'bs4', 'rich', 'apscheduler'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


LISTENS = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from followworthy.cli import main; main()"
)
"""The command, listening to Ctrl-C whoever started these tests: what runs in a shell's background is deaf to it."""


def test_ctrl_c_shows_what_was_found_so_far(environment: dict[str, str], site: HTTPServer) -> None:
    words = ["check", "--format", "jsonl", "--allow-loopback", "--pace", "60", "http://[", site.url_for("/here")]
    command = [sys.executable, "-c", LISTENS, *words]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())  # the other one waits for its turn now
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=10)
    assert first["url"] == "http://["
    assert (process.returncode, rest, errors) == (1, b"", b"")


@pytest.mark.parametrize(
    ("host", "pace", "gap"),
    [
        ("odile.example", 0, (0.2, 0.2)),
        ("odile.example", 3, (3, 3)),
        ("127.0.0.7", 0, (0, 0)),
        ("www.bram.example", 0, (5, 9)),
        ("bram.example", 7, (7, 9)),
    ],
)
def test_no_wish_makes_us_rude(host: str, pace: float, gap: tuple[float, float]) -> None:
    manners = Manners({"bram.example": HostManners(gap=(5, 9))})
    assert check._gaps(manners, pace)(host) == gap


def test_outbound_lists_every_request_with_its_rule(run: Run, site: HTTPServer) -> None:
    run("check", *NIMBLE, site.url_for("/here"), site.url_for("/private"))
    done = run("outbound")
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["when", "(UTC)", "answer", "ms", "rule", "address"]
    assert sorted(" ".join(row.split()[3:]) for row in rows) == [
        f"not asked: robots.txt refuses {site.url_for('/private')}",
        f"robots.txt allows {site.url_for('/here')}",
        f"robots.txt itself {site.url_for('/robots.txt')}",
    ]
    assert done.returncode == 0


def test_outbound_gives_programs_the_lines_as_they_are(run: Run, site: HTTPServer) -> None:
    run("check", *NIMBLE, site.url_for("/here"))
    done = run("outbound", "--format", "jsonl", "--host", "LOCALHOST", "--since", "2020-01-01")
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == ["robots.txt itself", "robots.txt allows"]


def test_outbound_says_that_nobody_was_asked(run: Run, site: HTTPServer) -> None:
    run("check", *NIMBLE, site.url_for("/here"))
    for words in (["--host", "linkedin.com"], ["--since", "2999-01-01"]):
        assert run("outbound", *words).stdout == "Nothing was asked of anybody, as far as the ledger goes.\n"


def test_outbound_does_not_guess_a_day(run: Run) -> None:
    assert run("outbound", "--since", "yesterday").returncode == 2
