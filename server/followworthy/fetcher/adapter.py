"""The way from requests to our own line: pools whose connections the guard has vetted.

Only `_new_conn` of urllib3's connections is replaced (so urllib3 stays below 3); TLS still checks the
certificate against the host's name, not against the address we connect to.
"""

import socket
from functools import partial
from typing import TYPE_CHECKING, Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from followworthy.fetcher.line import Line

if TYPE_CHECKING:
    from followworthy.fetcher.watchdog import Grip

HOSTS_KEPT_OPEN = 100
"""To so many hosts connections are kept when idle."""


class _Watched(HTTPConnection):
    """A connection made by our line, under watch in every request."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line
        self._grip: Grip | None = None
        self._used = False

    def _new_conn(self) -> socket.socket:
        self._used = False
        seconds = float(self.timeout) if isinstance(self.timeout, int | float) else 0.0
        connection, self._grip = self._line.connect(self._dns_host, self.port, seconds)
        return connection

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None and self._grip is not None:
            self._line.watchdog.hold(self._grip)
            self._line.watchdog.watch().reused = self._used
        super().request(*args, **kwargs)
        self._used = True

    def close(self) -> None:
        super().close()
        if self._grip is not None:
            self._line.watchdog.let_go(self._grip)
            self._grip = None


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same, with TLS on top."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _WatchedTLS


class GuardedAdapter(HTTPAdapter):
    """The requests adapter that goes out by one line only, `width` connections a host; no proxy, no retry."""

    def __init__(self, line: Line, width: int) -> None:
        super().__init__(pool_connections=HOSTS_KEPT_OPEN, pool_maxsize=width, max_retries=0)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_Pool, line=line),
            "https": partial(_PoolTLS, line=line),
        }

    def request_url(self, request: PreparedRequest, _proxies: object) -> str:
        """Give the path to ask for: there is never a proxy."""
        return request.path_url

    def build_response(self, _request: PreparedRequest, answer: Any) -> Response:
        """Give status, headers and body as they came: no cookies are kept, and nobody asks for more."""
        response = Response()
        response.status_code = answer.status
        response.headers = answer.headers
        response.raw = answer
        return response
