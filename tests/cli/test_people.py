"""The people listed, from the command line: the key, `held`, `erase`, and who must be named before others come in."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from followworthy.cli import command
from followworthy.services import opting_out
from followworthy.store import experts, opt_outs
from tests.cli.conftest import Run, opened

EXPERT = """id = "bcdfghjk"
kind = "person"
name = "Odile Fennwick"

[[links]]
kind = "linkedin"
url = "https://www.linkedin.com/in/odile-fennwick"
confidence = "corroborated"

[[recommendations]]
category = "careers"
source = "forty-voices"
"""
CATEGORIES = '[[categories]]\nid = "careers"\nname = "Careers"\n'
SOURCES = '[[sources]]\nid = "forty-voices"\ntitle = "Forty Voices"\n'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def curated(tmp_path: Path, environment: dict[str, str]) -> Path:
    folder = tmp_path / "curated"
    (folder / "experts").mkdir(parents=True)
    (folder / "categories.toml").write_text(CATEGORIES, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "experts" / "odile-fennwick.toml").write_text(EXPERT, encoding="utf-8")
    environment["FOLLOWWORTHY_CURATED_DIR"] = str(folder)
    return folder


def keep_out(environment: dict[str, str], name: str) -> None:
    key = (Path(environment["FOLLOWWORTHY_DATA_DIR"]) / "opt-out.key").read_text(encoding="ascii")
    database = opened(environment, bytes.fromhex(key))
    with database.writing() as session:
        opting_out.keep_out(session, name)
    database.close()


def test_the_key_is_drawn_once_and_its_owners_alone(run: Run, data: Path, curated: Path) -> None:
    assert curated.is_dir()
    assert run("load").returncode == 0
    file = data / "opt-out.key"
    key = file.read_text(encoding="ascii")
    assert (len(bytes.fromhex(key)), stat.S_IMODE(file.stat().st_mode)) == (32, 0o600)
    run("load")
    assert file.read_text(encoding="ascii") == key


@pytest.mark.usefixtures("curated")
def test_while_nobody_asked_a_lost_key_is_drawn_anew(run: Run, data: Path) -> None:
    run("load")
    (data / "opt-out.key").unlink()
    assert run("load").returncode == 0
    assert (data / "opt-out.key").exists()


@pytest.mark.parametrize("verb", ["serve", "worker", "import list.txt", "load", "enrich Odile", "export out"])
@pytest.mark.parametrize("loss", ["missing", "another"])
@pytest.mark.usefixtures("curated")
def test_once_somebody_asked_nothing_goes_on_without_their_key(
    run: Run, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, loss: str
) -> None:
    run("load")
    keep_out(environment, "Wendel Aspinall")
    file = tmp_path / "data" / "opt-out.key"
    if loss == "missing":
        file.unlink()
    else:
        file.write_text("ab" * 32, encoding="ascii")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text("Five people\n\n1. Dara Moonesh\n2. Ilse Corvane\n", encoding="utf-8")
    done = run(*verb.split())
    assert (done.returncode, done.stderr) == (1, f"followworthy: {opt_outs.LOST}\n")
    assert file.exists() == (loss == "another")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("curated")
def test_a_damaged_key_is_one_sentence(run: Run, data: Path) -> None:
    run("load")
    for damage in (b"abc", b"\xff\xfe", b"ab" * 16):
        (data / "opt-out.key").write_bytes(damage)
        done = run("load")
        assert (done.returncode, "opt-out.key" in done.stderr, done.stderr.count("\n")) == (1, True, 1)


@pytest.mark.usefixtures("curated")
def test_the_key_in_the_backups_opens_the_catalog_again(run: Run, data: Path, environment: dict[str, str]) -> None:
    run("load")
    keep_out(environment, "Wendel Aspinall")
    key = (data / "opt-out.key").read_text(encoding="ascii")
    (data / "opt-out.key").unlink()
    assert run("load").returncode == 1
    (data / "opt-out.key").write_text(f"{key}\n", encoding="ascii")
    assert run("load").returncode == 0


@pytest.mark.usefixtures("curated")
def test_all_that_is_held_is_printed_as_json(run: Run) -> None:
    run("load")
    document = json.loads(run("held", "bcdfghjk").stdout)
    assert document["records"][0]["name"] == "Odile Fennwick"
    assert [Path(one).name for one in document["files"]["curated_files"]] == ["odile-fennwick.toml"]


@pytest.mark.parametrize("verb", ["held", "erase"])
def test_nobody_is_one_sentence(run: Run, verb: str) -> None:
    done = run(verb, "x")
    assert (done.returncode, done.stderr) == (1, "followworthy: There is nobody with the id x.\n")


@pytest.mark.sqlite
def test_erasing_says_first_what_it_will_do_and_then_what_it_cannot_reach(run: Run, data: Path, curated: Path) -> None:
    run("load")
    done = run("erase", "bcdfghjk", "--yes")
    assert done.returncode == 0
    said = done.stdout.splitlines()
    assert said[0] == "This is Odile Fennwick (bcdfghjk)."
    assert "kept out of every later list" in said[1]
    assert said[2] == "Scrubbed: 1 changes in the history."
    file = str(curated / "experts" / "odile-fennwick.toml")
    assert said[3] == f"Left, for they are not ours to change: {file}."
    assert "Erased. bcdfghjk is a tombstone without a name; no list brings them back." in said
    assert any(one.startswith(f"  {file} names them: remove it") for one in said)
    assert b"Fennwick" not in (data / "followworthy.db").read_bytes()


@pytest.mark.usefixtures("curated")
def test_the_load_after_it_names_the_file_and_nobody(run: Run) -> None:
    run("load")
    run("erase", "bcdfghjk", "--yes")
    done = run("load")
    said = "experts/odile-fennwick.toml: not loaded: this person asked not to be listed. Remove the file.\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.usefixtures("curated")
def test_an_import_says_how_many_asked_and_not_who(run: Run, tmp_path: Path) -> None:
    run("load")
    run("erase", "bcdfghjk", "--yes")
    file = tmp_path / "list.csv"
    file.write_text("Name,LinkedIn\nFENNWICK Odile,\nDara Moonesh,\nIlse Corvane,\n", encoding="utf-8")
    done = run("import", file)
    assert "3 entries read, 2 queued, 0 known before, 1 asked not to be listed." in done.stdout
    assert "ennwick" not in done.stdout


@pytest.mark.usefixtures("curated")
def test_whoever_does_not_say_yes_erases_nobody(run: Run, environment: dict[str, str]) -> None:
    run("load")
    done = CliRunner().invoke(command, ["erase", "bcdfghjk"], input="n\n", env=environment)
    assert done.exit_code == 1
    assert "Erase this person for good? [y/N]" in done.output
    database = opened(environment)
    with database.reading() as session:
        assert len(experts.published(session)) == 1
    database.close()


def test_whoever_lets_others_in_must_say_who_they_are(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("We keep names.", encoding="utf-8")
    done = run("serve", FOLLOWWORTHY_HOST="0.0.0.0")  # noqa: S104 - refused, not bound to
    assert done.returncode == 2
    assert done.stderr == (
        "followworthy: FOLLOWWORTHY_HOST=0.0.0.0 lets others in, and the people listed must find who publishes about "
        "them: set FOLLOWWORTHY_OPERATOR, FOLLOWWORTHY_CONTACT and FOLLOWWORTHY_PRIVACY_NOTICE (docs/PEOPLE.md), or "
        "serve on 127.0.0.1.\n"
    )
    said = {"FOLLOWWORTHY_OPERATOR": "Town Library", "FOLLOWWORTHY_PRIVACY_NOTICE": str(notice)}
    done = run("serve", FOLLOWWORTHY_HOST="::", **said)
    assert (done.returncode, "set FOLLOWWORTHY_CONTACT (docs" in done.stderr) == (2, True)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * 100_001], ids=["empty", "no text", "too long"])
def test_a_notice_that_is_no_text_is_one_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_bytes(content)
    done = run("serve", FOLLOWWORTHY_PRIVACY_NOTICE=str(notice))
    assert (done.returncode, "PRIVACY_NOTICE" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
