"""What the looks at each link amount to, kept beside it: counting over all links then asks no look.

Whoever keeps, voids or moves looks settles the links they are of; what the facts mean, the domain says.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, false, func, select, update
from sqlalchemy.orm import Session

from followworthy.domain.values import Outcome
from followworthy.store.tables import CheckRow, LinkRow

CURATOR, AUDITOR, READER, SITE = "curator", "auditor", "reader", "site"
WITNESSES = (CURATOR, AUDITOR, READER, SITE)
"""Who met a page, or (a site) named it; of several the first counts."""
MET_THE_PAGE = (Outcome.ANSWERED, Outcome.REDIRECTED, Outcome.MISSING)
OF_LINK = (CheckRow.expert_id == LinkRow.expert_id, CheckRow.url == LinkRow.url, CheckRow.void.is_(False))


def settle(session: Session, expert_id: str, url: str) -> None:
    """Say anew what the looks at one link amount to."""
    settle_all(session, [(expert_id, url)])


def settle_all(session: Session, links: Collection[tuple[str, str]]) -> None:
    """Say anew what the looks at some links, given as (expert id, url), amount to."""
    if not links:
        return
    session.flush()
    table = LinkRow.__table__
    mine = (table.c.expert_id == bindparam("of_expert"), table.c.url == bindparam("at_url"))
    moments = [{"of_expert": expert_id, "at_url": url} for expert_id, url in links]
    session.connection().execute(update(table).where(*mine).values(_facts()), moments)  # type: ignore[arg-type]


def _facts() -> dict[str, Any]:
    """Give each fact as the question to ask of a link's looks."""
    met, vouched = CheckRow.outcome.in_(MET_THE_PAGE), CheckRow.outcome == Outcome.VOUCHED
    walled = _last(CheckRow.outcome == Outcome.WALLED, AUDITOR)
    best = func.min(case({one: place for place, one in enumerate(WITNESSES)}, value=CheckRow.witness))
    return {
        "walled": func.coalesce(walled, false()),
        "seen_by": case(dict(enumerate(WITNESSES)), value=_of(best, met | vouched)),
        "first_at": _of(func.min(CheckRow.at)),
        "evidence_at": _of(func.max(CheckRow.at), met),
        "vouched_at": _of(func.max(CheckRow.at), vouched),
        "curator_at": _last(CheckRow.at, CURATOR),
        "curator_met": _last(CheckRow.outcome, CURATOR),
    }


def _of(what: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    return select(what).where(*OF_LINK, *conditions).correlate(LinkRow).scalar_subquery()


def _last(what: Any, witness: str) -> Any:
    latest = select(what).where(*OF_LINK, CheckRow.witness == witness).correlate(LinkRow)
    return latest.order_by(CheckRow.id.desc()).limit(1).scalar_subquery()
