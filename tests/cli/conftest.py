"""The real command, with a data folder and a port of its own; `serve` in a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from followworthy.cli import main
from followworthy.settings import read_settings
from followworthy.store import Database, proposals


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def environment(tmp_path: Path, database_settings: dict[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FOLLOWWORTHY_")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        **ours,
        **database_settings,
        "FOLLOWWORTHY_DATA_DIR": str(tmp_path / "data"),
        "FOLLOWWORTHY_PORT": str(port),
        "FOLLOWWORTHY_AUDIT": "off",
        "FOLLOWWORTHY_REREAD_DAYS": "0",
        "PYTHONUNBUFFERED": "1",
    }


def opened(environment: dict[str, str], key: bytes | None = None) -> Database:
    """The database that the command uses in this environment."""
    return Database(read_settings(environment).database_url, opt_out_key=key)


def waiting(environment: dict[str, str]) -> int:
    """How many proposals the database holds; none if it was never made."""
    database = opened(environment)
    if database.is_file and not Path(database.place).exists():
        return 0
    with closing(database), database.reading() as session:
        return proposals.count_waiting(session)


@pytest.fixture
def run(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command within this process: as its own main, with its own environment."""

    def command(*words: str | Path, **more: str) -> Done:
        with monkeypatch.context() as patch:
            for name, value in {**environment, **more}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["followworthy", *map(str, words)])
            with pytest.raises(SystemExit) as ended:
                main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return command


DEAF = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
"""As a shell starts what it runs in the background: deaf to Ctrl-C."""


@pytest.fixture
def serving(environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*DEAF, sys.executable, "-m", "followworthy", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
