"""`load`, `export` and `starter`: curated files in, curated files out, and the extension's first catalog."""

import json
from pathlib import Path

import click

from followworthy.cli import house
from followworthy.errors import CuratedFileError
from followworthy.services import exporting, loading, publishing
from followworthy.services.curated_files import read_folder, write_folder
from followworthy.services.loading import Loaded
from followworthy.store import Database


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def load(folder: Path | None) -> None:
    """Bring the database up to the curated files. Exit code 1: some were changed on both sides."""
    given = house.settings()
    with house.opened_database(given) as database:
        done = load_folder(database, folder or given.curated_dir)
    report(done)
    if done.conflicts:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write the catalog as curated files into DIR. Loading them again changes nothing."""
    given = house.settings()
    with house.opened_database(given) as database, database.writing() as session:
        content = exporting.content(session)
        write_folder(folder, content)
        if folder.resolve() == given.curated_dir.resolve():
            exporting.remember(session, content)
    click.echo(f"{len(content.experts)} experts written to {folder}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def starter(file: Path) -> None:
    """Write the catalog that the extension carries, made from the curated files alone."""
    given = house.settings()
    database = Database("sqlite://")
    database.migrate()
    load_folder(database, given.curated_dir)
    with database.reading() as session:
        document = publishing.catalog_document(session)
    _, _, revision = document["cursor"].rpartition(".")
    text = json.dumps({**document, "cursor": f"starter.{revision}"}, ensure_ascii=False, indent=1) + "\n"
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CuratedFileError(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{document['count']} experts written to {file}.")


def load_folder(database: Database, folder: Path) -> Loaded:
    """Read a curated folder and load it, all in one transaction."""
    content = read_folder(folder)
    with database.writing() as session:
        return loading.load(session, content, house.now())


def report(done: Loaded) -> None:
    """Say what a load did."""
    if done.revision is None:
        click.echo("Curated files: nothing changed.")
    else:
        click.echo(
            f"Curated files: {done.applied} records loaded, {done.unchanged} unchanged (change {done.revision})."
        )
    if done.queued:
        click.echo(f"Curated files: {done.queued} proposals wait for review.")
    for conflict in done.conflicts:
        click.echo(conflict, err=True)
