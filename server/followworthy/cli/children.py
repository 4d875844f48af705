"""The two children of `serve`, each a process of its own: the web server and the scheduler."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from followworthy.cli import house, keys, logs, operator
from followworthy.cli.jobs import jobs
from followworthy.domain.expiry import Expiry
from followworthy.scheduler import schedule
from followworthy.services.audit_files import load_rules
from followworthy.settings import Settings
from followworthy.web.app import create_app, watched

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS = 8
"""So many requests one web process works on at once; what the front answers takes microseconds of one."""
STOP_SECONDS = 5
"""Requests under way may end within that time."""
_whole_life = ExitStack()
"""What a web process holds until it ends, however that is: its database, which nobody may replace meanwhile."""
WEB_SECONDS = 15
"""So long may a question to PostgreSQL take while somebody waits for a page."""


def web(given: Settings) -> None:
    """Serve the pages and the API until told to stop, in as many processes as are wanted."""
    _obey_the_parent()
    if sys.platform != "win32":
        os.setpgrp()  # a terminal's Ctrl-C is the parent's to hear: granian's own workers would call it unexpected
    server = Granian(
        "followworthy",
        address=address(given.host, given.port),
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.web_processes,
        blocking_threads=THREADS,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(application, given), wrap_loader=False)


def application(given: Settings) -> "WSGIApplication":
    """Give the application of one web process; the process ends with its parent."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    logs.set_up(given.log)
    database = _whole_life.enter_context(house.connected(given, WEB_SECONDS))
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
    return watched(app)


def address(host: str, port: int) -> str:
    """Give the IP address that a host's name stands for."""
    return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])


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
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
