"""The whole catalog as a table (CSV, RFC 4180): one line a recommendation. Built piece by piece, kept compressed."""

import csv
import gzip
import io
from collections.abc import Iterator

from followworthy.domain.records import Document, Source
from followworthy.store import Session, catalog, expert_pages, opt_outs

OF = ("id", "kind", "name", "headline", "linkedin", "verdict", "confirmed", "homepage")
SAID = (
    *("category", "category_name", "source", "source_title", "source_publisher", "source_url"),
    *("rank", "heading", "reason", "quote", "date"),
)
"""The columns: of an expert, and of one recommendation."""
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet would work out, the wide forms of Asian keyboards included."""
HARMLESS = "'"
"""What is put before it: spreadsheets then take the cell for a text."""
Cell = str | int | None


def table(session: Session) -> bytes:
    """Build the table from one state of the database, compressed by gzip.

    No more than a few hundred experts are in memory at once. Raises LostKeyError where it cannot be told who asked not
    to be listed.
    """
    opt_outs.assure(session)
    kept = io.BytesIO()
    with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=6, mtime=0) as packing:
        for part in _parts(session):
            packing.write(part)
    return kept.getvalue()


def _parts(session: Session) -> Iterator[bytes]:
    """Give the table's lines, those of one expert at a time."""
    names = {one.id: one.name for one in catalog.categories(session)}
    sources = {one.id: one for one in catalog.sources(session)}
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(OF + SAID)
    for expert in expert_pages.every(session):
        for one in expert["recommendations"] or (None,):
            writer.writerow([_harmless(cell) for cell in (*_of(expert), *_said(one, names, sources))])
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
    yield written.getvalue().encode()


def _of(expert: Document) -> tuple[Cell, ...]:
    """Give what is repeated in each line of an expert."""
    linkedin, homepage = _address(expert, "linkedin"), _address(expert, "homepage")
    known = (linkedin.get("url"), linkedin.get("verdict"), linkedin.get("confirmed"))
    return expert["id"], expert["kind"], expert["name"], expert["headline"], *known, homepage.get("url")


def _address(expert: Document, kind: str) -> Document:
    """Give the first current address of a kind; empty without one."""
    return next((one for one in expert["links"] if one["kind"] == kind and one["status"] == "current"), {})


def _said(one: Document | None, names: dict[str, str], sources: dict[str, Source]) -> tuple[Cell, ...]:
    """Give one recommendation's cells; empty ones for whom no list recommends, so that nobody is left out."""
    if one is None:
        return (None,) * len(SAID)
    source = sources[one["source"]]
    place = (one["category"], names[one["category"]], source.id, source.title, source.publisher, source.url)
    return *place, one["rank"], one["heading"], one["reason"], one["quote"], one["date"]


def _harmless(cell: Cell) -> Cell:
    return f"{HARMLESS}{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell
