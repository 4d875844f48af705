"""The review queue: proposals as rows and as records. Who decides, and what a decision does, is `curating`'s.

Filters and pages are `proposal_search`'s, decisions together and their way back `proposal_decisions`'.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from followworthy.domain.claims import LONGEST_IDENTITY, is_sure
from followworthy.domain.names import normalise_name
from followworthy.domain.opting_out import ASKED, marks_of, marks_of_claims
from followworthy.domain.records import OF_ONE_EXPERT, Document, Source
from followworthy.domain.values import Claim, Match, MatchLevel
from followworthy.errors import RefusedError
from followworthy.store import catalog, experts, opt_outs
from followworthy.store.tables import ProposalRow, SourceRow

ProposalKind = Literal["new", "correction", "repair", "withdrawal"]
URGENT = ("repair", "withdrawal")
"""What is about somebody who is published already."""
ProposalState = Literal["waiting", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """All claims of one source about one expert; `match` says whom it may be about.

    `repair` is the document of a repair that the link audit proposes; None for all other proposals. `turn` and `id`
    are its place in the queue; `became` is the expert whom an accepted one made or was added to.
    """

    id: int
    source: Source
    identity: str
    kind: ProposalKind
    digest: str
    claims: tuple[Claim, ...]
    match: Match
    state: ProposalState
    created_at: datetime
    decided_by: str | None = None
    decided_in: int | None = None
    import_id: int | None = None
    decided_at: datetime | None = None
    repair: Document | None = None
    turn: int = 1
    became: str | None = None

    @property
    def name(self) -> str:
        """The name as the source writes it."""
        return self.claims[0].name

    @property
    def recommends(self) -> bool:
        """Whether its source recommends the expert: a list does; a repair, their homepage or Wikidata do not."""
        return self.kind in ("new", "correction") and not self.source.of_one_expert


def waiting(session: Session, import_id: int | None = None) -> list[Proposal]:
    """Give what waits for a curator, oldest first; with `import_id` only what that batch brought."""
    rows = select(ProposalRow).where(ProposalRow.state == "waiting").order_by(ProposalRow.id)
    if import_id is not None:
        rows = rows.where(ProposalRow.import_id == import_id)
    return records(session, session.scalars(rows))


def count_waiting(session: Session) -> int:
    """Count what waits for a curator."""
    return session.scalar(select(func.count()).where(ProposalRow.state == "waiting")) or 0


def count_addresses(session: Session) -> int:
    """Count what waits and only brings an address: no list recommends anybody by it, and no repair asks for it."""
    own = or_(*(ProposalRow.source_id.startswith(one, autoescape=True) for one in OF_ONE_EXPERT))
    named = and_(ProposalRow.kind.in_(("new", "correction")), own)
    bare = and_(ProposalRow.kind == "repair", ProposalRow.repair.is_(None))
    return session.scalar(select(func.count()).where(ProposalRow.state == "waiting", or_(named, bare))) or 0


def get(session: Session, proposal_id: int) -> Proposal | None:
    """Give one proposal in whatever state, or None."""
    row = session.get(ProposalRow, proposal_id)
    return records(session, [row])[0] if row else None


def find(session: Session, source_id: str, identity: str) -> Proposal | None:
    """Give what a source said about one expert before, or None."""
    row = _row(session, source_id, identity)
    return records(session, [row])[0] if row else None


def of_source(session: Session, source_id: str) -> list[Proposal]:
    """Give all proposals of one source, in whatever state, oldest first."""
    rows = select(ProposalRow).where(ProposalRow.source_id == source_id).order_by(ProposalRow.id)
    return records(session, session.scalars(rows))


def records(session: Session, rows: Iterable[ProposalRow]) -> list[Proposal]:
    """Give rows as records, in their order; all their sources in one statement."""
    found = list(rows)
    named = select(SourceRow).where(SourceRow.id.in_({row.source_id for row in found}))
    sources = {one.id: catalog.of_row(one) for one in session.scalars(named)} if found else {}
    return [_proposal(row, sources[row.source_id]) for row in found]


def naming_addresses(session: Session, expert_id: str | None = None) -> list[Proposal]:
    """Give the corrections and remembered addresses that wait, oldest first; those about one expert if asked for."""
    rows = select(ProposalRow).where(ProposalRow.state == "waiting", ProposalRow.repair.is_(None))
    rows = rows.where(ProposalRow.kind.in_(("correction", "repair"))).order_by(ProposalRow.id)
    if expert_id is not None:
        rows = rows.where(ProposalRow.expert_id == expert_id)
    return records(session, session.scalars(rows))


def accepted_from(session: Session, beginning: str) -> list[tuple[str, str]]:
    """Give (source id, expert id) of what was accepted from the sources whose ids begin so."""
    rows = select(ProposalRow.source_id, ProposalRow.expert_id).distinct()
    mine = (ProposalRow.source_id.startswith(beginning, autoescape=True), ProposalRow.state == "accepted")
    return [(source_id, expert_id) for source_id, expert_id in session.execute(rows.where(*mine)) if expert_id]


def queue(
    session: Session,
    *,
    source_id: str,
    identity: str,
    kind: ProposalKind,
    digest: str,
    claims: tuple[Claim, ...],
    match: Match,
    now: datetime,
    import_id: int | None = None,
    repair: Document | None = None,
) -> int:
    """Put a proposal into the queue, in the place of what the same source said before; give its id.

    `import_id` is the batch that brings it, None for what no document brings. Raises RefusedError for whoever asked not
    to be listed.
    """
    if is_kept_out(session, source_id, claims, match):
        raise RefusedError(ASKED)
    row = _row(session, source_id, identity)
    if row is None:
        row = ProposalRow(source_id=source_id, identity=identity[:LONGEST_IDENTITY], created_at=now)
        session.add(row)
    row.kind, row.digest, row.state = kind, digest, "waiting"
    row.claims = [asdict(claim) for claim in claims]
    row.reopened_in = row.decision = None
    derive(row)
    row.level, row.expert_id = match.level, match.expert_id
    row.agrees, row.differs = list(match.agrees), list(match.differs)
    row.decided_at = row.decided_by = row.decided_in = row.became = None
    row.import_id, row.repair = import_id, repair
    session.flush()
    return row.id


def is_kept_out(session: Session, source_id: str, claims: Sequence[Claim], match: Match) -> bool:
    """Tell whether claims speak of somebody who asked not to be listed.

    Whoever has the LinkedIn address of somebody published is that somebody, not the namesake who left; and so is whom
    their own site speaks of.
    """
    if not opt_outs.assure(session):
        return False
    sure = match.level == "same" or source_id.startswith(OF_ONE_EXPERT)
    known = experts.get(session, match.expert_id) if sure and match.expert_id else None
    published = marks_of(known) if known and not known.withdrawn else frozenset()
    return opt_outs.asked(session, marks_of_claims(claims) - published)


def derive(row: ProposalRow) -> None:
    """Fill what proposals are filtered and ordered by: repairs and reviews come before what lists say, doubts last."""
    first, *_ = claims = claims_of(row.claims)
    row.name, row.name_key, row.heading = first.name, normalise_name(first.name)[:LONGEST_IDENTITY], first.category
    row.turn = 0 if row.kind in URGENT else 1 if is_sure(claims) else 2


def claims_of(documents: Iterable[Document]) -> tuple[Claim, ...]:
    """Give claims as they were before they were written."""
    return tuple(Claim(**{**one, "links": tuple(one["links"])}) for one in documents)


def rename(session: Session, proposal_id: int, identity: str) -> None:
    """Give a proposal the identity by which its source now tells the expert: an address changed, or came."""
    session.get_one(ProposalRow, proposal_id).identity = identity[:LONGEST_IDENTITY]
    session.flush()


def set_match(session: Session, proposal_id: int, kind: ProposalKind, match: Match) -> None:
    """Say anew whom a proposal may be about, for the catalog has changed."""
    row = session.get_one(ProposalRow, proposal_id)
    row.kind, row.level, row.expert_id = kind, match.level, match.expert_id
    row.agrees, row.differs = list(match.agrees), list(match.differs)
    derive(row)


def decide(
    session: Session,
    proposal_id: int,
    state: ProposalState,
    by: str,
    now: datetime,
    revision: int | None,
    became: str | None = None,
) -> None:
    """Note a curator's decision, the revision it made, and the expert that the proposal `became`, if any."""
    row = session.get_one(ProposalRow, proposal_id)
    row.state, row.decided_by, row.decided_at, row.decided_in = state, by, now, revision
    row.became, row.reopened_in, row.decision = became, None, None


