"""`imports`: the batches that were brought in, and taking a whole one back."""

import click

from followworthy.cli import house
from followworthy.services import taking_back
from followworthy.services.importing import BY_HAND
from followworthy.services.taking_back import TakingBack
from followworthy.store import imports as batches
from followworthy.store.imports import Import

STATES = ("waiting", "accepted", "rejected")


@click.group("imports", invoke_without_command=True)
@click.pass_context
def imports(context: click.Context) -> None:
    """List the imports, newest first."""
    if context.invoked_subcommand is not None:
        return
    given = house.settings()
    with house.opened_database(given) as database, database.reading() as session:
        listed = batches.listed(session)
        states = batches.states(session, [one.id for one in listed])
    for batch in listed:
        click.echo(_line(batch, states[batch.id]))
    if not listed:
        click.echo("No imports yet. followworthy import URL|FILE|- makes one.")


@imports.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Take back everything that import NUMBER brought; what a person changed since is left, and told."""
    given = house.settings()
    with house.opened_database(given) as database, database.writing() as session:
        done = taking_back.take_back(session, number, BY_HAND, house.now())
    for line in _told(done):
        click.echo(line)


def _line(batch: Import, states: dict[str, int]) -> str:
    counts = ", ".join(f"{states[state]} {state}" for state in STATES if states.get(state)) or "nothing left of it"
    told = f"taken back by {batch.taken_back_by}" if batch.taken_back_at else counts
    of = batch.source.title if ":" in batch.source.id else f"{batch.source.title} ({batch.source.id})"
    return f"{batch.id:>4}  {batch.at:%Y-%m-%d}  {of}: {told}"


def _told(done: TakingBack) -> list[str]:
    parts = {
        "taken out of the queue": len(done.waiting),
        "withdrawn": len(done.withdrawn),
        "restored to what they were": len(done.restored),
        "still rejected": len(done.rejected),
    }
    counts = ", ".join(f"{count} {words}" for words, count in parts.items() if count) or "it held nothing any more"
    change = f" (change {done.revision})" if done.revision else ""
    left = [f"Left as they are, because somebody changed them since: {', '.join(done.left)}."] if done.left else []
    return [f"Import {done.batch.id} taken back{change}: {counts}.", *left]
