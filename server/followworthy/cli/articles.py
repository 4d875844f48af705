"""`extract` and `import`: a list of people on the screen, or into the review queue."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from followworthy.cli import house
from followworthy.cli.progress import shown
from followworthy.domain.claims import SURE_ENOUGH
from followworthy.domain.records import Source
from followworthy.domain.spreadsheet import is_regular
from followworthy.domain.spreadsheet_columns import Column
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError
from followworthy.services import documents, importing
from followworthy.services.batching import Imported
from followworthy.services.documents import Article
from followworthy.settings import Settings

MOST_NAMES = 10
Corrections = Mapping[str, str]


def _corrections(_context: click.Context, _option: click.Parameter, given: str | None) -> Corrections:
    """Read `name=2,linkedin=Profile` into a mapping; anything else is wrong use."""
    pairs = [one.partition("=") for one in (given or "").split(",") if one.strip()]
    if not all(sign and field.strip() and column.strip() for field, sign, column in pairs):
        raise click.BadParameter("write it like name=2,linkedin=5 or name='Full name'")
    return {field.strip(): column.strip() for field, _, column in pairs}


place_argument = click.argument("place", metavar="URL|FILE|-")
columns_option = click.option(
    "--columns",
    "corrections",
    metavar="FIELD=COLUMN,...",
    callback=_corrections,
    help="For a table: which column (number or header) holds name, first, last, linkedin, category, rank, homepage, "
    "headline, quote.",
)


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@columns_option
@place_argument
def extract(form: str, corrections: Corrections, place: str) -> None:
    """Show whom a list recommends; - is standard input. Nothing is kept."""
    _, reading = _read(house.settings(), place, corrections)
    if form == "json":
        click.echo(json.dumps(importing.as_candidates(place, reading), ensure_ascii=False, indent=2))
    else:
        for line in _lines(reading):
            click.echo(line)
    if not reading.claims:
        click.echo(f"followworthy: {place}: {reading.because}", err=True)


@click.command("import")
@click.option("--source", "source_id", metavar="ID", help="A known source that FILE or - is a copy of.")
@columns_option
@place_argument
def import_(source_id: str | None, corrections: Corrections, place: str) -> None:
    """Read a list into the review queue; - is standard input. People decide what is published."""
    given = house.settings()
    source = _known_source(given, source_id) if source_id else None
    article, reading = _read(given, place, corrections, source)
    with house.opened_database(given) as database, database.writing() as session:
        done = importing.import_article(session, article, reading, house.now(), source=source)
    if not done.claims:
        click.echo(f"Nothing queued: {done.because}")
        raise click.exceptions.Exit(1)
    for line in _told(done, article):
        click.echo(line)
    if done.queued:
        click.echo(f"Review them at {given.public_url}/desk/review")


def _told(done: Imported, article: Article) -> list[str]:
    entries = f"{done.claims} {'entry' if done.claims == 1 else 'entries'}"
    counts = f"{done.source.title}: {entries} read, {done.queued} queued, {done.known} known before"
    counts += f", {done.asked} asked not to be listed" if done.asked else ""
    if done.number is None and done.before:
        same = "unchanged" if done.before.digest == article.digest else "nobody new, nobody gone"
        return [f"{counts}: {same} since import {done.before.id} of {done.before.at:%Y-%m-%d}."]
    lines = [f"{counts}."]
    if article.cut:
        lines.append(f"Only the first {documents.MOST_PAGES} pages were read.")
    if done.gone:
        lines.append(f"Gone from the list, and left as they are: {_some(done.gone)}.")
    return [*lines, f"This is import {done.number}; followworthy imports undo {done.number} takes it back."]


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def _known_source(given: Settings, source_id: str) -> Source:
    with house.opened_database(given) as database, database.reading() as session:
        return importing.known_source(session, source_id)


def _read(
    given: Settings, place: str, corrections: Corrections, source: Source | None = None
) -> tuple[Article, Reading]:
    article = _opened(given, place)
    if corrections and not article.table:
        if documents.is_address(place) or not is_regular(article.text):
            raise ArticleError(f"{place} is no table, so --columns says nothing about it.")
        article = replace(article, table=True)
    if article.table:
        sheet = documents.read_table(article, corrections)
        for column in sheet.columns:
            click.echo(_column(column), err=True)
        return article, sheet.reading
    if source and article.base is None:
        article = replace(article, base=source.url)
    with shown("Reading"):
        return article, documents.read(article)


def _opened(given: Settings, place: str) -> Article:
    if place == "-":
        return documents.pasted(house.standard_input(documents.MAX_BYTES + 1))
    with house.fetcher(given) as fetcher, shown(f"Opening {place}") as step:
        return documents.open_article(place, fetcher, lambda pages: step(f"Read page {pages} of {place}"))


def _column(column: Column) -> str:
    told = f"column {column.number}" + (f" {column.header!r}" if column.header else "")
    return f"{told} -> {column.field or 'not read'}" + (f" (such as {column.example[:40]!r})" if column.example else "")


def _lines(reading: Reading) -> list[str]:
    sure = [one for one in reading.claims if one.sure >= SURE_ENOUGH]
    unsure = [one for one in reading.claims if one.sure < SURE_ENOUGH]
    lines: list[str] = [reading.title] if reading.title else []
    heading: Any = object()
    for claim in sure:
        if claim.category != heading:
            heading = claim.category
            lines += ["", heading or "(no heading)"]
        lines.append(_line(claim))
    if unsure:
        lines += ["", "Unsure: look at these before you believe them"]
        lines += [f"{_line(claim)}  [{claim.where}]" for claim in unsure]
    return lines


def _line(claim: Claim) -> str:
    rank = f"{claim.rank:>4}. " if claim.rank is not None else "      "
    return f"{rank}{claim.name}" + (f"  {claim.linkedin_url}" if claim.linkedin_url else "")
