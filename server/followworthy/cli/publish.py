"""`publish`: the catalog as files, for any static host."""

from pathlib import Path

import click

from followworthy.cli import house
from followworthy.services import static_copy
from followworthy.services.publishing import whole_catalog


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def publish(folder: Path) -> None:
    """Write the catalog into FOLDER as files that any web server can hand out; extensions sync from there."""
    with house.opened_database(house.settings()) as database, database.reading() as session:
        edition = whole_catalog(session)
    found = static_copy.copy(edition, folder)
    since = f", with what changed since {found.changes} earlier copies" if found.changes else ""
    done = f"{found.experts} experts written to {folder}{since}" if found.is_new else f"{folder} is up to date"
    click.echo(f"{done} (state {found.cursor}).")
