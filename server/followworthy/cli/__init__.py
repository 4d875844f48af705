"""The command `followworthy`: one file a group of verbs. Exit codes: 0 fine, 1 found problems, 2 wrong use."""

import sys

import click

from followworthy import __version__
from followworthy.cli import articles, audit, batches, curators, enrich, files, serve
from followworthy.errors import FollowworthyError, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="followworthy")
def command() -> None:
    """Turn lists of people worth following into a living catalog."""


for verb in (
    serve.serve,
    files.load,
    files.export,
    files.starter,
    articles.extract,
    articles.import_,
    batches.imports,
    enrich.enrich,
    audit.audit,
    curators.curator,
):
    command.add_command(verb)


def main() -> None:
    """Run the command; what we foresaw is one sentence on stderr, never a traceback."""
    try:
        command()
    except FollowworthyError as error:
        click.echo(f"followworthy: {error}", err=True)
        sys.exit(2 if isinstance(error, SettingsError) else 1)
