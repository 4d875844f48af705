"""The two children of `serve`, each a process of its own: the web server and the scheduler."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from types import FrameType

import waitress

from followworthy.cli import house, keys, logs, operator
from followworthy.cli.jobs import jobs
from followworthy.domain.expiry import Expiry
from followworthy.scheduler import schedule
from followworthy.services.audit_files import load_rules
from followworthy.settings import Settings
from followworthy.web.app import create_app

THREADS = 8


def web(given: Settings) -> None:
    """Serve the pages and the API until told to stop."""
    _obey_the_parent()
    logs.set_up(given.log)
    with house.connected(given) as database:
        app = create_app(
            database,
            secret_key=keys.secret_key(given),
            public_url=given.public_url,
            contact=given.contact,
            operator=operator.of(given),
            clock=house.now,
            rules=load_rules(given.data_dir).verdict,
            outside=lambda: house.fetcher(given),
            curated_dir=given.curated_dir,
            expiry=Expiry(given.review_months),
            metrics_token=given.metrics_token,
        )
        waitress.serve(app, host=given.host, port=given.port, threads=THREADS, ident=None, _quiet=True)


def scheduler(given: Settings) -> None:
    """Run what is due until told to stop."""
    _obey_the_parent()
    logs.set_up(given.log)
    with house.connected(given) as database, house.fetcher(given) as fetcher:
        schedule(database, jobs(given, database, fetcher), house.now).start()


@contextmanager
def stoppable() -> Iterator[None]:
    """Take a polite kill (SIGTERM) like Ctrl-C while inside, and Ctrl-C also where a shell started us deaf to it."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _obey_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