def put_back(row: ProposalRow) -> None:
    """Make a proposal wait again."""
    row.state, row.decided_by, row.decided_at, row.decided_in, row.became = "waiting", None, None, None, None


def reopen(session: Session, revision: int, undo: int | None = None) -> None:
    """Put back into the queue what `revision`, now undone by `undo`, had decided."""
    for row in session.scalars(select(ProposalRow).where(ProposalRow.decided_in == revision)):
        row.reopened_in = undo
        row.decision = {"state": row.state, "by": row.decided_by, "digest": row.digest, "became": row.became}
        put_back(row)


def decide_again(session: Session, undo: int, now: datetime, revision: int | None) -> None:
    """Decide again, in `revision`, what that undo had put back into the queue and nobody touched since."""
    reopened = (ProposalRow.reopened_in == undo, ProposalRow.state == "waiting")
    for row in session.scalars(select(ProposalRow).where(*reopened)):
        was = row.decision or {}
        if was.get("digest") == row.digest:
            decide(session, row.id, cast("ProposalState", was["state"]), was["by"], now, revision, was.get("became"))


def reopen_decided_at(session: Session, expert_id: str, at: datetime) -> None:
    """Put back into the queue what was decided about an expert at that moment by a look now taken back."""
    mine = (ProposalRow.expert_id == expert_id, ProposalRow.decided_at == at, ProposalRow.repair.is_not(None))
    for row in session.scalars(select(ProposalRow).where(*mine)):
        put_back(row)


def settle(session: Session, proposal_id: int, digest: str) -> None:
    """Note what the evidence says since a decision: only what differs from that is news."""
    session.get_one(ProposalRow, proposal_id).digest = digest


def remove(session: Session, proposal_id: int) -> None:
    """Take back a proposal whose reason went away, before anybody decided."""
    session.delete(session.get_one(ProposalRow, proposal_id))


def _row(session: Session, source_id: str, identity: str) -> ProposalRow | None:
    mine = (ProposalRow.source_id == source_id, ProposalRow.identity == identity[:LONGEST_IDENTITY])
    wanted = select(ProposalRow).where(*mine)
    return session.scalar(wanted)


def _proposal(row: ProposalRow, source: Source) -> Proposal:
    claims = claims_of(row.claims)
    match = Match(cast("MatchLevel", row.level), row.expert_id, tuple(row.agrees), tuple(row.differs))
    return Proposal(
        id=row.id,
        source=source,
        identity=row.identity,
        kind=cast("ProposalKind", row.kind),
        digest=row.digest,
        claims=claims,
        match=match,
        state=cast("ProposalState", row.state),
        created_at=row.created_at,
        decided_by=row.decided_by,
        decided_in=row.decided_in,
        import_id=row.import_id,
        decided_at=row.decided_at,
        repair=row.repair,
        turn=row.turn,
        became=row.became,
    )
