"""The way from requests to our own line: pools whose connections the guard has vetted.

Only `_new_conn` of urllib3's connections is replaced (so urllib3 stays below 3); TLS still checks the
certificate against the host's name, not against the address we connect to.
"""

import socket
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from followworthy.fetcher.line import Line

HOSTS_KEPT_OPEN = 100
"""To so many hosts connections are kept when idle."""


class _Watched(HTTPConnection):
    """A connection made by our line, under watch in every request."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line
        self._used = False

    def _new_conn(self) -> socket.socket:
        self._used = False
        seconds = float(self.timeout) if isinstance(self.timeout, int | float) else 0.0
        return self._line.connect(self._dns_host, self.port, seconds)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self._line.watchdog.hold(self.sock)
            self._line.watchdog.watch().reused = self._used
        super().request(*args, **kwargs)
        self._used = True


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
