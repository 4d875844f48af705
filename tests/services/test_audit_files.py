"""hosts.toml and audit.toml: read strictly, and a permission only from the operator's own folder."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from followworthy.domain.brake import Brake
from followworthy.domain.verdict import Rules
from followworthy.errors import SettingsError
from followworthy.services.audit_files import RANGES, AuditRules, load_manners, load_rules
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
        ('["www.linkedin.com"]\npermission = "Jo"\n', "www.linkedin.com: a permission needs good"),
        ('["linkedin.com"]\npermission = "Jo"\ngood = "https://odile.example/in/odile"\n', "linkedin.com itself"),
        ('["linkedin.com"]\npermission = "Jo"\ngood = "https://[odile"\n', "linkedin.com itself"),
        ('["linkedin.com"]\npermission = "Jo"\ngood = "https://linkedin.com/feed"\n', "a profile's address"),
        ('["https://x.example"]\ngap = 2\n', "is no name of a host"),
        ('["x.example:8080"]\ngap = 2\n', "is no name of a host"),
        ('["x.example/a"]\ngap = 2\n', "is no name of a host"),
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


def test_a_table_for_a_part_of_a_host_does_not_free_it_of_the_hosts_rules_and_pace(folders: tuple[Path, Path]) -> None:
    own = OWN.replace('"linkedin.com"', '"www.linkedin.com"') + '["de.linkedin.com"]\ngap = 60\n'
    (folders[1] / "hosts.toml").write_text(own, encoding="utf-8")
    found = load_manners(*folders)
    assert (found.of("www.linkedin.com").rules, found.of("www.linkedin.com").gap) == ("linkedin", (30, 45))
    assert (found.of("de.linkedin.com").rules, found.of("de.linkedin.com").gap) == ("linkedin", (60, 60))
    assert list(found.permitted()) == ["www.linkedin.com"]


@pytest.mark.parametrize("line", ["gap = -1", 'rules = "facebook"', "speed = 3"])
def test_a_mistake_names_the_file_it_stands_in(folders: tuple[Path, Path], line: str) -> None:
    (folders[0] / "hosts.toml").write_text(f'["x.example"]\n{line}\n', encoding="utf-8")
    (folders[1] / "hosts.toml").write_text('["x.example"]\nrules = "web"\ngap = 3\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(str(folders[0]))):
        load_manners(*folders)


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "localhost", "xn--bcher-kva.example", "a_b.example"])
def test_every_kind_of_host_can_have_manners(folders: tuple[Path, Path], host: str) -> None:
    (folders[1] / "hosts.toml").write_text(f'["{host}"]\nrules = "linkedin"\n', encoding="utf-8")
    assert load_manners(*folders).of(host).rules == "linkedin"


def test_every_number_of_the_audit_has_its_range() -> None:
    usual = {one.name: getattr(Rules(), one.name) for one in fields(Rules)}
    usual |= {f"brake_{one.name}": getattr(Brake(), one.name) for one in fields(Brake)}
    numbers = {key: one for key, one in usual.items() if isinstance(one, int | float)}
    assert numbers.keys() == RANGES.keys()
    assert all(RANGES[key][0] <= one <= RANGES[key][1] for key, one in numbers.items())


def test_every_threshold_is_told_with_its_usual_value_in_the_guide() -> None:
    rows = [line.split("|") for line in (CHECKOUT / "docs" / "AUDIT.md").read_text(encoding="utf-8").splitlines()]
    cells = [(re.findall(r"`([a-z_]+)`", row[1]), row[2].split(",")) for row in rows if len(row) > 3]
    told = {key: usual.strip(" `") for keys, values in cells if keys for key, usual in zip(keys, values, strict=True)}
    usual = {one.name: getattr(Rules(), one.name) for one in fields(Rules)}
    usual |= {f"brake_{one.name}": getattr(Brake(), one.name) for one in fields(Brake)}
    assert told.keys() == usual.keys()
    for key, value in usual.items():
        several = value if isinstance(value, tuple) else (value,)
        assert [meant(one) for one in told[key].split()] == [str(one) for one in several], key


def meant(told: str) -> str:
    """A number or a duration of the guide, as Python writes it."""
    hours = {"h": 1, "d": 24}.get(told[-1])
    return str(timedelta(hours=int(told[:-1]) * hours)) if hours else told


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
        ("jitter = -1\n", "jitter is a number from 0 to 0.5, like 0.15; not -1"),
        ("jitter = nan\n", "a number from 0 to 0.5"),
        ("jitter = 5\n", "a number from 0 to 0.5"),
        ("jitter = true\n", "a number from 0 to 0.5"),
        ("gone_looks = nan\n", "a whole number from 1 to 100"),
        ("gone_looks = inf\n", "a whole number from 1 to 100"),
        ("gone_looks = 0\n", "a whole number from 1 to 100"),
        ("alive_growth = 0.5\n", "a number from 1 to 10"),
        ("brake_share = 5\n", "a number from 0 to 1"),
        ('alive_first = "0h"\n', 'a duration from "1h" to "3650d", not "0h"'),
        ('failing_waits = ["24h", "0h"]\n', 'a duration from "1h" to "3650d", not "0h"'),
        ('gone_over = "99999d"\n', 'a duration from "0h" to "3650d"'),
    ],
)
def test_a_wrong_threshold_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "audit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_rules(tmp_path)
    assert said in str(caught.value)
