"""One curated file: its tables, checked field by field; a mistake is one sentence that names file and line.

What fields there are is told by `curated_format`; what experts, links and sources are is not known here.
"""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from followworthy.errors import CuratedFileError
from followworthy.services.curated_format import Rule

HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?")
LONGEST_LIST = 10
LONGEST_VALUE = 80


class CuratedFile:
    """One file of the folder: its tables, where in it something stands, and the SHA-256 of its bytes."""

    def __init__(self, folder: Path, label: str) -> None:
        """Read and parse. Raises CuratedFileError."""
        self.path, self.label = folder / label, label
        try:
            whole = self.path.read_bytes()
            self._text = whole.decode("utf-8-sig")  # some editors put a byte order mark first
            self._parsed = tomllib.loads(self._text)
        except OSError as error:
            raise CuratedFileError(f"{self.path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise self.mistake(line, "this is not UTF-8 text; save the file as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise self._broken(str(error)) from error
        except (RecursionError, ValueError) as error:
            raise CuratedFileError(f"{self.path} has a number too long, or brackets nested too deep.") from error

    def top(self, rules: Mapping[str, Rule], tables: Collection[str]) -> "Table":
        """Give the fields outside any table; `tables` are the names that `[[...]]` may have in this file."""
        fields = {name: value for name, value in self._parsed.items() if name not in tables}
        return Table(self, "", 0, fields, rules, tables)

    def tables(self, name: str, rules: Mapping[str, Rule]) -> "list[Table]":
        """Give every `[[name]]` table."""
        found = self._parsed.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.mistake(self.line(name), f"write each of the {name} as [[{name}]]")
        return [Table(self, name, index, one, rules) for index, one in enumerate(found)]

    def line(self, field: str, table: str = "", index: int = 0) -> int:
        """Find the line of a field in the index-th `[[table]]` (outside any without one), else where that begins."""
        lines = self._text.split("\n")
        headers = [(at, found[1]) for at, one in enumerate(lines) if (found := HEADER.fullmatch(one.rstrip("\r")))]
        own = [at for at, name in headers if name == table]
        if table and index >= len(own):  # written as an inline list
            return self.line(table)
        start = own[index] if table else -1
        end = next((at for at, _ in headers if at > start), len(lines))
        given = re.compile(rf"""\s*(["']?){re.escape(field)}\1\s*=""")
        within = (at for at in range(start + 1, end) if given.match(lines[at]))
        named = (at for at, name in headers if not table and name == field)
        return next(within, next(named, max(start, 0))) + 1

    def mistake(self, line: int, words: str) -> CuratedFileError:
        """Give the error for a line, as one sentence."""
        return CuratedFileError(f"{self.path}:{line}: {words}{'' if words.endswith('?') else '.'}")

    def _broken(self, message: str) -> CuratedFileError:
        found = re.fullmatch(r"(.*) \(at (?:line (\d+).*|end of document)\)", message, re.DOTALL)
        words, line = (found[1], found[2]) if found else (message, None)
        if words == r"Illegal character '\n'":
            words = "a text has no quote at its end"
        last = self._text.rstrip().count("\n") + 1
        return self.mistake(int(line or last), f"this is not TOML: {words[:1].lower()}{words[1:]}")


class Table(Mapping[str, Any]):
    """One table's fields, checked against its rules."""

    def __init__(
        self,
        file: CuratedFile,
        name: str,
        index: int,
        fields: dict[str, Any],
        rules: Mapping[str, Rule],
        tables: Collection[str] = (),
    ) -> None:
        """Check every field. Raises CuratedFileError for the first mistake."""
        self._file, self._name, self._index, self._fields = file, name, index, fields
        for field, value in fields.items():
            if field not in rules:
                possible = ", ".join((*rules, *(f"[[{one}]]" for one in tables)))
                raise self.mistake(
                    field, f"unknown field {field!r}; there are {possible}{_hint(field, *rules, *tables)}"
                )
            wrong = rules[field][1](value)
            if wrong:
                raise self.mistake(field, f"{field} {wrong}, not {_shown(value)}")
        missing = next((field for field, (required, _) in rules.items() if required and field not in fields), None)
        if missing:
            raise self.mistake("", f"{missing} is missing")

    def require_known(self, field: str, known: Sequence[str], where: str) -> None:
        """Raise CuratedFileError unless the field's value is one of the known ids."""
        value = self[field]
        if value not in known:
            there = ", ".join(known[:LONGEST_LIST]) or "none"
            more = ", ..." if len(known) > LONGEST_LIST else ""
            raise self.mistake(field, f"unknown {field} {value!r}; {where} has {there}{more}{_hint(value, *known)}")

    def mistake(self, field: str, words: str) -> CuratedFileError:
        """Give the error for a field of this table, with file and line; '' is the table itself."""
        return self._file.mistake(self._file.line(field, self._name, self._index), words)

    def __getitem__(self, field: str) -> Any:
        return self._fields[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def refuse_repeats(tables: Sequence[Table], *fields: str) -> None:
    """Raise CuratedFileError for the first table that says the same as an earlier one in all these fields."""
    seen = set()
    for table in tables:
        what = tuple(table[field] for field in fields)
        if what in seen:
            words = " with ".join(f"{field} {table[field]!r}" for field in fields)
            raise table.mistake(fields[0], f"{words} stands here a second time; keep one")
        seen.add(what)


def _hint(word: str, *known: str) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _shown(value: Any) -> str:
    """Show a value about as it was written."""
    if isinstance(value, bool):
        return str(value).lower()
    words = str(value) if isinstance(value, date | time) else repr(value)
    return words if len(words) <= LONGEST_VALUE else f"{words[:LONGEST_VALUE]}..."
