"""One expert, edited by hand: what a form says becomes a record, signed, or one sentence why not.

The form carries the revision it was made from (`locking`). Many at once are `bulk_editing`'s business.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from followworthy.domain.records import (
    Confidence,
    Expert,
    ExpertKind,
    Link,
    LinkKind,
    LinkStatus,
    Recommendation,
    Source,
    is_partial_date,
)
from followworthy.domain.texts import lines, one_line, unseen_in
from followworthy.domain.typed_address import typed_link
from followworthy.errors import RefusedError
from followworthy.services.locking import assure_unchanged
from followworthy.services.proposing import rematch
from followworthy.store import Session, catalog, doubles, experts
from followworthy.store.revisions import Revision

DESK = Source("desk", "Recommended by our curators", reread=False)
"""Who recommends whom a curator adds by hand, where no list does."""
LONGEST = {"name": 200, "headline": 500, "heading": 200, "note": 5000, "reason": 5000, "quote": 2000}
MOST_DIGITS = 6
KINDS: dict[str | None, ExpertKind] = {"person": "person", "organisation": "organisation"}
STATUSES: dict[str | None, LinkStatus] = {"current": "current", "former": "former"}


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """One row of addresses in the form: `url` is one that the expert has, `address` a typed one."""

    kind: LinkKind = "linkedin"
    url: str = ""
    address: str = ""
    status: LinkStatus | None = "current"
    """None: to be removed."""
    confidence: Confidence = "unconfirmed"


@dataclass(frozen=True, slots=True)
class RecommendationDraft:
    """One row of recommendations in the form; `was` is its (source, category) in the record, None for a new one."""

    was: tuple[str, str] | None = None
    category: str = ""
    source: str = ""
    rank: str = ""
    heading: str = ""
    reason: str = ""
    quote: str = ""
    date: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An expert as a curator typed them."""

    name: str = ""
    kind: ExpertKind = "person"
    headline: str = ""
    note: str = ""
    links: tuple[LinkDraft, ...] = ()
    recommendations: tuple[RecommendationDraft, ...] = ()


def draft_of(expert: Expert) -> Draft:
    """Give the form of an expert as they are."""
    return Draft(
        expert.name,
        expert.kind,
        expert.headline,
        expert.note or "",
        tuple(LinkDraft(one.kind, one.url, "", one.status, one.confidence) for one in expert.links),
        tuple(
            RecommendationDraft(
                (one.source, one.category),
                one.category,
                one.source,
                str(one.rank or ""),
                one.heading or "",
                one.reason,
                one.quote or "",
                one.date or "",
            )
            for one in expert.recommendations
        ),
    )


def save(session: Session, expert_id: str, draft: Draft, seen: int, by: str, now: datetime) -> int | None:
    """Save what was typed; give the number of the change, None if nothing changed.

    Raises StaleError when somebody else wrote something since revision `seen`, RefusedError for what cannot be.
    """
    known = published(session, expert_id)
    after = edited(session, known, draft)
    if after == known:
        return None
    assure_unchanged(session, known, seen)
    return _written(session, after, f"edited {after.name}", by, now)


def add(session: Session, expert_id: str, draft: Draft, by: str, now: datetime, *, namesake: bool) -> int | None:
    """Add somebody under an id drawn before; None if that was done already. Raises RefusedError.

    `namesake`: the curator knows of somebody of the same name, and means another one.
    """
    if len(expert_id) != len(experts.new_id(session)) or set(expert_id) - set(experts.ID_ALPHABET):
        raise RefusedError("This form is not whole: open “Add a person” anew.")
    if experts.get(session, expert_id) is not None:
        return None
    after = edited(session, Expert(expert_id, draft.kind, ""), draft)
    if not after.recommendations:
        raise RefusedError("Say in which category they are recommended, and by which list.")
    same = doubles.namesakes(session, after.name)
    if same and not namesake:
        raise RefusedError(f"{same[0][1]} is in the catalog already. If you mean another person, say so below.")
    return _written(session, after, f"added {after.name}", by, now)


def withdraw(session: Session, expert_id: str, by: str, now: datetime) -> int | None:
    """Withdraw somebody; give the number of the change. Raises RefusedError."""
    known = published(session, expert_id)
    return _written(session, replace(known, withdrawn=True), f"withdrew {known.name}", by, now)


def publish_again(session: Session, expert_id: str, by: str, now: datetime) -> int | None:
    """Publish somebody again who was withdrawn. Raises RefusedError; for a double, undoing the merge is the way."""
    known = experts.get(session, expert_id)
    if known is None:
        raise RefusedError("There is nobody here (any more).")
    if not known.withdrawn:
        return None
    if known.merged_into:
        raise RefusedError(f"{known.name} was merged into somebody else: undo that change to part them again.")
    after = replace(known, withdrawn=False)
    _check_owners(session, after)
    return _written(session, after, f"published {known.name} again", by, now)


