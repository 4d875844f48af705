"""What an edition costs, by size, each in a process of its own: time, memory, bytes."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from followworthy.domain.edition import Edition
from followworthy.services.publishing import Press
from followworthy.store import Database
from tests.bench.api.world import fill, touch, words

CHANGES = 10
RUNS = 5
KEY = b"k" * 32


@dataclass(frozen=True)
class Cost:
    """What a catalog of `experts` costs; `peak_mb` is the process's memory at its highest."""

    experts: int
    first_s: float
    again_s: float
    raw: int
    gzip: int
    br: int
    delta_gzip: int
    delta_br: int
    delta_ms: float
    peak_mb: float

    def each(self, total: float) -> float:
        """Give a total as so much an expert."""
        return total / self.experts


def measured(experts: int, folder: Path | None) -> Cost:
    """Measure one size in a fresh process, after another one has filled the database."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/bench.db"
        for step in ("fill", "print"):
            command = [sys.executable, "-m", "tests.bench.api.printing", step, str(experts), url, str(folder or "")]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Cost(**json.loads(said))


def cost(experts: int, url: str) -> Cost:
    """Print the first edition, then one after each of some edits, and ask for the changes."""
    database, press = Database(url, opt_out_key=KEY), Press()
    first_s, edition = timed(lambda: printed(database, press))
    again, deltas = [], []
    for _ in range(RUNS):
        before = edition.cursor
        with database.writing() as session:
            touch(session, CHANGES)
        seconds, edition = timed(lambda: printed(database, press))
        again.append(seconds)
        fresh = edition
        deltas.append(timed(lambda: _asked(fresh, before))[0])  # noqa: B023 - called at once
    delta = edition.since(before)
    whole = edition.whole
    sizes = (len(whole.identity), len(whole.gzip), len(whole.br), len(delta.gzip), len(delta.br))
    database.close()
    return Cost(experts, first_s, sorted(again)[RUNS // 2], *sizes, 1000 * sorted(deltas)[RUNS // 2], _peak_mb())


def printed(database: Database, press: Press) -> Edition:
    """Print what the database holds now."""
    with database.reading() as session:
        return press.print(session)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds that work took, and what it gave."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def _asked(edition: Edition, before: str) -> bytes:
    return edition.since(before).gzip


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    step, size, place, articles = sys.argv[1:]
    if step == "print":
        sys.stdout.write(json.dumps(asdict(cost(int(size), place))))
    else:
        made = Database(place, opt_out_key=KEY)
        made.migrate()
        fill(made, int(size), words(Path(articles) if articles else None))
        made.close()
