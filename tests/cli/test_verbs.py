"""The verbs, and what they say when they are fed nonsense: one sentence, no traceback, nothing half-written."""

import json
import shutil
from pathlib import Path

import pytest

from followworthy.settings import CHECKOUT
from tests.cli.conftest import Run

LIST = Path(__file__).parent.parent / "data" / "articles"


def curated_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHECKOUT / "curated", tmp_path / "curated"))


def test_load_says_what_it_did_and_the_second_one_that_nothing_changed(run: Run) -> None:
    first, second = run("load"), run("load")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == (
        "Curated files: 57 records loaded, 0 unchanged (change 1).\nCurated files: 9 proposals wait for review.\n"
    )
    assert second.stdout == "Curated files: nothing changed.\n"


def test_broken_toml_is_one_sentence_with_file_and_line(run: Run, tmp_path: Path) -> None:
    folder = curated_copy(tmp_path)
    file = folder / "experts" / "liz-ryan.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\nname = = 3\n", encoding="utf-8")
    done = run("load", folder)
    assert done.returncode == 1
    assert "liz-ryan.toml:" in done.stderr
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)


def test_a_folder_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("load", tmp_path / "nowhere")
    assert done.returncode == 1
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)


def test_a_refused_load_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    folder = curated_copy(tmp_path)
    (folder / "categories.toml").write_text("[[categories]]\nid = 3\n", encoding="utf-8")
    assert run("load", folder).returncode == 1
    assert "57 records loaded" in run("load").stdout


def test_export_then_load_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("load")
    exported = run("export", tmp_path / "out")
    assert exported.stdout == f"50 experts written to {tmp_path / 'out'}.\n"
    assert run("load", tmp_path / "out").stdout == "Curated files: nothing changed.\n"


def test_the_extension_carries_what_the_curated_files_say_to_the_byte(run: Run, tmp_path: Path) -> None:
    assert run("starter", tmp_path / "starter.json").returncode == 0
    shipped = CHECKOUT / "extension" / "starter-catalog.json"
    assert (tmp_path / "starter.json").read_bytes() == shipped.read_bytes()


def test_an_unknown_setting_is_wrong_use(run: Run) -> None:
    done = run("load", FOLLOWWORTHY_PROT="1")
    assert (done.returncode, done.stderr.splitlines()[0][:42]) == (2, "followworthy: FOLLOWWORTHY_PROT is not a s")


def test_an_unknown_verb_is_wrong_use(run: Run) -> None:
    assert run("publsh").returncode == 2


def test_a_data_folder_that_cannot_be_made_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("load", FOLLOWWORTHY_DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert done.stderr.startswith("followworthy: The data folder ")


@pytest.mark.sqlite
def test_a_damaged_database_is_one_sentence(run: Run, tmp_path: Path) -> None:
    run("load")
    (tmp_path / "data" / "followworthy.db").write_bytes(b"not a database at all" * 500)
    done = run("load")
    assert done.returncode == 1
    assert done.stderr.endswith("followworthy.db cannot be used: file is not a database.\n")


def test_extract_prints_candidates_as_json_and_keeps_nothing(run: Run, tmp_path: Path) -> None:
    file = next(LIST.glob("*.html"))
    done = run("extract", "--format", "json", file)
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(document) == {"source", "candidates"}
    assert set(document["candidates"][0]) == {
        "name",
        "kind",
        "category",
        "rank",
        "linkedin_url",
        "links",
        "quote",
        "where",
    }
    assert not (tmp_path / "data").exists()


def test_extract_of_a_page_without_a_list_says_why_on_stderr_and_is_fine(run: Run, tmp_path: Path) -> None:
    (tmp_path / "soup.html").write_text("<title>Soup</title><p>Boil water.</p>")
    done = run("extract", "--format", "json", tmp_path / "soup.html")
    assert (done.returncode, json.loads(done.stdout)["candidates"]) == (0, [])
    assert done.stderr.startswith("followworthy: ")


def test_a_damaged_article_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.html").write_bytes(b"\0\1\2" * 99)
    done = run("import", tmp_path / "list.html")
    assert done.returncode == 1
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)


def test_a_page_on_this_very_machine_needs_the_setting(run: Run) -> None:
    done = run("import", "http://127.0.0.1:9/list")
    assert done.returncode == 1
    assert done.stderr.startswith("followworthy: http://127.0.0.1:9/list cannot be read: ")


def test_import_queues_and_a_second_import_queues_nothing(run: Run) -> None:
    file = next(LIST.glob("*.html"))
    first, second = run("import", file), run("import", file)
    assert (first.returncode, second.returncode) == (0, 0)
    assert " 0 queued" not in first.stdout
    assert " 0 queued" in second.stdout


def test_a_new_curator_gets_an_address_that_works_once(run: Run) -> None:
    done = run("curator", "add", "Nadia Brookmere")
    assert done.returncode == 0
    assert "/welcome/" in done.stdout
