"""Which column of a table holds what: told by its header, else guessed from its cells, always correctable.

Pure guessing over cells; the table itself, and what its rows claim, are `spreadsheet`'s.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from followworthy.domain.profile_url import parse_profile_url
from followworthy.errors import ArticleError

Field = Literal["name", "first", "last", "linkedin", "category", "rank", "homepage", "headline", "quote"]
FIELDS: tuple[Field, ...] = get_args(Field)
PROFILES = ("profile", "company", "school")
MOST = 0.6
"""A column holds what so many of its filled cells hold."""
LOOKED_AT = 200
"""So many rows are enough to guess by."""
HEADERS: dict[Field, str] = {
    "name": "name|full name|person|expert|speaker|author|who|contact|display name|contact name|nom|nombre|nome|naam"
    "|people|leader",
    "first": "first name|first|given name|forename|vorname|prenom|prénom",
    "last": "last name|last|surname|family name|nachname|apellido",
    "linkedin": "linkedin|linkedin url|linkedin profile|linkedin address|linkedin link|linkedin profile url",
    "category": "category|categories|topic|field|group|section|area|heading|kategorie|theme|list",
    "rank": "rank|no|nr|number|#|ranking|place|rang",
    "homepage": "website|homepage|home page|web|site|blog|web site|personal website|webseite",
    "headline": "headline|title|job title|role|position|occupation|job|beruf",
    "quote": "reason|why|description|bio|about|notes|note|comment|quote|summary|begründung",
}
WORDS: dict[str, Field] = {word: field for field, words in HEADERS.items() for word in words.split("|")}
NAME = re.compile(r"[^\W\d_][^\d@/|<>{}\[\]]{1,60}")

WEB = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63})+(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number (from 1), its header, what it holds (None: it is not read), and an example."""

    number: int
    header: str
    field: Field | None
    example: str = ""


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row names columns: it says "name" or "linkedin" in some way, and holds no address."""
    fields = {_told(cell) for cell in cells}
    return bool(fields & {"name", "first", "linkedin"}) and not any("://" in cell for cell in cells)


def stands_above(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row names columns in words we do not know: the rows below hold addresses or ranks, it does not."""
    below = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(len(cells))]
    kinds: tuple[Callable[[str], bool], ...] = (is_profile, is_web, is_rank)
    return any(
        cell.strip() and held and _share(held, kind) and not any(one(cell.strip()) for one in kinds)
        for cell, held in zip(cells, below, strict=True)
        for kind in kinds
    )


def columns(header: Sequence[str], rows: Sequence[Sequence[str]], given: Mapping[str, str]) -> tuple[Column, ...]:
    """Say what each column holds. `given` corrects: field -> column's number or header. Raises ArticleError."""
    sample = rows[:LOOKED_AT]
    cells = [[row[at].strip() for row in sample if at < len(row) and row[at].strip()] for at in range(len(header))]
    chosen = _given(header, given)
    _by_header(header, cells, chosen)
    _by_contents(cells, chosen)
    if "name" in chosen and "name" not in given:
        _drop(chosen, "first", "last") if not {"first", "last"} & given.keys() else _drop(chosen, "name")
    by_column = {at: field for field, at in chosen.items()}
    return tuple(
        Column(at + 1, head.strip(), by_column.get(at), cells[at][0] if cells[at] else "")
        for at, head in enumerate(header)
    )


def _given(header: Sequence[str], given: Mapping[str, str]) -> dict[Field, int]:
    chosen: dict[Field, int] = {}
    for word, place in given.items():
        field = next((one for one in FIELDS if one == word.strip().lower()), None)
        if field is None:
            raise ArticleError(f"{word!r} is nothing a column can hold; there are {', '.join(FIELDS)}.")
        chosen[field] = _column(header, place)
    return chosen


