"""One server with one application, in a process of its own: `KIND WHAT PORT DATABASE THREADS`.

KIND is granian, or gunicorn or waitress where they are installed; WHAT is `ours` (the application over the database) or
`constant` (the very bytes of the catalog, by the smallest WSGI application there is).
"""

import importlib
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from followworthy.services.publishing import whole_catalog
from followworthy.store import Database
from followworthy.web.app import create_app, watched

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = b"k" * 32


def application(what: str, url: str) -> "WSGIApplication":
    """Give the application to serve."""
    database = Database(url, opt_out_key=KEY)
    if what == "ours":
        app = create_app(database, secret_key="s" * 64, public_url="http://localhost", contact=None, clock=lambda: NOW)
        return watched(app)
    with database.reading() as session:
        edition = whole_catalog(session)
    return constant(edition.whole.identity, edition.etag)


def constant(body: bytes, etag: str) -> "WSGIApplication":
    """Give an application that always answers the same, 304 to whoever sends any If-None-Match."""
    headers = [("ETag", etag), ("Content-Type", "application/json")]
    whole = [*headers, ("Content-Length", str(len(body)))]

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if "HTTP_IF_NONE_MATCH" in environ:
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", whole)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def granian(load: Callable[[], "WSGIApplication"], port: int, threads: int) -> None:
    """Serve by granian, one worker."""
    server = Granian(
        "bench",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=load, wrap_loader=False)


def waitress(load: Callable[[], "WSGIApplication"], port: int, threads: int) -> None:
    """Serve by waitress."""
    importlib.import_module("waitress").serve(load(), host=HOST, port=port, threads=threads, _quiet=True)


def gunicorn(load: Callable[[], "WSGIApplication"], port: int, threads: int) -> None:
    """Serve by gunicorn, one worker of its threaded kind (the plain one keeps no connection)."""
    base: Any = importlib.import_module("gunicorn.app.base").BaseApplication

    class Bench(base):  # type: ignore[misc]
        def load_config(self) -> None:
            given: dict[str, Any] = {"bind": f"{HOST}:{port}", "workers": 1, "worker_class": "gthread"}
            for name, value in {**given, "threads": threads, "loglevel": "error", "keepalive": 60}.items():
                self.cfg.set(name, value)

        def load(self) -> "WSGIApplication":
            return load()

    Bench().run()


if __name__ == "__main__":
    kind, what, port, database, threads = sys.argv[1:]
    {"granian": granian, "waitress": waitress, "gunicorn": gunicorn}[kind](
        partial(application, what, database), int(port), int(threads)
    )
