"""Invented catalogs, in the shape in which servers publish them, and a loopback server that serves one."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Document = dict[str, Any]

FORTY = {"id": "forty-voices", "title": "Forty Voices on Work", "publisher": "Town Paper", "url": None, "date": "2019"}
LEARN = {
    "id": "learn-from",
    "title": "People to Learn From",
    "publisher": "Town College",
    "url": "https://lists.example/learn",
    "date": "2024-03",
}
CATEGORIES = [
    {"id": "job-search", "name": "Job search", "position": 1, "description": ""},
    {"id": "leadership", "name": "Leadership", "position": 2, "description": ""},
]


def expert(
    name: str,
    key: str | None,
    *,
    category: str = "job-search",
    rank: int = 1,
    lists: int = 1,
    former: str | None = None,
) -> Document:
    """Invent an expert; the id follows from the name."""
    links = []
    for link_key, status in ((key, "current"), (former, "former")):
        if link_key:
            links.append(
                {
                    "kind": "linkedin",
                    "key": link_key,
                    "url": f"https://www.linkedin.com/{link_key}",
                    "status": status,
                    "confidence": "corroborated",
                    "verdict": "unconfirmed",
                    "confirmed": None,
                }
            )
    recommendations = [
        {
            "category": category,
            "source": source["id"],
            "rank": rank,
            "heading": "Job Search Experts",
            "reason": "Explains what recruiters read first, with examples from both sides of the table.",
            "quote": None,
            "date": None,
        }
        for source in (FORTY, LEARN)[:lists]
    ]
    return {
        "id": hashlib.sha256(name.encode()).hexdigest()[:8],
        "revision": 1,
        "kind": "organisation" if key and key.startswith("company/") else "person",
        "name": name,
        "headline": f"Headline of {name}",
        "links": links,
        "recommendations": recommendations,
    }


ODILE = expert("Odile Fennwick", "in/odile-fennwick", rank=3, lists=2)
SEFA = expert("Sefa Ndiaye-Holt", "in/sefa-ndiaye-holt", category="leadership", rank=2)
TOBIN = expert("Tobin Ashgrove", "in/tobin-ashgrove", category="leadership", rank=1, former="in/tobin-old")
INGELA = expert("Ingela Hårte", "in/ingela-hårte", rank=5)
GUILD = expert("Guild of Careers", "company/guild-of-careers", rank=7)
WENDEL = expert("Wendel Aspinall", None, rank=8)
PEOPLE = (ODILE, SEFA, TOBIN, INGELA, GUILD, WENDEL)


def checksum(experts: list[Document]) -> str:
    """Give the checksum as the server computes it."""
    lines = sorted(f"{one['id']} {one['revision']}\n" for one in experts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def catalog(*experts: Document, change: int = 58, **changes: object) -> Document:
    """Put a whole catalog together; `changes` overwrite what would be right."""
    return {
        "schema": 1,
        "cursor": f"k3f9x2.{change}",
        "complete": True,
        "count": len(experts),
        "checksum": checksum(list(experts)),
        "categories": CATEGORIES,
        "sources": [FORTY, LEARN],
        "experts": list(experts),
        "withdrawn": [],
        **changes,
    }


def delta(document: Document, *experts: Document, withdrawn: tuple[Document, ...] = ()) -> Document:
    """Put together what changed on the way to `document`."""
    gone = [one["id"] for one in withdrawn]
    return {**document, "complete": False, "experts": list(experts), "withdrawn": gone}


@dataclass
class CatalogServer:
    """A stand-in for our server: real HTTP on loopback; says what it was asked and how it answered.

    It answers with `document`, whole, unless `instead` says something else.
    """

    http: HTTPServer
    document: Document = field(default_factory=lambda: catalog(*PEOPLE))
    instead: Callable[[Request], Response] | None = None
    answered: list[int] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.http.expect_request("/api/v1/catalog").respond_with_handler(self._answer)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.http.port

    def whole(self, request: Request) -> Response:
        """Answer as a server does that knows whole catalogs and their tags alone."""
        etag = f'W/"{self.document["cursor"]}"'
        same = request.headers.get("If-None-Match") == etag
        response = Response(status=304) if same else Response(json.dumps(self.document), mimetype="application/json")
        response.headers["ETag"] = etag
        return response

    def _answer(self, request: Request) -> Response:
        self.asked.append(request)
        response = (self.instead or self.whole)(request)
        self.answered.append(response.status_code)
        return response
