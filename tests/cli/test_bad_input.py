"""Bad input, end to end: one sentence, exit code 1, two seconds at most, and nothing queued."""

import gzip
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.cli.conftest import Done, Run, waiting

VERBS = ("extract", "import")
MOST_SECONDS = 2.0
ITEMS = "".join(
    f"<li><a href='https://www.linkedin.com/in/{name.lower()}-fennwick'>{name} Fennwick</a> écrit et répond.</li>"
    for name in ("Odile", "Bram", "Ilse", "Dara", "Sefa")
)
LIST = f"<!doctype html><h1>Voices</h1><ol>{ITEMS}</ol>"
PASSWORD = "<form><input name=user><input type=password><button>Continue</button></form>"
LOGIN = f"<!doctype html><title>Sign in | Example</title><h1>Welcome back</h1>{PASSWORD}"
BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n \t", "empty"),
    "binary": (bytes(range(256)) * 40, "not a text"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "a picture"),
    "archive": (b"PK\x03\x04" + bytes(99), "a zip archive or an office file"),
    "compressed": (gzip.compress(LIST.encode()), "a compressed file"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF: save it as text or HTML first"),
    "nested divs": (b"<!doctype html>" + b"<div>" * 100_000, "nested"),
    "nested lists": (b"<!doctype html>" + b"<ul><li>" * 100_000, "nested"),
    "nested tables": (b"<!doctype html>" + b"<table><tr><td>" * 100_000, "nested"),
    "attributes": (b"<!doctype html><p " + b" ".join(b"a%d" % at for at in range(100_000)) + b">x", "attributes"),
    "tags": (b"<!doctype html>" + b"<p>" * 300_000, "elements"),
    "marks": (b"# Voices\n\n" + b"![" * 300_000, "marks"),
    "login wall": (LOGIN.encode(), "a sign-in page, not the article"),
    "shell": (b"<!doctype html><noscript>Please enable JavaScript.</noscript><div id=root></div>", "its scripts run"),
}


@pytest.fixture
def queued(environment: dict[str, str]) -> Callable[[], int]:
    """How many proposals wait in the database that the command uses; none if there is no database yet."""
    return lambda: waiting(environment)


@pytest.fixture
def refused(run: Run, queued: Callable[[], int]) -> Callable[..., str]:
    """Run a verb that must refuse its document, and give its sentence."""

    def refuse(verb: str, *words: str | Path, **more: str) -> str:
        started = time.process_time()
        done = run(verb, *words, **more)
        assert time.process_time() - started < MOST_SECONDS
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done
        assert done.stderr.startswith("followworthy: ")
        assert queued() == 0
        return done.stderr

    return refuse


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_read_is_one_sentence(
    what: str, verb: str, refused: Callable[..., str], tmp_path: Path
) -> None:
    body, sentence = BAD[what]
    file = tmp_path / "voices.html"
    file.write_bytes(body)
    said = refused(verb, file)
    assert sentence in said
    assert "voices.html" in said


@pytest.mark.parametrize("verb", VERBS)
def test_an_enormous_file_is_refused_unread(verb: str, refused: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "huge.html"
    with file.open("wb") as out:
        out.truncate(100 * 1024 * 1024)
    assert "larger than 5 MB" in refused(verb, file)


class Endless(io.RawIOBase):
    """What never ends."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


@pytest.mark.parametrize("verb", VERBS)
def test_an_endless_input_is_refused_after_the_most_that_we_read(
    verb: str, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert "larger than 5 MB" in refused(verb, "-")


@pytest.mark.parametrize("what", ["empty", "pdf", "nested lists", "login wall"])
def test_what_is_pasted_is_looked_at_as_well(
    what: str, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, sentence = BAD[what]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    assert sentence in refused("import", "-")


@pytest.mark.parametrize("place", ["nowhere.html", "."])
def test_a_file_that_is_none_is_one_sentence(place: str, refused: Callable[..., str], tmp_path: Path) -> None:
    assert "cannot be read" in refused("import", tmp_path / place)


@pytest.mark.parametrize("verb", VERBS)
def test_a_redirect_that_leads_in_a_circle_is_one_sentence(
    verb: str, refused: Callable[..., str], httpserver: HTTPServer
) -> None:
    for path, to in (("/one", "/two"), ("/two", "/one")):
        httpserver.expect_request(path).respond_with_response(Response(status=302, headers={"Location": to}))
    httpserver.expect_request("/robots.txt").respond_with_response(Response(status=404))
    said = refused(verb, httpserver.url_for("/one"), FOLLOWWORTHY_ALLOW_LOOPBACK="on")
    assert "The redirects lead in a circle" in said


@pytest.mark.parametrize("what", ["pdf", "login wall", "nested divs", "empty", "binary"])
def test_a_page_that_cannot_be_read_is_one_sentence(
    what: str, refused: Callable[..., str], httpserver: HTTPServer
) -> None:
    body, _ = BAD[what]
    httpserver.expect_request("/robots.txt").respond_with_response(Response(status=404))
    httpserver.expect_request("/voices").respond_with_data(body, content_type="text/html; charset=utf-8")
    assert "/voices" in refused("import", httpserver.url_for("/voices"), FOLLOWWORTHY_ALLOW_LOOPBACK="on")


def names(done: Done) -> int:
    return done.stdout.count("Fennwick  https://")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "windows-1252", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>", "<meta charset=shift_jis>"])
def test_a_wrongly_declared_page_is_read_all_the_same(encoding: str, declared: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "voices.html"
    file.write_bytes((declared + LIST).encode(encoding))
    assert names(run("extract", file)) == 5


@pytest.mark.parametrize("left_out", [1, 8, 40, 120])
def test_a_page_that_was_cut_off_is_read_as_far_as_it_goes(left_out: int, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "voices.html"
    file.write_bytes(LIST.encode()[:-left_out])
    assert names(run("extract", file)) >= 4


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_device_is_no_document(refused: Callable[..., str]) -> None:
    assert "larger than 5 MB" in refused("import", "/dev/zero")
