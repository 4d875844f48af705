"""The curated files held against the desk, record by record: who changed what since they last agreed.

Three states are compared, as `loading` does: the file, the database, and what was last loaded. Nothing is written here
but what a curator decides about a conflict.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Category, Document, Expert, Source
from followworthy.errors import RefusedError
from followworthy.services.curated_files import CuratedFolder
from followworthy.store import Session, catalog, experts, loaded_files, revisions
from followworthy.store.loaded_files import LoadedFile
from followworthy.store.revisions import Revision

State = Literal["file", "desk", "conflict", "new at the desk", "gone at the desk", "no file"]
Record = Category | Source | Expert


@dataclass(frozen=True, slots=True)
class Difference:
    """One record on which files and desk do not agree: where it stands, what each says (None: nothing)."""

    state: State
    entity: str
    entity_id: str
    file: str
    at_desk: Document | None
    in_file: Document | None

    @property
    def digest(self) -> str:
        """Tell this very difference from any other."""
        sides = (editorial_digest(one) if one else "" for one in (self.at_desk, self.in_file))
        return hashlib.sha256("\n".join((self.state, self.entity, self.entity_id, *sides)).encode()).hexdigest()


def compare(session: Session, folder: CuratedFolder) -> list[Difference]:
    """Give every difference: categories and sources first, then experts as the folder lists them."""
    kinds: tuple[tuple[str, list[tuple[Record, str]]], ...] = (
        ("category", [(one, "categories.toml") for one in folder.categories]),
        ("source", [(one, "sources.toml") for one in folder.sources]),
        ("expert", [(one.expert, one.file) for one in folder.experts]),
    )
    return [one for entity, records in kinds for one in _of_kind(session, entity, records)]


def digest(differences: Iterable[Difference]) -> str:
    """Give the mark of a comparison, so that only what was shown is applied."""
    return hashlib.sha256("".join(one.digest for one in differences).encode()).hexdigest()


def loadable(differences: Iterable[Difference]) -> list[Difference]:
    """Give what a load applies: what is newer in the files."""
    return [one for one in differences if one.state == "file"]


def exportable(differences: Collection[Difference], labels: Mapping[str, str]) -> list[Difference]:
    """Give what an export writes: what is newer at the desk; `labels` are the experts' files by id.

    A list file (categories, sources) in which anything is newer or in conflict is left alone: it is written as a whole.
    """
    theirs = {one.file for one in differences if one.state in ("file", "conflict")}
    newer = [one for one in differences if one.state in ("desk", "new at the desk")]
    return [one for one in newer if file_of(one, labels) not in theirs]


def file_of(difference: Difference, labels: Mapping[str, str]) -> str:
    """Give the file in which a record stands, or will stand."""
    lists = {"category": "categories.toml", "source": "sources.toml"}
    return lists.get(difference.entity) or difference.file or labels.get(difference.entity_id, "")


def take_file(session: Session, difference: Difference, by: str, now: datetime) -> int | None:
    """Let a file win a conflict; give the change's number. Raises RefusedError for what cannot be published."""
    record = _record(difference)
    revision = Revision(session, by=by, why=f"took {difference.file} over the desk's version", now=now)
    revision.put(_with_beliefs(record, difference.at_desk))
    _agree(session, difference)
    return revision.number


def keep_desk(session: Session, difference: Difference) -> None:
    """Let the desk win a conflict: the file counts as seen, and the next export writes over it."""
    _agree(session, difference)


def _of_kind(session: Session, entity: str, records: list[tuple[Record, str]]) -> Iterator[Difference]:
    last = loaded_files.of_entity(session, entity)
    held = _held(session, entity)
    for record, file in records:
        state = _state(held.get(record.id), record.document(), last.get(record.id))
        if state:
            yield Difference(state, entity, record.id, file, held.get(record.id), record.document())
    in_files = {record.id for record, _ in records}
    for entity_id, document in held.items():
        if entity_id in in_files or document.get("withdrawn"):
            continue
        state = "no file" if entity_id in last else "new at the desk"
        yield Difference(state, entity, entity_id, last[entity_id].file if entity_id in last else "", document, None)


def _held(session: Session, entity: str) -> dict[str, Document]:
    """Give what the desk holds of a kind, by id; of sources those that files may name."""
    if entity == "category":
        return {one.id: one.document() for one in catalog.categories(session)}
    if entity == "source":
        loaded = loaded_files.of_entity(session, "source")
        return {one.id: one.document() for one in catalog.sources(session, also=loaded)}
    everybody = (*experts.published(session), *experts.withdrawn(session))
    return {one.id: one.document() for one, _ in everybody}


def _state(at_desk: Document | None, in_file: Document, last: LoadedFile | None) -> State | None:
    of_file = editorial_digest(in_file)
    of_desk = editorial_digest(at_desk) if at_desk else None
    if of_desk == of_file:
        return None
    if at_desk is None:
        return "gone at the desk" if last and last.digest == of_file else "file"
    if last is None:
        return "conflict"
    if last.digest == of_file:
        return "gone at the desk" if at_desk.get("withdrawn") else "desk"
    return "file" if last.digest == of_desk else "conflict"


def _record(difference: Difference) -> Record:
    if difference.in_file is None:
        raise RefusedError(f"{difference.file or difference.entity_id} holds nothing to take.")
    return revisions.KINDS[difference.entity].from_document(difference.in_file)


def _with_beliefs(record: Record, at_desk: Document | None) -> Record:
    """Keep what the audit believes of the links that stay."""
    if not isinstance(record, Expert) or at_desk is None:
        return record
    believed = {link["url"]: link for link in at_desk["links"]}
    document = record.document()
    for link in document["links"]:
        known = believed.get(link["url"], link)
        link["verdict"], link["confirmed"] = known["verdict"], known["confirmed"]
    return Expert.from_document(document)


def _agree(session: Session, difference: Difference) -> None:
    if difference.in_file is not None:
        seen = editorial_digest(difference.in_file)
        loaded_files.remember(session, LoadedFile(difference.entity, difference.entity_id, difference.file, seen))
