"""`held` and `erase`: what is held on one person, and taking them out of all that we reach."""

import json
from typing import Any

import click

from followworthy.cli import house, outdoors
from followworthy.cli.plain import plain
from followworthy.services import erasing, holding
from followworthy.services.holding import Places
from followworthy.services.importing import BY_HAND
from followworthy.settings import Settings

COUNTED = {
    "changes": "changes in the history",
    "proposals": "proposals",
    "batches": "batches that name them",
    "looks": "looks at their addresses",
    "reviews": "reviews",
    "audit_runs": "reports of link audits",
    "drafts": "drafts of imports",
    "outbound": "lines of the outbound ledger",
}


@click.command()
@click.argument("expert", metavar="EXPERT")
def held(expert: str) -> None:
    """Print all that is held on EXPERT (an id), as JSON: record, history, proposals, looks, files."""
    click.echo(json.dumps(_held(house.settings(), expert), ensure_ascii=False, indent=2))


@click.command()
@click.argument("expert", metavar="EXPERT")
@click.option("--yes", is_flag=True, help="Do not ask whether to go on.")
@click.option("--backups", is_flag=True, help="Delete the backups that name them, too.")
def erase(expert: str, yes: bool, backups: bool) -> None:
    """Take EXPERT (an id) out of the catalog for good, and out of the past as far as we reach.

    What cannot be reached is listed. This cannot be undone.
    """
    given = house.settings()
    document = _held(given, expert)
    for line in _plan(document, backups):
        click.echo(line)
    if not yes:
        click.confirm("Erase this person for good?", abort=True)
    with house.opened_database(given) as database:
        done = erasing.erase(database, _places(given), expert, BY_HAND, house.now(), drop_backups=backups)
    click.echo(f"Erased. {expert} is a tombstone without a name; no list brings them back.")
    if done.dropped:
        click.echo(f"Deleted backups: {', '.join(one.name for one in done.dropped)}.")
    click.echo("Not reached:")
    for line in done.unreached:
        click.echo(f"  {plain(line)}")


def _places(given: Settings) -> Places:
    return Places(given.curated_dir, given.data_dir, outdoors.ledger_folder(given))


def _held(given: Settings, expert_id: str) -> dict[str, Any]:
    with house.opened_database(given) as database, database.reading() as session:
        _, found = holding.whose(session, expert_id)
        document = holding.held(session, expert_id)
    return {**document, "files": holding.held_in_files(_places(given), found)}


def _plan(document: dict[str, Any], backups: bool) -> list[str]:
    """Say what will be done, before anybody is asked."""
    names = ", ".join(one["name"] for one in document["records"] if one["name"]) or "somebody who has left already"
    rows = {**document, "outbound": document["files"]["outbound"]}
    counts = [f"{len(rows[one])} {words}" for one, words in COUNTED.items() if rows[one]]
    lines = [
        f"This is {plain(names)} ({document['ids'][0]}).",
        "They will be withdrawn, and kept out of every later list, file and proposal.",
        f"Scrubbed: {', '.join(counts) or 'nothing is left'}.",
    ]
    files = document["files"]
    if files["backups"]:
        lines.append(f"{'Deleted' if backups else 'Left (--backups deletes them)'}: {', '.join(files['backups'])}.")
    if files["curated_files"]:
        lines.append(f"Left, for they are not ours to change: {', '.join(files['curated_files'])}.")
    return lines
