"""What we believe of an expert's links, from all looks that count. Writes nothing: who changed a belief, signs it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Check, Judgement
from followworthy.domain.verdict import Rules, judge
from followworthy.store import Session, checks


def judgement(session: Session, expert_id: str, url: str, now: datetime, rules: Rules) -> Judgement:
    """Judge one link by all its checks."""
    return judged(expert_id, url, checks.of_link(session, expert_id, url), now, rules)


def judged(expert_id: str, url: str, looks: Sequence[Check], now: datetime, rules: Rules) -> Judgement:
    """Judge one link by these checks, all that count, oldest first."""
    return judge(looks, now, salt=f"{expert_id} {url}", rules=rules)


def believed(session: Session, expert: Expert, urls: Container[str], now: datetime, rules: Rules) -> Expert:
    """Give the expert with today's belief of those of their links that are named."""
    named = [link.url for link in expert.links if link.url in urls]
    return with_beliefs(expert, {url: judgement(session, expert.id, url, now, rules) for url in named})


def with_beliefs(expert: Expert, found: Mapping[str, Judgement]) -> Expert:
    """Give the expert with what was found of some of their links, by url."""

    def link_of(link: Link) -> Link:
        told = found.get(link.url)
        return replace(link, verdict=told.verdict, confirmed=told.confirmed) if told else link

    return replace(expert, links=tuple(map(link_of, expert.links)))
