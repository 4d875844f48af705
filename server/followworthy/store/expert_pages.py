"""The published experts page by page: by best rank, then name as it is compared, then id. Reads only.

A page begins behind a place, not behind a number of experts: whoever comes, goes or is renamed meanwhile makes nobody
else appear twice or be left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, literal, select, tuple_
from sqlalchemy.orm import Session

from followworthy.domain.records import Document
from followworthy.store import published
from followworthy.store.expert_search import LINKEDIN, holding
from followworthy.store.tables import ExpertRow, LinkRow, RecommendationRow

ORDER = (ExpertRow.best_rank, ExpertRow.name_key, ExpertRow.id)
"""An index serves it (but for the id, which only parts namesakes of one rank). Texts compare by code points."""
AT_ONCE = 500
"""So many experts are held in memory where all of them are gone through."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to show; "" asks for nothing. `verdict` is that of a current LinkedIn address."""

    words: str = ""
    kind: str = ""
    category: str = ""
    source: str = ""
    verdict: str = ""


EVERYBODY = Wanted()
_recommended = select(RecommendationRow.expert_id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the order."""

    rank: int
    name_key: str
    expert_id: str


@dataclass(frozen=True, slots=True)
class ExpertPage:
    """Experts as the world may read them; `end` is behind whom more follow, None at the end."""

    experts: list[Document]
    end: Place | None


def page(session: Session, wanted: Wanted, after: Place | None, most: int) -> ExpertPage:
    """Give the experts that match behind a place, `most` of them; in four statements, however many there are."""
    place = select(ExpertRow.best_rank, ExpertRow.name_key, ExpertRow.id)
    found = place.where(*_conditions(wanted)).order_by(*ORDER).limit(most + 1)
    if after is not None:
        found = found.where(tuple_(*ORDER) > tuple_(*map(literal, (after.rank, after.name_key, after.expert_id))))
    places = [Place(*row) for row in session.execute(found)]
    shown = [one.expert_id for one in places[:most]]
    documents = {one.id: one.document for one in published.of(session, shown) if one.document}
    return ExpertPage(
        [documents[expert_id] for expert_id in shown if expert_id in documents],
        places[most - 1] if len(places) > most else None,
    )


def every(session: Session) -> Iterator[Document]:
    """Give all published experts in order, without holding all of them."""
    place: Place | None = None
    while True:
        part = page(session, EVERYBODY, place, AT_ONCE)
        yield from part.experts
        place = part.end
        if place is None:
            return


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Say whom to show. The verdict is asked of one expert after the other, by an index: a page is full soon."""
    found: list[ColumnElement[bool]] = [ExpertRow.withdrawn.is_(False)]
    if wanted.kind:
        found.append(ExpertRow.kind == wanted.kind)
    if wanted.category:
        found.append(ExpertRow.id.in_(_recommended.where(RecommendationRow.category_id == wanted.category)))
    if wanted.source:
        found.append(ExpertRow.id.in_(_recommended.where(RecommendationRow.source_id == wanted.source)))
    if wanted.verdict:
        theirs = (LinkRow.expert_id == ExpertRow.id, LinkRow.published.is_(True), *LINKEDIN)
        found.append(exists().where(*theirs, LinkRow.verdict == wanted.verdict))
    return [*found, *holding(wanted.words)]  # last, for words are looked for letter by letter
