"""The optimistic lock: a form carries the revision it was made from, and what others wrote since is never overwritten.

What the audit came to believe meanwhile is no hindrance. Writes nothing.
"""

from collections.abc import Sequence

from followworthy.domain.records import Document, Expert
from followworthy.errors import StaleError
from followworthy.services.restoring import as_written
from followworthy.store import Session, expert_history, expert_search
from followworthy.store.revisions import Past

FAR = 20
"""So many changes of one expert are gone through for the latest that a person wrote."""


def seen_then(session: Session, expert: Expert, seen: int) -> Document | None:
    """Give the expert as the form showed them."""
    return expert_history.as_of(session, expert.id, seen)


def assure_unchanged(session: Session, expert: Expert, seen: int) -> None:
    """Raise StaleError if people wrote anything about the expert after revision `seen`."""
    if not as_written(seen_then(session, expert, seen), expert.document()):
        later = who_wrote(session, expert.id, seen)
        whose = f"{later.by} changed {expert.name} in change {later.number}" if later else f"{expert.name} was changed"
        raise StaleError(f"{whose}, after you opened this page. Nothing is saved yet.")


def assure_several_unchanged(session: Session, expert_ids: Sequence[str], seen: int) -> None:
    """Raise StaleError if any of the experts was changed after revision `seen`."""
    number = expert_search.changed_since(session, expert_ids, seen)
    if number:
        who = "One of them was" if number == 1 else f"{number} of them were"
        raise StaleError(f"{who} changed after you looked. Nothing is changed yet: look again.")


def who_wrote(session: Session, expert_id: str, seen: int) -> Past | None:
    """Give the latest change after revision `seen` in which people wrote something, or None."""
    later = (one for one in expert_history.latest(session, expert_id, FAR) if one.number > seen)
    return next((one for one in later if not as_written(one.changes[0].before, one.changes[0].after)), None)
