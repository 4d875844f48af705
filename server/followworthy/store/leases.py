"""Leases of links and turns of hosts: how several audit workers on one PostgreSQL share a run. Not used on SQLite.

What a run still has to look at is a row each. A worker claims one with a lease, and the turn of its host, in one
statement that passes by what others are just claiming; whoever dies loses both when they run out. The clock is the
database's own: those of the machines may differ. Who may ask whom, and how slowly, is told elsewhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from followworthy.store.checks import DueLink
from followworthy.store.tables import ExpertRow, HostTurnRow, LinkLeaseRow, LinkRow

CLAIM = text("""
WITH turn AS (
    SELECT host FROM host_turns AS one
    WHERE free_at <= now() AND host <> ALL(CAST(:apart AS text[])) AND EXISTS (
        SELECT 1 FROM link_leases AS its WHERE its.host = one.host AND (its.until IS NULL OR its.until <= now())
    )
    ORDER BY free_at, host LIMIT 1 FOR UPDATE SKIP LOCKED
), chosen AS (
    SELECT link_id, its.host FROM link_leases AS its JOIN turn ON turn.host = its.host
    WHERE until IS NULL OR until <= now()
    ORDER BY place LIMIT 1 FOR UPDATE OF its SKIP LOCKED
), taken AS (
    UPDATE host_turns SET worker = :worker, free_at = now() + make_interval(secs => :turn_seconds)
    FROM chosen WHERE host_turns.host = chosen.host
), leased AS (
    UPDATE link_leases SET token = :token, worker = :worker, until = now() + make_interval(secs => seconds)
    FROM chosen WHERE link_leases.link_id = chosen.link_id RETURNING link_leases.link_id, link_leases.host
)
SELECT leased.host, experts.id, name, url, key, links.id, next_check_at, verdict, NOT withdrawn AND status = 'current'
FROM leased JOIN links ON links.id = leased.link_id JOIN experts ON experts.id = links.expert_id
""")
TAKE_TURN = text("""
INSERT INTO host_turns (host, worker, free_at) VALUES (:host, :worker, now() + make_interval(secs => :seconds))
ON CONFLICT (host) DO UPDATE SET worker = excluded.worker, free_at = excluded.free_at
WHERE host_turns.worker = excluded.worker OR host_turns.free_at <= now()
RETURNING host
""")
SOONEST = text("""
SELECT extract(epoch FROM min(greatest(free_at, until)) - now())
FROM link_leases JOIN host_turns USING (host)
WHERE host <> ALL(CAST(:apart AS text[])) AND link_leases.worker IS DISTINCT FROM :worker
""")


@dataclass(frozen=True, slots=True)
class Claim:
    """A link that a worker may look at, and the host whose turn it has; not `published`: it was, when the run began."""

    link: DueLink
    host: str
    published: bool


def open_run(session: Session) -> None:
    """Forget what earlier runs left; turns that are still taken, or not free yet, stay."""
    session.execute(delete(LinkLeaseRow))
    session.execute(delete(HostTurnRow).where(HostTurnRow.free_at <= func.now()))


def enqueue(session: Session, links: Sequence[tuple[DueLink, str, float]], first: int) -> None:
    """Say what the run has to look at: each link with its host and how many seconds a lease lasts, from a place on."""
    rows = [
        {"link_id": link.link_id, "host": host, "place": place, "seconds": seconds}
        for place, (link, host, seconds) in enumerate(links, start=first)
    ]
    if not rows:
        return
    session.execute(insert(LinkLeaseRow), rows)
    known = text("INSERT INTO host_turns (host, worker, free_at) VALUES (:host, '', now()) ON CONFLICT DO NOTHING")
    session.execute(known, [{"host": host} for host in sorted({host for _, host, _ in links})])


def count_rows(session: Session) -> None:
    """Let the database count what is there now: from empty tables it would conclude that an index is not worth it."""
    session.execute(text("ANALYZE link_leases, host_turns"))


def claim(session: Session, worker: str, token: str, apart: Collection[str], turn_seconds: float) -> Claim | None:
    """Lease the next link of a host that is free, and its turn; None if there is none now. Hosts `apart` are left."""
    given = {"worker": worker, "token": token, "apart": list(apart), "turn_seconds": turn_seconds}
    row = session.execute(CLAIM, given).first()
    if row is None:
        return None
    host, *link, published = row
    return Claim(replace(DueLink(*link), lease=token), host, published)


def soonest(session: Session, worker: str, apart: Collection[str]) -> float | None:
    """Give in how many seconds a link may be claimed, if nobody gives it back before; None if only our own are left."""
    found = session.scalar(SOONEST, {"worker": worker, "apart": list(apart)})
    return None if found is None else float(found)


def take_host(session: Session, host: str, worker: str, token: str) -> list[DueLink]:
    """Lease all that the run still has to look at on one host, whoever had a lease: for whoever has the host alone."""
    mine = update(LinkLeaseRow).where(LinkLeaseRow.host == host)
    session.execute(mine.values(worker=worker, token=token, until=func.now()))
    link = (LinkRow.url, LinkRow.key, LinkRow.id, LinkRow.next_check_at, LinkRow.verdict)
    wanted = select(ExpertRow.id, ExpertRow.name, *link).join(LinkRow.expert)
    wanted = wanted.join(LinkLeaseRow, LinkLeaseRow.link_id == LinkRow.id)
    wanted = wanted.where(LinkLeaseRow.host == host, ExpertRow.withdrawn.is_(False), LinkRow.status == "current")
    return [replace(DueLink(*row), lease=token) for row in session.execute(wanted.order_by(LinkLeaseRow.place))]


def redeem(session: Session, links: Iterable[DueLink]) -> set[int]:
    """End the leases of links that were looked at; give the ids of those whose lease was still theirs."""
    theirs = [(link.link_id, link.lease) for link in links]
    mine = tuple_(LinkLeaseRow.link_id, LinkLeaseRow.token).in_(theirs)
    return set(session.scalars(delete(LinkLeaseRow).where(mine).returning(LinkLeaseRow.link_id)))


def drop_hosts(session: Session, worker: str, hosts: Collection[str]) -> None:
    """Take what a worker did not look at on some hosts out of the run."""
    session.execute(delete(LinkLeaseRow).where(LinkLeaseRow.worker == worker, LinkLeaseRow.host.in_(hosts)))


def give_up(session: Session, worker: str) -> None:
    """Give back every lease that a worker has."""
    mine = update(LinkLeaseRow).where(LinkLeaseRow.worker == worker)
    session.execute(mine.values(worker=None, token=None, until=None))


def take_turn(session: Session, host: str, worker: str, seconds: float) -> float:
    """Take a host's turn for so many seconds at most; give how long to wait, nothing if it is ours now."""
    if session.execute(TAKE_TURN, {"host": host, "worker": worker, "seconds": seconds}).first():
        return 0.0
    left = func.extract("epoch", HostTurnRow.free_at - func.now())
    return max(float(session.scalar(select(left).where(HostTurnRow.host == host)) or 0), 0.001)


def give_turn_back(session: Session, host: str, worker: str, seconds: float) -> None:
    """Let others have a host's turn in so many seconds."""
    mine = update(HostTurnRow).where(HostTurnRow.host == host, HostTurnRow.worker == worker)
    session.execute(mine.values(free_at=func.now() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)))
