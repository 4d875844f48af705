"""Many write, many read, processes are killed, the database restarts: nobody misses a change, and none is invented.

The real `serve` with two web processes; eight writers; four clients that live on changes, each a process of its own.
"""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from followworthy.errors import StoreError
from followworthy.services.publishing import whole_catalog
from followworthy.store import Database, revisions
from followworthy.store.revisions import Revision
from tests.cli.test_serve import Start, said_until
from tests.missing import missing
from tests.people import ODILE, publish
from tests.postgres import HOW, SAFE, binaries, cluster
from tests.waiting import PAUSE, wait_until

WRITERS, READERS, REVISIONS = 8, 4, 2_000
EACH = REVISIONS // WRITERS
PATIENCE = 180
POOL = 25
"""So many experts each writer changes, withdraws and brings back."""
Disturb = Callable[[], None]


def nothing() -> None:
    """Leave the database alone."""


@pytest.mark.sqlite
def test_on_sqlite_every_reader_ends_with_the_whole_catalog(
    serving: Start, environment: dict[str, str], tmp_path: Path, now: datetime
) -> None:
    url = f"sqlite:///{tmp_path / 'everybody.db'}"
    everybody(url, serving, environment, tmp_path, now, nothing)


def test_on_postgresql_too_though_it_is_restarted_under_them(
    serving: Start, environment: dict[str, str], tmp_path: Path, now: datetime
) -> None:
    programs = binaries()
    if programs is None:
        missing(HOW)
    with cluster(programs, SAFE) as server:

        def restart() -> None:
            server.stop()
            server.start()

        everybody(server.url, serving, environment, tmp_path, now, restart)


def everybody(
    url: str, serving: Start, environment: dict[str, str], folder: Path, now: datetime, disturb: Disturb
) -> None:
    """Let all of them work at once, and compare what each reader holds in the end with the whole catalog."""
    environment |= {"FOLLOWWORTHY_DATABASE_URL": url, "FOLLOWWORTHY_WEB_PROCESSES": "2"}
    process = serving()
    said_until(process, "Serving")
    database = Database(url)
    with database.writing() as session:
        publish(session)
        _, began = revisions.cursor(session)
    with readers(f"http://127.0.0.1:{environment['FOLLOWWORTHY_PORT']}", folder) as (reading, start):
        writing = [Thread(target=write, args=(url, number, now), daemon=True) for number in range(WRITERS)]
        for one in writing:
            one.start()
        wait_until(lambda: revision(database) > began + REVISIONS // 4, patience=PATIENCE)
        reading[0].kill()
        reading[0].wait()
        wait_until(lambda: revision(database) > began + REVISIONS // 2, patience=PATIENCE)
        disturb()
        reading[0] = start(0)
        for one in writing:
            one.join(PATIENCE)
        assert revision(database) >= began + REVISIONS
        with database.reading() as session:
            edition = whole_catalog(session)
        (folder / "last").write_text(edition.cursor)
        assert [one.wait(PATIENCE) for one in reading] == [0] * READERS
    for number in range(READERS):
        assert (folder / f"reader-{number}" / "held.json").read_bytes() == edition.whole.identity
    assert process.poll() is None
    database.close()


@contextmanager
def readers(
    url: str, folder: Path
) -> Iterator[tuple[list[subprocess.Popen[bytes]], Callable[[int], subprocess.Popen[bytes]]]]:
    """Start the readers; give them, and what starts one again that was killed."""
    with ExitStack() as stack:

        def start(number: int) -> subprocess.Popen[bytes]:
            own = folder / f"reader-{number}"
            own.mkdir(exist_ok=True)
            process = subprocess.Popen([sys.executable, "-m", "tests.delta_reader", url, str(own)])
            stack.callback(process.kill)
            return process

        yield [start(number) for number in range(READERS)], start


def write(url: str, number: int, now: datetime) -> None:
    """Make so many revisions; one that the database's restart interrupts is made again."""
    database, chance, made = Database(url), random.Random(number), 0  # noqa: S311 - no secret
    while made < EACH:
        at = chance.randrange(POOL)
        one = replace(
            ODILE,
            id=f"w{number}b{at:05}",
            name=f"Person {number} {at}",
            headline=f"Change {made} of writer {number}",
            links=(),
            withdrawn=chance.random() < 0.2,
        )
        try:
            with database.writing() as session:
                change = Revision(session, by=f"Writer {number}", why="to and fro", now=now)
                made += change.put(one)
        except StoreError:
            PAUSE.wait(0.05)
    database.close()


def revision(database: Database) -> int:
    """Give the latest revision; 0 while the database is away."""
    try:
        with database.reading() as session:
            return revisions.cursor(session)[1]
    except StoreError:
        return 0
