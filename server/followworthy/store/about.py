"""All rows that speak of one person, wherever they lie: for whoever leaves, and for whoever asks what is held.

Finds, and takes out of the queue and the batches. What is scrubbed beyond that is `erasing`'s matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, delete, func, or_, select
from sqlalchemy.orm import Session

from followworthy.domain.names import normalise_name
from followworthy.domain.opting_out import Marks, marks_of_claims, marks_to_keep, marks_to_keep_of, runs, stems
from followworthy.domain.records import OF_ONE_EXPERT, Expert
from followworthy.domain.values import Claim
from followworthy.store import experts, proposals
from followworthy.store.tables import ChangeRow, ExpertRow, ImportEntryRow, ImportRow, LinkRow, ProposalRow

SURE = ("same", "probable")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with all that ever named them: ids (doubles that were merged into them included), names, addresses.

    `marks` are what to keep when they leave. All but the ids may be empty: then nothing is left to know them by.
    """

    ids: tuple[str, ...]
    marks: Marks
    names: frozenset[str]
    urls: frozenset[str]


def person(session: Session, expert_id: str) -> Person | None:
    """Gather whatever names an expert, now and in the history; a merged double stands for whom it was merged into."""
    found = session.get(ExpertRow, expert_id)
    if found is None:
        return None
    root = found.merged_into or found.id
    doubles = session.scalars(select(ExpertRow.id).where(ExpertRow.merged_into == root).order_by(ExpertRow.id))
    ids = (root, *doubles)
    records = list(_records(session, ids))
    mine = frozenset(mark for one in records for mark in marks_to_keep(one))
    claims = [one for one in _decided_claims(session, ids) if marks_of_claims([one]) & mine]
    marks = mine | marks_to_keep_of(claims)
    marks -= _others(session, ids, marks)
    names = {one.name for one in records} | {one.name for one in claims}
    urls = {link.url for one in records for link in one.links} | {one.linkedin_url for one in claims}
    return Person(ids, marks, frozenset(name for name in names if name), frozenset(url for url in urls if url))


def nobody_listed(marks: Marks, typed: str) -> Person:
    """Give somebody who is not listed, and of whom only this is known: a name, or an address."""
    return Person((), marks, frozenset({typed}), frozenset())


def changes(session: Session, ids: Sequence[str]) -> list[ChangeRow]:
    """Give every change of these experts, oldest first."""
    rows = select(ChangeRow).where(ChangeRow.entity == "expert", ChangeRow.entity_id.in_(ids))
    return list(session.scalars(rows.order_by(ChangeRow.id)))


def called(session: Session, names: Iterable[str], but: Sequence[str], limit: int = 20) -> list[Expert]:
    """Give others who are published under one of these names."""
    keys = [normalise_name(name) for name in names]
    rows = select(ExpertRow.id).where(ExpertRow.withdrawn.is_(False), ExpertRow.name_key.in_(keys))
    found = session.scalars(rows.where(ExpertRow.id.not_in(but)).order_by(ExpertRow.id).limit(limit))
    return list(experts.several(session, list(found)).values())


def count_waiting(session: Session, who: Person) -> int:
    """Count what waits about somebody, as far as it is written like their name or matched to them."""
    keys = [normalise_name(name) for name in who.names]
    about = or_(ProposalRow.expert_id.in_(who.ids), ProposalRow.name_key.in_(keys))
    return session.scalar(select(func.count()).where(ProposalRow.state == "waiting", about)) or 0


def proposals_of(session: Session, who: Person, *, waiting: bool = False) -> list[ProposalRow]:
    """Give the proposals about somebody, under whatever spelling; with `waiting` only those that wait."""
    named = [func.replace(ProposalRow.name_key, " ", "").like(f"%{one}%") for one in stems(who.names)]
    said = func.lower(cast(ProposalRow.claims, Text))
    addressed = [said.like(f"%{one}%") for one in runs(who.marks)]
    rows = select(ProposalRow).where(or_(ProposalRow.expert_id.in_(who.ids), *named, *addressed))
    rows = rows.order_by(ProposalRow.id)
    if waiting:
        rows = rows.where(ProposalRow.state == "waiting")
    return [row for row in session.scalars(rows) if speaks_of(session, who, vars(row))]


