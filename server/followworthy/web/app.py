"""`create_app`: the Flask application put together. What a page does is in the siblings."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from followworthy import __version__
from followworthy.domain.expiry import Expiry
from followworthy.domain.verdict import Rules
from followworthy.services import staying
from followworthy.store import Database
from followworthy.web import (
    api,
    audits,
    bulk,
    categories,
    changes,
    curators,
    expert_page,
    experts,
    eyes,
    feed,
    files,
    held,
    home,
    importing,
    imports,
    jobs,
    leaving,
    login,
    merging,
    monitoring,
    openapi,
    pairing,
    problems,
    public,
    reports,
    request_log,
    resources,
    review,
    review_many,
    sources,
    syndication,
    telling,
    words,
    you,
)
from followworthy.web.front import Front
from followworthy.web.house import House, Operator, Outside
from followworthy.web.shelf import Shelf

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

DEFAULT_RULES, DEFAULT_EXPIRY = Rules(), Expiry()
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
DESK = (
    home,
    review,
    review_many,
    eyes,
    pairing,
    experts,
    bulk,
    merging,
    expert_page,
    held,
    leaving,
    categories,
    sources,
    importing,
    imports,
    files,
    audits,
    jobs,
    changes,
    curators,
    you,
)
"""The rooms that only curators enter, in the order of the desk's menu."""
PERSONAL = {room.pages.name for room in (login, feed, *DESK)}


def create_app(
    database: Database,
    *,
    secret_key: str,
    public_url: str,
    contact: str | None,
    clock: Callable[[], datetime],
    rules: Rules = DEFAULT_RULES,
    outside: Outside | None = None,
    curated_dir: Path | None = None,
    expiry: Expiry = DEFAULT_EXPIRY,
    operator: Operator | None = None,
    metrics_token: str | None = None,
) -> Flask:
    """Give the application over a migrated database; `rules` are the thresholds of what we believe of links.

    `outside` opens the fetcher for the import page, `curated_dir` is where the curated files lie: None, and the desk
    does without. `operator` is who publishes, `expiry` says when recommendations want a new review;
    whoever shows `metrics_token` may read `/metrics`.
    """
    app = request_log.Application("followworthy.web", static_url_path="/static")
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="followworthy",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=staying.LASTS,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open overnight must not lose what was typed
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    operator = operator or Operator(public_url=public_url)
    house = House(database, contact, clock, rules, outside, curated_dir, operator, expiry)
    app.extensions["followworthy"] = house
    request_log.register(app)
    monitoring.register(app, house, metrics_token)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(version=__version__, operator=operator, contact=contact, key_lost=leaving.key_lost)
    app.jinja_env.globals.update(needs_eyes=eyes.count, stale_days=rules.stale_after.days)
    CSRFProtect(app).exempt(reports.pages)  # they look at no cookie: there is nothing that another site could borrow
    words.teach(app)
    app.jinja_env.filters.update(in_words=telling.in_words, cut=telling.cut)
    for room in (public, api, resources, syndication, openapi, reports, login, feed, *DESK):
        app.register_blueprint(room.pages)
    problems.register(app)
    app.after_request(_careful)
    shelf = app.extensions["followworthy.shelf"] = Shelf(database)
    app.wsgi_app = Front(app.wsgi_app, shelf, monitoring.monitor_of(app))  # type: ignore[method-assign]
    return app


def watched(app: Flask) -> "WSGIApplication":
    """Give what a web server calls; from now on a thread of this process keeps the catalog's bytes up to date."""
    shelf: Shelf = app.extensions["followworthy.shelf"]
    shelf.watch()
    return app.wsgi_app


def _careful(response: Response) -> Response:
    """Tell browsers to run nothing that is not ours, and to show us in nobody's frame; what is personal, nobody keeps.

    Not `no-store`: it would make Back lose what a curator typed.
    """
    if request.blueprint in PERSONAL:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
