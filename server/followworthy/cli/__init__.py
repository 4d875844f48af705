"""The command `followworthy`: one file a group of verbs. Exit codes: 0 fine, 1 found problems, 2 wrong use.

A verb's file is loaded when the verb is used: `check` must not wait for a database it never opens.
"""

import sys
from importlib import import_module

import click

from followworthy import __version__
from followworthy.errors import FollowworthyError, SettingsError

VERBS = {
    "serve": "serve:serve",
    "worker": "worker:worker",
    "load": "files:load",
    "export": "files:export",
    "publish": "publish:publish",
    "starter": "files:starter",
    "extract": "articles:extract",
    "import": "articles:import_",
    "imports": "batches:imports",
    "enrich": "enrich:enrich",
    "audit": "audit:audit",
    "check": "check:check",
    "outbound": "outbound:outbound",
    "curator": "curators:curator",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "restored": "backups:restored",
    "move": "move:move",
    "held": "people:held",
    "erase": "people:erase",
}
"""Each verb, and where it lies: a module of this folder, and the command in it."""


class _Verbs(click.Group):
    """A group that knows its verbs by name, and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names of the verbs, as help lists them."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load a verb; None if there is none of that name."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        verb: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return verb


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="followworthy")
def command() -> None:
    """Turn lists of people worth following into a living catalog."""


def main() -> None:
    """Run the command; what we foresaw is one sentence on stderr, never a traceback."""
    try:
        command()
    except FollowworthyError as error:
        click.echo(f"followworthy: {error}", err=True)
        sys.exit(2 if isinstance(error, SettingsError) else 1)
