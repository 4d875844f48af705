"""Parts of the catalog for programs that do not want all of it: experts page by page, one expert, categories, sources.

What is said of an expert is said as in the catalog.
"""

import hashlib
import json
from typing import get_args

from flask import Blueprint, Response, current_app, url_for
from itsdangerous import BadData, URLSafeSerializer

from followworthy.domain.edition import SCHEMA
from followworthy.domain.records import Document, ExpertKind
from followworthy.domain.values import Verdict
from followworthy.services.publishing import etag, public_expert, public_source
from followworthy.store import Session, catalog, expert_pages, experts, listing
from followworthy.store.expert_pages import Place, Wanted
from followworthy.web.answering import answer, prebuilt
from followworthy.web.asking import asked, number, one_of, text, wrong
from followworthy.web.house import house
from followworthy.web.problems import refusal

pages = Blueprint("resources", __name__, url_prefix="/api/v1")
USUAL, MOST = 50, 200
NARROWING = {
    "category": text(100),
    "source": text(100),
    "kind": one_of(*get_args(ExpertKind)),
    "verdict": one_of(*map(str, Verdict)),
}
FILTERS = {**NARROWING, "q": text(200)}
PARAMETERS = {**FILTERS, "limit": number(MOST), "after": text(4000)}
NOBODY = "Nobody in the catalog has this id."
LEFT = "Whoever had this id is not in the catalog any more."
FOREIGN = (
    "The parameter after is none that this catalog gave for this question: follow `next` as it came, or begin without."
)


@pages.get("/experts")
def some() -> Response:
    """Give a page of the published experts that match, and the address of the next page."""
    said = asked(PARAMETERS)
    wanted = Wanted(said.get("q", ""), **{name: said[name] for name in NARROWING if name in said})
    with house().database.reading() as session:
        tag = etag(session)
        places = _places(tag, said)
        after = _place(places, said["after"]) if "after" in said else None
        found = expert_pages.page(session, wanted, after, int(said.get("limit", USUAL)))
    end = found.end
    onward = {**said, "after": places.dumps((end.rank, end.name_key, end.expert_id))} if end else None
    following = url_for("resources.some", **onward) if onward else None  # type: ignore[arg-type]
    return answer(tag, _bytes({**_state(tag), "experts": found.experts, "next": following}))


@pages.get("/experts/<expert_id>")
def one(expert_id: str) -> Response:
    """Give one expert; 410 for whoever has left, saying nothing of who it was."""
    asked({})
    with house().database.reading() as session:
        tag = etag(session)
        row = experts.with_revision(session, expert_id) if "\0" not in expert_id else None
    if row is None:
        raise refusal(404, NOBODY)
    expert, revision = row
    if expert.withdrawn:
        raise refusal(410, LEFT)
    return answer(tag, _bytes(public_expert(expert, revision)))


@pages.get("/categories")
def categories() -> Response:
    """Give all categories in their order, each with how many experts are recommended in it."""
    asked({})
    return answer(*prebuilt("categories", _categories))


@pages.get("/sources")
def sources() -> Response:
    """Give the published sources, each with how many experts it recommends."""
    asked({})
    return answer(*prebuilt("sources", _sources))


def _categories(session: Session) -> bytes:
    counted = listing.experts_by_category(session)
    shown = [{**one.document(), "experts": counted.get(one.id, 0)} for one in catalog.categories(session)]
    return _bytes({**_state(etag(session)), "categories": shown})


def _sources(session: Session) -> bytes:
    counted = listing.experts_by_source(session)
    shown = [{**public_source(one), "experts": counted.get(one.id, 0)} for one in catalog.sources(session)]
    return _bytes({**_state(etag(session)), "sources": shown})


def _state(tag: str) -> Document:
    return {"schema": SCHEMA, "cursor": _cursor(tag)}


def _cursor(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')


def _places(tag: str, said: dict[str, str]) -> URLSafeSerializer:
    """Give what writes a place into an address and reads it: signed, for this catalog's epoch and these filters alone.

    So nobody has to ask what a place might hold that was made up.
    """
    epoch = _cursor(tag).rpartition(".")[0]
    question = json.dumps([epoch, {name: said[name] for name in FILTERS if name in said}])
    salt = f"followworthy.after.{hashlib.sha256(question.encode()).hexdigest()}"
    return URLSafeSerializer(str(current_app.secret_key), salt=salt)


def _place(places: URLSafeSerializer, after: str) -> Place:
    try:
        return Place(*places.loads(after))
    except BadData as error:
        raise wrong(FOREIGN) from error


def _bytes(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
