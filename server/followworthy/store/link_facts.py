"""What the looks at each link amount to, kept beside it: counting over all links then asks no look.

Whoever keeps, voids or moves looks settles the links they are of; what the facts mean, the domain says.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, false, func, or_, select, update
from sqlalchemy.orm import Session, aliased

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


def settle_experts(session: Session, expert_ids: Collection[str]) -> None:
    """Say anew what the looks at all links of some experts amount to."""
    session.flush()
    rows = session.execute(select(LinkRow.expert_id, LinkRow.url).where(LinkRow.expert_id.in_(expert_ids)))
    settle_all(session, [(expert_id, url) for expert_id, url in rows])


def _facts() -> dict[str, Any]:
    """Give each fact as the question to ask of a link's looks."""
    met = or_(*(CheckRow.outcome == one for one in MET_THE_PAGE))  # an IN cannot be asked of many links at once
    vouched = CheckRow.outcome == Outcome.VOUCHED
    walled = _last(lambda look: look.outcome == Outcome.WALLED, AUDITOR)
    best = func.min(case({one: place for place, one in enumerate(WITNESSES)}, value=CheckRow.witness))
    return {
        "walled": func.coalesce(walled, false()),
        "seen_by": case(dict(enumerate(WITNESSES)), value=_of(best, met | vouched)),
        "first_at": _of(func.min(CheckRow.at)),
        "evidence_at": _of(func.max(CheckRow.at), met),
        "vouched_at": _of(func.max(CheckRow.at), vouched),
        "curator_at": _last(lambda look: look.at, CURATOR),
        "curator_met": _last(lambda look: look.outcome, CURATOR),
    }


def _of(what: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    return select(what).where(*OF_LINK, *conditions).correlate(LinkRow).scalar_subquery()


def _last(what: Callable[[Any], Any], witness: str) -> Any:
    """Ask for the latest look of a witness by its number alone: asked by witness, SQLite reads all that one's looks."""
    latest, theirs = aliased(CheckRow), func.max(case((CheckRow.witness == witness, CheckRow.id)))
    return select(what(latest)).where(latest.id == _of(theirs)).correlate(LinkRow).scalar_subquery()
