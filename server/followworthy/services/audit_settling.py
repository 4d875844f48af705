"""From looks to what is published: what a run changes, and what it holds back where many links go bad at once.

Judging takes long and only reads; writing is short, so that nobody else waits for the database.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from followworthy.domain.brake import FEARED, Flip
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Verdict
from followworthy.services.audit_choosing import host_of
from followworthy.services.audit_files import AuditRules
from followworthy.services.audit_holding import Place, flips_of, place, since_of
from followworthy.services.believing import believed, judged, judgement, with_beliefs
from followworthy.store import Session, checks, experts, revisions, runs

AUDITOR = "auditor"
AT_ONCE = 500
"""So many experts are judged, or changed, at once: a run that changes no more is one Revision."""


@dataclass(slots=True)
class News:
    """What the looks since the last run amount to.

    `looked` are the links looked at, `answered` counts those believed alive by host, `changed` are the experts of whom
    anything is new, with the urls that were looked at.
    """

    looked: set[Place] = field(default_factory=set)
    answered: Counter[str] = field(default_factory=Counter)
    changed: dict[str, set[str]] = field(default_factory=dict)
    flips: list[Flip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run changes: `changed` experts with their urls, and the `flips` among that.

    `held` are the flips that wait for a person, and rest on the looks of the runs `since` that number.
    """

    looked: Collection[Place]
    changed: Mapping[str, set[str]]
    flips: tuple[Flip, ...]
    held: tuple[Flip, ...]
    since: int

    def parts(self) -> list[list[str]]:
        """Give the experts to change in parts, each for a transaction; one part at least."""
        ids = list(self.changed)
        return [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)] or [[]]


def settle(session: Session, now: datetime, rules: AuditRules) -> Settled:
    """Find what changed in our belief since the last run (an interrupted one included), and what must be held.

    What an earlier run holds counts as if it were met now, unless it was looked at again: else the brake would let pass
    one by one what it held together. If anything is held, all that waits goes along: there is one run to decide about.
    """
    since = runs.first_unsettled(session)
    news = _news(session, now, rules)
    waiting = [
        flip
        for run in runs.held(session)
        for flip in flips_of(run)
        if place(flip) not in news.looked and _is_open(session, flip, now, rules)
    ]
    bad = set(map(place, _stopped(session, news, waiting, rules)))
    held = [flip for flip in news.flips if place(flip) in bad]
    if held:
        since = min([since, *map(since_of, runs.held(session))])
        held += waiting
    passed = tuple(flip for flip in news.flips if place(flip) not in bad)
    return Settled(news.looked, news.changed, passed, tuple(held), since)


def publish(session: Session, settled: Settled, ids: Sequence[str], now: datetime, rules: AuditRules) -> None:
    """Write what changed of these experts as one Revision, but leave the held links as they were."""
    left = set(map(place, settled.held))
    revision = revisions.Revision(session, by=AUDITOR, why="what the link audit met", now=now)
    for expert_id in ids:
        expert = experts.get(session, expert_id)
        if expert is not None and not expert.withdrawn:
            after = believed(session, expert, settled.changed[expert_id], now, rules.verdict)
            revision.put(_but(expert, after, left))


def _news(session: Session, now: datetime, rules: AuditRules) -> News:
    looked = runs.looked_at_unsettled(session)
    ids, news = list(looked), News()
    for first in range(0, len(ids), AT_ONCE):
        people = experts.several(session, ids[first : first + AT_ONCE])
        places = [(expert_id, url) for expert_id in people for url in looked[expert_id]]
        looks = checks.of_links(session, places)
        news.looked.update(places)
        for expert in people.values():
            if not expert.withdrawn:
                _tell(news, expert, looked[expert.id], looks, now, rules)
    return news


def _tell(
    news: News,
    expert: Expert,
    urls: set[str],
    looks: Mapping[Place, Sequence[Check]],
    now: datetime,
    rules: AuditRules,
) -> None:
    """Add what is new of one expert."""
    named = [link.url for link in expert.links if link.url in urls]
    found = {url: judged(expert.id, url, looks[expert.id, url], now, rules.verdict) for url in named}
    news.answered.update(host_of(url) for url, told in found.items() if told.verdict is Verdict.ALIVE)
    after = with_beliefs(expert, found)
    if after != expert:
        news.changed[expert.id] = urls
        news.flips += [
            Flip(expert.id, expert.name, new.url, old.verdict, new.verdict, found[new.url].because)
            for old, new in _pairs(expert, after)
            if old.verdict is not new.verdict
        ]


def _stopped(session: Session, news: News, waiting: Sequence[Flip], rules: AuditRules) -> Sequence[Flip]:
    if not any(flip.is_feared for flip in news.flips):
        return ()
    alive = Counter(map(host_of, checks.urls_believed(session, Verdict.ALIVE)))
    return rules.brake.held([*news.flips, *waiting], alive, news.answered)


def _is_open(session: Session, flip: Flip, now: datetime, rules: AuditRules) -> bool:
    """Tell whether a held flip is still what the evidence says: a curator may have looked meanwhile."""
    return judgement(session, flip.expert_id, flip.url, now, rules.verdict).verdict in FEARED


def _pairs(before: Expert, after: Expert) -> Iterator[tuple[Link, Link]]:
    return zip(before.links, after.links, strict=True)


def _but(before: Expert, after: Expert, left: Collection[Place]) -> Expert:
    """Give the expert as now believed, but with some links as they were."""
    pairs = _pairs(before, after)
    return replace(after, links=tuple(old if (before.id, old.url) in left else new for old, new in pairs))
