"""`backup`, `restore` and `restored`: one file that is enough, and the way back from it."""

from pathlib import Path

import click

from followworthy.cli import house, keys
from followworthy.errors import StoreError
from followworthy.services import backing_up, recovering, replaying
from followworthy.services.recovering import Place
from followworthy.services.replaying import Begun
from followworthy.settings import Settings
from followworthy.store import Database

NOT_A_FILE = (
    "This database is PostgreSQL's: bring it back with pg_restore, then run `followworthy restored` "
    "(docs/OPERATING.md)."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a backup of the catalog to FILE, also while it is served; FILE is enough to restore from.

    It holds the key that tells who asked not to be listed: keep it as secret as the catalog itself.
    """
    given = house.settings()
    with house.opened_database(given) as database:
        held = backing_up.back_up_to(database, given.data_dir, file, house.now())
    click.echo(f"Wrote {file}: revision {held.revision} of epoch {held.epoch}. It was read back and is whole.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the catalog. Stop `serve` and `worker` before.

    It is proven before anything is touched, and the database that was there is kept. Whoever asked not to be listed
    after the backup stays out.
    """
    given = house.settings()
    done = recovering.restore(file, Place(_place(given), given.data_dir, keys.opt_out_key(given)), house.now())
    click.echo(f"Restored {file}: it held revision {done.backup.revision} of epoch {done.backup.epoch}.")
    _say(done.begun)
    if done.kept:
        click.echo(f"The database that was there is kept: `followworthy restore {done.kept}` brings it back.")
    if done.unread:
        click.echo(
            f"Opt-outs that only it holds could not be taken along: {done.unread} Those in the file beside the backups "
            "were.",
            err=True,
        )


@click.command()
def restored() -> None:
    """Say that the database was brought back by other means (pg_restore): readers take the whole catalog again.

    Whoever asked not to be listed since then stays out.
    """
    given = house.settings()
    house.make_data_dir(given)
    with house.connected(given) as database:
        database.migrate()
        keys.unlock(given, database)
        with database.writing() as session:
            begun = replaying.begin_anew(session, replaying.missing(session), house.now())
    _say(begun)


def _say(begun: Begun) -> None:
    click.echo(
        f"It goes on as epoch {begun.epoch}, revision {begun.revision}: every reader takes the whole catalog, "
        "and every curator signs in again."
    )
    house.say_replayed(begun.replayed)


def _place(given: Settings) -> Path:
    """Give the file that the database is. Raises StoreError if it is none."""
    database = Database(given.database_url)
    database.close()
    if not database.is_file or not database.place:
        raise StoreError(NOT_A_FILE)
    return Path(database.place)
