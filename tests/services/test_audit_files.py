"""hosts.toml and audit.toml: read strictly, and a permission only from the operator's own folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from followworthy.domain.brake import Brake
from followworthy.domain.verdict import Rules
from followworthy.errors import SettingsError
from followworthy.services.audit_files import AuditRules, load_manners, load_rules
from followworthy.settings import CHECKOUT

OWN = """["linkedin.com"]
permission = "Ms. Host wrote so on 3 May 2026"
good = "https://www.linkedin.com/in/odile-fennwick"
"""
SHARED = """["linkedin.com"]
rules = "linkedin"
gap = [30, 45]
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    curated, data = tmp_path / "curated", tmp_path / "data"
    for folder in (curated, data):
        folder.mkdir()
    (curated / "hosts.toml").write_text(SHARED, encoding="utf-8")
    return curated, data


def test_what_ships_permits_nothing(tmp_path: Path) -> None:
    manners = load_manners(CHECKOUT / "curated", tmp_path)
    assert manners.permitted() == {}
    assert manners.of("www.linkedin.com").gap == (30, 45)
    assert manners.key_of("https://de.linkedin.com/in/odile-fennwick") == "in/odile-fennwick"


def test_an_operators_permission_adds_to_what_is_shared(folders: tuple[Path, Path]) -> None:
    (folders[1] / "hosts.toml").write_text(OWN, encoding="utf-8")
    found = load_manners(*folders).of("linkedin.com")
    assert (found.rules, found.gap) == ("linkedin", (30, 45))
    assert found.permission is not None
    assert found.permission.daily == 50


@pytest.mark.parametrize("line", [*OWN.splitlines()[1:], "daily = 9"])
def test_no_pull_request_can_grant_a_permission(folders: tuple[Path, Path], line: str) -> None:
    (folders[0] / "hosts.toml").write_text(SHARED + line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="belongs into the operator's own"):
        load_manners(*folders)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["x.example"]\nspeed = 3\n', "x.example: speed cannot stand here; there are"),
        ('["x.example"]\nrules = "facebook"\n', 'rules is "web" or "linkedin"'),
        ('["x.example"]\ngap = "fast"\n', "gap is a number of seconds"),
        ('["x.example"]\ngap = [1, 2, 3]\n', "gap is a number of seconds"),
        ('["x.example"]\ndaily = 3\n', "mean nothing without permission"),
        ('["x.example"]\npermission = " "\n', "says who gave it and when"),
        ('["x.example"]\npermission = "Jo"\ndaily = 0\n', "at least 1"),
        ('["x.example"]\npermission = "Jo"\ndaily = 4\ngood = "https://x.example/a"\n', "so many looks a day go to"),
        ('["x.example"]\npermission = "Jo"\ngood = "odile"\n', "good is a web address"),
        ('["linkedin.com"]\npermission = "Jo"\n', "a permission needs good"),
        ("[x.example]\ngap = 1\n", "as a table of its own"),
        ("gap = 1\n", "as a table of its own"),
        ("gap = \n", "is not TOML"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_file_and_key(folders: tuple[Path, Path], text: str, said: str) -> None:
    (folders[1] / "hosts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"hosts\.toml") as caught:
        load_manners(*folders)
    assert said in str(caught.value)


def test_without_a_file_the_thresholds_are_the_usual_ones(tmp_path: Path) -> None:
    assert load_rules(tmp_path) == AuditRules(Rules(), Brake())


def test_every_kind_of_threshold_can_be_set(tmp_path: Path) -> None:
    text = 'gone_looks = 4\ngone_over = "21d"\nfailing_waits = ["36h", "7d"]\njitter = 0\nbrake_share = 0.1\n'
    (tmp_path / "audit.toml").write_text(text, encoding="utf-8")
    found = load_rules(tmp_path)
    waits = (timedelta(hours=36), timedelta(days=7))
    assert found.verdict == Rules(gone_looks=4, gone_over=timedelta(days=21), failing_waits=waits, jitter=0.0)
    assert found.brake == Brake(share=0.1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gone_lookz = 4\n", "gone_lookz is not a setting of the audit"),
        ("gone_over = 14\n", 'a duration like "14d"'),
        ('gone_over = "soon"\n', 'a duration like "14d"'),
        ("failing_waits = []\n", "a list of durations"),
        ("gone_looks = 2.5\n", "a whole number"),
        ('jitter = "much"\n', "a number"),
        ("jitter = -1\n", "a number"),
    ],
)
def test_a_wrong_threshold_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "audit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_rules(tmp_path)
    assert said in str(caught.value)
