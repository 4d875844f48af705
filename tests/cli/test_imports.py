"""A list comes in by every way there is, and a whole import goes back out: the real verbs, end to end."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from followworthy.cli import house, progress
from followworthy.fetcher import Fetcher
from followworthy.store import proposals
from tests.cli.conftest import Done, Run, waiting

PEOPLE = ("Odile Fennwick", "Wendel Aspinall", "Dara Moonesh", "Ilse Corvane")
Served = Callable[..., str]


def article(people: tuple[str, ...] = PEOPLE, head: str = "", start: int = 1) -> str:
    items = "".join(
        f'<li><a href="https://www.linkedin.com/in/{one.lower().replace(" ", "-")}">{one}</a> writes about work.</li>'
        for one in people
    )
    title = "<title>Voices on Work</title>"
    return f"<!doctype html>{title}{head}<h1>Voices on Work</h1><h2>Careers</h2><ol start={start}>{items}</ol>"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "voices.html"
    made.write_text(article(), encoding="utf-8")
    return made


@pytest.fixture
def pasted(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run a verb with this on standard input."""

    def paste(body: bytes, *words: str) -> Done:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
            return run(*words)

    return paste


@pytest.fixture
def served(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Serve pages on loopback, to a fetcher that may go there and does not wait between them."""
    httpserver.expect_request("/robots.txt").respond_with_response(Response(status=404))
    monkeypatch.setattr(house, "fetcher", lambda _given: Fetcher("Followworthy/9", allow_loopback=True, gap=0))

    def serve(path: str, body: str) -> str:
        httpserver.expect_request(path).respond_with_data(body, content_type="text/html; charset=utf-8")
        return httpserver.url_for(path)

    yield serve
    httpserver.clear()


def test_import_again_changed_and_back(
    run: Run, environment: dict[str, str], served: Served, httpserver: HTTPServer
) -> None:
    url = served("/voices", article())
    first = run("import", url)
    assert "Voices on Work: 4 entries read, 4 queued, 0 known before." in first.stdout
    assert "This is import 1; followworthy imports undo 1 takes it back." in first.stdout

    again = run("import", url)
    assert again.returncode == 0
    assert again.stdout.startswith("Voices on Work: 4 entries read, 0 queued, 4 known before: unchanged since import 1")
    assert again.stdout.count("\n") == 1

    httpserver.clear()
    httpserver.expect_request("/robots.txt").respond_with_response(Response(status=404))
    served("/voices", article(("Odile Fennwick", "Wendel Aspinall", "Dara Moonesh", "Noor Halvorsdal")))
    changed = run("import", url)
    assert "4 entries read, 1 queued, 3 known before." in changed.stdout
    assert "Gone from the list, and left as they are: Ilse Corvane." in changed.stdout
    assert waiting(environment) == 5

    assert run("imports", "undo", "2").stdout == ("Import 2 taken back: 1 taken out of the queue.\n")
    assert waiting(environment) == 4
    assert run("imports", "undo", "1").returncode == 0
    assert waiting(environment) == 0
    assert run("imports").stdout.count("  Voices on Work: taken back by the command line\n") == 2


def test_imports_lists_what_became_of_each(run: Run, file: Path) -> None:
    assert run("imports").stdout == "No imports yet. followworthy import URL|FILE|- makes one.\n"
    run("import", file)
    assert run("imports").stdout.endswith("  Voices on Work: 4 waiting\n")


def test_what_cannot_be_taken_back_is_one_sentence(run: Run) -> None:
    done = run("imports", "undo", "7")
    assert (done.returncode, done.stderr) == (1, "followworthy: There is no import 7.\n")
    assert run("imports", "undo", "seven").returncode == 2


def test_the_pages_of_an_article_are_one_import(run: Run, served: Served) -> None:
    served("/voices/2", article(("Noor Halvorsdal", "Platon Quill", "Ruta Kellan"), start=5))
    url = served("/voices", article(head='<link rel="next" href="/voices/2">'))
    assert "7 entries read, 7 queued" in run("import", url).stdout


def test_standard_input_is_a_page_or_a_text(pasted: Callable[..., Done], environment: dict[str, str]) -> None:
    assert "4 entries read, 4 queued" in pasted(article().encode(), "import", "-").stdout
    assert "Odile Fennwick" in pasted(article().encode(), "extract", "-").stdout
    assert waiting(environment) == 4


def test_a_copy_of_a_known_source_is_held_against_that_source(
    run: Run, file: Path, environment: dict[str, str]
) -> None:
    run("load")
    done = run("import", "--source", "lifehack-linkedin-50", file)
    assert done.stdout.startswith("50 Great People To Follow On LinkedIn")
    assert "lifehack-linkedin-50" in run("imports").stdout
    assert waiting(environment) == 9 + 4


def test_an_unknown_source_is_one_sentence_that_names_the_known(
    run: Run, file: Path, environment: dict[str, str]
) -> None:
    run("load")
    done = run("import", "--source", "lifehack", file)
    assert done.returncode == 1
    assert done.stderr == "followworthy: There is no source 'lifehack'; there are lifehack-linkedin-50.\n"
    assert waiting(environment) == 9


def test_a_saved_page_and_its_address_are_one_source(run: Run, served: Served, tmp_path: Path) -> None:
    url = served("/voices", article())
    run("import", url)
    saved = tmp_path / "saved.html"
    saved.write_text(f"<!-- saved from url=({len(url):04}){url} -->" + article(), encoding="utf-8")
    assert "4 entries read, 0 queued, 4 known before" in run("import", saved).stdout


def test_a_table_shows_what_its_columns_were_taken_for(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("\ufeffFull name;LinkedIn;Topic\nOdile Fennwick;linkedin.com/in/odile;Careers\n", encoding="utf-8")
    done = run("import", table)
    assert "1 entry read, 1 queued" in done.stdout
    assert done.stderr.splitlines() == [
        "column 1 'Full name' -> name (such as 'Odile Fennwick')",
        "column 2 'LinkedIn' -> linkedin (such as 'linkedin.com/in/odile')",
        "column 3 'Topic' -> category (such as 'Careers')",
    ]


def test_columns_are_corrected(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Editor,Person\nMax Power,Odile Fennwick\n", encoding="utf-8")
    assert "Max Power" in run("extract", "--columns", "name=1", table).stdout
    assert "Max Power" in run("extract", "--columns", "name=editor", table).stdout
    wrong = run("import", "--columns", "name=9", table)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    assert "there is no column '9'" in wrong.stderr
    assert run("extract", "--columns", "name", table).returncode == 2


def test_columns_say_nothing_about_an_article(run: Run, served: Served, environment: dict[str, str]) -> None:
    done = run("import", "--columns", "name=1", served("/voices", article()))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert waiting(environment) == 0


def test_what_is_unsure_is_shown_apart(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Name,Topic\nodile@fennwick.example,x\nDara Moonesh,y\n", encoding="utf-8")
    said = run("extract", table).stdout
    assert said.index("Dara Moonesh") < said.index("Unsure") < said.index("odile@")


def test_nothing_is_drawn_where_there_is_no_terminal(run: Run, file: Path) -> None:
    assert run("import", file).stderr == ""


def test_a_bar_is_drawn_on_stderr_for_who_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress.shown("Opening a list") as step:
        step("Read page 2")
    said = capsys.readouterr()
    assert "Opening a list" in said.err
    assert said.out == ""


def test_ctrl_c_while_fetching_leaves_nothing(
    run: Run, served: Served, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    def interrupted(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    url = served("/voices", article())
    monkeypatch.setattr(Fetcher, "fetch", interrupted)
    done = run("import", url)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert waiting(environment) == 0


def test_ctrl_c_while_queueing_leaves_nothing_half_done(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    whole, turns = proposals.queue, iter(range(9))

    def interrupted(*args: object, **more: object) -> int:
        if next(turns) == 2:
            raise KeyboardInterrupt
        return whole(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(proposals, "queue", interrupted)
    done = run("import", file)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert waiting(environment) == 0
    assert run("imports").stdout.startswith("No imports yet.")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("nowhere.html", None, "cannot be read: No such file or directory."),
        ("empty.html", b"", "the document is empty."),
        ("list.pdf", b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
        ("login.html", b"<!doctype html><title>Sign in</title><form><input type=password></form>", "sign-in page"),
        ("soup.html", b"<!doctype html><title>Soup</title><h1>Soup</h1><p>Boil water.</p>", "Nothing queued: "),
    ],
)
def test_what_is_no_list_is_one_sentence_and_queues_nothing(
    run: Run, tmp_path: Path, name: str, body: bytes | None, words: str, environment: dict[str, str]
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    done = run("import", tmp_path / name)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr
    assert ((done.stdout + done.stderr).count("\n"), waiting(environment)) == (1, 0)


def test_a_folder_is_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("import", tmp_path)
    assert (done.returncode, done.stderr) == (1, f"followworthy: {tmp_path} cannot be read: Is a directory.\n")


def test_nothing_pasted_is_one_sentence(pasted: Callable[..., Done]) -> None:
    done = pasted(b"", "import", "-")
    assert (done.returncode, done.stderr) == (1, "followworthy: standard input: the document is empty.\n")


def test_a_redirect_in_a_circle_is_one_sentence(
    run: Run, httpserver: HTTPServer, served: Served, environment: dict[str, str]
) -> None:
    httpserver.expect_request("/round").respond_with_response(Response(status=302, headers={"Location": "/round"}))
    url = served("/elsewhere", article()).replace("/elsewhere", "/round")
    done = run("import", url)
    assert done.returncode == 1
    assert done.stderr == f"followworthy: {url} cannot be read: The redirects lead in a circle.\n"
    assert waiting(environment) == 0


def test_a_person_at_the_terminal_is_told_how_to_end(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(article().encode())))
    assert "press Ctrl-D" in run("extract", "-").stderr
