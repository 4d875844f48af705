"""The fields of curated files, checked one by one; a mistake is one sentence that names file and line."""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, ItemsView, Mapping
from pathlib import Path
from typing import Any

from followworthy.domain.records import is_partial_date
from followworthy.errors import CuratedFileError

Rule = tuple[bool, Callable[[Any], str | None]]
"""Whether a field is required, and what is wrong with a value (None: nothing)."""


def _text(value: Any) -> str | None:
    good = isinstance(value, str) and value.strip() == value != "" and value.isprintable()
    return None if good else "must be a text in quotes, without line breaks or blanks around it"


def _id(value: Any) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9:-]{0,99}", value)
    return None if good else "must be lower-case letters, digits and hyphens"


def _expert_id(value: Any) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[b-df-hj-km-np-tv-xz2-9]{8}", value)
    return None if good else "must be eight characters drawn from bcdfghjkmnpqrstvwxz23456789"


def _rank(value: Any) -> str | None:
    return None if type(value) is int and value > 0 else "must be a number from 1 on"


def _date(value: Any) -> str | None:
    good = isinstance(value, str) and is_partial_date(value)
    return None if good else 'must be a date in quotes, as precise as known: "2019", "2019-05" or "2019-05-22"'


def _web(value: Any) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", value) and len(value) <= 2000
    return None if good else "must be an address that begins with http:// or https://"


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    return lambda value: None if value in allowed else f"must be {' or '.join(allowed)}"


CATEGORY: dict[str, Rule] = {"id": (True, _id), "name": (True, _text), "description": (False, _text)}
SOURCE: dict[str, Rule] = {
    "id": (True, _id),
    "title": (True, _text),
    "publisher": (False, _text),
    "url": (False, _web),
    "date": (False, _date),
}
EXPERT: dict[str, Rule] = {
    "id": (True, _expert_id),
    "kind": (True, _one_of("person", "organisation")),
    "name": (True, _text),
    "headline": (False, _text),
    "note": (False, _text),
}
LINK: dict[str, Rule] = {
    "kind": (True, _one_of("linkedin", "homepage")),
    "url": (True, _web),
    "confidence": (False, _one_of("corroborated", "unconfirmed")),
    "status": (False, _one_of("current", "former")),
}
PROPOSED: dict[str, Rule] = {"kind": (True, _one_of("linkedin")), "url": (True, _web), "why": (True, _text)}
RECOMMENDATION: dict[str, Rule] = {
    "category": (True, _id),
    "source": (True, _id),
    "rank": (False, _rank),
    "heading": (False, _text),
    "reason": (False, _text),
    "quote": (False, _text),
    "date": (False, _date),
}


class CuratedFile:
    """One file of the folder: its text, its tables, and where in it something stands."""

    def __init__(self, folder: Path, label: str) -> None:
        """Read and parse. Raises CuratedFileError."""
        self.path, self.label = folder / label, label
        try:
            self.text = self.path.read_text(encoding="utf-8")
            self._parsed = tomllib.loads(self.text)
        except OSError as error:
            raise CuratedFileError(f"{self.path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CuratedFileError(f"{self.path} is not UTF-8 text; save it as UTF-8.") from error
        except tomllib.TOMLDecodeError as error:
            raise CuratedFileError(_broken(self.path, str(error))) from error

    def top(self, rules: Mapping[str, Rule]) -> "Table":
        """Give the fields outside any table."""
        tables = {"links", "proposed", "recommendations"}
        return Table(self, "", 0, {name: one for name, one in self._parsed.items() if name not in tables}, rules)

    def tables(self, name: str, rules: Mapping[str, Rule]) -> "list[Table]":
        """Give every `[[name]]` table."""
        found = self._parsed.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise CuratedFileError(f"{self.path}:{self.line_of(f'[{name}]')}: write each of the {name} as [[{name}]].")
        return [Table(self, name, index, one, rules) for index, one in enumerate(found)]

    def line_of(self, words: str) -> int:
        """Find the first line that holds the words."""
        return next((at for at, line in enumerate(self.text.splitlines(), start=1) if words in line), 1)

    def line_in(self, words: str, table: str, index: int) -> int:
        """Find the line that holds the words within the index-th `[[table]]`; the table's own line otherwise."""
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        start = heads[index] if index < len(heads) else 0
        end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith("[")), len(lines))
        return next((at for at in range(start, end) if words in lines[at]), start) + 1


class Table(Mapping[str, Any]):
    """One table's fields, checked against its rules."""

    def __init__(
        self, file: CuratedFile, name: str, index: int, fields: dict[str, Any], rules: Mapping[str, Rule]
    ) -> None:
        """Check every field. Raises CuratedFileError for the first mistake."""
        self._file, self._name, self._index, self._fields = file, name, index, fields
        for field, value in fields.items():
            if field not in rules:
                raise self.mistake(field, f"unknown field {field!r}; there are {', '.join(rules)}")
            wrong = rules[field][1](value)
            if wrong:
                raise self.mistake(field, f"{field} {wrong}, not {value!r}")
        for field, (required, _) in rules.items():
            if required and field not in fields:
                raise self.mistake("", f"{field} is missing")

    def require_known(self, field: str, known: Collection[str], where: str) -> None:
        """Raise CuratedFileError unless the field's value is one of the known ids."""
        value = self[field]
        if value not in known:
            close = difflib.get_close_matches(value, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise self.mistake(field, f"unknown {field} {value!r}: {where} has {', '.join(sorted(known))}{hint}")

    def mistake(self, field: str, words: str) -> CuratedFileError:
        """Give the error for a field of this table, with file and line."""
        line = self._file.line_in(f"{field} =" if field else "", self._name, self._index)
        return CuratedFileError(f"{self._file.path}:{line}: {words.rstrip('.?')}{'?' if words.endswith('?') else '.'}")

    def __getitem__(self, field: str) -> Any:
        return self._fields[field]

    def __iter__(self) -> Any:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def items(self) -> ItemsView[str, Any]:
        """Give fields and values."""
        return self._fields.items()


def _broken(path: Path, message: str) -> str:
    found = re.search(r" \(at (?:line (\d+).*|end of document)\)", message)
    line = f":{found[1]}" if found and found[1] else ""
    words = message[: found.start()] if found else message
    return f"{path}{line}: this is not TOML: {words[:1].lower()}{words[1:]}."
