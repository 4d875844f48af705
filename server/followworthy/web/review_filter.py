"""The filter of the review queue as the address holds it: read from there, carried along, and said in words."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.store import Session, imports, proposal_search
from followworthy.store.imports import Import
from followworthy.store.proposal_search import Choice, Wanted
from followworthy.web.paging import number_asked
from followworthy.web.words import KINDS, LEVELS

DUE = "review"
"""What the address calls reviews that are due; in the database they are withdrawals of that source."""
KIND_WORDS = {**KINDS, DUE: "review due"}
READINGS = {"sure": "read surely", "unsure": "read unsurely"}
FIELDS = ("batch", "source", "kind", "level", "heading", "reading", "q")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for: `query` is what travels along in links, `batch` the import it keeps to, if any."""

    wanted: Wanted
    query: dict[str, Any]
    batch: Import | None


def asked(session: Session) -> Filter:
    """Give the filter of the address; an import, a kind or the like that there is not is not found."""
    said = {field: request.args.get(field, "").strip()[:LONGEST] for field in FIELDS}
    batch = (imports.get(session, number_asked("batch", 0)) or abort(404)) if "batch" in request.args else None
    for field, known in (("kind", KIND_WORDS), ("level", LEVELS), ("reading", READINGS)):
        if said[field] and said[field] not in known:
            abort(404)
    due = said["kind"] == DUE
    wanted = Wanted(
        source=REVIEW_DUE.id if due else said["source"],
        but_source=REVIEW_DUE.id if said["kind"] == "withdrawal" else "",
        batch=batch.id if batch else None,
        kind="withdrawal" if due else said["kind"],
        level=said["level"],
        heading=said["heading"],
        doubtful={"sure": False, "unsure": True}.get(said["reading"]),
        words=said["q"],
    )
    return Filter(wanted, {field: value for field, value in said.items() if value}, batch)


def choices(session: Session, shown: Filter) -> dict[str, Any]:
    """Give what the filter's fields offer."""
    headings = proposal_search.headings(session, shown.wanted)
    chosen = shown.wanted.heading
    if chosen and chosen not in {one.value for one in headings}:
        headings = [Choice(chosen, chosen, 0), *headings]
    return {
        "sources": proposal_search.sources(session),
        "headings": headings,
        "kinds": KIND_WORDS,
        "levels": LEVELS,
        "readings": READINGS,
    }
