"""Jobs while PostgreSQL goes away, and two schedules on one database: nothing is lost, nothing is done twice."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from followworthy.domain.values import JobRun
from followworthy.scheduler import Job, schedule
from followworthy.services import keeping_jobs
from followworthy.store import Database, jobs
from followworthy.web.app import create_app
from tests.databases import address
from tests.people import ODILE, publish
from tests.postgres import Cluster, Server

HOUR = timedelta(hours=1)


@pytest.fixture
def own(throw_away: Cluster) -> Iterator[Database]:
    """A database on a server that the test may stop."""
    server = Server(throw_away.url)
    database = Database(server.fresh(), opt_out_key=b"k" * 32)
    yield database
    database.close()
    server.close()


def of(database: Database) -> JobRun:
    with database.reading() as session:
        (job,) = jobs.listed(session)
    return job


def kept(database: Database, work: Callable[[], str], now: datetime, pause: Callable[[float], object]) -> None:
    keeping_jobs.turns(database, {"audit": HOUR}, {"audit": now})
    keeping_jobs.kept(database, "audit", work, lambda: now, pause)()


def test_a_job_whose_database_goes_away_is_noted_as_failed_when_it_is_back(
    own: Database, throw_away: Cluster, now: datetime
) -> None:
    def work() -> str:
        throw_away.stop()
        with own.reading() as session:
            jobs.listed(session)
        return "Never said."

    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            throw_away.start()

    kept(own, work, now, pause)
    job = of(own)
    assert waited == [1.0, 2.0]
    assert (job.succeeded, job.ended_at, job.said.count("\n")) == (False, now, 0)
    assert job.said.startswith("The database postgresql://")


def test_a_job_that_did_its_work_while_the_database_was_away_says_so_and_that_it_was_not_alone(
    own: Database, throw_away: Cluster, now: datetime
) -> None:
    def work() -> str:
        throw_away.stop()
        throw_away.start()
        return "Looked at 3 links."

    kept(own, work, now, lambda _: pytest.fail("the database is there"))
    assert of(own).said.startswith("Looked at 3 links. The connection that kept others")


def test_a_page_asked_for_while_the_server_restarts_is_one_sentence_and_the_next_one_is_there(
    own: Database, throw_away: Cluster, now: datetime
) -> None:
    with own.writing() as session:
        publish(session, ODILE)
    app = create_app(own, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: now)
    client = app.test_client()
    assert client.get("/api/v1/catalog").status_code == 200
    throw_away.stop()
    try:
        answer = client.get("/api/v1/catalog", headers={"If-None-Match": '"x"'})
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert "postgres" not in answer.text
    finally:
        throw_away.start()
    assert client.get("/api/v1/catalog").status_code == 200


def test_of_two_schedules_on_one_database_one_takes_each_turn(own: Database, now: datetime) -> None:
    moment, done = [now], []
    other = Database(address(own))

    def job(who: str) -> Job:
        return Job("audit", HOUR, timedelta(0), lambda: done.append(who) or "Done.")

    both = (("a", own), ("b", other))
    planned = [schedule(each, [job(who)], lambda: moment[0]).get_job("audit") for who, each in both]
    for turn in range(3):
        moment[0] = now + turn * HOUR
        for one in planned:
            one.func()
    other.close()
    assert done == ["a", "a", "a"]


def test_a_schedule_that_ends_leaves_its_turns_to_the_other(own: Database, now: datetime) -> None:
    moment, done = [now], []

    def job(who: str) -> Job:
        return Job("audit", HOUR, timedelta(0), lambda: done.append(who) or "Done.")

    first, second = (schedule(own, [job(who)], lambda: moment[0]).get_job("audit") for who in "ab")
    first.func()
    moment[0] = now + HOUR / 2
    second.func()
    moment[0] = now + HOUR * 1.5
    second.func()
    assert done == ["a", "b"]


def test_a_lock_that_cannot_be_asked_for_is_noted(own: Database, throw_away: Cluster, now: datetime) -> None:
    keeping_jobs.turns(own, {"audit": HOUR}, {"audit": now})
    throw_away.stop()
    keeping_jobs.kept(own, "audit", lambda: pytest.fail("begun"), lambda: now, lambda _: throw_away.start())()
    assert (of(own).succeeded, of(own).began_at) == (False, None)
