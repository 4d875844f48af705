"""Each request has an id, is counted, and is told to the log where it failed, was slow, or was a curator's change.

No reader's data is: no address, no browser, no query, and of the path only the route's template.
"""

import logging
import re
import secrets
import time
from types import TracebackType
from typing import Any

from flask import Flask, Response, current_app, g, request

from followworthy.events import tell
from followworthy.web.monitor import NOWHERE
from followworthy.web.monitoring import monitor_of

log = logging.getLogger(__name__)

HEADER = "X-Request-Id"
SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
SLOW_SECONDS = 1.0
WATCHED = {"/readyz", "/healthz", "/metrics"}
"""What monitors ask all day: that they were told 503 is in their own log."""
ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class Application(Flask):
    """Flask, but for the path in its log: that may say whom a reader looked at."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Tell what nobody foresaw, with its traceback."""
        tell(log, logging.ERROR, "defect", defect=exc_info, **_who())


def register(app: Flask) -> None:
    """Watch every request of an application; call it before others, so that it is first and last to see one."""
    app.before_request(_begin)
    app.after_request(_end)


def failed_because(said: str) -> None:
    """Keep for the log why the request that is answered just now fails."""
    g.failed_because = said


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if SANE.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    response.headers[HEADER] = g.request_id
    monitor_of(current_app).count(_route(), request.method, response.status_code, seconds)
    level = _level(response.status_code, seconds)
    if level and _route() not in WATCHED:
        curator = getattr(g, "curator", None)
        signed = {"curator": curator.name} if curator and request.method == "POST" else {}
        said = g.get("failed_because", "")
        tell(log, level, "request", said, status=response.status_code, seconds=round(seconds, 3), **signed, **_who())
    return response


def _level(status: int, seconds: float) -> int:
    """Give how loud a request is told; 0 for not at all."""
    if status >= 500:
        return logging.ERROR
    change = request.method == "POST" and getattr(g, "curator", None) is not None
    return logging.INFO if change or seconds > SLOW_SECONDS else 0


def _route() -> str:
    return request.url_rule.rule if request.url_rule else NOWHERE


def _who() -> dict[str, Any]:
    return {"method": request.method, "route": _route(), "request_id": g.get("request_id", "")}
