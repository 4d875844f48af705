"""The one door of the review queue: what a source says about an expert becomes a proposal. Publishes nothing.

Importing, enriching and curating share it, so that whatever comes from outside is matched and queued the same way.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.claims import digest_of
from followworthy.domain.matching import Directory, Known
from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, Source
from followworthy.domain.values import Claim, Match
from followworthy.store import Session, catalog, experts, imports, proposal_search, proposals
from followworthy.store.proposals import Proposal, ProposalKind
from followworthy.store.resembling import resembling


@dataclass(frozen=True, slots=True)
class Batch:
    """What proposals are queued with: the source, the directory of whom we know, and the import that brings them."""

    source: Source
    directory: Directory
    now: datetime
    import_id: int | None = None


def directory_for(session: Session, groups: Iterable[Sequence[Claim]]) -> Directory:
    """Give everybody whom some claims may be about: a list of fifty needs no reading of ten thousand."""
    claims = [one for group in groups for one in group]
    keys = {parse_profile_url(one.linkedin_url).key for one in claims if one.linkedin_url}
    found = resembling(session, {normalise_name(one.name) for one in claims}, {one for one in keys if one})
    names = {one.id: one.name for one in catalog.categories(session)}
    in_order = sorted(found, key=lambda one: (*one.order(), one.id))
    return Directory(known_expert(one, names) for one in in_order)


def known_expert(expert: Expert, category_names: dict[str, str]) -> Known:
    """Give what matching needs to know of an expert; the lists' own headings and our categories' names both count."""
    headings = {one.heading for one in expert.recommendations if one.heading}
    ours = {category_names[one.category] for one in expert.recommendations if one.category in category_names}
    return Known(
        expert_id=expert.id,
        name=expert.name,
        keys=frozenset(link.key for link in expert.links if link.key),
        homepages=frozenset(link.url for link in expert.links if link.kind == "homepage"),
        categories=frozenset(headings | ours),
    )


def propose(session: Session, batch: Batch, identity: str, claims: tuple[Claim, ...], before: Proposal | None) -> bool:
    """Queue what a source says about one expert, unless it said the same `before`; tell whether it was queued.

    A rejected proposal therefore stays rejected until its digest changes; what the catalog holds from this very
    source is no news either.
    """
    digest, found = digest_of(claims), batch.directory.match(claims)
    if before.digest == digest if before else _is_said(session, batch.source, claims, found):
        return False
    was = imports.snapshot(session, before.id) if before else None
    if before and before.identity != identity:
        proposals.rename(session, before.id, identity)
    number = proposals.queue(
        session,
        source_id=batch.source.id,
        identity=identity,
        kind=kind_of(found),
        digest=digest,
        claims=claims,
        match=found,
        now=batch.now,
        import_id=batch.import_id,
    )
    if batch.import_id is not None:
        imports.note(session, batch.import_id, number, was)
    return True


def _is_said(session: Session, source: Source, claims: tuple[Claim, ...], found: Match) -> bool:
    """Tell whether the catalog already says all this, from this source: same expert, headings, no other address."""
    expert = experts.get(session, found.expert_id) if found.expert_id else None
    mine = [one for one in expert.recommendations if one.source == source.id] if expert else []
    if expert is None or not mine:
        return False
    names = {one.id: one.name for one in catalog.categories(session)}
    headings = {normalise_name(one.heading or names.get(one.category, "")) for one in mine}
    keys = {link.key for link in expert.links}
    return all(
        (claim.category is None or normalise_name(claim.category) in headings)
        and (claim.linkedin_url is None or parse_profile_url(claim.linkedin_url).key in keys)
        for claim in claims
    )


def kind_of(found: Match) -> ProposalKind:
    """Give the kind of a list's proposal: a name alone makes nobody known."""
    return "new" if found.level in ("new", "possible") else "correction"


def rematch(session: Session, changed: Collection[str]) -> None:
    """Say anew whom the waiting proposals of imports may be about: these experts have changed under them."""
    known = [one for one in experts.several(session, list(changed)).values() if not one.withdrawn]
    keys = {link.key for one in known for link in one.links if link.key}
    names = {normalise_name(one.name) for one in known}
    match_anew(session, proposal_search.touched(session, changed, names, keys))


def match_anew(session: Session, touched: Sequence[Proposal]) -> None:
    """Say anew whom these proposals may be about; of the catalog only those are read who share a mark with them."""
    if not touched:
        return
    everybody = directory_for(session, [one.claims for one in touched])
    for one in touched:
        found = everybody.match(one.claims)
        if (kind_of(found), found) != (one.kind, one.match):
            proposals.set_match(session, one.id, kind_of(found), found)
