"""A reading of a source becomes one batch of proposals, held against the reading before: who is new, who is gone.

A batch (an *import*) remembers what it changed, so that `taking_back` can undo all of it at once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from followworthy.domain.claims import digest_of, group
from followworthy.domain.names import normalise_name
from followworthy.domain.opting_out import marks_of_claims
from followworthy.domain.records import Source
from followworthy.domain.values import Claim, Reading
from followworthy.services.documents import Article, is_address
from followworthy.services.proposing import Batch, directory_for, propose
from followworthy.store import Session, catalog, imports, opt_outs, proposals, source_readings
from followworthy.store.imports import Import, People
from followworthy.store.proposals import Proposal
from followworthy.store.source_readings import SourceReading

Groups = Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries read, people queued, known before (unchanged or decided), and why there were none.

    `number` is the batch, None if nothing changed; `before` the batch it was held against; `new` and `gone` are
    names that this one does not share. Of those who asked not to be listed only their number is told: `asked`.
    """

    source: Source
    claims: int
    queued: int
    known: int
    because: str
    number: int | None = None
    before: Import | None = None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    asked: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reading found: its source, how many entries, the claims by expert, and whom it names.

    Those who asked not to be listed are counted, and left out of the rest.
    """

    source: Source
    claims: int
    groups: Groups
    people: People
    asked: int

    @classmethod
    def of(cls, session: Session, source: Source, reading: Reading) -> Self:
        """Group a reading's claims."""
        everybody = group(reading.claims)
        groups = without_opted_out(session, source.id, everybody)
        people = {identity: (claims[0].name, digest_of(claims)) for identity, claims in groups.items()}
        return cls(source, len(reading.claims), groups, people, len(everybody) - len(groups))


def source_of(session: Session, article: Article, reading: Reading) -> Source:
    """Give the source an article is: a page is known by its address, a file or pasted text by its content."""
    if article.base is None:
        return Source(f"file:{article.digest}", reading.title or Path(article.place).name)
    known = catalog.source_at(session, article.base)
    name = hashlib.sha256(article.base.encode()).hexdigest()[:16]
    return known or Source(f"page:{name}", reading.title or article.base, url=article.base)


def queue_batch(
    session: Session, source: Source, article: Article, reading: Reading, *, by: str, now: datetime, asked: bool = True
) -> Imported:
    """Queue what a reading brings, and note that the source was read; a reading without people brings nothing.

    A batch that was taken back comes again when a person asks for it, not when the clock does (`asked` False).
    """
    if not reading.claims:
        return Imported(source, 0, 0, 0, reading.because)
    catalog.remember_source(session, source)
    found = _Found.of(session, source, reading)
    before = imports.latest(session, source.id, also_taken_back=not asked)
    if before and before.people == found.people:
        done = Imported(source, found.claims, 0, len(found.groups), "", before=before, asked=found.asked)
    else:
        done = _queue(session, article, found, before, by, now)
    source_readings.remember(session, SourceReading(source.id, now, len(done.new), len(done.gone)))
    return done


def without_opted_out(session: Session, source_id: str, groups: Groups) -> Groups:
    """Give the claims of those who did not ask not to be listed. Raises LostKeyError where the key is lost."""
    if not opt_outs.assure(session):
        return groups
    known = directory_for(session, groups.values())
    opt_outs.ask_ahead(session, (mark for claims in groups.values() for mark in marks_of_claims(claims)))
    return {
        identity: claims
        for identity, claims in groups.items()
        if not proposals.is_kept_out(session, source_id, claims, known.match(claims))
    }


def _queue(
    session: Session, article: Article, found: _Found, before: Import | None, by: str, now: datetime
) -> Imported:
    """Queue one batch: what is new or was changed since `before`, where that was not taken back."""
    number = imports.add(
        session,
        found.source,
        place=article.place if is_address(article.place) else Path(article.place).name,
        by=by,
        digest=article.digest,
        claims=found.claims,
        people=found.people,
        asked=found.asked,
        now=now,
    )
    batch = Batch(found.source, directory_for(session, found.groups.values()), now, number)
    earlier = _earlier(proposals.of_source(session, found.source.id), found.groups)
    declined = before.people if before and before.taken_back_at else {}
    wanted = {one: claims for one, claims in found.groups.items() if declined.get(one) != found.people[one]}
    queued = [one for one, claims in wanted.items() if propose(session, batch, one, claims, earlier.get(one))]
    were = before.people if before else {}
    new = _missing({one: found.people[one] for one in queued}, were)
    gone = _missing(were, found.people)
    imports.set_gone(session, number, gone)
    known = len(found.groups) - len(queued)
    return Imported(found.source, found.claims, len(queued), known, "", number, before, new, gone, found.asked)


def _earlier(known: list[Proposal], groups: Groups) -> dict[str, Proposal]:
    """Give what the source said before of whom it speaks now, by identity.

    Whose address came or changed has another identity now: the only one of a name that is new is the only one of that
    name that is gone.
    """
    earlier = {one.identity: one for one in known if one.identity in groups}
    gone = _by_name({one.identity: one.name for one in known if one.identity not in groups})
    came = _by_name({identity: claims[0].name for identity, claims in groups.items() if identity not in earlier})
    by_identity = {one.identity: one for one in known}
    for name, identities in came.items():
        if len(identities) == len(gone.get(name, ())) == 1:
            earlier[identities[0]] = by_identity[gone[name][0]]
    return earlier


def _by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the identities that have each normalised name."""
    found: dict[str, list[str]] = {}
    for identity, name in names.items():
        found.setdefault(normalise_name(name), []).append(identity)
    return found


def _missing(here: People, there: People) -> tuple[str, ...]:
    """Give the names of those who are here and not there, neither by address nor by name."""
    names = {normalise_name(name) for name, _ in there.values()}
    return tuple(name for one, (name, _) in here.items() if one not in there and normalise_name(name) not in names)