def _column(header: Sequence[str], place: str) -> int:
    wanted = place.strip()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(header):
        return int(wanted) - 1
    named = [at for at, head in enumerate(header) if head.strip().casefold() == wanted.casefold()]
    if named:
        return named[0]
    there = ", ".join(f"{at} {head.strip()!r}" for at, head in enumerate(header[:20], start=1))
    raise ArticleError(f"there is no column {wanted!r}; the columns are {there}.")


def _by_header(header: Sequence[str], cells: list[list[str]], chosen: dict[Field, int]) -> None:
    for at, head in enumerate(header):
        field = _told(head)
        if field and field not in chosen and at not in chosen.values() and _fits(field, cells[at]):
            chosen[field] = at


def _by_contents(cells: list[list[str]], chosen: dict[Field, int]) -> None:
    for field, holds in CONTENTS.items():
        if field in chosen or (field == "name" and "first" in chosen):
            continue
        free = (at for at in range(len(cells)) if at not in chosen.values() and cells[at])
        found = next((at for at in free if holds(cells[at])), None)
        if found is not None:
            chosen[field] = found


def _told(header: str) -> Field | None:
    words = " ".join(re.sub(r"[^\w#]+|_", " ", header.casefold()).split())
    return WORDS.get(words)


def _fits(field: Field, cells: list[str]) -> bool:
    """Refuse what a header promises and the cells do not keep: LinkedIn's own export calls a job "position"."""
    if not cells or field in ("name", "first", "last", "category"):
        return True
    if field == "homepage":
        return _share(cells, is_web)
    return not _are_ranks(cells) if field in ("headline", "quote") else CONTENTS[field](cells)


def _share(cells: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(1 for cell in cells if holds(cell)) >= MOST * len(cells)


def is_profile(cell: str) -> bool:
    """Tell whether a cell holds a LinkedIn address that leads to a profile, a company or a school."""
    return parse_profile_url(cell).kind in PROFILES


def is_web(cell: str) -> bool:
    """Tell whether a cell holds a web address that is not LinkedIn's."""
    return WEB.fullmatch(cell) is not None and not is_profile(cell)


def is_rank(cell: str) -> bool:
    """Tell whether a cell holds a rank: a number from 1, perhaps with a dot."""
    digits = cell.rstrip(".").strip()
    return digits.isascii() and digits.isdecimal() and len(digits) <= 6 and int(digits) > 0


def _are_ranks(cells: list[str]) -> bool:
    numbers = [int(cell.rstrip(".").strip()) for cell in cells if is_rank(cell)]
    return _share(cells, is_rank) and len(set(numbers)) >= MOST * len(numbers) and min(numbers) <= len(cells)


def _are_names(cells: list[str]) -> bool:
    """Names are short, of two words and more, capitalised where the script has capitals, and mostly different."""
    different = len({cell.casefold() for cell in cells}) >= MOST * len(cells)
    return different and _share(cells, lambda cell: NAME.fullmatch(cell) is not None and 2 <= len(cell.split()) <= 5)


def _are_categories(cells: list[str]) -> bool:
    kinds = {cell.casefold() for cell in cells}
    return len(cells) > 3 and len(kinds) <= len(cells) / 2 and all(len(cell) <= 80 for cell in cells)


def _are_sentences(cells: list[str]) -> bool:
    return _share(cells, lambda cell: len(cell) > 30 and " " in cell)


CONTENTS: dict[Field, Callable[[list[str]], bool]] = {
    "linkedin": lambda cells: _share(cells, is_profile),
    "homepage": lambda cells: _share(cells, lambda cell: is_web(cell) and cell.lower().startswith(("http", "www."))),
    "rank": _are_ranks,
    "name": _are_names,
    "quote": _are_sentences,
    "category": _are_categories,
}
"""What a column must hold to be guessed, the surest kind first."""


def _drop(chosen: dict[Field, int], *fields: Field) -> None:
    for field in fields:
        chosen.pop(field, None)
