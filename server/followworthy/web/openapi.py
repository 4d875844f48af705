"""`GET /api/v1/openapi.json`: the API described for programs (OpenAPI 3.1), as it lies beside this module."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response

from followworthy.web.answering import answer
from followworthy.web.asking import asked

pages = Blueprint("openapi", __name__, url_prefix="/api/v1")
FILE = Path(__file__).with_name("openapi.json")


@pages.get("/openapi.json")
def described() -> Response:
    """Give the description; it changes with the program, not with the catalog."""
    asked({})
    body, digest = _described()
    return answer(f'W/"{digest}"', body)


@cache
def _described() -> tuple[bytes, str]:
    body = FILE.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:16]
