"""How the API answers: bytes with the state they show as a weak ETag, or 304 for whoever holds that state.

What costs more than a few milliseconds is built once a revision and process.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

from flask import Response, current_app, request

from followworthy.services.publishing import etag
from followworthy.store import Session
from followworthy.web.house import house
from followworthy.web.negotiating import holds

T = TypeVar("T")


class Prebuilt(Generic[T]):
    """Something that is built from the catalog, as it was built last."""

    def __init__(self, build: Callable[[Session], T]) -> None:
        self._build, self._lock = build, Lock()
        self._held: tuple[str, T] | None = None

    def take(self) -> tuple[str, T]:
        """Give the state and what was built from it; build it anew if the catalog has changed. Raises LostKeyError."""
        with house().database.reading() as session:
            held = self._held
            if held and held[0] == etag(session):
                return held
        with self._lock, house().database.reading() as session:  # whoever waited finds it built
            now, held = etag(session), self._held
            if held is None or held[0] != now:
                self._held = held = (now, self._build(session))
            return held


def prebuilt(name: str, build: Callable[[Session], T]) -> tuple[str, T]:
    """Give what this application built last under that name, or builds now, with its ETag."""
    held = current_app.extensions.setdefault(f"followworthy.{name}", Prebuilt(build))
    return cast("Prebuilt[T]", held).take()


def answer(tag: str, body: bytes, kind: str = "application/json") -> Response:
    """Answer with the body, or 304 if the client holds this state (RFC 9110, weak comparison)."""
    held = holds(request.headers.get("If-None-Match", ""), tag)
    said = Response(status=304) if held else Response(body, content_type=kind)
    said.headers["ETag"] = tag
    said.headers["Cache-Control"] = "no-cache"
    return said
