"""`move`: the catalog goes into another database, from a file to PostgreSQL or back."""

import click

from followworthy.cli import house
from followworthy.cli.progress import shown
from followworthy.services import moving
from followworthy.store import Database


@click.command()
@click.option("--to", "address", required=True, metavar="URL", help="An empty database: postgresql://USER@HOST/NAME.")
def move(address: str) -> None:
    """Carry the whole catalog over into an empty database, with its history. Stop `serve` and `worker` first."""
    given = house.settings()
    with house.opened_database(given) as source:
        target = Database(address, opt_out_key=source.opt_out_key)
        try:
            with shown("Moving") as step:
                moved = moving.move(source, target, lambda table, done, of: step(f"{table}: {done:,} of {of:,}"))
        finally:
            target.close()
    click.echo(f"{sum(moved.values()):,} rows moved to {target.place}; the catalog there is the same to the byte.")
    click.echo("Nothing was changed here. Set FOLLOWWORTHY_DATABASE_URL to the new address before you serve again.")
