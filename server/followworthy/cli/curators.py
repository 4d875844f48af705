"""`curator add`: invite somebody to the desk."""

import click

from followworthy.cli import house
from followworthy.services import signing_in


@click.group()
def curator() -> None:
    """Say who decides."""


@curator.command()
@click.argument("name")
@click.option("--owner", is_flag=True, help="Let them say who else is a curator.")
def add(name: str, *, owner: bool) -> None:
    """Print a single-use address that lets NAME choose a password."""
    given = house.settings()
    with house.opened_database(given) as database, database.writing() as session:
        token = signing_in.invite(session, name, house.now(), "owner" if owner else "curator")
    click.echo(f"Give this address to {name}; it works once, within seven days:")
    click.echo(f"{given.public_url}/welcome/{token}")
