"""How far a verb is, on stderr, while somebody watches: silent where there is no terminal, gone when it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def shown(first: str) -> Iterator[Callable[[str], None]]:
    """Show a moving bar with what is being done; what is given tells the next step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(first, total=None)
        yield lambda step: progress.update(task, description=step)
