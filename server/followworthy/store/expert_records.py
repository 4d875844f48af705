"""Experts read as records, column by column, for whoever shows many of them and changes none.

It costs a fourth of what reading whole rows does, which a session would watch for changes.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.domain.records import Expert, Link, Recommendation
from followworthy.domain.values import Verdict
from followworthy.store.parts import parts
from followworthy.store.tables import ExpertRow, LinkRow, RecommendationRow

PLAIN = (
    *(ExpertRow.id, ExpertRow.kind, ExpertRow.name, ExpertRow.headline, ExpertRow.note, ExpertRow.withdrawn),
    *(ExpertRow.merged_into, ExpertRow.revision),
)
VERDICTS = {str(one): one for one in Verdict}
_LINKS = select(
    *(LinkRow.expert_id, LinkRow.kind, LinkRow.url, LinkRow.key, LinkRow.confidence, LinkRow.status),
    *(LinkRow.verdict, LinkRow.confirmed),
).order_by(LinkRow.position)
_SAID = select(
    *(RecommendationRow.expert_id, RecommendationRow.category_id, RecommendationRow.source_id),
    *(RecommendationRow.rank, RecommendationRow.heading, RecommendationRow.reason),
    *(RecommendationRow.quote, RecommendationRow.date),
).order_by(RecommendationRow.position)


def of_rows(session: Session, rows: Sequence[Any]) -> list[tuple[Expert, int]]:
    """Give experts with their latest revisions from rows that begin with the columns `PLAIN`, in the rows' order."""
    links: dict[str, list[Link]] = {}
    said: dict[str, list[Recommendation]] = {}
    for some in parts(row[0] for row in rows):
        rows_of_links: Sequence[Any] = session.execute(_LINKS.where(LinkRow.expert_id.in_(some))).all()
        for expert_id, kind, url, key, confidence, status, verdict, confirmed in rows_of_links:
            link = Link(kind, url, key, confidence, status, VERDICTS[verdict], confirmed)
            links.setdefault(expert_id, []).append(link)
        rows_of_said: Sequence[Any] = session.execute(_SAID.where(RecommendationRow.expert_id.in_(some))).all()
        for expert_id, *one in rows_of_said:
            said.setdefault(expert_id, []).append(Recommendation(*one))
    return [_expert(row, links.get(row[0], ()), said.get(row[0], ())) for row in rows]


def _expert(row: Sequence[Any], links: Sequence[Link], said: Sequence[Recommendation]) -> tuple[Expert, int]:
    expert_id, kind, name, headline, note, withdrawn, merged_into, revision = row[: len(PLAIN)]
    record = Expert(expert_id, kind, name, headline, note, tuple(links), tuple(said), withdrawn, merged_into)
    return record, revision
