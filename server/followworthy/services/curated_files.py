"""The curated folder as values: categories, sources, one small file an expert; read strictly, written canonically.

`curated_format` knows the fields, `curated_tables` how a mistake is located. Nothing here knows the database.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import Category, Confidence, Expert, Link, LinkStatus, Recommendation, Source
from followworthy.errors import CuratedFileError
from followworthy.services.curated_format import (
    CATEGORY,
    EXPERT,
    EXPERT_TABLES,
    LINK,
    PROPOSED,
    RECOMMENDATION,
    SOURCE,
    Rule,
)
from followworthy.services.curated_tables import CuratedFile, Table, refuse_repeats

PUBLISHABLE = {"profile": "person", "company": "organisation", "school": "organisation"}


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """An address that waits for a curator, and why it is thought to be theirs."""

    link: Link
    why: str


@dataclass(frozen=True, slots=True)
class CuratedExpert:
    """One expert's file: the record, the addresses it proposes, its label in the folder."""

    expert: Expert
    proposed: tuple[ProposedLink, ...]
    file: str


@dataclass(frozen=True, slots=True)
class CuratedFolder:
    """All that a curated folder says."""

    categories: tuple[Category, ...]
    sources: tuple[Source, ...]
    experts: tuple[CuratedExpert, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands: the file's label, the field, its table ('' for none) and the table's index."""

    file: str
    field: str
    table: str = ""
    index: int = 0


def read_folder(folder: Path) -> CuratedFolder:
    """Read a curated folder. Raises CuratedFileError for the first mistake: file, line, what to do."""
    for needed in (folder, folder / "experts"):
        if not needed.is_dir():  # an experts folder gone astray must not read as "everybody left"
            raise CuratedFileError(f"{needed} is not a folder; a curated folder has categories, sources and experts.")
    in_order = enumerate(_list(folder, "categories", CATEGORY), start=1)
    categories = tuple(Category(position=position, **table) for position, table in in_order)
    sources = tuple(Source(**table) for table in _list(folder, "sources", SOURCE))
    known = ([one.id for one in categories], [one.id for one in sources])
    files = sorted((folder / "experts").glob("*.toml"))
    experts = tuple(_expert(CuratedFile(folder, f"experts/{file.name}"), *known) for file in files)
    _refuse_doubles(folder, experts)
    return CuratedFolder(categories, sources, experts)


def write_folder(folder: Path, content: CuratedFolder, only: Collection[str] | None = None) -> None:
    """Write the canonical files, all or `only` some, each whole or not at all; no file is removed.

    Raises CuratedFileError.
    """
    try:
        (folder / "experts").mkdir(parents=True, exist_ok=True)
        for label, text in _texts(content):
            if only is None or label in only:
                _write(folder / label, text)
    except OSError as error:
        raise CuratedFileError(f"{error.filename or folder} cannot be written: {error.strerror}.") from error


def _write(file: Path, text: str) -> None:
    """Write beside the file, then take its place: a reader meets the old text or the new one."""
    unfinished = file.with_name(f"{file.name}.new")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _list(folder: Path, name: str, rules: Mapping[str, Rule]) -> list[Table]:
    """Read `categories.toml` or `sources.toml`: one list of tables with different ids."""
    file = CuratedFile(folder, f"{name}.toml")
    file.top({}, (name,))
    tables = file.tables(name, rules)
    refuse_repeats(tables, "id")
    return tables


def _expert(file: CuratedFile, categories: Sequence[str], sources: Sequence[str]) -> CuratedExpert:
    fields = file.top(EXPERT, EXPERT_TABLES)
    links = file.tables("links", LINK)
    refuse_repeats(links, "url")
    recommendations = file.tables("recommendations", RECOMMENDATION)
    for table in recommendations:
        table.require_known("category", categories, "categories.toml")
        table.require_known("source", sources, "sources.toml")
    refuse_repeats(recommendations, "category", "source")
    expert = Expert(
        links=tuple(_link(table, fields["kind"]) for table in links),
        recommendations=tuple(Recommendation(**table) for table in recommendations),
        **fields,
    )
    proposed = [ProposedLink(_link(table, expert.kind), table["why"]) for table in file.tables("proposed", PROPOSED)]
    return CuratedExpert(expert, tuple(proposed), file.label)


def _link(table: Table, expert_kind: str) -> Link:
    status: LinkStatus = table.get("status", "current")
    confidence: Confidence = table.get("confidence", "unconfirmed")
    parsed = parse_profile_url(table["url"])
    if table["kind"] == "homepage":
        if parsed.key is not None:
            raise table.mistake("kind", f"{table['url']} is a LinkedIn address; its kind is linkedin")
        return Link("homepage", table["url"], None, confidence, status)
    if parsed.key is None or PUBLISHABLE.get(parsed.kind) is None:
        why = parsed.because or "it does not lead to one certain profile"
        raise table.mistake("url", f"{table['url']} is no LinkedIn profile ({why}); give the profile's own address")
    if PUBLISHABLE[parsed.kind] != expert_kind:
        raise table.mistake(
            "url", f"{table['url']} is the address of a {parsed.kind}, but the expert is a {expert_kind}"
        )
    return Link("linkedin", profile_url(parsed.key), parsed.key, confidence, status)


def _refuse_doubles(folder: Path, experts: Iterable[CuratedExpert]) -> None:
    """Refuse one id, or one LinkedIn key in whatever spelling, at two places."""
    seen: dict[str, _Place] = {}
    for one in experts:
        for mark, place in _marks(one):
            if mark in seen:
                words = f"{mark} already stands at {seen[mark].file}:{_line(folder, seen[mark])[1]}"
                file, line = _line(folder, place)
                raise file.mistake(line, f"{words}; an id or address belongs to one expert only")
            seen[mark] = place


def _line(folder: Path, place: _Place) -> tuple[CuratedFile, int]:
    file = CuratedFile(folder, place.file)
    return file, file.line(place.field, place.table, place.index)


def _marks(one: CuratedExpert) -> Iterator[tuple[str, _Place]]:
    """Give what must stand once in the whole folder, and where it stands."""
    yield one.expert.id, _Place(one.file, "id")
    tables = {"links": one.expert.links, "proposed": [each.link for each in one.proposed]}
    for table, links in tables.items():
        for index, link in enumerate(links):
            if link.key:
                yield link.key, _Place(one.file, "url", table, index)


def _texts(content: CuratedFolder) -> Iterator[tuple[str, str]]:
    """Give label and canonical text of every file."""
    categories = [{"id": one.id, "name": one.name, "description": one.description} for one in content.categories]
    yield "categories.toml", _tables("categories", categories)
    yield "sources.toml", _tables("sources", [_source_fields(one) for one in content.sources])
    for one in content.experts:
        yield one.file, _expert_text(one)


def _expert_text(one: CuratedExpert) -> str:
    expert = one.expert
    top = {name: getattr(expert, name) for name in ("id", "kind", "name", "headline", "note")}
    links = [_link_fields(link) for link in expert.links]
    proposed = [{"kind": each.link.kind, "url": each.link.url, "why": each.why} for each in one.proposed]
    recommendations = expert.document()["recommendations"]
    parts = [
        _fields(top),
        _tables("links", links),
        _tables("proposed", proposed),
        _tables("recommendations", recommendations),
    ]
    return "\n".join(part for part in parts if part)


def _source_fields(source: Source) -> dict[str, Any]:
    return {**source.document(), "reread": None if source.reread else False}


def _link_fields(link: Link) -> dict[str, Any]:
    status = None if link.status == "current" else link.status
    return {"kind": link.kind, "url": link.url, "confidence": link.confidence, "status": status}


def _tables(name: str, tables: list[dict[str, Any]]) -> str:
    return "\n".join(f"[[{name}]]\n{_fields(table)}" for table in tables)


def _fields(fields: dict[str, Any]) -> str:
    """Write fields, leaving out what is not known: a file says nothing rather than nothing in quotes.

    Text of several lines stands as such, unless its line ends are not our own: those are escaped, not lost.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    lines = (tomli_w.dumps({name: value}, multiline_strings="\r" not in str(value)) for name, value in given.items())
    return "".join(lines)
