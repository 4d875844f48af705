"""Published experts who share a name or a LinkedIn key with somebody: whom matching has to ask, without everybody."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from followworthy.domain.records import Expert
from followworthy.store import experts
from followworthy.store.tables import ExpertRow, LinkRow


def resembling(session: Session, name_keys: Collection[str], keys: Collection[str]) -> list[Expert]:
    """Give the published experts with one of these names (as `normalise_name` gives them) or LinkedIn keys."""
    found: dict[str, None] = {}
    for some in _parts(sorted(name_keys)):
        rows = select(ExpertRow.id).where(ExpertRow.withdrawn.is_(False), ExpertRow.name_key.in_(some))
        found.update(dict.fromkeys(session.scalars(rows)))
    for some in _parts(sorted(keys)):
        found.update(dict.fromkeys(session.scalars(select(LinkRow.expert_id).where(LinkRow.published_key.in_(some)))))
    return list(experts.several(session, list(found)).values())


def _parts(marks: Sequence[str]) -> Iterator[list[str]]:
    """Give marks in as many at once as one statement asks for."""
    left = iter(marks)
    while part := list(islice(left, experts.AT_ONCE)):
        yield part
