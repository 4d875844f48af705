"""The extension's languages: the same keys and gaps in each, nothing left in English by mistake."""

import json
import re
from typing import Any

import pytest

from tests.extension.chromium import EXTENSION

LOCALES = EXTENSION / "_locales"
Messages = dict[str, dict[str, Any]]

# Why a text is the same as the English one.
SAME = {
    "extensionName": "the product's name",
    "actionTitle": "the product's name",
    "milliseconds": "a unit",
    "marksBoth": "two gaps",
    "factVersion": "the same word in German and French",
    "csvName": "the same word in German",
    "nameLabel": "the same word in German",
    "columnActions": "the same word in French",
}


def messages(language: str) -> Messages:
    return dict(json.loads((LOCALES / language / "messages.json").read_text("utf-8")))


ENGLISH = messages("en")
OTHERS = sorted(one.name for one in LOCALES.iterdir() if one.name != "en")
ALL = ["en", *OTHERS]
each_other = pytest.mark.parametrize("language", OTHERS)
each = pytest.mark.parametrize("language", ALL)


def gaps_of(text: str) -> list[str]:
    return sorted(re.findall(r"\$(\w+)\$", text))


def test_there_are_german_french_and_spanish() -> None:
    assert {"de", "fr", "es"} <= set(OTHERS)


def test_the_options_offer_exactly_the_languages_that_there_are() -> None:
    code = (EXTENSION / "choices.js").read_text("utf-8")
    offered = re.search(r"LANGUAGES = .*?\(\[(.*?)\]\)", code)
    assert offered is not None
    assert set(re.findall(r'"(\w+)"', offered[1])) == set(ALL)


@each_other
def test_no_key_is_missing_and_none_is_left_over(language: str) -> None:
    assert list(messages(language)) == list(ENGLISH)


@each_other
def test_every_gap_of_a_text_is_kept_and_filled_from_the_same_place(language: str) -> None:
    for key, other in messages(language).items():
        english = ENGLISH[key]
        places = {name: one["content"] for name, one in english.get("placeholders", {}).items()}
        assert {name: one["content"] for name, one in other.get("placeholders", {}).items()} == places, key
        if not key.endswith("_one"):  # there, a language may say the number in a word
            assert gaps_of(other["message"]) == gaps_of(english["message"]), key


@each
def test_every_gap_is_declared(language: str) -> None:
    for key, one in messages(language).items():
        declared = {name.upper() for name in one.get("placeholders", {})}
        assert set(gaps_of(one["message"])) <= declared, key


@each_other
def test_nothing_is_left_in_english(language: str) -> None:
    same = {key for key, one in messages(language).items() if one["message"] == ENGLISH[key]["message"]}
    assert same - set(SAME) == set()


@each
def test_counted_texts_come_in_pairs(language: str) -> None:
    keys = set(messages(language))
    for key in keys:
        if key.endswith("_one"):
            assert key.removesuffix("_one") + "_other" in keys
        if key.endswith("_other"):
            assert key.removesuffix("_other") + "_one" in keys


@each
def test_the_language_calls_itself_by_its_folder(language: str) -> None:
    assert messages(language)["language"]["message"] == language


@each
def test_texts_are_typeset_and_hold_no_markup(language: str) -> None:
    for key, one in messages(language).items():
        text = one["message"]
        assert not re.search(r"['\"]|\.\.\.|<\w|&\w+;|  ", text), f"{language} {key}: {text}"


@each_other
def test_no_text_outgrows_its_place(language: str) -> None:
    for key, other in messages(language).items():
        english = ENGLISH[key]["message"]
        assert len(other["message"]) <= max(1.75 * len(english), len(english) + 16), f"{key}: {other['message']}"


@pytest.mark.parametrize("key", SAME)
def test_every_excuse_is_needed(key: str) -> None:
    assert any(messages(language)[key]["message"] == ENGLISH[key]["message"] for language in OTHERS)
