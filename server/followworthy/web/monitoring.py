"""For whoever watches: `/healthz` (this process answers), `/readyz` (all it needs is there), `/metrics` (how much)."""

import hmac
import logging

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from followworthy import __version__
from followworthy.errors import StoreError
from followworthy.events import tell
from followworthy.services import readiness
from followworthy.services.readiness import Figures, Readiness
from followworthy.web.figures import CatalogFigures
from followworthy.web.house import House
from followworthy.web.monitor import Monitor
from followworthy.web.patience import Patience
from followworthy.web.words import rfc3339

pages = Blueprint("monitoring", __name__)
log = logging.getLogger(__name__)

SECONDS = 2.0
"""For so long a database is waited for: those who ask give up after a few seconds more."""
CANNOT = "the database cannot be read; the log says why"
SILENT = f"the database did not answer within {SECONDS:.0f} seconds"
_READY, _MONITOR, _TOKEN = "followworthy.readiness", "followworthy.monitor", "followworthy.metrics_token"


def register(app: Flask, surroundings: House, token: str | None) -> None:
    """Watch an application; whoever shows the token may read the metrics, nobody without one."""
    monitor = Monitor()
    figures: Patience[Figures | None] = Patience(lambda: _figures(surroundings), SECONDS)
    monitor.registry.register(CatalogFigures(figures.answer))
    app.extensions[_READY] = Patience(lambda: _readiness(surroundings), SECONDS)
    app.extensions[_MONITOR], app.extensions[_TOKEN] = monitor, token
    app.register_blueprint(pages)


def monitor_of(app: Flask) -> Monitor:
    """Give what counts for an application: whoever answers before it counts there, too."""
    found: Monitor = app.extensions[_MONITOR]
    return found


@pages.get("/healthz")
def health() -> dict[str, str]:
    """Say that this process answers: whoever watches restarts it otherwise. No database is asked."""
    return {"status": "ok", "version": __version__}


@pages.get("/readyz")
def ready() -> tuple[dict[str, object], int]:
    """Say whether all is there that serving needs, and what is not: 503 then. Restarting does not help.

    A job that does not run is not ready; one that fails is only named, for the schedule is alive.
    """
    patience: Patience[Readiness] = current_app.extensions[_READY]
    found = patience.answer() or Readiness({"database": SILENT})
    last, is_ready = found.last_audit, not any(found.why.values())
    document: dict[str, object] = {
        "status": "ready" if is_ready else "not ready",
        "checks": {name: {"ok": not why, "why": why} for name, why in found.why.items()},
        "late": found.late,
        "failed": found.failed,
        "revision": found.revision,
        "last_audit": {"state": last.state, "started_at": rfc3339(last.started_at)} if last else None,
        "version": __version__,
    }
    return document, 200 if is_ready else 503


@pages.get("/metrics")
def metrics() -> Response:
    """Give this process's figures as Prometheus reads them. They tell an operator's load: theirs alone."""
    token: str | None = current_app.extensions[_TOKEN]
    if token is None:
        abort(404)
    shown = request.headers.get("Authorization", "")
    if not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
        abort(Response("Show the token: Authorization: Bearer ...\n", 401, {"WWW-Authenticate": "Bearer"}))
    return Response(generate_latest(monitor_of(current_app).registry), content_type=CONTENT_TYPE_LATEST)


@pages.after_request
def _of_this_moment(response: Response) -> Response:
    """Let nobody on the way answer with what was a minute ago."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _readiness(surroundings: House) -> Readiness:
    try:
        with surroundings.database.reading() as session:
            return readiness.look(session, surroundings.clock())
    except StoreError as error:
        tell(log, logging.ERROR, "not ready", str(error))
        return Readiness({"database": CANNOT})


def _figures(surroundings: House) -> Figures | None:
    try:
        with surroundings.database.reading() as session:
            return readiness.figures(session, surroundings.clock())
    except StoreError as error:
        tell(log, logging.ERROR, "no figures", str(error))
        return None
