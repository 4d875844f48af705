"""A curator's walk: thirty people whose profiles need eyes, the site that shows them, and the desk that asks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, Playwright
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from werkzeug.serving import make_server

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Outcome
from followworthy.services import signing_in
from followworthy.store import Database, checks
from followworthy.store.checks import DueLink
from followworthy.web.app import create_app
from tests.conftest import MOMENT
from tests.extension.chromium import EXTENSION, Browser
from tests.extension.pages import authority, tls_context
from tests.extension.recording_proxy import DESK, RecordingProxy
from tests.people import TOBIN, publish

CURATOR, PASSWORD = "Nadia Brookmere", "correct horse battery"
FINE = ["fine"] * 20
MOVED = ["replaced at once", "replaced later", "canonical"]
LED = ["redirect", "redirect across hosts"]
MISSING = ["no such page", "no such page in German", "led to 404"]
WALLED = ["led to a wall", "asks for a password"]
ALL = FINE + LED + MOVED + MISSING + WALLED
FIRST_NAMES = ["Abel", "Bryn", "Cleo", "Dara", "Edda", "Finn", "Gwen", "Hugo", "Ines", "Jory"]
LAST_NAMES = ["Ashgrove", "Brindle", "Caulfield"]


@dataclass(frozen=True)
class Walked:
    """Somebody of the thirty, and how the site answers for them."""

    expert: Expert
    answers: str

    @property
    def slug(self) -> str:
        """Give the slug of the published address."""
        return (self.expert.links[0].key or "").removeprefix("in/")


def thirty() -> list[Walked]:
    """Invent them in the order in which the desk asks: by name. Who is led to 404 comes first, walls come last."""
    order = sorted(ALL, key=lambda one: (one in WALLED, one != "led to 404", one == "fine", ALL.index(one)))
    names = sorted(f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES)
    return [
        Walked(_expert(number, name), answers) for number, (name, answers) in enumerate(zip(names, order, strict=True))
    ]


def _expert(number: int, name: str) -> Expert:
    slug = name.lower().replace(" ", "-")
    link = Link("linkedin", f"https://www.linkedin.com/in/{slug}", f"in/{slug}")
    return replace(TOBIN, id=f"bcdfg{222 + number}", name=name, links=(link,))


PROFILE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>(3) {name} | LinkedIn</title>{head}
<main><h1>{name}</h1><p>Writes.</p></main>{script}"""
NO_PAGE = """<!doctype html><html><meta charset="utf-8"><title>LinkedIn</title><main><h2>{said}</h2></main>"""
LOGIN = """<!doctype html><html><title>LinkedIn Login</title><main><form><input type="password"></form></main>"""
REPLACE = """<script nonce="n">
const go = () => history.replaceState(null, "", "/in/{slug}-now/");
{when}</script>"""


def answer(walked: list[Walked], request: Request) -> Response:
    """Answer as the site does for the person whose slug is asked for, old or new."""
    slug = re.sub(r"-now$", "", request.path.strip("/").removeprefix("in/"))
    one = next((each for each in walked if each.slug == slug), None)
    if request.path == "/404/":
        return _page(NO_PAGE.format(said="Uh oh"))
    if one is None or request.path.startswith("/authwall"):
        return _page(LOGIN)
    if request.path.rstrip("/").endswith("-now"):
        return _page(PROFILE.format(name=one.expert.name, head="", script=""))
    return _old_address(one)


def _old_address(one: Walked) -> Response:
    new = f"/in/{one.slug}-now/"
    leads = {
        "redirect": (301, new),
        "redirect across hosts": (302, f"https://se.linkedin.com{new}"),
        "led to 404": (302, "/404/"),
        "led to a wall": (302, "/authwall?trk=x"),
    }
    if one.answers in leads:
        status, where = leads[one.answers]
        return Response(status=status, headers={"Location": where})
    replaced = {"replaced at once": "go();", "replaced later": "setTimeout(go, 400);"}
    script = REPLACE.format(slug=one.slug, when=replaced[one.answers]) if one.answers in replaced else ""
    head = f'<link rel="canonical" href="https://www.linkedin.com{new}">' if one.answers == "canonical" else ""
    pages = {
        "no such page": NO_PAGE.format(said="This page doesn\u2019t exist"),
        "no such page in German": NO_PAGE.format(said="Diese Seite existiert nicht."),
        "asks for a password": LOGIN,
    }
    return _page(pages.get(one.answers) or PROFILE.format(name=one.expert.name, head=head, script=script))


def _page(html: str) -> Response:
    page = Response(html, mimetype="text/html")
    page.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'nonce-n'"
    return page


@contextmanager
def site(walked: list[Walked]) -> Iterator[int]:
    """Serve the site over TLS; give its port."""
    with HTTPServer(host="127.0.0.1", ssl_context=tls_context(authority()), threaded=True) as http:
        http.expect_request(re.compile(".*")).respond_with_handler(lambda request: answer(walked, request))
        yield http.port


@dataclass
class Desk:
    """The real server over a database of its own, with a clock that the test sets."""

    db: Database
    now: datetime = MOMENT
    port: int = 0
    walked: list[Walked] = field(default_factory=list)

    def link_ids(self) -> dict[str, int]:
        """Give the numbers of the links by the expert's name."""
        with self.db.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT experts.name, links.id FROM links JOIN experts ON experts.id = links.expert_id"
            )
            return {str(name): int(number) for name, number in rows}


@contextmanager
def desk(db: Database, walked: list[Walked]) -> Iterator[Desk]:
    """Run a desk where robots.txt closes every profile of theirs, and Nadia curates."""
    running = Desk(db, walked=walked)
    with db.writing() as session:
        publish(session, *(one.expert for one in walked))
        for one in walked:
            link = one.expert.links[0]
            refused = Check(MOMENT - timedelta(days=1), Outcome.WALLED, "robots.txt asks programs to stay out.")
            checks.record(session, DueLink(one.expert.id, one.expert.name, link.url, link.key), refused, None)
        signing_in.accept_invitation(session, signing_in.invite(session, CURATOR, MOMENT), CURATOR, PASSWORD, MOMENT)
    app = create_app(db, secret_key="s" * 64, public_url="http://127.0.0.1", contact=None, clock=lambda: running.now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running.port = server.port
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        db.close()


@contextmanager
def behind(proxy: RecordingProxy, playwright: Playwright, executable: str, profile: Path) -> Iterator[Browser]:
    """Start Chromium with our extension, with nothing but the proxy to reach anybody through."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=executable,
        headless=True,
        args=[
            f"--disable-extensions-except={EXTENSION}",
            f"--load-extension={EXTENSION}",
            f"--proxy-server=http://127.0.0.1:{proxy.port}",
            "--proxy-bypass-list=<-loopback>",
            "--ignore-certificate-errors",
            "--disable-quic",
        ],
    )
    try:
        browser = Browser(context)
        browser.choose(mode="badges")
        browser.synced()
        yield browser
    finally:
        context.close()


def signed_in(browser: Browser) -> Page:
    """Sign Nadia in; give the page of *Needs your eyes*."""
    page = browser.context.new_page()
    come_in(page)
    return page


def come_in(page: Page) -> None:
    """Open *Needs your eyes* anew; who was signed in for two weeks signs in once more."""
    page.goto(f"http://{DESK}/sign-in?next=/desk/eyes/")
    if "/sign-in" in page.url:
        page.get_by_label("Name").fill(CURATOR)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Needs your eyes", level=1).wait_for()
