"""Curated files into the database. A load never overwrites what a curator edited since the last one.

Three states are compared, record by record: the file, the database, and what was last loaded. The files'
own format is the business of `curated_files`; the way back is `exporting`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from followworthy.domain.claims import digest_of
from followworthy.domain.digests import editorial_digest
from followworthy.domain.opting_out import marks_of
from followworthy.domain.records import Category, Document, Expert, Source
from followworthy.domain.values import Claim, Match, Verdict
from followworthy.services.curated_files import CuratedExpert, CuratedFolder
from followworthy.store import Session, catalog, experts, listing, loaded_files, opt_outs, proposals, revisions
from followworthy.store.loaded_files import LoadedFile

BY_FILES = "curated files"
"""Who signs what a start loads."""
MEMORY = Source(listing.MEMORY, "Addresses from memory")
"""The source of addresses that a curated file proposes: nobody has seen them in public material."""
FILES = Source("curated-files", "Curated files")
"""The source of a withdrawal that is proposed because an expert's file is gone."""
ASKED = "this person asked not to be listed. Remove the file"


@dataclass(slots=True)
class Loaded:
    """What a load did: records applied and left alone, proposals queued, conflicts in words, and its revision."""

    applied: int = 0
    unchanged: int = 0
    queued: int = 0
    conflicts: list[str] = field(default_factory=list)
    revision: int | None = None


def load(session: Session, folder: CuratedFolder, now: datetime, by: str = BY_FILES) -> Loaded:
    """Bring the database up to the files, in one Revision; conflicts stay as they are and are listed.

    At a start the files sign for themselves; a curator who loads them signs with their name.
    """
    revision = revisions.Revision(session, by=by, why="loaded the curated files", now=now)
    done = Loaded()
    _Loading(session, revision, done, "category").take([(one, "categories.toml") for one in folder.categories])
    _Loading(session, revision, done, "source").take([(one, "sources.toml") for one in folder.sources])
    _Loading(session, revision, done, "expert").take([(one.expert, one.file) for one in folder.experts])
    done.queued += _propose_addresses(session, folder.experts, now)
    done.queued += _propose_withdrawals(session, folder.experts, now)
    done.revision = revision.number
    return done


class _Loading:
    """One kind of record on its way from the files into the database."""

    def __init__(self, session: Session, revision: revisions.Revision, done: Loaded, entity: str) -> None:
        self._session, self._revision, self._done, self._entity = session, revision, done, entity
        self._last = loaded_files.of_entity(session, entity)

    def take(self, records: list[tuple[Category | Source | Expert, str]]) -> None:
        """Take each record that its file changed, unless the database changed it too."""
        people = [record for record, _ in records if isinstance(record, Expert)]
        opt_outs.ask_ahead(self._session, (mark for one in people for mark in marks_of(one)))
        for record, file in records:
            self._take_one(record, file)

    def _take_one(self, record: Category | Source | Expert, file: str) -> None:
        known = revisions.current(self._session, self._entity, record.id)
        if isinstance(record, Expert) and self._asked(record, known):
            self._refuse(file, ASKED)
            return
        in_file = editorial_digest(record.document())
        in_database = editorial_digest(known) if known else None
        last = self._last.get(record.id)
        if last and in_file == last.digest:
            self._done.unchanged += 1
            return
        if known and in_database not in (in_file, last.digest if last else None):
            self._refuse(file, "the file and the desk both changed it; the desk's version stays")
            return
        owner = self._other_owner(record)
        if owner:
            self._refuse(file, f"its LinkedIn address already belongs to {owner}")
            return
        changed = self._revision.put(_with_verdicts(record, known))
        self._done.applied += changed
        self._done.unchanged += not changed
        loaded_files.remember(self._session, LoadedFile(self._entity, record.id, file, in_file))

    def _asked(self, record: Expert, known: Document | None) -> bool:
        """Tell whether they asked not to be listed; a published namesake is no news, and loads as before."""
        shown = marks_of(Expert.from_document(known)) if known and not known["withdrawn"] else frozenset()
        return opt_outs.asked(self._session, marks_of(record) - shown)

    def _refuse(self, file: str, why: str) -> None:
        self._done.conflicts.append(f"{file}: not loaded: {why}.")

    def _other_owner(self, record: Category | Source | Expert) -> str | None:
        keys = [link.key for link in record.links if link.key] if isinstance(record, Expert) else []
        owners = (experts.owner_of_key(self._session, key) for key in keys)
        return next((owner.name for owner in owners if owner and owner.id != record.id), None)


def _with_verdicts(record: Category | Source | Expert, known: Document | None) -> Category | Source | Expert:
    """Keep what the audit believes of the links that stay."""
    if not isinstance(record, Expert) or known is None:
        return record
    believed = {link["url"]: link for link in known["links"]}
    links = tuple(
        replace(link, verdict=Verdict(before["verdict"]), confirmed=before["confirmed"])
        if (before := believed.get(link.url))
        else link
        for link in record.links
    )
    return replace(record, links=links)


def _propose_addresses(session: Session, curated: tuple[CuratedExpert, ...], now: datetime) -> int:
    """Queue the addresses that files propose; take back waiting ones that no file proposes any more."""
    catalog.remember_source(session, MEMORY)
    wanted = {
        link.link.key: (one, Claim(one.expert.name, one.expert.kind, linkedin_url=link.link.url, where=link.why))
        for one in curated
        for link in one.proposed
        if link.link.key
    }
    known = {proposal.identity: proposal for proposal in proposals.of_source(session, MEMORY.id)}
    for identity, proposal in known.items():
        if identity not in wanted and proposal.state == "waiting":
            proposals.remove(session, proposal.id)
    queued = 0
    for key, (one, claim) in wanted.items():
        digest, found = digest_of([claim]), Match("same", one.expert.id, ("its own file names it",))
        if (key in known and known[key].digest == digest) or experts.owner_of_key(session, key):
            continue
        if proposals.is_kept_out(session, MEMORY.id, (claim,), found):
            continue
        proposals.queue(
            session,
            source_id=MEMORY.id,
            identity=key,
            kind="repair",
            digest=digest,
            claims=(claim,),
            match=found,
            now=now,
        )
        queued += 1
    return queued


def _propose_withdrawals(session: Session, curated: tuple[CuratedExpert, ...], now: datetime) -> int:
    """Queue a withdrawal for each published expert whose file is gone; take it back when the file returns."""
    catalog.remember_source(session, FILES)
    here = {one.expert.id for one in curated}
    known = {proposal.identity: proposal for proposal in proposals.of_source(session, FILES.id)}
    for expert_id, proposal in known.items():
        if expert_id in here:
            proposals.remove(session, proposal.id)
    queued = 0
    for expert_id, last in loaded_files.of_entity(session, "expert").items():
        expert = experts.get(session, expert_id)
        if expert_id in here or expert_id in known or expert is None or expert.withdrawn:
            continue
        claim = Claim(expert.name, expert.kind, where=f"{last.file} is gone")
        proposals.queue(
            session,
            source_id=FILES.id,
            identity=expert_id,
            kind="withdrawal",
            digest=digest_of([claim]),
            claims=(claim,),
            match=Match("same", expert_id, (f"{last.file} is gone",)),
            now=now,
        )
        queued += 1
    return queued
