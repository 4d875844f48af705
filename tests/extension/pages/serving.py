"""Serves pages over TLS under a strict content policy with Trusted Types, as the real site does."""

import re
import ssl

import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.extension.pages.surface import Surface

STYLE = """
body { margin: 0; background: #f1f2f3; color: #202427; font: 14px/20px "Liberation Sans", Arial, sans-serif; }
body.dark { background: #121416; color: #e4e7e9; }
main { width: 640px; margin: 24px; }
li, article, .c { display: block; list-style: none; background: #fff; border-radius: 8px; padding: 16px; }
li, article { margin-bottom: 16px; }
.dark li, .dark article, .dark .c { background: #1c1f22; }
a { color: inherit; text-decoration: none; font-weight: 600; }
ul { padding: 0; margin: 0; } p, h1, h2, h3, h4, figure { margin: 0; }
.v, ._vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); }
.b, ._b10c, ._t1 { display: block; }
span { letter-spacing: 0; }
img { width: 48px; height: 48px; border-radius: 50%; background: #e4e7e9; }
button { height: 28px; padding: 0 16px; border: 1px solid #5c6368; border-radius: 14px; background: none; }
._8f2c, ._9f3b { background: #fff; padding: 16px; margin-bottom: 16px; }
._90de, ._p2 { color: #5c6368; font-weight: 400; font-size: 12px; }
._h1 { font-size: 24px; line-height: 30px; } ._77aa { font-size: 14px; }
._c0c0 { display: flex; flex-direction: column; }
._row, ._actor, ._split { display: flex; gap: 12px; } ._e10a { flex: 1; min-width: 0; }
._rail { width: 300px; } ._dc { display: contents; }
._grid { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; } ._mid { text-align: center; }
._b7tn { border: 1px solid #5c6368; border-radius: 14px; padding: 4px 16px; }
._c0mm { background: #f1f2f3; }
iframe { display: block; width: 400px; height: 100px; }
"""

# What every photo is; an image without one would take the room of its words.
PHOTO = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
# Only the page's own scripts and styles; frames of the site itself.
POLICY = (
    "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; frame-src 'self'; img-src data:; "
    "require-trusted-types-for 'script'"
)
# Of a page that asks around: what stops it must be the browser, not the page's own policy.
OPEN_POLICY = POLICY.replace("default-src 'none'", "default-src *").replace("img-src data:", "img-src * data:")


def authority() -> trustme.CA:
    """Make a certificate authority for this run; browsers are told to accept what they do not know."""
    return trustme.CA()


def tls_context(ca: trustme.CA) -> ssl.SSLContext:
    """Give a server's TLS settings, with a certificate for the site's host names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("www.linkedin.com", "se.linkedin.com").configure_cert(context)
    return context


def serve(http: HTTPServer, surfaces: tuple[Surface, ...]) -> None:
    """Serve the given pages, each at its own address, whatever the host; any other address is 404."""
    pages = {surface.target: surface for surface in surfaces}
    assert len(pages) == len(surfaces), "Two pages have one address."

    def answer(request: Request) -> Response:
        surface = pages.get(request.environ["REQUEST_URI"])
        if surface is None:
            return Response("", status=404)
        response = Response(_written(surface), mimetype="text/html")
        response.headers["Content-Security-Policy"] = OPEN_POLICY if surface.policy == "open" else POLICY
        return response

    http.expect_request(re.compile(".*")).respond_with_handler(answer)


def _written(surface: Surface) -> str:
    html = re.sub(r"<img\b", f'<img src="{PHOTO}"', surface.html)
    return (
        f'<!doctype html><html lang="en" dir="{surface.direction}"><meta charset="utf-8"><title>Page</title>'
        f'<style nonce="n">{STYLE}</style>{html}'
    )
