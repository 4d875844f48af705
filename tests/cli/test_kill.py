"""Kill -9 in the middle: the next start goes on, nothing lost, nothing doubled."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LIST = Path(__file__).parent.parent / "data" / "articles" / "voices.html"
DIES = """
import os, signal, sys
from followworthy.store import experts, proposals
place, name, turn = {"load": (experts, "write", 20), "import": (proposals, "queue", 3)}[sys.argv[1]]
whole, calls = getattr(place, name), 0
def dies(*args, **kwargs):
    global calls
    calls += 1
    if calls == turn:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*args, **kwargs)
setattr(place, name, dies)
from followworthy.cli import main
main()
"""


def killed(environment: dict[str, str], *words: str) -> int:
    """Run a verb that is killed in the middle of its writing; give how it ended."""
    command = [sys.executable, "-c", DIES, *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def catalog(run: Run, tmp_path: Path, name: str) -> dict[str, bytes]:
    run("export", tmp_path / name)
    return {str(file.relative_to(tmp_path / name)): file.read_bytes() for file in (tmp_path / name).rglob("*.toml")}


def test_a_killed_load_leaves_nothing_and_the_next_one_is_whole(run: Run, environment: dict[str, str]) -> None:
    assert killed(environment, "load") == -signal.SIGKILL
    assert run("load").stdout.startswith("Curated files: 57 records loaded, 0 unchanged (change 1).")
    assert run("load").stdout == "Curated files: nothing changed.\n"


def test_a_killed_import_leaves_nothing_and_the_next_one_is_whole(run: Run, environment: dict[str, str]) -> None:
    run("load")
    assert killed(environment, "import", str(LIST)) == -signal.SIGKILL
    entries = len(json.loads(run("extract", "--format", "json", LIST).stdout)["candidates"])
    assert f"{entries} entries read, {entries} queued, 0 known before." in run("import", LIST).stdout
    assert "0 queued" in run("import", LIST).stdout


@pytest.mark.parametrize("verb", [("load",), ("import", str(LIST))])
def test_what_was_there_before_a_kill_is_there_after_it(
    run: Run, environment: dict[str, str], tmp_path: Path, verb: tuple[str, ...]
) -> None:
    run("load")
    before = catalog(run, tmp_path, "before")
    killed(environment, *verb)
    assert len(before) == 52
    assert catalog(run, tmp_path, "after") == before
