"""One expert's own sources become proposals: addresses to add, deaths to tell, and words for addresses we have.

Nothing is published here, and nobody withdrawn is ever asked about. No transaction is open while anyone is outside:
an expert is read, asked about, and written down in a short transaction of their own, so that a stop loses one.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from followworthy.domain.names import normalise_name
from followworthy.domain.opting_out import ASKED, marks_typed
from followworthy.domain.records import Expert
from followworthy.errors import RefusedError
from followworthy.services.looking_up import Finding, Looked, LookingUp
from followworthy.services.vouching import PROPOSED, VOUCHED, WAITS, identity_of, key_of, marks_of, settle
from followworthy.store import Database, Session, experts, loaded_files, opt_outs, proposals

MOST_NEAR = 5
NEAR = 0.6
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Enriched:
    """What one expert's sources brought: proposals queued, addresses vouched for, troubles, and all in one line."""

    name: str
    proposed: int = 0
    vouched: int = 0
    troubles: tuple[str, ...] = ()
    said: str = ""

    @property
    def line(self) -> str:
        """Give the summary: "Odile Fennwick: Wikidata Q1 names in/odile: proposed"."""
        return f"{self.name}: {self.said}"


def find(session: Session, wanted: str) -> Expert:
    """Give the published expert with this id, file label or name. Raises RefusedError, which tells who is near.

    Of whoever asked not to be listed it says just that.
    """
    labels = _labels(session)
    everybody = [expert for expert, _ in experts.published(session)]
    by_label = wanted.removesuffix(".toml").casefold()
    name = normalise_name(wanted)
    for found in (
        [one for one in everybody if one.id == wanted],
        [one for one in everybody if labels.get(one.id) == by_label],
        [one for one in everybody if name and normalise_name(one.name) == name],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise RefusedError(f"{len(found)} are called {wanted}: say which by id: {_told(found)}.")
    if opt_outs.asked(session, marks_typed(wanted) | {f"id:{wanted}"}):
        raise RefusedError(ASKED)
    raise RefusedError(_nobody(session, wanted, everybody, labels))


def missing_linkedin(session: Session) -> list[Expert]:
    """Give the published experts without a current LinkedIn address, best rank first."""
    return [one for one, _ in experts.published(session) if not _has_linkedin(one)]


def enrich(database: Database, places: LookingUp, expert_id: str, clock: Clock) -> Enriched:
    """Ask the expert's own sources, and queue what they say. Raises RefusedError for nobody published."""
    with database.reading() as session:
        expert = _published(session, expert_id)
        marks = marks_of(session, expert)
    homepages = [link for link in expert.links if link.kind == "homepage" and link.status == "current"]
    looked = [*(places.homepage(expert, link) for link in homepages), places.wikidata(marks)]
    with database.writing() as session:
        return _written(session, _published(session, expert_id), looked, bool(homepages), clock())


def _published(session: Session, expert_id: str) -> Expert:
    expert = experts.get(session, expert_id)
    if expert is None or expert.withdrawn:
        raise RefusedError(f"{expert.name if expert else expert_id} is not published, so nobody is asked about them.")
    return expert


def _written(session: Session, expert: Expert, looked: list[Looked], has_homepage: bool, now: datetime) -> Enriched:
    findings = [one for each in looked for one in each.findings]
    outcomes = [settle(session, expert, one, now) for one in findings]
    wanted = {
        (one.source.id, identity_of(expert, one))
        for one, outcome in zip(findings, outcomes, strict=True)
        if outcome in (PROPOSED, WAITS)
    }
    _take_back(session, expert, wanted, tuple(one for each in looked for one in each.read))
    troubles = tuple(one.trouble for one in looked if one.trouble)
    said = [f"{_what(one)}: {outcome}" for one, outcome in zip(findings, outcomes, strict=True)]
    said += [*(one.said for one in looked if one.said), *troubles]
    nothing = "nothing found" if has_homepage else "no homepage, no item"
    line = "; ".join(dict.fromkeys(said)) or nothing
    return Enriched(expert.name, outcomes.count(PROPOSED), outcomes.count(VOUCHED), troubles, line)


def _what(finding: Finding) -> str:
    """Give what a finding says: "Wikidata Q1 names in/odile"."""
    claim = finding.claim
    return claim.where if finding.died is not None else f"{finding.called} names {key_of(claim)}"


def _take_back(session: Session, expert: Expert, wanted: set[tuple[str, str]], read: tuple[str, ...]) -> None:
    """Remove what waits and is no longer said or needed, of those sources that were really read now."""
    for one in proposals.waiting(session):
        if (
            one.match.expert_id == expert.id
            and one.source.id.startswith(read)
            and (one.source.id, one.identity) not in wanted
        ):
            proposals.remove(session, one.id)


def _has_linkedin(expert: Expert) -> bool:
    return any(link.kind == "linkedin" and link.status == "current" for link in expert.links)


def _labels(session: Session) -> dict[str, str]:
    """Give the label of each expert's curated file, by expert id."""
    files = loaded_files.of_entity(session, "expert")
    return {expert_id: PurePosixPath(one.file).stem.casefold() for expert_id, one in files.items()}


def _nobody(session: Session, wanted: str, everybody: list[Expert], labels: dict[str, str]) -> str:
    words = {wanted, normalise_name(wanted), wanted.removesuffix(".toml").casefold()}
    if any({one.id, normalise_name(one.name), labels.get(one.id)} & words for one, _ in experts.withdrawn(session)):
        return f"{wanted} is withdrawn, so nobody is asked about them."
    spellings = {normalise_name(one.name): one for one in everybody}
    spellings |= {labels[one.id]: one for one in everybody if one.id in labels}
    near = difflib.get_close_matches(normalise_name(wanted) or wanted, spellings, MOST_NEAR, NEAR)
    found = list({spellings[one].id: spellings[one] for one in near}.values())
    return f"Nobody is called {wanted}." + (f" Near: {_told(found)}." if found else "")


def _told(found: list[Expert]) -> str:
    return ", ".join(f"{one.name} ({one.id})" for one in found[:MOST_NEAR])
