"""What needs a curator now, with the time that it takes. Counts only; how it is told and where it leads, pages know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from followworthy.domain.expiry import REVIEW_DUE
from followworthy.services.audit_holding import flips_of
from followworthy.store import Session, doubles, experts, runs, waiting
from followworthy.store.listing import MEMORY
from followworthy.store.proposals import ProposalKind
from followworthy.store.waiting import Waiting

Kind = Literal[
    "list",
    "own",
    "more",
    "remembered",
    "repair",
    "withdrawal",
    "eyes",
    "review",
    "held",
    "unread",
    "double",
    "addressless",
]
SECONDS: dict[Kind, int] = {
    "list": 30,
    "own": 30,
    "more": 30,
    "remembered": 40,
    "repair": 40,
    "withdrawal": 30,
    "eyes": 45,
    "review": 60,
    "held": 120,
    "unread": 60,
    "double": 60,
    "addressless": 90,
}
"""How long one of each takes: found by doing it."""
MOST_DOUBLES = 20
"""So many pairs are looked for: who works off twenty sees the next ones."""
MOST_LISTS = 8
"""So many imports have a line of their own."""


@dataclass(frozen=True, slots=True)
class Need:
    """So many things of one kind that wait for a curator; `key` stays the same as long as it is the same need.

    `since` is when the oldest of them came, `latest` when the newest did; None where no moment can be told. `kinds`
    are those of the proposals, `first` the number of the first one (or of the run), `met` what a run met.
    """

    kind: Kind
    key: str
    number: int
    since: datetime | None = None
    latest: datetime | None = None
    kinds: tuple[ProposalKind, ...] = ()
    import_id: int | None = None
    source_id: str = ""
    title: str = ""
    brought_at: datetime | None = None
    first: int = 0
    met: tuple[tuple[str, int], ...] = ()
    among: int = 0

    @property
    def minutes(self) -> int:
        """About how long it takes; a part of a minute is one."""
        return -(-self.number * SECONDS[self.kind] // 60)


@dataclass(frozen=True, slots=True)
class Needs:
    """All that needs a curator, the most likely next step first."""

    rows: tuple[Need, ...]

    @property
    def minutes(self) -> int:
        """About how long all of it takes."""
        return sum(one.minutes for one in self.rows)

    @property
    def number(self) -> int:
        """How many things there are."""
        return sum(one.number for one in self.rows)

    @property
    def since(self) -> datetime | None:
        """Since when the longest waits."""
        return min((one.since for one in self.rows if one.since), default=None)


def needs(session: Session, now: datetime, eyes: int) -> Needs:
    """Count what needs a curator; `eyes` is how many links they are asked to open this week."""
    origins = waiting.by_origin(session)
    rows = [*_lists(session, origins), *_by_kind(session, origins)]
    if eyes:
        monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
        rows.append(Need("eyes", f"eyes {monday:%Y-%m-%d}", eyes, latest=monday))
    rows += [*_reviews(origins), *_held(session), *_unread(session), *_unsaid(session, now)]
    return Needs(tuple(rows))


def _lists(session: Session, origins: Iterable[Waiting]) -> list[Need]:
    """Give a line for each import, and one for all that are too many for lines of their own."""
    groups: dict[tuple[int | None, str | None], list[Waiting]] = {}
    for one in origins:
        if one.kind in ("new", "correction"):
            groups.setdefault((one.import_id, one.source_id), []).append(one)
    own = groups.pop((None, None), [])
    first, rest = list(groups.items())[:MOST_LISTS], list(groups.items())[MOST_LISTS:]
    named = waiting.titles(session, [source_id for (_, source_id), _ in first if source_id])
    times = waiting.brought_at(session, [number for (number, _), _ in first if number])
    found = []
    for (number, source_id), several in first:
        key = f"import {number}" if number else f"source {source_id}"
        whence = {"import_id": number, "source_id": source_id or "", "title": named.get(source_id or "", "")}
        found.append(_need("list", key, several, **whence, brought_at=times.get(number or 0)))
    if rest:
        more = [one for _, several in rest for one in several]
        found.append(_need("more", "more imports", more, among=len(rest)))
    return found + ([_need("own", "own sites", own)] if own else [])


def _by_kind(session: Session, origins: Iterable[Waiting]) -> list[Need]:
    """Give what is about somebody published: repairs, and who should be withdrawn by which source."""
    repairs = [one for one in origins if one.kind == "repair" and one.source_id != MEMORY]
    remembered = [one for one in origins if one.kind == "repair" and one.source_id == MEMORY]
    leaving = [one for one in origins if one.kind == "withdrawal" and one.source_id != REVIEW_DUE.id]
    named = waiting.titles(session, [one.source_id for one in leaving if one.source_id]) if leaving else {}
    found = [_need("repair", "repairs", repairs)] if repairs else []
    found += [_need("remembered", "remembered", remembered, source_id=MEMORY)] if remembered else []
    for one in leaving:
        source_id = one.source_id or ""
        key = f"withdrawals {one.import_id or source_id}"
        whence = {"import_id": one.import_id, "source_id": source_id, "title": named.get(source_id, "")}
        found.append(_need("withdrawal", key, [one], **whence))
    return found


def _reviews(origins: Iterable[Waiting]) -> list[Need]:
    due = [one for one in origins if one.source_id == REVIEW_DUE.id]
    return [_need("review", "reviews", due, source_id=REVIEW_DUE.id)] if due else []


def _held(session: Session) -> list[Need]:
    return [
        Need(
            "held",
            f"run {run.id}",
            1,
            run.started_at,
            run.finished_at or run.started_at,
            first=run.id,
            met=tuple(run.counts.items()),
            among=len(flips_of(run)),
        )
        for run in runs.held(session)
    ]


def _unread(session: Session) -> list[Need]:
    number, since, latest = waiting.unread(session)
    return [Need("unread", "unread lists", number, since, latest)] if number else []


def _unsaid(session: Session, now: datetime) -> list[Need]:
    """Give what nothing brought at any moment: who may be in the catalog twice, and who has no address."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    pairs = len(doubles.pairs(session, MOST_DOUBLES))
    without = experts.count_published(session) - experts.count_addressed(session)
    counted: tuple[tuple[Kind, int], ...] = (("double", pairs), ("addressless", without))
    return [Need(kind, f"{kind} {month:%Y-%m}", number, latest=month) for kind, number in counted if number]


def _need(kind: Kind, key: str, several: list[Waiting], **more: object) -> Need:
    return Need(
        kind,
        key,
        sum(one.number for one in several),
        min(one.since for one in several),
        max(one.latest for one in several),
        tuple(sorted({one.kind for one in several})),
        first=min(one.first for one in several),
        **more,  # type: ignore[arg-type]
    )
