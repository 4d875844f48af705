"""The curated folder as values: categories, sources, one small file an expert; read strictly, written canonically.

`curated_format` knows the fields and how a mistake is located. Nothing here knows the database.
"""

import hashlib
from collections.abc import Iterable, Iterator
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
    LINK,
    PROPOSED,
    RECOMMENDATION,
    SOURCE,
    CuratedFile,
    Table,
)

PUBLISHABLE = {"profile": "person", "company": "organisation", "school": "organisation"}


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """An address that waits for a curator, and why it is thought to be theirs."""

    link: Link
    why: str


@dataclass(frozen=True, slots=True)
class CuratedExpert:
    """One expert's file: the record, the addresses it proposes, its label in the folder, its digest."""

    expert: Expert
    proposed: tuple[ProposedLink, ...]
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class CuratedFolder:
    """All that a curated folder says."""

    categories: tuple[Category, ...]
    sources: tuple[Source, ...]
    experts: tuple[CuratedExpert, ...]


def read_folder(folder: Path) -> CuratedFolder:
    """Read a curated folder. Raises CuratedFileError for the first mistake: file, line, what to do."""
    if not folder.is_dir():
        raise CuratedFileError(f"{folder} is not a folder of curated files.")
    in_order = CuratedFile(folder, "categories.toml").tables("categories", CATEGORY)
    categories = tuple(
        Category(table["id"], table["name"], position, table.get("description") or "")
        for position, table in enumerate(in_order, start=1)
    )
    sources = tuple(
        Source(table["id"], table["title"], table.get("publisher"), table.get("url"), table.get("date"))
        for table in CuratedFile(folder, "sources.toml").tables("sources", SOURCE)
    )
    known = ({one.id for one in categories}, {one.id for one in sources})
    files = sorted((folder / "experts").glob("*.toml"))
    experts = tuple(_expert(CuratedFile(folder, f"experts/{file.name}"), *known) for file in files)
    _refuse_doubles(folder, experts)
    return CuratedFolder(categories, sources, experts)


def write_folder(folder: Path, content: CuratedFolder) -> None:
    """Write the canonical files, each whole or not at all; no file is removed. Raises CuratedFileError."""
    try:
        (folder / "experts").mkdir(parents=True, exist_ok=True)
        for label, text in _texts(content):
            unfinished = folder / f"{label}.new"
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(folder / label)
    except OSError as error:
        raise CuratedFileError(f"{error.filename or folder} cannot be written: {error.strerror}.") from error


def _expert(file: CuratedFile, categories: set[str], sources: set[str]) -> CuratedExpert:
    fields = file.top(EXPERT)
    links = tuple(_link(table, fields["kind"]) for table in file.tables("links", LINK))
    proposed = tuple(
        ProposedLink(_link(table, fields["kind"]), table["why"]) for table in file.tables("proposed", PROPOSED)
    )
    recommendations = []
    for table in file.tables("recommendations", RECOMMENDATION):
        table.require_known("category", categories, "categories.toml")
        table.require_known("source", sources, "sources.toml")
        recommendations.append(Recommendation(**{name: value for name, value in table.items() if value is not None}))
    expert = Expert(
        id=fields["id"],
        kind=fields["kind"],
        name=fields["name"],
        headline=fields.get("headline") or "",
        note=fields.get("note"),
        links=links,
        recommendations=tuple(recommendations),
    )
    return CuratedExpert(expert, proposed, file.label, hashlib.sha256(file.text.encode()).hexdigest())


def _link(table: Table, expert_kind: str) -> Link:
    status: LinkStatus = table.get("status", "current")
    confidence: Confidence = table.get("confidence", "unconfirmed")
    if table["kind"] == "homepage":
        return Link("homepage", table["url"], None, confidence, status)
    parsed = parse_profile_url(table["url"])
    if parsed.key is None or PUBLISHABLE.get(parsed.kind) is None:
        why = parsed.because or "it does not lead to one certain profile"
        raise table.mistake("url", f"{table['url']} is no LinkedIn profile ({why}); give the profile's own address")
    if PUBLISHABLE[parsed.kind] != expert_kind:
        raise table.mistake(
            "url", f"{table['url']} is the address of a {parsed.kind}, but the expert is a {expert_kind}"
        )
    return Link("linkedin", profile_url(parsed.key), parsed.key, confidence, status)


def _refuse_doubles(folder: Path, experts: Iterable[CuratedExpert]) -> None:
    seen: dict[str, str] = {}
    for one in experts:
        addresses = [link.key for link in one.expert.links] + [proposed.link.key for proposed in one.proposed]
        for mark in (one.expert.id, *filter(None, addresses)):
            if mark in seen:
                file = CuratedFile(folder, one.file)
                raise CuratedFileError(
                    f"{file.path}:{file.line_of(mark)}: {mark} already stands in {seen[mark]}; "
                    "an id or address belongs to one expert only."
                )
            seen[mark] = one.file


def _texts(content: CuratedFolder) -> Iterator[tuple[str, str]]:
    """Give label and canonical text of every file."""
    categories = [{"id": one.id, "name": one.name, "description": one.description} for one in content.categories]
    yield "categories.toml", _tables("categories", categories)
    yield "sources.toml", _tables("sources", [one.document() for one in content.sources])
    for one in content.experts:
        yield one.file, _expert_text(one)


def _expert_text(one: CuratedExpert) -> str:
    expert = one.expert
    top = {name: getattr(expert, name) for name in ("id", "kind", "name", "headline", "note")}
    links = [_link_fields(link) for link in expert.links]
    proposed = [{"kind": each.link.kind, "url": each.link.url, "why": each.why} for each in one.proposed]
    recommendations = expert.document()["recommendations"]
    parts = [
        tomli_w.dumps(_given(top)),
        _tables("links", links),
        _tables("proposed", proposed),
        _tables("recommendations", recommendations),
    ]
    return "\n".join(part for part in parts if part)


def _link_fields(link: Link) -> dict[str, Any]:
    status = None if link.status == "current" else link.status
    return {"kind": link.kind, "url": link.url, "confidence": link.confidence, "status": status}


def _tables(name: str, tables: list[dict[str, Any]]) -> str:
    return "\n".join(f"[[{name}]]\n{tomli_w.dumps(_given(table))}" for table in tables)


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: a file says nothing rather than nothing in quotes."""
    return {name: value for name, value in fields.items() if value not in (None, "")}
