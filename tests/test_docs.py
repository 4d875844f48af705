"""The documents stay true: settings, verbs, words, links, and no place that readers do not have."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from followworthy.cli import VERBS
from followworthy.domain.brake import Brake
from followworthy.domain.values import Outcome, Verdict
from followworthy.domain.verdict import Rules
from followworthy.settings import CHECKOUT, PREFIX, READERS

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (CHECKOUT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
DOCUMENTS = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md")]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")
INTERNAL = {"starter"}
"""Verbs for `make`, not for people."""


def test_the_readme_names_exactly_the_settings_there_are() -> None:
    assert set(re.findall(rf"`{PREFIX}([A-Z_]+)`", README)) == set(READERS)


def test_the_readme_names_exactly_the_verbs_there_are() -> None:
    table = README.split("| verb | does |")[1].split("\n\n")[0]
    named = {
        verb
        for cell in re.findall(r"^\| (.+?) (?<!\\)\|", table, re.MULTILINE)
        for verb in re.findall(r"`([a-z]+)", cell)
    }
    assert named == set(VERBS) - INTERNAL


@pytest.mark.parametrize("word", [*Outcome, *Verdict])
def test_the_glossary_names_every_outcome_and_verdict(word: str) -> None:
    assert f"`{word}`" in GLOSSARY


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    missing = [
        link for link in LINK.findall(document.read_text(encoding="utf-8")) if not (document.parent / link).exists()
    ]
    assert missing == []


def test_every_room_that_the_design_draws_is_there() -> None:
    house = (CHECKOUT / "docs" / "DESIGN.md").read_text(encoding="utf-8").split("```")[1]
    server = house.split("server/followworthy/\n")[1].split("\nextension/")[0]
    rooms = re.findall(r"^  ([a-z_]+(?:/|\.py))", server, re.MULTILINE)
    assert len(rooms) > 5
    assert [room for room in rooms if not (CHECKOUT / "server" / "followworthy" / room).exists()] == []


def test_requirements_and_lock_files_name_no_registry() -> None:
    requirements = "".join(file.read_text(encoding="utf-8") for file in (CHECKOUT / "requirements").glob("*.txt"))
    assert "://" not in requirements
    assert "--hash=sha256:" in requirements
    assert '"resolved"' not in (CHECKOUT / "package-lock.json").read_text(encoding="utf-8")


def test_server_and_extension_wear_the_same_colours() -> None:
    """Two copies on purpose: the extension's folder must be whole by itself."""
    server = CHECKOUT / "server" / "followworthy" / "web" / "static" / "tokens.css"
    assert server.read_bytes() == (CHECKOUT / "extension" / "look" / "tokens.css").read_bytes()


def test_what_git_should_not_hold_is_ignored() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "var/followworthy.db", ".venv/x", "node_modules/x"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout.split() == ["var/followworthy.db", ".venv/x", "node_modules/x"]


def test_the_audits_guide_names_exactly_the_thresholds_there_are() -> None:
    guide = (CHECKOUT / "docs" / "AUDIT.md").read_text(encoding="utf-8").split("| key | usual | |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \|", guide, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert named == {one.name for one in fields(Rules)} | {f"brake_{one.name}" for one in fields(Brake)}
