"""Categories as curators arrange them: add, rename, describe, order, merge, retire. Each is one Revision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from followworthy.domain.digests import editorial_digest
from followworthy.domain.names import normalise_name
from followworthy.domain.records import Category
from followworthy.domain.slugs import free_slug
from followworthy.domain.texts import lines, one_line, unseen_in
from followworthy.domain.uniting import moved
from followworthy.errors import RefusedError
from followworthy.store import Session, catalog, experts, listing
from followworthy.store.revisions import Revision

LONGEST_NAME, LONGEST_DESCRIPTION = 100, 1000


def add(session: Session, name: str, description: str, by: str, now: datetime) -> Category:
    """Add a category behind the others. Raises RefusedError for a name that cannot be had."""
    known = catalog.categories(session)
    wanted = _free_name(known, name, None)
    position = max((one.position for one in known), default=0) + 1
    added = Category(free_slug(wanted, {one.id for one in known}), wanted, position, _description(description))
    Revision(session, by=by, why=f"added the category {wanted}", now=now).put(added)
    return added


def edit(
    session: Session, category_id: str, seen: str, name: str, description: str, by: str, now: datetime
) -> int | None:
    """Rename or describe a category; `seen` is the digest of it as the curator saw it.

    Give the change's number, None if nothing changed. Raises RefusedError when somebody else was faster.
    """
    known = existing(session, category_id)
    edited = replace(
        known,
        name=_free_name(catalog.categories(session), name, category_id),
        description=_description(description),
    )
    if seen != digest(known) and edited != known:
        raise RefusedError(f"{known.name} was changed by somebody else meanwhile. Look at it, then save again.")
    revision = Revision(session, by=by, why=f"edited the category {edited.name}", now=now)
    revision.put(edited)
    return revision.number


def order(session: Session, wanted: Sequence[str], by: str, now: datetime) -> int | None:
    """Put the categories into an order; those not named keep theirs, behind. Give the change's number, if any."""
    known = catalog.categories(session)
    places = {one: at for at, one in enumerate(wanted)}
    ordered = sorted(known, key=lambda one: (places.get(one.id, len(places)), one.position))
    revision = Revision(session, by=by, why="put the categories into another order", now=now)
    for at, one in enumerate(ordered, start=1):
        revision.put(replace(one, position=at))
    return revision.number


def move(session: Session, category_id: str, step: int, by: str, now: datetime) -> int | None:
    """Move a category up (-1) or down (1) by one place; give the change's number, None at the end of the list."""
    ids = [one.id for one in catalog.categories(session)]
    at = ids.index(existing(session, category_id).id)
    to = min(max(at + step, 0), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    return order(session, ids, by, now) if to != at else None


def merge(session: Session, category_id: str, into_id: str, by: str, now: datetime) -> int:
    """Let another category take in everybody of this one, which goes; give the change's number."""
    gone, into = existing(session, category_id), existing(session, into_id)
    if gone.id == into.id:
        raise RefusedError("A category cannot be merged with itself.")
    revision = Revision(session, by=by, why=f"merged the category {gone.name} into {into.name}", now=now)
    affected = listing.experts_in(session, category=gone.id)
    for expert in experts.several(session, affected).values():
        revision.put(moved(expert, lambda one: replace(one, category=into.id) if one.category == gone.id else one))
    revision.remove("category", gone.id)
    return _number(revision)


def retire(session: Session, category_id: str, by: str, now: datetime) -> int:
    """Take an empty category away; give the change's number. Raises RefusedError while somebody is in it."""
    gone = existing(session, category_id)
    needed = catalog.needed_by(session, "category", gone.id)
    if needed:
        raise RefusedError(f"{needed} in {gone.name}: merge it into another category instead.")
    revision = Revision(session, by=by, why=f"retired the category {gone.name}", now=now)
    revision.remove("category", gone.id)
    return _number(revision)


def existing(session: Session, category_id: str) -> Category:
    """Give a category. Raises RefusedError if there is none (any more)."""
    known = catalog.get(session, "category", category_id)
    if not isinstance(known, Category):
        raise RefusedError("There is no such category (any more).")
    return known


def digest(category: Category) -> str:
    """Give the mark by which a form tells that a category is as it was; its place in the order does not count."""
    return editorial_digest({**category.document(), "position": 0})


def _free_name(known: Sequence[Category], name: str, own_id: str | None) -> str:
    wanted = one_line(name)
    if not wanted or len(wanted) > LONGEST_NAME or unseen_in(wanted):
        raise RefusedError(f"A category needs a name of at most {LONGEST_NAME} characters.")
    twin = next((one for one in known if normalise_name(one.name) == normalise_name(wanted) and one.id != own_id), None)
    if twin:
        raise RefusedError(f"There is a category {twin.name} already.")
    return wanted


def _description(text: str) -> str:
    written = lines(text)
    if len(written) > LONGEST_DESCRIPTION or unseen_in(written.replace("\n", " ")):
        raise RefusedError(f"A description has at most {LONGEST_DESCRIPTION} characters, none of them invisible.")
    return written


def _number(revision: Revision) -> int:
    if revision.number is None:
        raise RefusedError("Nothing had to change.")
    return revision.number
