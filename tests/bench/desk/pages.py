"""The desk's pages, and what each costs: milliseconds on the server, statements, kilobytes. Judges nothing."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import event

from followworthy.services import signing_in
from followworthy.store import Database
from followworthy.web.app import create_app

NAME, PASSWORD = "Nadia Brookmere", "correct horse battery"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: the 95th percentile and the median of its times, its statements, its size."""

    page: str
    slowest: float
    median: float
    statements: int
    kilobytes: float


@contextmanager
def signed_in(database: Database, now: datetime) -> Iterator[FlaskClient]:
    """Give a curator's browser, in this process: what is measured is the server alone."""
    with database.writing() as session:
        signing_in.accept_invitation(session, signing_in.invite(session, NAME, now), NAME, PASSWORD, now)
    app = create_app(database, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: now)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()  # not opened: what it holds open would be in the way of another one's
    assert client.post("/sign-in", data={"name": NAME, "password": PASSWORD}).status_code == 303
    yield client


def cost(client: FlaskClient, database: Database, page: str, runs: int) -> Cost:
    """Ask for a page so many times; the first time counts for statements and size alone."""
    with counted(database) as statements:
        answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    taken = sorted(_milliseconds(client, page) for _ in range(runs))
    slowest = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    return Cost(page, slowest, statistics.median(taken), len(statements), len(answer.data) / 1024)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that the database is asked while inside."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def _milliseconds(client: FlaskClient, page: str) -> float:
    began = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - began) * 1000
