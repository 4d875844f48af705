"""`extract` and `import`: a list article on the screen, or into the review queue."""

import json
from typing import Any

import click

from followworthy.cli import house
from followworthy.domain.values import Claim, Reading
from followworthy.services import importing
from followworthy.services.importing import Article

place_argument = click.argument("place", metavar="FILE|URL")


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@place_argument
def extract(form: str, place: str) -> None:
    """Show whom a list article recommends. Nothing is kept."""
    _, reading = _read(place)
    if form == "json":
        click.echo(json.dumps(importing.as_candidates(place, reading), ensure_ascii=False, indent=2))
    else:
        for line in _lines(reading):
            click.echo(line)
    if not reading.claims:
        click.echo(f"followworthy: {place}: {reading.because}", err=True)


@click.command("import")
@place_argument
def import_(place: str) -> None:
    """Read a list article into the review queue. People decide what is published."""
    given = house.settings()
    article, reading = _read(place)
    with house.opened_database(given) as database, database.writing() as session:
        done = importing.import_article(session, article, reading, house.now())
    if not done.claims:
        click.echo(f"Nothing queued: {done.because}")
        raise click.exceptions.Exit(1)
    click.echo(f"{done.source.title}: {done.claims} entries read, {done.queued} queued, {done.known} known before.")
    if done.queued:
        click.echo(f"Review them at {given.public_url}/desk/review")


def _read(place: str) -> tuple[Article, Reading]:
    with house.fetcher(house.settings()) as fetcher:
        article = importing.open_article(place, fetcher)
    return article, importing.read(article)


def _lines(reading: Reading) -> list[str]:
    lines: list[str] = [reading.title] if reading.title else []
    heading: Any = object()
    for claim in reading.claims:
        if claim.category != heading:
            heading = claim.category
            lines += ["", heading or "(no heading)"]
        lines.append(_line(claim))
    return lines


def _line(claim: Claim) -> str:
    rank = f"{claim.rank:>4}. " if claim.rank is not None else "      "
    return f"{rank}{claim.name}" + (f"  {claim.linkedin_url}" if claim.linkedin_url else "")
