"""The database as curated files: the way back from `loading`. Loading what was exported changes nothing."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from followworthy.domain.digests import editorial_digest
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Category, Expert, Link, Source
from followworthy.services.curated_files import CuratedExpert, CuratedFolder, ProposedLink
from followworthy.store import Session, catalog, experts, loaded_files, opt_outs, proposals
from followworthy.store.loaded_files import LoadedFile
from followworthy.store.proposals import Proposal


def content(session: Session) -> CuratedFolder:
    """Give what the curated files should hold: everything published, and the addresses that wait for review.

    Raises LostKeyError where it cannot be told who asked not to be listed.
    """
    opt_outs.assure(session)
    labels = {known: loaded.file for known, loaded in loaded_files.of_entity(session, "expert").items()}
    waiting: dict[str | None, list[ProposedLink]] = {}
    for proposal in proposals.waiting(session):
        if proposal.kind == "repair" and proposal.repair is None:  # the audit's own are found anew, not written down
            waiting.setdefault(proposal.match.expert_id, []).append(_proposed(proposal))
    written = []
    for expert, _ in experts.published(session):
        labels.setdefault(expert.id, _label(expert, labels.values()))
        written.append(CuratedExpert(expert, tuple(waiting.get(expert.id, ())), labels[expert.id]))
    loaded_sources = loaded_files.of_entity(session, "source")
    sources = tuple(one for one in catalog.sources(session, also=loaded_sources))
    return CuratedFolder(tuple(catalog.categories(session)), sources, tuple(written))


def remember(session: Session, folder: CuratedFolder) -> None:
    """Take what was just written into the curated folder itself as loaded: file and database agree again."""
    for entity, record, file in records(folder):
        loaded_files.remember(session, LoadedFile(entity, record.id, file, editorial_digest(record.document())))


def only(folder: CuratedFolder, files: Collection[str]) -> CuratedFolder:
    """Give what stands in some of a folder's files."""
    return CuratedFolder(
        folder.categories if "categories.toml" in files else (),
        folder.sources if "sources.toml" in files else (),
        tuple(one for one in folder.experts if one.file in files),
    )


def records(folder: CuratedFolder) -> Iterator[tuple[str, Category | Source | Expert, str]]:
    """Give every record of a folder: of which kind, and in which file."""
    yield from (("category", one, "categories.toml") for one in folder.categories)
    yield from (("source", one, "sources.toml") for one in folder.sources)
    yield from (("expert", one.expert, one.file) for one in folder.experts)


def _proposed(proposal: Proposal) -> ProposedLink:
    claim = proposal.claims[0]
    parsed = parse_profile_url(claim.linkedin_url or "")
    return ProposedLink(Link("linkedin", claim.linkedin_url or "", parsed.key), claim.where)


def _label(expert: Expert, taken: Collection[str]) -> str:
    """Name a file after the expert: a label for people only, never an identity."""
    plain = unicodedata.normalize("NFKD", expert.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or expert.id
    label = f"experts/{slug}.toml"
    return f"experts/{slug}-{expert.id}.toml" if label in taken else label
