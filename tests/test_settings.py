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
        ("OPERATOR", "a\nb", "a name of one line"),
        ("OPERATOR", "x" * 201, "at most 200 characters"),
        ("PRIVACY_NOTICE", "/nowhere/notice.txt", "there is no such file"),
        ("PRIVACY_NOTICE", "https://", "name a host"),
        ("CONTACT", "a@b.example\r\nX-Evil: 1", "give an e-mail address"),
        ("LOG", "xml", "it is text or json"),
        ("METRICS_TOKEN", "short", "at least 16 letters"),
        ("METRICS_TOKEN", "with blanks in the middle", "without blanks"),
    ],
)
def test_a_wrong_setting_is_one_sentence(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_settings({f"FOLLOWWORTHY_{name}": value})


def test_a_wrong_secret_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as told:
        read_settings({"FOLLOWWORTHY_METRICS_TOKEN": "nearly right"})
    assert "nearly" not in str(told.value)


def test_a_relative_data_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({"FOLLOWWORTHY_DATA_DIR": "data"}).data_dir == tmp_path / "data"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_on_this_machine_alone_nobody_must_say_who_they_are(host: str) -> None:
    read_settings({"FOLLOWWORTHY_HOST": host}).require_operator()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "town.example"])  # noqa: S104 - refused
def test_whoever_lets_others_in_is_told_all_that_is_missing(host: str) -> None:
    with pytest.raises(SettingsError, match=r"set FOLLOWWORTHY_OPERATOR, .*CONTACT and .*PRIVACY_NOTICE \("):
        read_settings({"FOLLOWWORTHY_HOST": host}).require_operator()


def test_whoever_said_all_may_let_others_in(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.touch()
    said = {"HOST": "::", "OPERATOR": " Town Library ", "CONTACT": "a@town.example", "PRIVACY_NOTICE": str(notice)}
    settings = read_settings({f"FOLLOWWORTHY_{name}": value for name, value in said.items()})
    settings.require_operator()
    assert (settings.operator, settings.privacy_notice) == ("Town Library", str(notice))
    elsewhere = read_settings({"FOLLOWWORTHY_PRIVACY_NOTICE": "https://town.example/privacy/"})
    assert elsewhere.privacy_notice == "https://town.example/privacy"


def test_behind_another_server_others_come_in_too() -> None:
    assert read_settings({"FOLLOWWORTHY_PUBLIC_URL": "https://follow.town.example"}).is_behind_a_proxy
    assert not read_settings({}).is_behind_a_proxy
    assert not read_settings({"FOLLOWWORTHY_PUBLIC_URL": "http://localhost:9000"}).is_behind_a_proxy
