"""A mistake in the operator's own audit files is said before anything is served."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("audit.toml", "gone_lookz = 3\n", "gone_lookz is not a setting of the audit"),
        ("hosts.toml", '["linkedin.com"]\ngap = "soon"\n', "hosts.toml"),
    ],
)
def test_serve_refuses_what_it_cannot_read(run: Run, tmp_path: Path, file: str, text: str, words: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / file).write_text(text)
    done = run("serve")
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
