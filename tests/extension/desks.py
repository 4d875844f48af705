"""A curator at the desk in a real Chromium: served from here, signed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread

from playwright.sync_api import Page, Playwright
from werkzeug.serving import make_server

from followworthy.services import signing_in
from followworthy.store import Database
from followworthy.web.app import create_app

CURATOR, PASSWORD = "Nadia Brookmere", "correct horse battery"


@contextmanager
def at_desk(
    db: Database,
    now: datetime,
    playwright: Playwright,
    chromium: str,
    path: str,
    *,
    scripts: bool = True,
    clock: Callable[[], datetime] | None = None,
) -> Iterator[Page]:
    """Give a browser's page at the given path of the desk; without `scripts` it runs no JavaScript.

    The clock stands still at `now`, if no other is given.
    """
    with db.writing() as session:
        signing_in.accept_invitation(session, signing_in.invite(session, CURATOR, now), CURATOR, PASSWORD, now)
    app = create_app(db, secret_key="s" * 64, public_url="http://127.0.0.1", contact=None, clock=clock or (lambda: now))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(
        executable_path=chromium, args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    )
    page = browser.new_page(base_url=f"http://127.0.0.1:{server.port}", java_script_enabled=scripts)
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("Name").fill(CURATOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    try:
        yield page
    finally:
        browser.close()
        server.shutdown()
        server.server_close()