def entries_of(session: Session, who: Person, proposal_ids: Iterable[int]) -> list[ImportEntryRow]:
    """Give what batches keep of these proposals, and of others as they were when they were about somebody."""
    mine = set(proposal_ids)
    rows = select(ImportEntryRow).where(
        or_(ImportEntryRow.proposal_id.in_(mine), ImportEntryRow.before.is_not(None), ImportEntryRow.taken.is_not(None))
    )
    return [
        row
        for row in session.scalars(rows)
        if row.proposal_id in mine or any(was and speaks_of(session, who, was) for was in (row.before, row.taken))
    ]


def imports_of(session: Session, who: Person) -> list[tuple[ImportRow, list[str], list[str]]]:
    """Give the batches that name somebody: each with their identities among its people, and their names among gone."""
    found = []
    could = re.compile("|".join(one.replace("%", ".*") for one in stems(who.names) | runs(who.marks)) or "(?!)")
    for row in session.scalars(select(ImportRow).order_by(ImportRow.id)):
        likely = [(one, name) for one, (name, _) in row.people.items() if could.search(one + _compressed(name))]
        people = [one for one, name in likely if is_named(who, name, one)]
        gone = [name for name in row.gone if could.search(_compressed(name)) and is_named(who, name)]
        if people or gone:
            found.append((row, people, gone))
    return found


def take_out(session: Session, who: Person, *, waiting: bool) -> int:
    """Remove the proposals about somebody (with `waiting` those that wait) and their names from the batches.

    Give how many proposals that were.
    """
    rows = proposals_of(session, who, waiting=waiting)
    ids = [row.id for row in rows]
    for entry in entries_of(session, who, ids):
        session.delete(entry)
    session.execute(delete(ProposalRow).where(ProposalRow.id.in_(ids)))
    for row, people, gone in imports_of(session, who):
        row.people = {one: said for one, said in row.people.items() if one not in people}
        row.gone = [name for name in row.gone if name not in gone]
        row.asked += len(people)
    session.flush()
    return len(ids)


def speaks_of(session: Session, who: Person, proposal: Mapping[str, Any]) -> bool:
    """Tell whether a proposal (its columns) is about somebody; about a published namesake it is not."""
    of_one = proposal["source_id"].startswith(OF_ONE_EXPERT)
    sure = proposal["level"] in SURE or of_one
    if sure and proposal["expert_id"] in who.ids:
        return True
    if not marks_of_claims(proposals.claims_of(proposal["claims"])) & who.marks:
        return False
    known = experts.get(session, proposal["expert_id"]) if sure and proposal["expert_id"] else None
    return known is None or known.withdrawn or (proposal["level"] != "same" and not of_one)


def is_named(who: Person, name: str, identity: str = "") -> bool:
    """Tell whether a name, or the identity that a batch gives somebody, is theirs."""
    url = f"https://www.linkedin.com/{identity}" if "/" in identity else None
    return bool(marks_of_claims([Claim(name, linkedin_url=url)]) & who.marks)


def _compressed(name: str) -> str:
    return normalise_name(name).replace(" ", "")


def _records(session: Session, ids: Sequence[str]) -> Iterator[Expert]:
    """Give the experts as they are and as they ever were."""
    yield from experts.several(session, ids).values()
    for row in changes(session, ids):
        yield from (Expert.from_document(one) for one in (row.before, row.after) if one)


def _decided_claims(session: Session, ids: Sequence[str]) -> list[Claim]:
    """Give the claims that were accepted about these experts, or are surely about them."""
    numbers = {row.number for row in changes(session, ids)}
    about = or_(ProposalRow.expert_id.in_(ids), ProposalRow.decided_in.in_(numbers))
    rows = session.scalars(select(ProposalRow).where(about))
    return [claim for row in rows for claim in proposals.claims_of(row.claims)]


def _others(session: Session, ids: Sequence[str], marks: Marks) -> Marks:
    """Give those of the marks that are addresses of somebody else by now: they do not leave with them."""
    keys = [mark.removeprefix("key:") for mark in marks if mark.startswith("key:")]
    rows = select(LinkRow.published_key).where(LinkRow.published_key.in_(keys), LinkRow.expert_id.not_in(ids))
    return frozenset(f"key:{key}" for key in session.scalars(rows))
