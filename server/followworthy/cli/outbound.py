"""`outbound`: what was asked of whom, when, and by which rule."""

import json
from datetime import datetime

import click

from followworthy.cli import outdoors
from followworthy.cli.plain import plain
from followworthy.fetcher import LedgerLine, read_ledger

ROW = "{:<24}  {:<12}  {:>6}  {:<38}  {}"


@click.command()
@click.option("--host", metavar="HOST", help="This host and its subdomains only, as in linkedin.com.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="From this day on (UTC): 2026-11-01.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def outbound(host: str | None, since: datetime | None, form: str) -> None:
    """List every request that left the house: when, by which rule, what was answered.

    Requests that robots.txt kept in are listed, too; they did not leave.
    """
    day = f"{since:%Y-%m-%d}" if since is not None else ""
    folder = outdoors.ledger_folder(outdoors.settings())
    count = 0
    for count, line in enumerate(read_ledger(folder, host and host.lower().strip("."), day), start=1):
        if form == "table" and count == 1:
            click.echo(ROW.format("when (UTC)", "answer", "ms", "rule", "address"))
        click.echo(json.dumps(line, ensure_ascii=False) if form == "jsonl" else _row(line))
    if form == "table" and not count:
        click.echo("Nothing was asked of anybody, as far as the ledger goes.")


def _row(line: LedgerLine) -> str:
    answer = str(line["status"] or line["trouble"])
    return ROW.format(line["at"], answer, line["ms"], plain(str(line["rule"])), plain(str(line["url"])))
