"""Settings: read once, strictly."""

from pathlib import Path

import pytest

from followworthy.errors import SettingsError
from followworthy.settings import CHECKOUT, read_settings


def test_nothing_set_is_a_checkout_that_serves_itself() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8750)
    assert settings.data_dir == CHECKOUT / "var"
    assert settings.database_url == f"sqlite:///{CHECKOUT / 'var' / 'followworthy.db'}"
    assert settings.public_url == "http://127.0.0.1:8750"


def test_the_data_folder_moves_the_database_along() -> None:
    settings = read_settings({"FOLLOWWORTHY_DATA_DIR": "/srv/followworthy"})
    assert settings.database_url == "sqlite:////srv/followworthy/followworthy.db"


def test_other_variables_are_not_ours() -> None:
    assert read_settings({"HOME": "/root", "FOLLOW": "x"}) == read_settings({})


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_settings({"FOLLOWWORTHY_CONTACT": ""}).contact is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PROT", "8750", "is not a setting; there are FOLLOWWORTHY_HOST"),
        ("PORT", "eight", "a port is a number from 1 to 65535"),
        ("PORT", "0", "a port is a number"),
        ("PORT", "70000", "a port is a number"),
        ("AUDIT", "perhaps", "either on or off"),
        ("REREAD_DAYS", "weekly", "a number of days"),
        ("REREAD_DAYS", "366", "from 0 .never. to 365"),
        ("PUBLIC_URL", "catalog.example", "must begin with http:// or https://"),
        ("CONTACT", "me", "give an e-mail address"),
        ("CONTACT", "a@b.example\r\nX-Evil: 1", "give an e-mail address"),
    ],
)
def test_a_wrong_setting_is_one_sentence(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_settings({f"FOLLOWWORTHY_{name}": value})


def test_a_relative_data_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({"FOLLOWWORTHY_DATA_DIR": "data"}).data_dir == tmp_path / "data"
