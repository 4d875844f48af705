"""`serve`: a parent with one web child and one scheduler child, so that any WSGI server can be chosen.

The parent prepares (migrations, curated files, the first curator's address), watches, and stops both.
"""

import socket
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import click

from followworthy.cli import children, files, house, jobs, keys, operator, outdoors
from followworthy.errors import FollowworthyError
from followworthy.services import signing_in
from followworthy.services.audit_files import load_rules
from followworthy.settings import Settings
from followworthy.store import Database

START_SECONDS = 45
STOP_SECONDS = 10


@click.command()
@click.option("--without-worker", is_flag=True, help="Only serve: the schedule is another process's (`worker`).")
def serve(without_worker: bool) -> None:
    """Serve the catalog and the desk, and run what is due. Ctrl-C stops it."""
    given = house.settings()
    given.require_operator()
    if given.is_behind_a_proxy and given.unsaid:
        click.echo(f"The people listed cannot find who publishes about them: set {given.unsaid}.", err=True)
    operator.of(given)  # a notice that cannot be read is one sentence here, not the end of a child later
    check_port(given.host, given.port)
    load_rules(given.data_dir)  # a mistake in these files is one sentence here, not the end of a child later
    outdoors.manners(given)
    with house.opened_database(given) as database:
        files.report(files.load_folder(database, given.curated_dir))
        announce_first_curator(database, given)
        if without_worker:
            jobs.announce(given, database)
    keys.secret_key(given)
    context = get_context("spawn")
    running: list[BaseProcess] = [context.Process(target=children.web, args=(given,), name="web")]
    if not without_worker:
        running.append(context.Process(target=children.scheduler, args=(given,), name="scheduler"))
    with house.connected(given), children.stoppable():
        sys.exit(watch(running, lambda: f"Serving {given.public_url}" if _answers(running[0], given) else ""))


def check_port(host: str, port: int) -> None:
    """Raise FollowworthyError when nobody could listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise FollowworthyError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Stop the other program, or set FOLLOWWORTHY_PORT."
        ) from error


def announce_first_curator(database: Database, given: Settings) -> None:
    """While there is no curator, print an address that makes the first one."""
    with database.writing() as session:
        token = signing_in.invite_first(session, house.now())
    if token:
        click.echo(f"Become the first curator (works once): {given.public_url}/welcome/{token}")


def watch(running: list[BaseProcess], ready: Callable[[], str]) -> int:
    """Start the children, wait until one ends or somebody stops us, then stop all; give the exit code.

    `ready` waits until they are, and gives the words for it; nothing if they never are.
    """
    try:
        for child in running:
            child.start()
        words = ready()
        if words:
            click.echo(f"{words} (Ctrl-C stops)")
        while all(child.is_alive() for child in running):
            running[0].join(timeout=0.5)
        ended = next(child for child in running if not child.is_alive())
        click.echo(f"followworthy: the {ended.name} process ended by itself (code {ended.exitcode}).", err=True)
    except KeyboardInterrupt:
        click.echo("Stopping.")
        return 0
    else:
        return 1
    finally:
        stop(running)


def stop(running: list[BaseProcess]) -> None:
    """Ask every child to end; end it when it does not."""
    started = [child for child in running if child.pid]
    for child in started:
        child.terminate()
    for child in started:
        child.join(timeout=STOP_SECONDS)
        if child.is_alive():
            child.kill()
            child.join()


def _answers(child: BaseProcess, given: Settings) -> bool:
    """Wait until the web child listens, at most START_SECONDS; tell whether it does."""
    deadline = time.monotonic() + START_SECONDS
    while child.is_alive() and time.monotonic() < deadline:
        try:
            socket.create_connection((given.host, given.port), timeout=1).close()
        except OSError:
            child.join(timeout=0.1)
        else:
            return True
    return False
