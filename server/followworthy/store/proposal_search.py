"""The review queue under a filter: pages, counts, and what stands before and behind one proposal. All of it in SQL.

The order is `turn` (repairs and reviews, then what lists say, then doubtful readings), then age. Loads no queue whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from followworthy.domain.names import searchable
from followworthy.domain.values import Claim
from followworthy.store import proposals
from followworthy.store.parts import AT_ONCE, parts
from followworthy.store.proposals import Proposal
from followworthy.store.tables import ProposalRow, SourceRow

DOUBTFUL = 2
"""The `turn` of what was read unsurely."""
PLACE = (ProposalRow.turn, ProposalRow.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is asked for; what is empty narrows nothing.

    `batch` is an import, `but_source` a source that is left out, `doubtful` whether it was read unsurely, `words`
    must all stand in the name.
    """

    source: str = ""
    but_source: str = ""
    batch: int | None = None
    kind: str = ""
    level: str = ""
    heading: str = ""
    doubtful: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal stands: how many come before it, of how many; the next and the one before, in a ring."""

    before_it: int
    among: int
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow the queue to: its value, what it is called, how many it leaves."""

    value: str
    name: str
    number: int


def count(session: Session, wanted: Wanted) -> int:
    """Count what waits under a filter."""
    return session.scalar(select(func.count()).where(*_conditions(wanted))) or 0


def page(session: Session, wanted: Wanted, start: int, size: int) -> list[Proposal]:
    """Give one page of what waits under a filter, the best first."""
    rows = select(ProposalRow).where(*_conditions(wanted)).order_by(*PLACE).offset(start).limit(size)
    return proposals.records(session, session.scalars(rows))


def ids(session: Session, wanted: Wanted) -> list[int]:
    """Give the ids of all that waits under a filter, in order."""
    return list(session.scalars(_ids(wanted).order_by(*PLACE)))


def several(session: Session, numbers: Sequence[int]) -> list[Proposal]:
    """Give those of the proposals that there are, in whatever state, in the order of the queue."""
    found: list[Proposal] = []
    for some in parts(numbers):
        rows = select(ProposalRow).where(ProposalRow.id.in_(some))
        found += proposals.records(session, session.scalars(rows))
    return sorted(found, key=lambda one: (one.turn, one.id))


def place(session: Session, wanted: Wanted, proposal: Proposal) -> Place:
    """Say where a proposal stands under a filter; who does not stand there himself, still has others around."""
    here = (proposal.turn, proposal.id)
    behind, ahead = tuple_(*PLACE) > here, tuple_(*PLACE) < here
    first, last = _ids(wanted).order_by(*PLACE), _ids(wanted).order_by(*(one.desc() for one in PLACE))
    before_it = session.scalar(select(func.count()).where(*_conditions(wanted), ahead)) or 0

    def nearest(*queries: Select[Any]) -> int | None:
        found = (session.scalar(one.where(ProposalRow.id != proposal.id).limit(1)) for one in queries)
        return next((one for one in found if one is not None), None)

    after, before = nearest(first.where(behind), first), nearest(last.where(ahead), last)
    return Place(before_it, count(session, wanted), after, before)


def beside(session: Session, proposal: Proposal) -> tuple[Claim | None, Claim | None]:
    """Give what the same reading of the list says of whom it names just before and just after, decided or not."""
    if proposal.import_id is None:
        return None, None
    mine = select(ProposalRow).where(
        ProposalRow.import_id == proposal.import_id, ProposalRow.source_id == proposal.source.id
    )
    before = mine.where(ProposalRow.id < proposal.id).order_by(ProposalRow.id.desc())
    after = mine.where(ProposalRow.id > proposal.id).order_by(ProposalRow.id)
    rows = (session.scalar(one.limit(1)) for one in (before, after))
    said = [proposals.claims_of(row.claims)[0] if row else None for row in rows]
    return said[0], said[1]


def sources(session: Session) -> list[Choice]:
    """Give the sources of what waits, those of most first."""
    number = func.count()
    rows = (
        select(SourceRow.id, SourceRow.title, number)
        .join(ProposalRow, ProposalRow.source_id == SourceRow.id)
        .where(ProposalRow.state == "waiting")
        .group_by(SourceRow.id, SourceRow.title)
        .order_by(number.desc(), SourceRow.title)
    )
    return [Choice(*row) for row in session.execute(rows)]


def headings(session: Session, wanted: Wanted) -> list[Choice]:
    """Give the lists' headings of what waits under a filter, whatever its own heading, in the lists' order."""
    number, first = func.count(), func.min(ProposalRow.id)
    rows = select(ProposalRow.heading, number).where(*_conditions(wanted, but="heading"), ProposalRow.heading != "")
    found = session.execute(rows.group_by(ProposalRow.heading).order_by(first).limit(AT_ONCE))
    return [Choice(heading, heading, how_many) for heading, how_many in found if heading]


def touched(
    session: Session, experts: Iterable[str], names: Iterable[str], identities: Iterable[str]
) -> list[Proposal]:
    """Give what imports brought and waits, and may be about these experts: as matched, by name or by address.

    `names` are as they are compared, `identities` LinkedIn keys.
    """
    marks = ((ProposalRow.expert_id, experts), (ProposalRow.name_key, names), (ProposalRow.identity, identities))
    found: set[int] = set()
    for column, values in marks:
        for some in parts(values):
            waiting = (ProposalRow.state == "waiting", ProposalRow.import_id.is_not(None))
            found.update(session.scalars(select(ProposalRow.id).where(*waiting, column.in_(some))))
    return several(session, sorted(found))


def _ids(wanted: Wanted) -> Select[Any]:
    return select(ProposalRow.id).where(*_conditions(wanted))


def _conditions(wanted: Wanted, but: str = "") -> list[ColumnElement[bool]]:
    """Give what rows must fulfil; `but` names a field that is left out."""
    asked = {
        "source": ProposalRow.source_id == wanted.source,
        "but_source": ProposalRow.source_id != wanted.but_source,
        "batch": ProposalRow.import_id == wanted.batch,
        "kind": ProposalRow.kind == wanted.kind,
        "level": ProposalRow.level == wanted.level,
        "heading": ProposalRow.heading == wanted.heading,
    }
    found = [ProposalRow.state == "waiting"]
    found += [one for field, one in asked.items() if field != but and getattr(wanted, field)]
    if wanted.doubtful is not None:
        found.append((ProposalRow.turn == DOUBTFUL) == wanted.doubtful)
    found += [ProposalRow.name_key.contains(word, autoescape=True) for word in searchable(wanted.words).split()]
    return found
