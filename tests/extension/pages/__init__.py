"""Pages in the shapes LinkedIn has had, with invented people, served over TLS as if by www.linkedin.com.

One file a surface and layout; in its head stands which badges belong there, and nothing else does (`surface.py`).
Every link that a test speaks of has an id. Class names are hashed, as they are there: nothing may lean on them.
The pages under `hostile/` look for us or hurt us.
"""

from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.extension.pages.serving import authority, serve, tls_context
from tests.extension.pages.surface import LABELS, Badges, Stage, Surface, read_surface

HERE = Path(__file__).parent
SURFACES = tuple(read_surface(path) for path in sorted(HERE.glob("*.html")))
HOSTILE = {path.stem: read_surface(path) for path in sorted((HERE / "hostile").glob("*.html"))}

__all__ = ["HOSTILE", "LABELS", "SURFACES", "Badges", "Stage", "Surface", "authority", "serve_pages", "tls_context"]


def serve_pages(http: HTTPServer) -> None:
    """Serve every page there is."""
    serve(http, (*SURFACES, *HOSTILE.values()))
