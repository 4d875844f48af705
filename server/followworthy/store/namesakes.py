"""Published experts whom a proposal may be about: by like names, or by words. Judges nobody."""

from collections.abc import Iterable, Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from followworthy.domain.names import searchable
from followworthy.domain.records import Expert
from followworthy.store import experts
from followworthy.store.tables import ExpertRow

BEGINNING = 4
"""Names whose first and last words begin with so many equal letters are alike."""
PUBLISHED = ExpertRow.withdrawn.is_(False)


def alike(session: Session, name: str, limit: int) -> list[Expert]:
    """Give experts whose name is this one (as names are compared) or begins and ends like it, the same first."""
    words = name.split()
    first, last = (words[0][:BEGINNING], words[-1][:BEGINNING]) if len(words) > 1 else (name, "")
    like = [ExpertRow.name_key.startswith(first, autoescape=True)]
    if last:
        like.append(ExpertRow.name_key.contains(f" {last}", autoescape=True))
    rows = select(ExpertRow.id).where(PUBLISHED, *like)
    return _several(
        session, session.scalars(rows.order_by(ExpertRow.name_key != name, ExpertRow.name_key).limit(limit))
    )


def with_words(session: Session, words: str, limit: int) -> list[Expert]:
    """Give experts in whose name, headline or reasons all the words stand; in the name first, then the best ranks."""
    asked = searchable(words).split()
    if not asked:
        return []
    within = [ExpertRow.words.contains(word, autoescape=True) for word in asked]
    named = case((ExpertRow.name_key.contains(asked[0], autoescape=True), 0), else_=1)
    rows = select(ExpertRow.id).where(PUBLISHED, *within).order_by(named, ExpertRow.best_rank, ExpertRow.name_key)
    return _several(session, session.scalars(rows.limit(limit)))


def _several(session: Session, ids: Iterable[str]) -> list[Expert]:
    wanted: Sequence[str] = list(ids)
    found = experts.several(session, wanted)
    return [found[one] for one in wanted]
