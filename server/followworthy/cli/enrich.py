"""`enrich`: ask experts' own sources (homepage, Wikidata) for addresses, into the review queue."""

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from followworthy.cli import house
from followworthy.domain.records import Expert
from followworthy.errors import RefusedError
from followworthy.services import enriching
from followworthy.services.enriching import Enriched
from followworthy.services.looking_up import LookingUp
from followworthy.store import Database


@click.command()
@click.argument("words", metavar="[EXPERT]", nargs=-1)
@click.option("--missing-linkedin", is_flag=True, help="Everybody published without a current LinkedIn address.")
def enrich(words: tuple[str, ...], missing_linkedin: bool) -> None:
    """Ask an expert's homepage and Wikidata for their LinkedIn address. EXPERT is an id, a file's label or a name.

    People decide what is published. Exit code 1: somebody could not be asked. Stopping is safe: what was found is
    kept, and asking again proposes nothing twice.
    """
    if bool(words) == missing_linkedin:
        raise click.UsageError("Say whom to ask about: an EXPERT (id, label or name), or --missing-linkedin.")
    given = house.settings()
    with house.opened_database(given) as database, house.fetcher(given) as fetcher:
        wanted = _wanted(database, " ".join(words))
        done, whole = _asked(database, LookingUp(fetcher, given.wikidata_url), wanted)
    if missing_linkedin:
        click.echo(_total(done, len(wanted)))
    if any(one.proposed for one in done):
        click.echo(f"Review them at {given.public_url}/desk/review")
    if not whole or any(one.troubles for one in done):
        raise click.exceptions.Exit(1)


def _wanted(database: Database, words: str) -> list[Expert]:
    with database.reading() as session:
        if not words:
            return enriching.missing_linkedin(session)
        try:
            return [enriching.find(session, words)]
        except RefusedError as error:
            click.echo(f"followworthy: {error}", err=True)
            raise click.exceptions.Exit(2) from error


def _asked(database: Database, places: LookingUp, wanted: list[Expert]) -> tuple[list[Enriched], bool]:
    """Ask about one after the other, a line each; give what was done, and whether nobody stopped us (Ctrl-C)."""
    console = Console(stderr=True)
    columns = (TextColumn("Asking about {task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    done: list[Enriched] = []
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(wanted))
        try:
            for one in wanted:
                progress.update(task, description=one.name)
                done.append(enriching.enrich(database, places, one.id, house.now))
                _say(progress, done[-1].line)
                progress.advance(task)
        except KeyboardInterrupt:
            return done, False
    return done, True


def _say(progress: Progress, line: str) -> None:
    """Print a line for people and pipes, with the bar out of the way."""
    if progress.disable:
        click.echo(line)
        return
    progress.stop()  # rich would send the line where the bar is, to stderr
    click.echo(line)
    progress.start()


def _total(done: list[Enriched], wanted: int) -> str:
    proposed = sum(one.proposed for one in done)
    stopped = "" if len(done) == wanted else f" of {wanted}; stopped, the rest can be asked later"
    return f"{len(done)} asked about{stopped}: {proposed} proposed."
