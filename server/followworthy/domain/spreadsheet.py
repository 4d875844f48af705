"""A table saved as CSV -> claims: one row, one expert. Comma, semicolon or tab; with or without a header.

Which column holds what is guessed by `spreadsheet_columns`, and given back so that people can see and correct it.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from followworthy.domain.article.format import checked
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.spreadsheet_columns import (
    Column,
    Field,
    columns,
    is_header,
    is_profile,
    is_rank,
    is_web,
    stands_above,
)
from followworthy.domain.texts import one_line
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError

DELIMITERS = ",;\t"
HEADER_WITHIN = 12
"""A header stands so near the top: exports like to begin with notes."""
MOST_COLUMNS = 200
MOST_ROWS = 50_000
"""No list of people is longer; a larger table would cost more than the two seconds that a document may."""
LONGEST_NAME = 120
LONGEST_QUOTE = 200
SNIFFED = 20_000
SAMPLED = 40
MOST_ALIKE = 0.6
DOUBTFUL = 0.4
"""How sure a name with digits or signs in it is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: whom it recommends, and what each of its columns was taken for."""

    reading: Reading
    columns: tuple[Column, ...]


def is_spreadsheet(text: str) -> bool:
    """Tell whether a text of unknown kind is a table: a header that says so, and rows of its width below."""
    rows = _rows(text[:SNIFFED], whole=False)
    header = _header_at(rows)
    if header is None or len(rows[header]) < 2:
        return False
    below = rows[header + 1 : header + 6]
    return bool(below) and all(abs(len(row) - len(rows[header])) <= 1 for row in below[:-1] or below)


def read_spreadsheet(text: str, given: Mapping[str, str]) -> Sheet:
    """Read a table; `given` corrects the columns (field -> number or header).

    Raises ArticleError for what is no table, or one where no column holds names.
    """
    checked(text)
    rows = _rows(text, whole=True)
    top = _header_of(rows, given)
    width = max((len(row) for row in rows), default=0)
    header = [*(rows[top] if top is not None else []), *[""] * width][:width]
    first = 0 if top is None else top + 1
    found = columns(header, rows[first:], given)
    at: dict[Field, int] = {one.field: one.number - 1 for one in found if one.field}
    if "name" not in at and "first" not in at and "last" not in at:
        seen = ", ".join(f"{one.number} {one.header or one.example!r}" for one in found[:20])
        raise ArticleError(f"no column holds names; say which one does (--columns name=1). There are {seen}.")
    claims = tuple(_claims(rows, first, at))
    return Sheet(Reading(None, claims, "" if claims else "The table has no row with a name."), found)


def _claims(rows: Sequence[Sequence[str]], first: int, at: Mapping[Field, int]) -> Iterator[Claim]:
    for number, row in enumerate(rows[first:], start=first + 1):
        cells = {field: one_line(row[column]) if column < len(row) else "" for field, column in at.items()}
        name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
        if 1 < len(name) <= LONGEST_NAME and any(one.isalpha() for one in name):
            yield _claim(name, cells, number)


def _claim(name: str, cells: Mapping[Field, str], number: int) -> Claim:
    address, homepage, rank = cells.get("linkedin", ""), cells.get("homepage", ""), cells.get("rank", "")
    kind = parse_profile_url(address).kind if address else "none"
    return Claim(
        name=name,
        kind="organisation" if kind in ("company", "school") else "person",
        category=cells.get("category") or None,
        rank=int(rank.rstrip(".").strip()) if is_rank(rank) else None,
        linkedin_url=address if is_profile(address) else None,
        links=(homepage if "://" in homepage else f"https://{homepage}",) if is_web(homepage) else (),
        quote=_cut_short(cells.get("quote", "")) or None,
        headline=_cut_short(cells.get("headline", "")),
        where=f"row {number}",
        sure=DOUBTFUL if any(one.isdigit() or one in "@/=<>" for one in name) else 1.0,
    )


def _cut_short(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def _rows(text: str, *, whole: bool) -> list[list[str]]:
    """Cut a text into rows by the delimiter that makes most cells in rows of one width. Raises ArticleError."""
    body = text.removeprefix("\ufeff")
    told, _, rest = body.partition("\n")
    if told.strip().lower().startswith("sep=") and len(told.strip()) <= 5:  # how Excel names its delimiter
        return _cut(rest, told.strip()[4:] or "\t", whole=whole)
    return _cut(body, max(DELIMITERS, key=lambda one: _regular(_cut(body[:SNIFFED], one, whole=False))), whole=whole)


def _cut(text: str, delimiter: str, *, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
            rows.append(row[: MOST_COLUMNS + 1])
            if whole and (len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS):
                raise ArticleError(
                    f"this table has more than {MOST_COLUMNS} columns or {MOST_ROWS:,} rows: keep those who matter."
                )
    except csv.Error as error:
        if whole:
            raise ArticleError("this is not a table: a quotation mark that opens a cell has no end.") from error
    return rows


def _regular(rows: list[list[str]]) -> int:
    """Count the cells in rows of one width above one, the width that has most."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((width * number for width, number in widths.items()), default=0)


def _header_of(rows: Sequence[Sequence[str]], given: Mapping[str, str]) -> int | None:
    """Give where the header is: said by its words, by whoever names a column, or by what stands below the first row."""
    told = _header_at(rows)
    if told is not None or len(rows) < 2:
        return told
    first = {cell.strip().casefold() for cell in rows[0]}
    named = any(not place.strip().isdecimal() and place.strip().casefold() in first for place in given.values())
    return 0 if named or stands_above(rows[0], rows[1:SAMPLED]) else None


def is_regular(text: str) -> bool:
    """Tell whether most lines of a text have the same cells, two or more: prose with a comma here and there has not."""
    rows = [row for row in _rows(text[:SNIFFED], whole=False) if row]
    widths = Counter(len(row) for row in rows)
    width, number = widths.most_common(1)[0] if widths else (0, 0)
    return width > 1 and number >= MOST_ALIKE * len(rows)


def _header_at(rows: Sequence[Sequence[str]]) -> int | None:
    return next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if is_header(row)), None)