def published(session: Session, expert_id: str) -> Expert:
    """Give somebody who is in the catalog. Raises RefusedError."""
    known = experts.get(session, expert_id)
    if known is None:
        raise RefusedError("There is nobody here (any more).")
    if known.withdrawn:
        raise RefusedError(f"{known.name} was withdrawn meanwhile. Publish them again first; copy what you wrote.")
    return known


def edited(session: Session, known: Expert, draft: Draft) -> Expert:
    """Give the expert as typed. What the form did not show stays. Raises RefusedError."""
    name = _text("The name", one_line(draft.name), "name")
    if not name:
        raise RefusedError("A name is needed.")
    after = replace(
        known,
        name=name,
        kind=draft.kind,
        headline=_text("The headline", one_line(draft.headline), "headline"),
        note=_text("The note", lines(draft.note), "note") or None,
        links=_links(known, draft),
        recommendations=_recommendations(session, known, draft),
    )
    _check_owners(session, after)
    return after


def _written(session: Session, after: Expert, why: str, by: str, now: datetime) -> int | None:
    revision = Revision(session, by=by, why=why, now=now)
    if any(one.source == DESK.id for one in after.recommendations) and catalog.source(session, DESK.id) is None:
        revision.put(DESK)
    revision.put(after)
    rematch(session, {after.id})
    return revision.number


def _text(what: str, text: str, field: str) -> str:
    """Refuse characters that nobody sees, and what is too long for anybody to read."""
    unseen = unseen_in(text.replace("\n", " "))
    if unseen:
        raise RefusedError(f"{what} holds U+{ord(unseen):04X}, a character that nobody sees. Type it anew.")
    if len(text) > LONGEST[field]:
        raise RefusedError(f"{what} has {len(text):,} characters; at most {LONGEST[field]:,} are kept. Shorten it.")
    return text


def _links(known: Expert, draft: Draft) -> tuple[Link, ...]:
    had = {one.url: one for one in known.links}
    shown = {row.url for row in draft.links}
    found: dict[str, Link] = {}
    for row in draft.links:
        if row.url and row.status:
            link = had.get(row.url) or typed_link(row.url, row.kind, draft.kind)
            found[link.url] = replace(link, status=row.status, confidence=row.confidence)
    found |= {url: one for url, one in had.items() if url not in shown}
    for row in draft.links:
        if row.address.strip():
            typed = typed_link(row.address, row.kind, draft.kind)
            if typed.kind == "linkedin":
                found = {url: _former(one) for url, one in found.items()}
            found[typed.url] = replace(had.get(typed.url, typed), status="current", confidence=row.confidence)
    return tuple(found.values())


def _former(link: Link) -> Link:
    """Let an older LinkedIn address make room for a newer one: it still matches."""
    return replace(link, status="former") if link.kind == "linkedin" else link


def _recommendations(session: Session, known: Expert, draft: Draft) -> tuple[Recommendation, ...]:
    shown = {row.was for row in draft.recommendations}
    found: dict[tuple[str, str], Recommendation] = {}
    for number, row in enumerate(draft.recommendations, start=1):
        if row.removed or (row.was is None and not _is_begun(row)):
            continue
        one = _recommendation(session, row, f"Recommendation {number}")
        if (one.source, one.category) in found:
            raise RefusedError(f"Recommendation {number}: this list recommends them in this category already.")
        found[one.source, one.category] = one
    kept = {(one.source, one.category): one for one in known.recommendations}
    return tuple((found | {place: one for place, one in kept.items() if place not in shown | found.keys()}).values())


def _is_begun(row: RecommendationDraft) -> bool:
    return any(one.strip() for one in (row.category, row.rank, row.heading, row.reason, row.quote, row.date))


def _recommendation(session: Session, row: RecommendationDraft, where: str) -> Recommendation:
    if catalog.get(session, "category", row.category) is None:
        raise RefusedError(f"{where}: choose a category.")
    source = DESK if row.source == DESK.id else catalog.source(session, row.source)
    if source is None or source.of_one_expert:
        raise RefusedError(f"{where}: choose the list that recommends them.")
    rank, date = row.rank.strip(), row.date.strip()
    if rank and not (rank.isascii() and rank.isdecimal() and len(rank) <= MOST_DIGITS and int(rank)):
        raise RefusedError(f"{where}: the rank is a number from 1 on, or nothing.")
    if date and not is_partial_date(date):
        raise RefusedError(f"{where}: write the date as 2019, 2019-05 or 2019-05-22.")
    return Recommendation(
        row.category,
        row.source,
        int(rank) if rank else None,
        _text(f"{where}: the heading", one_line(row.heading), "heading") or None,
        _text(f"{where}: the reason", lines(row.reason), "reason"),
        _text(f"{where}: the quote", lines(row.quote), "quote") or None,
        date or None,
    )


def _check_owners(session: Session, expert: Expert) -> None:
    for link in _keyed(expert.links):
        owner = experts.owner_of_key(session, link.key or "")
        if owner and owner.id != expert.id:
            raise RefusedError(f"{link.url} belongs to {owner.name}. If both are one person, merge them.")


def _keyed(links: Iterable[Link]) -> Iterable[Link]:
    return (one for one in links if one.key)
