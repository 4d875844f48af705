"""Looks as a table, what needs a person first, with a moving bar meanwhile and the sum at the end."""

from collections import Counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from followworthy.cli.plain import plain
from followworthy.domain.values import Outcome
from followworthy.services.checking import Look

FIRST = (Outcome.MISSING, Outcome.FAILED, Outcome.REDIRECTED, Outcome.WALLED, Outcome.ANSWERED)
"""What a person should see first."""
A_SCREEN = 30
"""Of a longer list, what simply answered is counted, not shown."""
WIDE = 10_000
"""Where no screen ends the lines, they end where they end."""


class _Table:
    """Keeps the looks until the end; meanwhile the bar, where somebody watches, tells how far it is."""

    def __init__(self, asked: int) -> None:
        watched = Console(stderr=True)
        columns = (TextColumn("Looking"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=watched, transient=True, disable=not watched.is_terminal)
        self._task = self._progress.add_task("", total=asked)
        self._progress.start()
        self._looks: list[Look] = []

    def look(self, look: Look) -> None:
        """Take one look."""
        self._looks.append(look)
        self._progress.advance(self._task)

    def end(self, asked: int) -> None:
        """Print the table and the sum."""
        self._progress.stop()
        counts = Counter(look.outcome for look in self._looks)
        console = Console(highlight=False)
        console.width = console.width if console.is_terminal else WIDE
        shown = [one for one in self._looks if len(self._looks) <= A_SCREEN or one.outcome is not Outcome.ANSWERED]
        if shown:
            console.print(_table(sorted(shown, key=lambda one: FIRST.index(one.outcome))))
        sums = ", ".join(f"{counts[outcome]} {outcome}" for outcome in FIRST if counts[outcome])
        looked = f"{len(self._looks)} looked at"
        stopped = "" if len(self._looks) == asked else f" of {asked}; stopped"
        console.print(f"{looked}{stopped}: {sums}." if sums else f"{looked}{stopped}.")


def _table(looks: list[Look]) -> Table:
    table = Table("Outcome", "Address", "What was met", box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.columns[1].overflow = "fold"
    for look in looks:
        table.add_row(look.outcome.value, Text(plain(look.url)), Text(plain(look.because)))
    return table


def writer(asked: int) -> _Table:
    """Give a writer for people."""
    return _Table(asked)
