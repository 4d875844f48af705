"""Pages in the shapes LinkedIn has had, with invented people, served over TLS as if by www.linkedin.com.

One file a surface and layout; in its head stands which badges belong there, and nothing else does (`surface.py`).
Every link that a test speaks of has an id. Class names are hashed, as they are there: nothing may lean on them.
"""

from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.extension.pages.serving import authority, serve, tls_context
from tests.extension.pages.surface import LABELS, Badges, Stage, Surface, read_surface

SURFACES = tuple(read_surface(path) for path in sorted(Path(__file__).parent.glob("*.html")))

__all__ = ["LABELS", "SURFACES", "Badges", "Stage", "Surface", "authority", "serve_pages", "tls_context"]


def serve_pages(http: HTTPServer) -> None:
    """Serve every page of `SURFACES`."""
    serve(http, SURFACES)
